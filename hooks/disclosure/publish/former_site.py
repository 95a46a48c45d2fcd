"""The site that a build replaces: files that would come out the same are taken over, with their bytes and times."""

import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from disclosure.kept import Stamp, stamp_of
from disclosure.publish.writer import SiteWriter, Written, make_folder

PAGES, OUTPUTS, SHELL_PAGES = "pages", "outputs", "shells"
"""Tables of what is kept: name of a page or item → (key, its files); address of a file → (its row, its stamp);
address of a shell → its HTML."""


class FormerSite:
    """What stands in `folder` by the tables that the build before it kept; nothing where there is no former site."""

    def __init__(self, folder: Path | None, tables: Mapping[str, Mapping[str, Any]]) -> None:
        self.folder = folder
        self.pages: Mapping[str, tuple[str, tuple[Written, ...]]] = tables.get(PAGES, {}) if folder else {}
        self.outputs: Mapping[str, tuple[Written, Stamp]] = tables.get(OUTPUTS, {}) if folder else {}
        self.made: dict[str, tuple[str, tuple[Written, ...]]] = {}
        """What the new build made or took over, for the next one."""
        self.taken: set[str] = set()
        """Addresses of files that were taken over: they have their former times."""

    def take(self, name: str, key: str, writer: SiteWriter) -> bool:
        """Take over all files of the page `name` if they were made of what `key` stands for, and still stand."""
        kept_key, rows = self.pages.get(name, ("", ()))
        if kept_key != key or not all(map(self._stands, rows)):
            return False
        for row in rows:
            self._link(row.address, writer)
            writer.note(row)
            self.taken.add(row.address)
        self.made[name] = key, rows
        return True

    def note(self, name: str, key: str, rows: Sequence[Written]) -> None:
        """Remember that the files of `name` were made of what `key` stands for."""
        self.made[name] = key, tuple(rows)

    def keep_times(self, out: Path, rows: Sequence[Written]) -> None:
        """Give files that came out as they were their former times: copying programs then leave them alone."""
        for row in rows:
            former, stamp = self.outputs.get(row.address, (None, None))
            if row.address in self.taken or former != row or not stamp:
                continue
            if stamp_of(f"{self.folder}/{row.address}") == stamp:
                place = f"{out}/{row.address}"
                os.utime(place, ns=(stamp[3], stamp[3]))

    def _stands(self, row: Written) -> bool:
        """Whether the file has the bytes that its row says: by its stamp, else by reading it."""
        path = f"{self.folder}/{row.address}"
        former, stamp = self.outputs.get(row.address, (None, None))
        if former == row and stamp and stamp_of(path) == stamp:
            return True
        try:
            with open(path, "rb") as file:  # noqa: PTH123  a Path costs as much as the reading
                return hashlib.file_digest(file, "sha256").hexdigest() == row.sha256
        except OSError:
            return False

    def _link(self, address: str, writer: SiteWriter) -> None:
        source, target = f"{self.folder}/{address}", f"{writer.folder}/{address}"
        make_folder(target.rpartition("/")[0], writer.made)
        try:
            os.link(source, target)
        except OSError:
            shutil.copy2(source, target)


def outputs_of(site: Path, rows: Sequence[Written]) -> dict[str, tuple[Written, Stamp]]:
    """The table OUTPUTS for a finished site: rows with the stamps of their files as they stand now."""
    stamps = ((row, stamp_of(f"{site}/{row.address}")) for row in rows)
    return {row.address: (row, stamp) for row, stamp in stamps}
