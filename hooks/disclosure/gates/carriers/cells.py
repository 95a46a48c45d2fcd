"""Cells of a workbook: their text as it is stored, with the words that name them."""

import re
from typing import Any

from disclosure.gates.carriers.markup import Markup, attributes
from disclosure.gates.contents import Contents
from disclosure.gates.limits import Budget
from disclosure.gates.wording import place

_LONG_NUMBER = 1e15
"""From here on a spreadsheet keeps no more than 15 digits: an identity number has lost its last three."""
_TELEPHONE = 1e10
_HEAD_ROWS = 3
_MANY_DIGITS = re.compile(r"(?:\d[^\d\n]{0,2}){11}")
_COLUMN = re.compile(r"[A-Z]+")


class SharedStrings(Markup):
    """The strings of a workbook in the order of their numbers; runs of one string are joined."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.texts: list[str] = []
        self.used: set[int] = set()
        self._budget_of_text, self._pieces, self._phonetic = budget, [""], False

    def _begin(self, name: str, attrs: Any) -> None:
        del attrs
        if name == "si":
            self._pieces = []
        self._phonetic = self._phonetic or name == "rPh"

    def _end(self, name: str) -> None:
        if name == "si":
            text = "".join(self._pieces)
            self._budget_of_text.keep(text)
            self.texts.append(text)
        elif name == "rPh":
            self._phonetic = False

    def _words(self, text: str) -> None:
        if not self._phonetic:
            self._pieces.append(text)


class SheetCells(Markup):
    """One sheet: text of cells, formulas, headers, data validation; hidden rows and columns, numbers too long."""

    def __init__(self, contents: Contents, sheet: str, strings: SharedStrings) -> None:
        super().__init__(contents.budget)
        self._contents, self._sheet, self._strings = contents, sheet, strings
        self._cell, self._type, self._row = "", "", 0
        self._pieces: list[str] = []
        self._value: list[str] | None = None
        self._in_cell = False
        self._left = ""
        self._heads: dict[str, list[str]] = {}
        self._hidden: list[str] = []

    def _begin(self, name: str, attrs: Any) -> None:
        if name == "c":
            self._cell, self._type = attrs.get("r", ""), attrs.get("t", "n")
            self._in_cell, self._pieces, self._value = True, [], None
        elif name == "row":
            self._row += 1
            self._left = ""
            if attrs.get("hidden") in ("1", "true"):
                self._hidden.append(attrs.get("r", str(self._row)))
        elif name == "col" and attrs.get("hidden") in ("1", "true"):
            self._hidden.append(attrs.get("min", ""))
        elif name == "v":
            self._value = []
        elif not self._in_cell:
            for key, value in attributes(attrs):
                if key in ("prompt", "promptTitle", "error", "errorTitle", "tooltip", "display"):
                    self._contents.text(place("sheet", sheet=self._sheet), value, body=False)

    def _end(self, name: str) -> None:
        if name == "c":
            self._in_cell = False
            self._keep()
        elif not self._in_cell and self._pieces:
            text = "".join(self._pieces)
            self._pieces = []
            self._contents.text(place("sheet", sheet=self._sheet), text, body=False)

    def _words(self, text: str) -> None:
        if self._in_cell and self._value is not None:
            self._value.append(text)
        else:
            self._pieces.append(text)

    def _keep(self) -> None:
        inline = "".join(self._pieces).strip()
        self._pieces = []
        raw = "".join(self._value or ()).strip()
        if self._type == "s":
            text = self._shared(raw)
        elif self._type in ("n", ""):
            text = self._number(raw)
        else:
            text = raw
        text = "\n".join(filter(None, (text, inline)))
        if not text:
            return
        column = _COLUMN.match(self._cell)
        heads = self._heads.setdefault(column[0] if column else "", [])
        named = f"{' '.join(heads)} {self._left}" if _MANY_DIGITS.search(text) else ""
        self._contents.text(place("cell", sheet=self._sheet, cell=self._cell), text, named)
        if self._type not in ("n", ""):
            self._left = text[:40]
            if len(heads) < _HEAD_ROWS:
                heads.append(text[:40])

    def _shared(self, raw: str) -> str:
        number = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else -1  # noqa: PLR2004 (digits)
        if not 0 <= number < len(self._strings.texts):
            return ""
        self._strings.used.add(number)
        return self._strings.texts[number]

    def _number(self, raw: str) -> str:
        """A stored number as digits, where it may be a telephone or more; others say nothing of a person."""
        try:
            value = float(raw)
        except ValueError:
            return raw
        if not _TELEPHONE <= value < float("inf"):
            return ""
        if value >= _LONG_NUMBER:
            self._contents.fault("M012", place("cell", sheet=self._sheet, cell=self._cell))
            return raw if raw.isdecimal() else ""
        return str(int(value)) if value.is_integer() else ""

    def report(self) -> None:
        """Note hidden rows and columns of the sheet."""
        for _ in self._hidden:
            self._contents.fault("M011", place("sheet", sheet=self._sheet))
