"""Word documents → blocks: paragraphs by their style, tables, notes. Deleted and hidden text and comments stay out."""

import re
from typing import Any

from disclosure.gates.carriers.markup import Collected, Markup, attributes, parse
from disclosure.gates.carriers.package import Package
from disclosure.gates.text_version.blocks import Collector

_MAIN, _STYLES, _NOTES = "word/document.xml", "word/styles.xml", ("word/footnotes.xml", "word/endnotes.xml")
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|标题", re.IGNORECASE)
_BLANKS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}
_SILENT = {"del", "moveFrom", "Fallback", "instrText", "delText", "delInstrText"}
"""Elements of which nobody reads the text; Fallback says what its neighbour says once more."""
_OFF = {"0", "false", "off"}
_LEVELS = 9


def word_blocks(data: bytes, collector: Collector) -> None:
    """Blocks of the main part, then its notes. Raises RefusedError for a damaged package."""
    package = Package(data, collector.budget)
    levels = _levels(package)
    for name in (_MAIN, *_NOTES):
        if name in package.members:
            parse(package.read(name), _Reader(collector, levels))


def _levels(package: Package) -> dict[str, int]:
    """Styles that make a paragraph a heading → level from 1."""
    if _STYLES not in package.members:
        return {}
    found = Collected(package.budget)
    parse(package.read(_STYLES), found)
    levels: dict[str, int] = {}
    style = ""
    for name, held in found.elements:
        if name == "style":
            style = held.get("styleId", "")
        elif name == "name" and style:
            match = _HEADING.fullmatch(held.get("val", ""))
            if match:
                levels[style] = int(match[1])
            elif _TITLE.fullmatch(held.get("val", "")):
                levels[style] = 1
        elif name == "outlineLvl" and style and held.get("val", "").isdecimal():
            levels.setdefault(style, min(int(held["val"]) + 1, _LEVELS))
    return {style: level for style, level in levels.items() if level <= _LEVELS}


class _Reader(Markup):
    """Follows paragraphs and tables; a table in a cell is told as that cell's text."""

    def __init__(self, collector: Collector, levels: dict[str, int]) -> None:
        super().__init__(collector.budget)
        self._collector, self._levels_of = collector, levels
        self._open: list[list[str]] = []
        self._level = 0
        self._silent = self._tables = self._span = self._texts = 0
        self._hidden = self._merged = self._drawing = False
        self._rows: list[list[str]] = []
        self._cell: list[str] = []

    def _begin(self, name: str, attrs: Any) -> None:
        held = dict(attributes(attrs))
        if name in _SILENT:
            self._silent += 1
        elif name == "p":
            self._open.append([])
            if len(self._open) == 1:
                self._level = 0
        elif name == "pStyle":
            self._level = self._levels_of.get(held.get("val", ""), self._level)
        elif name == "outlineLvl" and held.get("val", "9") in "012345678":
            self._level = int(held["val"] or 0) + 1
        elif name == "tbl":
            self._tables += 1
        elif name == "tr" and self._tables == 1:
            self._rows.append([])
        elif name == "tc" and self._tables == 1:
            self._cell, self._span, self._merged = [], 1, False
        elif name == "gridSpan" and self._tables == 1 and held.get("val", "").isdecimal():
            self._span = min(int(held["val"]), _LEVELS * _LEVELS)
        elif name == "vMerge" and self._tables == 1:
            self._merged = held.get("val", "continue") != "restart"
        elif name == "r":
            self._hidden = False
        elif name == "vanish":
            self._hidden = held.get("val", "") not in _OFF
        elif name == "t":
            self._texts += 1
        elif name in _BLANKS and self._open and not self._silent:
            self._open[-1].append(_BLANKS[name])

    def _end(self, name: str) -> None:
        if name in _SILENT:
            self._silent -= 1
        elif name == "t":
            self._texts -= 1
        elif name == "r":
            self._hidden = False
        elif name == "p" and self._open:
            self._paragraph("".join(self._open.pop()))
        elif name == "tc" and self._tables == 1 and self._rows:
            text = "" if self._merged else " ".join(part for part in self._cell if part.strip())
            self._rows[-1] += [text, *[""] * (self._span - 1)]
        elif name == "tbl" and self._tables:
            self._tables -= 1
            if not self._tables:
                self._collector.table(self._rows)
                self._rows = []

    def _words(self, text: str) -> None:
        if self._texts and self._open and not self._silent and not self._hidden:
            self._open[-1].append(text)

    def _paragraph(self, text: str) -> None:
        if self._tables:
            self._cell.append(text)
        elif self._level and not self._open:
            self._collector.heading(text, self._level)
        else:
            self._collector.paragraph(text)
