"""Merged cells (合并单元格) of Markdown tables: `^^` belongs to the cell above, `<<` to the one on its left.

Official forms have heads over several columns and groups over several rows. Where a table uses the marks, its heads
say what they are heads of, so that a screen reader can read a cell with all of them.
"""

import re
from dataclasses import dataclass

_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r'<t([hd])(?: scope="col")?( class="[^"]*")?>(.*?)</t\1>', re.DOTALL)
_UP, _LEFT = "^^", "&lt;&lt;"


@dataclass(slots=True)
class _Cell:
    text: str
    look: str
    row: int
    column: int
    columns: int = 1
    rows: int = 1


def merge_cells(table: str) -> str:
    """The inside of a table element with its marked cells merged; unchanged where there are none."""
    if f">{_UP}<" not in table and f">{_LEFT}<" not in table:
        return table
    grid = [[(look, text.strip()) for _, look, text in _CELL.findall(row)] for row in _ROW.findall(table)]
    width = max(len(row) for row in grid)
    owners: list[list[_Cell]] = []
    for number, row in enumerate(grid):
        owners.append([])
        for column in range(width):
            look, text = row[column] if column < len(row) else ("", "")
            owners[-1].append(_owner(owners, number, column, look, text))
    cells = list({id(cell): cell for row in owners for cell in row}.values())
    for cell in cells:
        covered = [(r, c) for r, row in enumerate(owners) for c, other in enumerate(row) if other is cell]
        cell.rows = max(r for r, _ in covered) - cell.row + 1
        cell.columns = max(c for _, c in covered) - cell.column + 1
    heads = _head_rows(owners)
    labels = owners[0][0].columns if owners[0][0].rows == heads else 0
    lines = [
        "<tr>" + "".join(_html(c, heads, labels) for c in cells if c.row == number) + "</tr>\n"
        for number in range(len(owners))
    ]
    return f"<thead>\n{''.join(lines[:heads])}</thead><tbody>\n{''.join(lines[heads:])}</tbody>\n"


def _head_rows(owners: list[list[_Cell]]) -> int:
    """Rows that a head reaches into are heads; so is the row below a head over several columns, but for the corner."""
    heads, corner = 1, owners[0][0]
    while heads < len(owners) and any(
        cell.row < heads or (above is not corner and above.columns > 1)
        for above, cell in zip(owners[heads - 1], owners[heads], strict=True)
    ):
        heads += 1
    # A column that is one cell from head to foot makes no table of heads.
    return heads if heads < len(owners) else 1


def _owner(owners: list[list[_Cell]], row: int, column: int, look: str, text: str) -> _Cell:
    if text == _UP and row:
        return owners[row - 1][column]
    if text == _LEFT and column:
        return owners[row][column - 1]
    return _Cell("" if text in (_UP, _LEFT) else text, look, row, column)


def _html(cell: _Cell, heads: int, labels: int) -> str:
    spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    if cell.row < heads:
        scope = "colgroup" if cell.columns > 1 else "col"
    elif cell.column < labels:
        scope = "rowgroup" if cell.rows > 1 else "row"
    else:
        return f"<td{cell.look}{spans}>{cell.text}</td>"
    if not cell.text:
        return f"<td{cell.look}{spans}></td>"
    look = "" if cell.row < heads else cell.look
    return f'<th scope="{scope}"{look}{spans}>{cell.text}</th>'
