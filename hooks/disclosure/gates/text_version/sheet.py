"""Workbooks → blocks: a table for every sheet, without its hidden rows and columns; hidden sheets stay out."""

import re
from typing import Any

from disclosure.gates.carriers.cells import SharedStrings
from disclosure.gates.carriers.markup import Collected, Markup, attributes, parse
from disclosure.gates.carriers.package import Package
from disclosure.gates.carriers.sheet import listed_sheets
from disclosure.gates.text_version.blocks import MOST_COLUMNS, Collector
from disclosure.gates.text_version.numbers import NumberFormats

_STRINGS, _STYLES, _WORKBOOK = "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ON = ("1", "true")


def sheet_blocks(data: bytes, collector: Collector) -> None:
    """Blocks of every sheet that a reader of the file sees. Raises RefusedError for a damaged package."""
    package = Package(data, collector.budget)
    strings = SharedStrings(collector.budget)
    if _STRINGS in package.members:
        parse(package.read(_STRINGS), strings)
    formats = _formats(package)
    seen = [(path, name) for path, (name, hidden) in listed_sheets(package).items() if not hidden]
    for path, name in seen:
        if collector.full:
            return
        cells = _Cells(collector, strings, formats)
        parse(package.read(path), cells)
        if len(seen) > 1 and cells.rows:
            collector.heading(name, 1)
        _sheet(cells, collector)


def _sheet(cells: "_Cells", collector: Collector) -> None:
    """The lines above a table that hold one cell each are its title, unit and the like."""
    rows = list(cells.rows)
    while rows and sum(map(bool, rows[0])) <= 1 < len(rows):
        collector.paragraph("".join(rows.pop(0)))
    collector.table(rows)


def _formats(package: Package) -> NumberFormats:
    book = Collected(package.budget)
    parse(package.read(_WORKBOOK), book)
    late = any(name == "workbookPr" and held.get("date1904") in _ON for name, held in book.elements)
    if _STYLES not in package.members:
        return NumberFormats({}, (), late=late)
    styles = Collected(package.budget)
    parse(package.read(_STYLES), styles)
    codes = {
        held.get("numFmtId", ""): held.get("formatCode", "")
        for name, held in styles.elements
        if name == "numFmt"
    }
    of_cells: list[str] = []
    inside = False
    for name, held in styles.elements:
        if name in ("cellXfs", "cellStyles", "cellStyleXfs", "dxfs"):
            inside = name == "cellXfs"
        elif name == "xf" and inside:
            of_cells.append(held.get("numFmtId", "0"))
    return NumberFormats(codes, tuple(of_cells), late=late)


class _Cells(Markup):
    """The cells of a sheet as rows of text, as they are shown."""

    def __init__(self, collector: Collector, strings: SharedStrings, formats: NumberFormats) -> None:
        super().__init__(collector.budget)
        self.rows: list[list[str]] = []
        self._strings, self._formats = strings, formats
        self._collector = collector
        self._hidden_columns: list[tuple[int, int]] = []
        self._hidden_row = self._in_inline = False
        self._row: dict[int, str] = {}
        self._number = 0
        self._column, self._type, self._style = 0, "n", ""
        self._value: list[str] | None = None

    def _begin(self, name: str, attrs: Any) -> None:
        held = dict(attributes(attrs)) if name in ("c", "row", "col") else {}
        if name == "col" and held.get("hidden") in _ON:
            self._hidden_columns.append((_whole(held.get("min", "")), _whole(held.get("max", ""))))
        elif name == "row":
            self._hidden_row = held.get("hidden") in _ON
            self._row, self._column = {}, 0
        elif name == "c":
            place = _CELL.fullmatch(held.get("r", ""))
            self._column = _column(place[1]) if place else self._column + 1
            self._type, self._style = held.get("t", "n"), held.get("s", "")
            self._value = None
        elif name in ("v", "is"):
            self._value = []

    def _end(self, name: str) -> None:
        if name == "c" and self._value is not None:
            text = self._text("".join(self._value))
            if text and self._column <= MOST_COLUMNS * 2 and not self._is_hidden(self._column):
                self._row[self._column] = text
            self._value = None
        elif name == "row" and not self._hidden_row and self._row and not self._collector.full:
            shown = [n for n in range(1, max(self._row) + 1) if not self._is_hidden(n)]
            self._collector.budget.keep("".join(self._row.values()))
            self.rows.append([self._row.get(n, "") for n in shown])

    def _words(self, text: str) -> None:
        if self._value is not None:
            self._value.append(text)

    def _text(self, raw: str) -> str:
        if self._type == "s":
            number = _whole(raw)
            return self._strings.texts[number] if 0 <= number < len(self._strings.texts) else ""
        if self._type == "b":
            return "是" if raw.strip() == "1" else "否"
        return (
            raw
            if self._type in ("str", "inlineStr", "e", "d")
            else self._formats.shown(raw.strip(), self._style)
        )

    def _is_hidden(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self._hidden_columns)


def _column(letters: str) -> int:
    """The number of a column by its letters, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _whole(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1  # noqa: PLR2004 (digits)
