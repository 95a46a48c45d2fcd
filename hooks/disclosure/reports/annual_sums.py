"""勾稽关系: the sums of the annual report that must hold, each failure with both sides. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from disclosure.annual_format import Figures, Rule, Table, annual_format

_Rows = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class FailedSum:
    """A rule that does not hold at `where` (the label of a column or row); `left` and `right` as integers."""

    rule: Rule
    table: Table
    where: str
    left: int
    right: int

    @property
    def difference(self) -> int:
        """By how much the sides differ."""
        return abs(self.left - self.right)


def failed_sums(figures: Figures, previous: Figures | None) -> list[FailedSum]:
    """Every sum of the format that does not hold; sums with a missing row count it as nothing.

    Without `previous` (the figures of the year before) the rules about it are passed over.
    """
    found = []
    for rule in annual_format().rules:
        table = annual_format().tables[rule.table]
        rows = figures.get(rule.table)
        other = (previous or {}).get(rule.table) if rule.previous else rows
        if rows is None or other is None:
            continue
        for where, left, right in _sides(rule, table, rows, other):
            if left != right:
                found.append(FailedSum(rule, table, where, left, right))
    return found


def with_totals(table: str, cells: Mapping[str, Mapping[str, int]]) -> dict[str, tuple[int, ...]]:
    """The rows of `table` with every sum that has a row or column of its own; `cells` are the counts without sums."""
    form = annual_format().tables[table]
    grid = {
        row.id: {c.id: cells.get(row.id, {}).get(c.id, 0) for c in form.columns} for row in form.figure_rows
    }
    sums = [r for r in annual_format().rules if r.table == table and not r.previous and len(r.right) == 1]
    for rule in sorted(sums, key=lambda r: r.over):  # down the columns first, then along the rows
        [total] = rule.right
        if rule.over == "columns":
            grid[total] = {c.id: sum(grid[name][c.id] for name in rule.left) for c in form.columns}
            continue
        for values in grid.values():
            values[total] = sum(values[name] for name in rule.left)
    return {row: tuple(values[c.id] for c in form.columns) for row, values in grid.items()}


def _sides(rule: Rule, table: Table, rows: _Rows, other: _Rows) -> Iterator[tuple[str, int, int]]:
    nothing = (0,) * len(table.columns)
    if rule.over == "columns":
        for place, column in enumerate(table.columns):
            left = sum(rows.get(name, nothing)[place] for name in rule.left)
            right = sum(other.get(name, nothing)[place] for name in rule.right)
            yield _label(column.group, column.label), left, right
        return
    for row in table.figure_rows:
        values = rows.get(row.id, nothing)
        yield row.label, _total(table, rule.left, values), _total(table, rule.right, values)


def _total(table: Table, columns: Sequence[str], values: Sequence[int]) -> int:
    return sum(values[table.place_of(name)] for name in columns)


def _label(group: str, label: str) -> str:
    return f"{group} {label}" if group else label
