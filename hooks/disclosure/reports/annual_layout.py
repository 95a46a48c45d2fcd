"""Tables of the annual report as they are printed: cells with the columns and rows that they cover. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from disclosure.annual_format import Column, Row, Table

MERGE_UP, MERGE_LEFT = "^^", "<<"
"""What a Markdown cell holds that belongs to the cell above, or to its left (render/merged_cells.py)."""
_LABEL_LEVELS = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell: where it begins, how many columns and rows it covers, and whether it is a head."""

    text: str
    row: int
    column: int
    columns: int = 1
    rows: int = 1
    head: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A table of `width` columns, of which the first `label_columns` name the rows, below `head_rows` heads."""

    cells: tuple[Cell, ...]
    width: int
    head_rows: int
    label_columns: int

    @property
    def height(self) -> int:
        """The number of rows, heads included."""
        return max(cell.row + cell.rows for cell in self.cells)


def lay_out(table: Table, rows: dict[str, tuple[int, ...]]) -> Layout:
    """`table` with the values of `rows`; a row without values has empty cells."""
    bare = len(table.rows) == 1 and any(c.over for c in table.columns)
    deepest = max(row.level for row in table.rows)
    labels = 0 if bare else _LABEL_LEVELS if deepest > 1 else 1
    head, depth = _heads(table, labels)
    cells = head
    for number, row in enumerate(table.rows):
        cells += _labels(table.rows, number, depth, labels)
        values = rows.get(row.id)
        if row.kind == "group":
            continue
        line = _line_of(table.rows, number, depth)
        cells += [
            Cell(table.shown(values[n]) if values else "", line, labels + n)
            for n in range(len(table.columns))
        ]
    return Layout(tuple(cells), labels + len(table.columns), depth, labels)


def _line_of(rows: Sequence[Row], number: int, depth: int) -> int:
    """Groups take no line of their own: they stand beside their first row."""
    return depth + sum(row.kind != "group" for row in rows[:number])


def _labels(rows: Sequence[Row], number: int, depth: int, labels: int) -> list[Cell]:
    if not labels:
        return []
    row = rows[number]
    line, place = _line_of(rows, number, depth), row.level - 1
    if row.kind != "group":
        return [Cell(row.label, line, place, columns=labels - place, head=True)]
    below = [r for r in rows[number + 1 :] if r.kind != "group" and _is_below(r, row, rows)]
    return [Cell(row.label, line, place, rows=len(below), head=True)]


def _is_below(row: Row, group: Row, rows: Sequence[Row]) -> bool:
    by_id = {r.id: r for r in rows}
    parent = row.group
    while parent:
        if parent == group.id:
            return True
        parent = by_id[parent].group
    return False


def _heads(table: Table, labels: int) -> tuple[list[Cell], int]:
    columns = table.columns
    if not any(c.group for c in columns):
        head = [Cell(table.head, 0, 0, columns=labels, head=True)]
        return head + [Cell(c.label, 0, labels + n, head=True) for n, c in enumerate(columns)], 1
    top = 1 if table.columns_heading else 0
    depth = top + (3 if any(c.over for c in columns) else 2)
    cells = []
    if labels:
        cells.append(Cell(table.head, 0, 0, columns=labels, rows=depth, head=True))
    if top:
        cells.append(Cell(table.columns_heading, 0, labels, columns=len(columns), head=True))
    for n, column in enumerate(columns):
        if not column.group:
            cells.append(Cell(column.label, top, labels + n, rows=depth - top, head=True))
            continue
        cells.append(Cell(column.label, depth - 1, labels + n, head=True))
        for line, name in _above(column, top, depth):
            if n == 0 or _name_at(columns[n - 1], line, top, depth) != name:
                cells.append(_span(columns, n, line, top, depth, labels))
    return sorted(cells, key=lambda c: (c.row, c.column)), depth


def _above(column: Column, top: int, depth: int) -> list[tuple[int, str]]:
    """(line, name) of what stands over a column, each name once, on the line where it begins."""
    if column.over:
        return [(top, column.over), (top + 1, column.group)]
    return [(top, column.group)] if depth - top > 1 else []


def _name_at(column: Column, line: int, top: int, depth: int) -> str:
    return dict(_above(column, top, depth)).get(line, "")


def _span(columns: Sequence[Column], first: int, line: int, top: int, depth: int, labels: int) -> Cell:
    name = _name_at(columns[first], line, top, depth)
    last = first
    while last + 1 < len(columns) and _name_at(columns[last + 1], line, top, depth) == name:
        last += 1
    rows = depth - 1 - line if not columns[first].over else 1
    return Cell(name, line, labels + first, columns=last - first + 1, rows=rows, head=True)


def markdown_table(layout: Layout) -> list[str]:
    """The lines of a Markdown table; cells that belong to another say so by a mark."""
    grid = [[""] * layout.width for _ in range(layout.height)]
    for cell in layout.cells:
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                grid[row][column] = MERGE_UP if row > cell.row else MERGE_LEFT
        grid[cell.row][cell.column] = cell.text
    marks = ["---"] * layout.label_columns + ["---:"] * (layout.width - layout.label_columns)
    lines = [f"| {' | '.join(row)} |" for row in grid]
    return [lines[0], f"|{'|'.join(marks)}|", *lines[1:]]
