"""Postings of documents, kept between builds: what did not change need not be cut into words again."""

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from disclosure.index.script_file import text_name
from disclosure.kept import Stamp, Tables, stamp_of

POSTINGS = "postings"
"""Table of what is kept: name of a document → stamp and SHA-256 of the file of its postings."""
_ENDING = ".postings"


class KeptPostings:
    """The files of postings in `folder`, one a document, and what is known of them in the tables that a build keeps."""

    def __init__(self, folder: Path, tables: Tables) -> None:
        self.folder, self.tables = folder, tables
        self.known: dict[str, tuple[Stamp, str]] = tables.get(POSTINGS, {})

    def stand(self, address: str) -> bool:
        """Whether the postings of the page at `address` are those that the build before left."""
        name = text_name(address)
        stamp, _ = self.known.get(name, (None, ""))
        return stamp is not None and stamp_of(self._path(name)) == stamp

    def keep(self, addresses: Iterable[str]) -> dict[str, str]:
        """The name of each document and the SHA-256 of its postings, remembered as they are now.

        All other files are removed, so that nothing stays of what was withdrawn.
        """
        names = {text_name(address) for address in addresses}
        start = len(str(self.folder)) + 1
        for place, _, files in os.walk(self.folder):
            for file in files:
                path = os.path.join(place, file)  # noqa: PTH118  a Path costs as much as the asking
                if path[start:].removesuffix(_ENDING).replace(os.sep, "/") not in names:
                    os.unlink(path)  # noqa: PTH108
        table = {name: self._look(name) for name in names}
        self.tables[POSTINGS] = table
        return {name: digest for name, (_, digest) in table.items()}

    def forget(self) -> None:
        """Remove all of them."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.tables.pop(POSTINGS, None)

    def _look(self, name: str) -> tuple[Stamp, str]:
        path = self._path(name)
        stamp = stamp_of(path)
        known, digest = self.known.get(name, (None, ""))
        if known is None or known != stamp:
            digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
        return stamp, digest

    def _path(self, name: str) -> str:
        return f"{self.folder}/{name}{_ENDING}"
