"""What a build keeps for the next one: results by what they were made of.

Safe to delete, never trusted when damaged or made by another version of anything that decides on a result. A result
is used again only when its key is equal; so a wrong key costs time, never a wrong page.
"""

import contextlib
import dataclasses
import hashlib
import io
import os
import pickle
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from disclosure.places import HOOKS, OVERRIDES

_MARK = b"disclosure-kept 1"
_LIBRARIES = (
    *("mkdocs", "mkdocs-material", "Jinja2", "MarkupSafe", "PyYAML", "pyromark", "Markdown", "cryptography"),
    *("pypdf", "pillow", "defusedxml", "python-stdnum", "openpyxl", "XlsxWriter"),
)
"""What has a say in the output besides this package."""
Tables = dict[str, dict[str, Any]]
"""Name of a table → key → result, with what it was made of."""


@cache
def program_version() -> str:
    """A digest of all code, data, templates and libraries that decide on what is checked and published."""
    total = hashlib.sha256(sys.version.encode("utf-8"))
    for folder in (HOOKS, OVERRIDES):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc":
                total.update(path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape"))
                total.update(hashlib.sha256(path.read_bytes()).digest())
    for name in _LIBRARIES:
        with contextlib.suppress(PackageNotFoundError):
            total.update(f"{name} {version(name)}".encode())
    return total.hexdigest()


def digest_of(*parts: object) -> str:
    """The SHA-256 of rows, texts and numbers: equal for equal ones, whatever objects they share."""
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=5)
    pickler.fast = True  # no memo: it would tell apart what is the same text twice from what is one text
    pickler.dump(parts)
    return hashlib.sha256(buffer.getbuffer()).hexdigest()


def in_order(value: object) -> object:
    """`value` with rows, mappings and sets as tuples, so that `digest_of` tells equal ones from others in any process."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = (in_order(getattr(value, field.name)) for field in dataclasses.fields(value))
        return type(value).__name__, *fields
    if isinstance(value, Mapping):
        return tuple((in_order(key), in_order(inner)) for key, inner in value.items())
    if isinstance(value, set | frozenset):
        return tuple(sorted(value, key=repr))
    if isinstance(value, list | tuple):
        return tuple(in_order(inner) for inner in value)
    return value


def load_kept(path: Path) -> Tables:
    """The tables in the file at `path`; none where there is no such file, or one that can't be trusted."""
    try:
        head, _, payload = path.read_bytes().partition(b"\n")
        if head.split(b" ") != _head(payload).split(b" "):
            return {}
        tables = _RowsOnly(io.BytesIO(payload)).load()
    except (OSError, ValueError, TypeError, AttributeError, LookupError, pickle.UnpicklingError, EOFError):
        return {}
    return tables if isinstance(tables, dict) else {}


def save_kept(path: Path, tables: Tables) -> None:
    """Write `tables` whole, or not at all. A folder that can't be written to costs time, nothing else."""
    payload = pickle.dumps(tables, protocol=5)
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(_head(payload) + b"\n" + payload)
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()


def _head(payload: bytes) -> bytes:
    return b"%s %s %s" % (_MARK, program_version().encode(), hashlib.sha256(payload).hexdigest().encode())


class _RowsOnly(pickle.Unpickler):
    """Loads rows of this package and plain values: a file that names anything else runs nothing."""

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if module.startswith("disclosure.") else None
        if isinstance(found, type) and dataclasses.is_dataclass(found):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no row")


Stamp = tuple[int, int, int, int, int] | None
"""Of a file: inode, mode, size, times of change of content and of anything, in nanoseconds; None where there is none."""


def stamp_of(path: str) -> Stamp:
    """The stamp of the file at `path`, links not followed."""
    try:
        info = os.stat(path, follow_symlinks=False)  # noqa: PTH116  a Path costs as much as the asking
    except (OSError, ValueError):
        return None
    return info.st_ino, info.st_mode, info.st_size, info.st_mtime_ns, info.st_ctime_ns


SETTLING = 1_000_000_000
"""Nanoseconds after which a file counts as standing still: the clock of a disk ticks in steps."""


def is_settled(stamp: Stamp, started: int) -> bool:
    """Whether a file stood still since before the build that `started` then (nanoseconds since 1970).

    Of what changed right before, nobody knows whether it was read before or after.
    """
    return stamp is None or max(stamp[3:]) < started - SETTLING
