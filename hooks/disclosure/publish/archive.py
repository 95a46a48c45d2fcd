"""One file that holds many, the same bytes each time, with a list of digests in front: what a backup is made of.

A plain tar: it opens everywhere, and `sha256sum -c SHA256SUMS` checks what came out of it.
"""

import hashlib
import os
import re
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from disclosure.publish.manifest import Release, checksums, read_checksums
from disclosure.publish.writer import Written

LIST = "SHA256SUMS"
_CHUNK = 1 << 20
_LARGEST_LIST = 64 << 20
_PRIVATE = 0o600
_PART = re.compile(r"(?!\.{1,2}$)[^/\\:\0-\x1f]+")


class ArchiveError(ValueError):
    """A file that is no whole archive of ours; the message says what is wrong, for people."""


def write_archive(target: Path, contents: Mapping[str, Path | bytes], release: Release) -> list[Written]:
    """Pack `contents` (name → file or bytes) into `target`, readable by its owner alone. Returns the list's rows.

    Raises OSError as usual, ArchiveError for a file that changes meanwhile or has a name that no archive may hold.
    """
    rows = []
    for name, source in sorted(contents.items()):
        if not usable(name):
            raise ArchiveError(f"文件名不能用：{name}")
        rows.append(Written(name, *(_measure(source))))
    beside = target.with_name(f".{target.name}.part")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE)
    try:
        with (
            os.fdopen(handle, "wb") as file,
            tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar,
        ):
            listed = checksums(rows, release).encode("utf-8")
            _add(tar, Written(LIST, len(listed), hashlib.sha256(listed).hexdigest()), listed)
            for row in rows:
                _add(tar, row, contents[row.address])
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return rows


def check_archive(source: Path) -> tuple[dict[str, Written], Release]:
    """Read all of `source`: its files by name, when each is there once, whole and as listed. Raises ArchiveError."""
    with _told(source):
        return _check(source)


def _check(source: Path) -> tuple[dict[str, Written], Release]:
    found: dict[str, Written] = {}
    listing = None
    for name, data in _members(source):
        if listing is None:
            if name != LIST:
                raise ArchiveError(f"{source} 不是本程序的备份。")
            listing = read_checksums(data.read(_LARGEST_LIST).decode("utf-8"))
            continue
        digest, size = hashlib.sha256(), 0
        while chunk := data.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
        listed = listing.files.get(name)
        if name in (*found, LIST) or listed is None or listed.sha256 != digest.hexdigest():
            raise ArchiveError(f"{source} 里的 {name} 与校验清单不符，没有恢复任何文件。")
        found[name] = Written(name, size, digest.hexdigest())
    if listing is None or found.keys() != listing.files.keys():
        raise ArchiveError(f"{source} 不完整，没有恢复任何文件。")
    return found, listing.release


def unpack(source: Path, targets: Mapping[str, Path]) -> None:
    """Write the named files of a checked archive, each whole or not at all, readable by their owner alone."""
    with _told(source):
        for name, data in _members(source):
            if target := targets.get(name):
                target.parent.mkdir(parents=True, exist_ok=True)
                beside = target.with_name(f".{target.name}.part")
                handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE)
                with os.fdopen(handle, "wb") as file:
                    while chunk := data.read(_CHUNK):
                        file.write(chunk)
                beside.replace(target)


def usable(name: str) -> bool:
    """Whether a name stays below the folder it is unpacked into, on any system."""
    return all(_PART.fullmatch(part) for part in name.split("/"))


@contextmanager
def _told(source: Path) -> Iterator[None]:
    """Say in one way what a damaged file makes tarfile say in several."""
    try:
        yield
    except ArchiveError:
        raise
    except (tarfile.TarError, EOFError, ValueError):
        raise ArchiveError(f"{source} 不是完整的备份文件。") from None


def _members(source: Path) -> Iterator[tuple[str, BinaryIO]]:
    """Every member in order, with its bytes. Raises ArchiveError for links, devices, and names that lead elsewhere."""
    with tarfile.open(source, mode="r:") as tar:
        for member in tar:
            plain = member.isreg() and not member.issparse() and usable(member.name)
            data = tar.extractfile(member) if plain else None
            if data is None:
                raise ArchiveError(f"{source} 里有不该有的东西：{member.name}")
            yield member.name, cast(BinaryIO, data)


def _measure(source: Path | bytes) -> tuple[int, str]:
    if isinstance(source, bytes):
        return len(source), hashlib.sha256(source).hexdigest()
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


class _Hashing:
    """A file whose digest is known once it was read."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.digest.update(data)
        return data


def _add(tar: tarfile.TarFile, row: Written, source: Path | bytes) -> None:
    entry = tarfile.TarInfo(row.address)
    entry.size, entry.mode, entry.mtime = row.size, _PRIVATE, 0
    with BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        reader = _Hashing(cast(BinaryIO, file))
        try:
            tar.addfile(entry, cast(BinaryIO, reader))
        except OSError as error:  # what tarfile raises for a file that became shorter
            raise ArchiveError(f"{row.address} 在备份时有变动，请重新备份。") from error
    if reader.digest.hexdigest() != row.sha256:
        raise ArchiveError(f"{row.address} 在备份时有变动，请重新备份。")
