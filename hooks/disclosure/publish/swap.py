"""Put a finished folder in the place of the site, so that a reader never meets half a site."""

import os
import shutil
from pathlib import Path

MARK = "catalog.json"
"""A file that every build writes at the top of the site."""


def staging_folder(site: Path) -> Path:
    """The folder beside the site into which a build writes: on the same disk, so that a rename moves it."""
    return site.with_name(f".{site.name}.next")


def foreign_entry(site: Path) -> str:
    """The name of something in `site` that no build wrote, so that it must not be replaced; else an empty text."""
    entries = sorted(entry.name for entry in site.iterdir()) if site.is_dir() else []
    if ".git" in entries:
        return ".git"
    return entries[0] if entries and MARK not in entries else ""


def has_leftovers(site: Path) -> bool:
    """Whether a killed build left something for `recover`, or one is under way."""
    return _old_folder(site).exists() or staging_folder(site).exists()


def recover(site: Path) -> None:
    """Repair what a killed build left: the last good site goes back to its place, unfinished folders go."""
    old = _old_folder(site)
    if old.exists() and not site.exists():
        old.rename(site)
    for rest in (old, staging_folder(site)):
        if rest.exists():
            shutil.rmtree(rest)


def swap_in(site: Path) -> None:
    """Rename the staging folder to `site`; the former site is removed after.

    Killed between the two renames, `recover` of the next build puts the former site back.
    """
    old = _old_folder(site)
    if site.exists():
        site.rename(old)
    try:
        staging_folder(site).rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise
    if old.exists():
        shutil.rmtree(old)
    _settle(site.parent)


def _settle(folder: Path) -> None:
    """Ask the disk to keep the renames, where the system knows how to."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _old_folder(site: Path) -> Path:
    return site.with_name(f".{site.name}.old")
