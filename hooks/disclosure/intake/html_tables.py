"""HTML tables → Markdown tables: merged cells taken apart, one line a row, no markup inside."""

import re
from collections.abc import Callable, Iterator

from bs4 import Tag
from bs4.element import NavigableString

from disclosure.intake.escape import escape_line

_MOST_COLUMNS = 60
_MOST_SPAN = 1000


def table_to_markdown(table: Tag, cell_text: Callable[[Tag], str]) -> str:
    """`table` as a Markdown table with its first row as the head; a table of one cell becomes its paragraphs.

    Markdown has no merged cells: the text stands in the first of them, the others stay empty.
    """
    rows = _grid(table, cell_text)
    width = max((len(row) for row in rows), default=0)
    blocks = [escape_line(" ".join(text.split())) for text in _outside(table)]
    if width <= 1 or width > _MOST_COLUMNS:
        blocks += [" ".join(filter(None, row)) for row in rows if any(row)]
    else:
        lines = [_line(row + [""] * (width - len(row))) for row in rows]
        blocks.append("\n".join([lines[0], "|" + "---|" * width, *lines[1:]]))
    return "\n\n" + "\n\n".join(blocks) + "\n\n"


def _outside(table: Tag) -> Iterator[str]:
    """Text of the table that stands in no cell: its caption, and what careless pages leave between rows."""
    cells = [cell for row in _rows_of(table) for cell in _cells_of(row)]
    inside = {id(text) for cell in cells for text in cell.find_all(string=True)}
    for text in table.find_all(string=True):
        if type(text) is NavigableString and text.strip() and id(text) not in inside:
            yield text


def _grid(table: Tag, cell_text: Callable[[Tag], str]) -> list[list[str]]:
    rows: list[list[str]] = []
    hanging: dict[int, int] = {}  # column → rows that a merged cell above still takes there
    for row in _rows_of(table):
        cells: list[str] = []
        for cell in _cells_of(row):
            _fill(cells, hanging)
            column = len(cells)
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            cells += [cell_text(cell), *[""] * (across - 1)]
            if down > 1:
                hanging |= dict.fromkeys(range(column, column + across), down)
        _fill(cells, hanging)
        hanging = {column: left - 1 for column, left in hanging.items() if left > 1}
        rows.append(cells)
    return rows


def _fill(cells: list[str], hanging: dict[int, int]) -> None:
    while hanging.get(len(cells), 0) > 0 and len(cells) <= _MOST_COLUMNS:
        cells.append("")


def _rows_of(table: Tag) -> Iterator[Tag]:
    for row in table.find_all("tr"):
        if row.find_parent("table") is table:
            yield row


def _cells_of(row: Tag) -> Iterator[Tag]:
    """The cells of a row: not those that a forgotten end tag puts within another cell."""
    for cell in row.find_all(["td", "th"]):
        if cell.find_parent("tr") is row and cell.find_parent(["td", "th", "tr"]) is row:
            yield cell


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(max(int(value), 1), _MOST_SPAN) if re.fullmatch(r"[0-9]{1,4}", value) else 1


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("\\|", "|").replace("|", "\\|") for cell in cells) + " |"
