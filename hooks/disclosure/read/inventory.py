"""What lies in content/: item files in order, and names that would break on another machine."""

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from disclosure.problems import Problem, problem

_WINDOWS_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}


def list_items(root: Path) -> tuple[list[str], list[Problem]]:
    """The paths of all item files, sorted, and problems of file names anywhere in items/ and files/.

    Links out of the folder, device files and folders in a wrong place are reported and never followed.
    """
    items: list[str] = []
    problems: list[Problem] = []
    for top in ("items", "files"):
        base = root / "content" / top
        if not base.is_dir():
            continue
        names: dict[str, str] = {}
        for path, entry in _walk(base, f"content/{top}"):
            problems += _check_name(path, names)
            if entry.is_symlink():
                problems.append(problem("N003", path, item=_item_of(path)))
            elif top == "items" and entry.is_file(follow_symlinks=False):
                if path.count("/") == 3 and path.endswith(".md"):  # noqa: PLR2004 (content/items/<year>/<id>.md)
                    items.append(path)
                elif not entry.name.startswith("."):
                    problems.append(problem("N004", path))
            elif not entry.is_file(follow_symlinks=False) and not entry.is_dir(follow_symlinks=False):
                problems.append(problem("N003", path, item=_item_of(path)))
    return sorted(items), problems


def _walk(base: Path, shown: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    with os.scandir(base) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            path = f"{shown}/{entry.name}"
            yield path, entry
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(base / entry.name, path)


def _check_name(path: str, names: dict[str, str]) -> list[Problem]:
    name = path.rpartition("/")[2]
    shown = path.encode("utf-8", "replace").decode("utf-8")
    rows = []
    if not unicodedata.is_normalized("NFC", name) or shown != path:
        rows.append(problem("N005", shown, item=_item_of(path)))
    folded = unicodedata.normalize("NFC", path).casefold()
    first = names.setdefault(folded, path)
    if first != path:
        rows.append(problem("N006", shown, item=_item_of(path), other=first))
    if name.partition(".")[0].lower() in _WINDOWS_DEVICES or name.endswith((".", " ")):
        rows.append(problem("N007", shown, item=_item_of(path)))
    return rows


def _item_of(path: str) -> str:
    """The id of the item that a path under items/ or files/ belongs to."""
    parts = path.split("/")
    return parts[3].removesuffix(".md") if len(parts) > 3 else ""  # noqa: PLR2004 (content/<top>/<year>/<id>)
