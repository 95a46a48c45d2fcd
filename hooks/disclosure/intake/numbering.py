"""Which ids and index numbers are taken, and the next free ones (编号、索引号：不重复使用)."""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from disclosure.identifiers import IndexNumber, form_item_id, normal_index, parse_index, parse_item_id
from disclosure.intake.register import REGISTER
from disclosure.types import Site

LAST_SERIAL = 99999
_HEAD = 16384
"""Bytes of an item file in which its index number stands; the contract writes it second."""
_INDEX_LINE = re.compile(rb"^index:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_ID_IN_RECORDS = re.compile(r"(?<![\w/-])\d{4}-\d{5}(?![\w-])", re.ASCII)
_INDEX_IN_RECORDS = re.compile(r"(?<![0-9A-Z])(?:[0-9A-Z]{9}|[0-9A-Z]{18})/\d{4}-\d{5}(?!\d)", re.ASCII)


class NumbersExhaustedError(Exception):
    """All 99,999 numbers of a year are taken."""


class NumberBook:
    """The numbers in use: of items, of withdrawn items, and of everything that records ever named."""

    def __init__(self, ids: Iterable[str], indexes: Iterable[str]) -> None:
        self.indexes = {normal_index(index) for index in indexes}
        self.last_id: dict[int, int] = defaultdict(int)
        self.last_index: dict[tuple[str, int], int] = defaultdict(int)
        for identifier in ids:
            if parsed := parse_item_id(identifier):
                self.last_id[parsed[0]] = max(self.last_id[parsed[0]], parsed[1])
        for index in self.indexes:
            self._count(index)

    def next_id(self, year: int) -> str:
        """A new id of `year`, taken by this call. Raises NumbersExhaustedError."""
        self.last_id[year] += 1
        if self.last_id[year] > LAST_SERIAL:
            raise NumbersExhaustedError(year)
        return form_item_id(year, self.last_id[year])

    def next_index(self, unit_code: str, year: int) -> str:
        """A new index number of `unit_code` and `year`, taken by this call. Raises NumbersExhaustedError."""
        self.last_index[unit_code, year] += 1
        if self.last_index[unit_code, year] > LAST_SERIAL:
            raise NumbersExhaustedError(year)
        index = str(IndexNumber(unit_code, year, self.last_index[unit_code, year]))
        self.indexes.add(index)
        return index

    def take_index(self, index: str) -> bool:
        """Whether `index` was free; it is taken from now on."""
        normal = normal_index(index)
        if normal in self.indexes:
            return False
        self.indexes.add(normal)
        self._count(normal)
        return True

    def _count(self, index: str) -> None:
        if parsed := parse_index(index):
            key = (parsed.unit_code, parsed.year)
            self.last_index[key] = max(self.last_index[key], parsed.serial)


def read_numbers(site: Site) -> NumberBook:
    """The number book of a site, from its item files, status files and records."""
    ids, indexes = set(site.statuses), {s.index for s in site.statuses.values() if s.index}
    for path in sorted((site.root / "content" / "items").glob("*/*.md")):
        ids.add(path.stem)
        if index := index_of(path):
            indexes.add(index)
    for top in ("files", "items"):
        ids.update(path.name for path in (site.root / "content" / top).glob("*/*") if path.is_dir())
    for name in ("ledger.jsonl", REGISTER):
        text = _text(site.root / "catalog" / name)
        ids.update(_ID_IN_RECORDS.findall(text))
        indexes.update(_INDEX_IN_RECORDS.findall(text))
    ids.update(path.stem for path in (site.root / "catalog" / "approvals").glob("*/*.jsonl"))
    return NumberBook(ids, indexes)


def index_of(path: Path) -> str:
    """The index number that an item file states, or an empty text; nothing else of the file is read."""
    try:
        with path.open("rb") as file:
            found = _INDEX_LINE.search(file.read(_HEAD))
    except OSError:
        return ""
    return found[1].decode("utf-8", "replace").strip("\"'") if found else ""


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
