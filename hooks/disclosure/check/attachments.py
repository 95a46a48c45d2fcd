"""Files that an item names: they must be plain files in its own folder, of a known type, whole and not too big."""

import hashlib
import os
import re
import stat
from collections.abc import Container
from functools import cache
from pathlib import Path
from typing import Any

from disclosure.data_files import load_data
from disclosure.problems import Problem, problem
from disclosure.read.inventory import UNTOLD
from disclosure.types import Attachment

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*", re.ASCII)
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"
_CHUNK = 1 << 20


@cache
def file_types() -> dict[str, Any]:
    """Publishable types by file ending, from data/file_types.yml."""
    types: dict[str, Any] = load_data("file_types.yml")["types"]
    return types


def plain_name(name: str) -> bool:
    """Whether a file's name is plain on every system and leads nowhere else."""
    return _NAME.fullmatch(name) is not None and ".." not in name


def check_file(
    root: Path, folder: str, name: str, title: str, place: tuple[str, int, str, str], limit: int
) -> tuple[Attachment | None, list[Problem]]:
    """The file `name` in content/<folder> as an `Attachment`, or None with the reasons.

    `place` is (path, line, field, item id) of the naming; `limit` is the size limit in bytes. The file is read in
    pieces and never above the limit.
    """
    path, line, field, item = place

    def row(code: str, **facts: Any) -> list[Problem]:
        return [problem(code, path, line, field, name, item=item, **facts)]

    if not plain_name(name):
        return None, row("A002" if "/" in name or "\\" in name or ".." in name else "A003")
    ending = name.rpartition(".")[2] if "." in name else ""
    if ending not in file_types():
        advice = load_data("file_types.yml")["refused"].get(
            ending, "可用的有：" + "、".join(file_types()) + "。"
        )
        return None, row("A004", ending=ending or "（无扩展名）", way_out=advice)
    file = root / "content" / folder / name
    try:
        for part in (file.parent.parent, file.parent, file):
            if part.is_symlink():
                return None, row("A005")
        info = file.stat(follow_symlinks=False)
        if not stat.S_ISREG(info.st_mode):
            return None, row("A005")
        if info.st_size > limit:
            size = f"{info.st_size / 1048576:.1f}"
            return None, row("A006", size=size, limit=limit >> 20)
        if info.st_size == 0:
            return None, row("A007")
        head, digest = _digest(file)
    except FileNotFoundError:
        return None, row("A001", folder=f"content/{folder}/")
    except (OSError, ValueError):
        return None, row("A005")
    if head.startswith(_LFS_POINTER):
        return None, row("A008")
    magic = file_types()[ending]["magic"]
    if magic and not any(head.startswith(bytes.fromhex(m)) for m in magic):
        return None, row("A009", ending=ending)
    return Attachment(name, title, info.st_size, digest), []


def check_unnamed(root: Path, folder: str, named: Container[str], path: str, line: int) -> list[Problem]:
    """A reminder for each file in content/<folder> that is not `named`; `path` and `line` are the item's list of files."""
    place = f"content/{folder}"
    try:
        with os.scandir(f"{root}/{place}") as entries:  # a Path for each item costs as much as the looking
            found = sorted(e.name for e in entries if e.is_file(follow_symlinks=False))
    except OSError:
        return []
    return [
        problem("A011", path, line, "attachments", name, item=Path(path).stem, folder=place)
        for name in found
        if name not in named and not name.startswith(UNTOLD)
    ]


def _digest(file: Path) -> tuple[bytes, str]:
    digest = hashlib.sha256()
    head = b""
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            head = head or chunk[:64]
            digest.update(chunk)
    return head, digest.hexdigest()
