"""A text version as a list of blocks, plain enough to travel as JSON."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from disclosure.data_files import load_data
from disclosure.gates.limits import Budget

MOST_CHARACTERS = 300_000
"""Of one text version: a page that a telephone can open. What is longer is cut, and the page says so."""
MOST_COLUMNS = 60
_SPACE = re.compile(r"[\s\u3000]+")
_UNPRINTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_RADICAL = re.compile("[\u2e80-\u2fdf]")

Kind = Literal["heading", "paragraph", "table", "note"]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece: a heading of a level from 1, a paragraph, a table by rows (the first is its head), or a note of ours.

    The text of a note is a name in data/text_version.yml (`notes`).
    """

    kind: Kind
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class TextVersion:
    """The blocks of a file. `cut`: it goes on, but not here."""

    blocks: tuple[Block, ...]
    cut: bool = False

    @property
    def has_text(self) -> bool:
        """Whether there is anything to read: notes of ours are not."""
        return any(block.kind != "note" for block in self.blocks)


class Collector:
    """Takes blocks until there are enough. `full` then, and the reader may stop."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.blocks: list[Block] = []
        self.full = False
        self._left = MOST_CHARACTERS

    def heading(self, text: str, level: int) -> None:
        """A heading; an empty one is none."""
        self._add("heading", text, level)

    def paragraph(self, text: str) -> None:
        """A paragraph; an empty one is none."""
        self._add("paragraph", text, 0)

    def note(self, name: str) -> None:
        """A note of ours, once in a row."""
        block = Block("note", name)
        if self.blocks[-1:] != [block]:
            self.blocks.append(block)

    def table(self, rows: Iterable[Iterable[str]]) -> None:
        """A table; rows and columns without a word are left out, as far as they stand at its edges."""
        kept: list[list[str]] = []
        for row in rows:
            cells = [_clean(cell) for cell in row]
            self.full = self.full or len(cells) > MOST_COLUMNS
            kept.append(cells[:MOST_COLUMNS])
            self._left -= sum(map(len, kept[-1])) + 1
            if self._left < 0:
                self.full = True
                break
        while kept and not any(kept[-1]):
            kept.pop()
        while kept and not any(kept[0]):
            kept.pop(0)
        used = [n for row in kept for n, cell in enumerate(row) if cell]
        if not used:
            return
        first, last = min(used), max(used) + 1
        even = [row + [""] * (last - len(row)) for row in kept]
        self.blocks.append(Block("table", rows=tuple(tuple(row[first:last]) for row in even)))

    def _add(self, kind: Kind, text: str, level: int) -> None:
        text = _clean(text)
        if not text or self.full:
            return
        self._left -= len(text)
        if self._left < 0:
            self.full = True
            return
        self.blocks.append(Block(kind, text, level))

    def result(self) -> TextVersion:
        """What was collected."""
        return TextVersion(tuple(self.blocks), self.full)


def printed(text: str) -> str:
    """`text` without what is not printed, with characters instead of radicals that only look like them."""
    return _RADICAL.sub(_character, _UNPRINTED.sub("", text))


def _clean(text: str) -> str:
    return _SPACE.sub(" ", printed(text)).strip()


def _character(radical: re.Match[str]) -> str:
    known: dict[str, str] = load_data("text_version.yml")["radicals"]
    return known.get(radical[0]) or unicodedata.normalize("NFKC", radical[0])


def to_json(version: TextVersion) -> dict[str, Any]:
    """As the process that reads files answers, and as the cache keeps it."""
    rows = [
        [block.kind, block.text, block.level, [list(row) for row in block.rows]] for block in version.blocks
    ]
    return {"blocks": rows, "cut": version.cut}


def from_json(value: dict[str, Any]) -> TextVersion:
    """The reverse. Raises KeyError, TypeError or ValueError for anything else."""
    blocks = tuple(
        Block(kind, str(text), int(level), tuple(tuple(map(str, row)) for row in rows))
        for kind, text, level, rows in value["blocks"]
    )
    return TextVersion(blocks, bool(value["cut"]))
