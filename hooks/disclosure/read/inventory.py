"""What lies in content/: item files in order, and names that would break on another machine."""

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from disclosure.problems import Problem, problem
from disclosure.system_errors import system_reason

UNTOLD = (".", "~$")
"""How files begin that systems and office programs leave behind: nobody takes them for attachments."""
_WINDOWS_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}


def list_items(root: Path) -> tuple[list[str], list[Problem]]:
    """The paths of all item files, sorted, and problems of file names anywhere in items/ and files/.

    Links out of the folder, device files and folders in a wrong place are reported and never followed.
    """
    items: list[str] = []
    problems: list[Problem] = []
    strays: dict[str, list[str]] = {}
    for top in ("items", "files"):
        base = root / "content" / top
        if base.is_symlink() or not base.is_dir():
            continue  # a link is told with the pages
        names: dict[str, str] = {}
        for path, entry in _walk(base, f"content/{top}", problems):
            problems += _check_name(path, names)
            if entry.is_symlink():
                problems.append(problem("N003", path, item=_item_of(path)))
            elif top == "items" and entry.is_file(follow_symlinks=False):
                if path.count("/") == 3 and path.endswith(".md"):  # noqa: PLR2004 (content/items/<year>/<id>.md)
                    if path == _shown(path):  # else the name is told already
                        items.append(path)
                elif not entry.name.startswith("."):
                    problems.append(problem("N004", path, item=entry.name))
            elif not entry.is_file(follow_symlinks=False) and not entry.is_dir(follow_symlinks=False):
                problems.append(problem("N003", path, item=_item_of(path)))
            elif entry.is_file(follow_symlinks=False) and not entry.name.startswith(UNTOLD):
                strays.setdefault(path.rpartition("/")[0], []).append(entry.name)
    for path in items:
        strays.pop(f"content/files/{path.removeprefix('content/items/').removesuffix('.md')}", None)
    for folder, found in strays.items():
        names_of = "、".join(found)
        problems.append(problem("A012", folder, item=_item_of(folder), count=len(found), names=names_of))
    return sorted(items), problems


def list_pages(root: Path) -> tuple[list[str], list[str], list[Problem]]:
    """The paths of all hand-written pages and of the files beside them, sorted.

    Besides, what MkDocs would follow or trip over in content/.
    """
    pages: list[str] = []
    others: list[str] = []
    problems: list[Problem] = []
    if not (root / "content").is_dir():
        return pages, others, problems
    names: dict[str, str] = {}
    closed = ("content/items", "content/files")
    for path, entry in _walk(root / "content", "content", problems, closed):
        problems += _check_name(path, names)
        file = entry.is_file(follow_symlinks=False)
        if not file and not entry.is_dir(follow_symlinks=False):
            problems.append(problem("N003", path))
        elif file and path.endswith(".md"):
            pages.append(path)
        elif file and path == _shown(path):  # else the name is told already
            others.append(path)
    return sorted(pages), sorted(others), problems


def _walk(
    base: Path, shown: str, problems: list[Problem], closed: tuple[str, ...] = ()
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Everything below `base` with its path; links are not followed, nor are the folders in `closed`."""
    try:
        with os.scandir(base) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        problems.append(problem("R020", shown, value=system_reason(error)))
        return
    for entry in entries:
        path = f"{shown}/{entry.name}"
        yield path, entry
        if path not in closed and entry.is_dir(follow_symlinks=False):
            yield from _walk(base / entry.name, path, problems, closed)


def _check_name(path: str, names: dict[str, str]) -> list[Problem]:
    name = path.rpartition("/")[2]
    rows = []
    if not unicodedata.is_normalized("NFC", name) or path != _shown(path):
        rows.append(problem("N005", path, item=_item_of(path)))
    folded = unicodedata.normalize("NFC", path).casefold()
    first = names.setdefault(folded, path)
    if first != path:
        rows.append(problem("N006", path, item=_item_of(path), other=first))
    if name.partition(".")[0].lower() in _WINDOWS_DEVICES or name.endswith((".", " ")):
        rows.append(problem("N007", path, item=_item_of(path)))
    return rows


def _shown(path: str) -> str:
    """`path` as it can be printed: bytes that are no UTF-8 become question marks."""
    return path.encode("utf-8", "replace").decode("utf-8")


def _item_of(path: str) -> str:
    """The id of the item that a path under items/ or files/ belongs to."""
    parts = path.split("/")
    of_items = len(parts) > 3 and parts[1] in ("items", "files")  # noqa: PLR2004 (content/<top>/<year>/<id>)
    return parts[3].removesuffix(".md") if of_items else ""
