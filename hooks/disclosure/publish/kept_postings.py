"""Postings of documents, kept between builds: what did not change need not be cut into words again."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from disclosure.index.script_file import text_name
from disclosure.kept import Stamp, Tables, stamp_of

POSTINGS = "postings"
"""Table of what is kept: name of a document → stamp of the file of its postings."""


class KeptPostings:
    """The files of postings in `folder`, one a document, and their stamps in the tables that a build keeps."""

    def __init__(self, folder: Path, tables: Tables) -> None:
        self.folder, self.tables = folder, tables
        self.stamps: dict[str, Stamp] = tables.get(POSTINGS, {})

    def stand(self, address: str) -> bool:
        """Whether the postings of the page at `address` are those that the build before left."""
        name = text_name(address)
        stamp = self.stamps.get(name)
        return stamp is not None and stamp_of(self._path(name)) == stamp

    def keep(self, addresses: Iterable[str]) -> None:
        """Remove all others, so that nothing stays of what was withdrawn, and remember these as they are now."""
        names = {text_name(address) for address in addresses}
        for path in self.folder.rglob("*.postings"):
            if path.relative_to(self.folder).with_suffix("").as_posix() not in names:
                path.unlink()
        self.tables[POSTINGS] = {name: stamp_of(self._path(name)) for name in names}

    def forget(self) -> None:
        """Remove all of them."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.tables.pop(POSTINGS, None)

    def _path(self, name: str) -> str:
        return f"{self.folder}/{name}.postings"
