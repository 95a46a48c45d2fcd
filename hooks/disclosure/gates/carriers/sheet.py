"""Workbooks (.xlsx): every cell of every sheet, hidden ones too, with the head of its column; comments, names, caches."""

import re
from typing import Any

from disclosure.gates.carriers.cells import SharedStrings, SheetCells
from disclosure.gates.carriers.markup import Collected, Markup, PlainParts, attributes, parse
from disclosure.gates.carriers.package import Package
from disclosure.gates.carriers.relations import targets
from disclosure.gates.contents import Contents
from disclosure.gates.limits import RefusedError
from disclosure.gates.wording import place

_WORKBOOK = "xl/workbook.xml"
_STRINGS = "xl/sharedStrings.xml"
_LOOKS = re.compile(r"xl/(?:theme/\w+|styles|calcChain|metadata|volatileDependencies)\.xml")
_COMMENTS = re.compile(r"xl/(?:comments\w*|threadedComments/\w+|comments/\w+)\.xml")


def read_sheets(package: Package, contents: Contents) -> None:
    """Take the text out of every part below xl/; note hidden sheets, rows and columns, and comments."""
    sheets = _sheets(package, contents)
    strings = SharedStrings(contents.budget)
    if _STRINGS in package.members:
        parse(package.read(_STRINGS), strings)
    for path, (sheet, hidden) in sheets.items():
        if hidden:
            contents.fault("M011", place("sheet", sheet=sheet))
        cells = SheetCells(contents, sheet, strings)
        parse(package.read(path), cells)
        cells.report()
    for number, text in enumerate(strings.texts):  # what was deleted from the sheets may still be in the list
        if number not in strings.used:
            contents.text(place("part", name=_STRINGS), text, body=False)
    commented = _comment_sheets(package, sheets)
    for name in sorted(package.members):
        if not name.startswith("xl/") or not name.endswith(".xml") or _LOOKS.fullmatch(name):
            continue
        if name in (_WORKBOOK, _STRINGS) or name in sheets:
            continue
        if _COMMENTS.fullmatch(name):
            parse(package.read(name), _Comments(contents, commented.get(name, "")))
        else:
            parse(package.read(name), PlainParts(contents, place("part", name=name)))


def listed_sheets(package: Package) -> dict[str, tuple[str, bool]]:
    """Path of each sheet that the workbook lists → (name, hidden?), in its order."""
    workbook = Collected(package.budget)
    parse(package.read(_WORKBOOK), workbook)
    parts = targets(package, _WORKBOOK)
    named = [(parts.get(held.get("id", ""), ""), held) for name, held in workbook.elements if name == "sheet"]
    return {
        path: (held.get("name", ""), held.get("state", "visible") != "visible")
        for path, held in named
        if path in package.members
    }


def _sheets(package: Package, contents: Contents) -> dict[str, tuple[str, bool]]:
    """The same with sheets that it does not list, and all names as text."""
    sheets = listed_sheets(package)
    workbook = Collected(contents.budget)
    parse(package.read(_WORKBOOK), workbook)
    for element, held in workbook.elements:
        if element == "sheet":
            contents.text(place("sheet", sheet=held.get("name", "")), held.get("name", ""), body=False)
    for element, label, text in workbook.texts:
        if element == "definedName":
            contents.text(place("defined_name"), f"{label} {text}", body=False)
    # A sheet that the workbook does not list is still in the file.
    for name in sorted(package.members):
        if re.fullmatch(r"xl/(?:worksheets|chartsheets|dialogsheets|macrosheets)/[^/]+\.xml", name):
            sheets.setdefault(name, (name.rpartition("/")[2].removesuffix(".xml"), True))
    return sheets


def _comment_sheets(package: Package, sheets: dict[str, tuple[str, bool]]) -> dict[str, str]:
    """Paths of comment parts → names of the sheets they belong to."""
    found: dict[str, str] = {}
    for path, (sheet, _) in sheets.items():
        try:
            parts = targets(package, path)
        except RefusedError:
            continue
        found |= {target: sheet for target in parts.values() if _COMMENTS.fullmatch(target)}
    return found


class _Comments(Markup):
    """Comments of cells, each with its cell."""

    def __init__(self, contents: Contents, sheet: str) -> None:
        super().__init__(contents.budget)
        self._contents, self._sheet, self._where = contents, sheet, ""
        self._pieces: list[str] = []
        self._in_author = False

    def _begin(self, name: str, attrs: Any) -> None:
        if name in ("comment", "threadedComment"):
            cell = dict(attributes(attrs)).get("ref", "")
            self._where = place("sheet_comment", sheet=self._sheet, cell=cell)
            self._pieces = []
        self._in_author = name == "author"

    def _end(self, name: str) -> None:
        if name in ("comment", "threadedComment"):
            self._contents.text(self._where, "".join(self._pieces), body=False)
            self._contents.fault("M010", self._where)
        elif name == "author":
            self._contents.text(place("comment"), "".join(self._pieces), body=False)
            self._pieces = []

    def _words(self, text: str) -> None:
        self._pieces.append(text)
