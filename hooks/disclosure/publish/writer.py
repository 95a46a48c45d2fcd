"""Write output files, each once, never outside the folder, and remember what was written."""

import hashlib
import os
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO

from disclosure.parcels import parcel


class OutputConflictError(ValueError):
    """Two things want the same address, or an address leads out of the site."""


@parcel
@dataclass(frozen=True, slots=True, order=True)
class Written:
    """One output file as the manifest lists it: address, size in bytes, SHA-256."""

    address: str
    size: int
    sha256: str


by_address = attrgetter("address")
"""What rows of one site are sorted by: no two of them have one address."""


class SiteWriter:
    """Writes into `folder`; `written` grows by a row for every file.

    `made` are the folders that stand already; writers of one build may share it.
    """

    def __init__(self, folder: Path, made: set[str] | None = None) -> None:
        self.folder = folder
        self.written: dict[str, Written] = {}
        self.made = made if made is not None else set()

    def write(self, address: str, content: str | bytes) -> Written:
        """Write `content` at `address`. Raises OutputConflictError for an address in use or out of bounds."""
        data = content.encode("utf-8") if isinstance(content, str) else content
        with self.create(address, buffering=0) as file:
            rest = memoryview(data)
            while rest:
                rest = rest[file.write(rest) :]
        return self.note(Written(address, len(data), hashlib.sha256(data).hexdigest()))

    def create(self, address: str, buffering: int = -1) -> BinaryIO:
        """A new file at `address`, open for writing, its folder made. Raises OutputConflictError as `write` does.

        `buffering` as `open` has it: with 0, what is whole already is not copied once more.
        """
        parts = address.split("/")
        if "" in parts or ".." in parts or "\\" in address:
            raise OutputConflictError(f"address leads out of the site: {address}")
        path = f"{self.folder}/{address}"
        make_folder(path.rpartition("/")[0], self.made)
        try:
            return open(path, "xb", buffering)  # noqa: PTH123  a Path costs as much as the writing
        except FileExistsError:
            raise OutputConflictError(f"two pages want the address {address}") from None

    def note(self, row: Written) -> Written:
        """Remember a file that another process wrote."""
        if row.address in self.written:
            raise OutputConflictError(f"two pages want the address {row.address}")
        self.written[row.address] = row
        return row


def make_folder(path: str, made: set[str]) -> None:
    """Make the folder `path` unless it is among those `made`."""
    if path not in made:
        os.makedirs(path, exist_ok=True)  # noqa: PTH103  the same
        made.add(path)
