"""Where a build leaves what it does not publish: places and names, so that a verb knows them without loading a build."""

import hashlib
import shutil
from pathlib import Path

REPORT_VARIABLE = "DISCLOSURE_REPORT"
"""Names the file for the report when a command waits for it; else it is report.json in the cache."""
SEARCH_SWITCH = "DISCLOSURE_SEARCH"
INPUTS_VARIABLE = "DISCLOSURE_INPUTS"
"""Holds the digest of all that a build is made of when the command knows it (publish/standstill.py)."""

MANIFEST, SUMS, SIGNATURE = "manifest.json", "SHA256SUMS", "SHA256SUMS.sig"
CHANGES = "changes.txt"


def cache_folder(root: Path) -> Path:
    """Where a build keeps what is not published: lock, report, manifest, search records."""
    return root / ".cache" / "disclosure"


def preview_folder(root: Path) -> Path:
    """Where `disclosure serve` builds what it shows on this machine; nothing there is ever published."""
    return cache_folder(root) / "preview"


def release_folder(root: Path, site: Path) -> Path:
    """Where the lists of the build in `site` lie: in the cache, and one folder a place for builds elsewhere.

    A preview or a rebuild for comparison then leaves the lists of the published site alone.
    """
    site = site.resolve()
    if site == root.resolve() / "site":
        return cache_folder(root)
    return cache_folder(root) / "elsewhere" / hashlib.sha256(site.as_posix().encode("utf-8")).hexdigest()[:12]


def kept_file(root: Path, site: Path, *, preview: bool) -> Path:
    """What builds of `root` into the folder `site` keep for the next one of the same kind."""
    name = hashlib.sha256(
        f"{site.resolve().as_posix()} {preview}".encode("utf-8", "surrogateescape")
    ).hexdigest()
    return cache_folder(root) / "kept" / f"{name[:12]}.bin"


def forget_kept(root: Path) -> None:
    """Remove all that builds of `root` kept: results of checks, of looking into files, and pages."""
    for name in ("kept", "gates"):
        shutil.rmtree(cache_folder(root) / name, ignore_errors=True)
