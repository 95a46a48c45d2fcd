"""The national format of the annual report (年度报告格式) as typed values, from data/annual_report.yml (条例第五十条)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from disclosure.data_files import load_data

Figures = Mapping[str, Mapping[str, tuple[int, ...]]]
"""Table → row → its values in the order of the columns; money in the table's smallest unit (see `Table.decimals`)."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what is printed above it, the head it stands under with others, and the head above that."""

    id: str
    label: str
    group: str = ""
    over: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row. `level` is its depth in the printed form, `group` the row it stands under; groups hold no figures."""

    id: str
    label: str
    level: int = 1
    group: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the format. Values are integers; with `decimals` they count that fraction of `unit`.

    `register` names the register that it is counted from, where the office keeps one.
    """

    id: str
    caption: str
    head: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    decimals: int = 0
    register: str = ""
    columns_heading: str = ""

    @property
    def figure_rows(self) -> tuple[Row, ...]:
        """The rows that hold figures."""
        return tuple(row for row in self.rows if row.kind != "group")

    def place_of(self, column: str) -> int:
        """The position of a column; raises StopIteration for one that is not there."""
        return next(n for n, c in enumerate(self.columns) if c.id == column)

    def shown(self, value: int) -> str:
        """A value as it is printed."""
        if not self.decimals:
            return str(value)
        whole, part = divmod(value, 10**self.decimals)
        return f"{whole}.{part:0{self.decimals}d}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A sum that must hold (勾稽关系): in each column (or row) what stands left adds up to what stands right.

    `previous`: the right side is taken from the report of the year before.
    """

    id: str
    table: str
    over: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    text: str
    source: str
    previous: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections; `parts` are (id, number, name) of its narrative subsections, `tables` its tables."""

    id: str
    number: str
    name: str
    parts: tuple[tuple[str, str, str], ...] = ()
    tables: tuple[str, ...] = ()
    narrative: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """The whole format. `placeholders` and `phrases` are entries of the data file as they stand there."""

    source: str
    title: str
    preamble: str
    sections: tuple[Section, ...]
    tables: Mapping[str, Table]
    rules: tuple[Rule, ...]
    placeholders: tuple[Mapping[str, Any], ...]
    phrases: tuple[Mapping[str, str], ...]
    counted: Mapping[str, Any]


@cache
def annual_format() -> Format:
    """The shipped format."""
    data = load_data("annual_report.yml")
    return Format(
        source=data["source"],
        title=data["title"],
        preamble=data["preamble"],
        sections=tuple(_section(entry) for entry in data["sections"]),
        tables={name: _table(name, entry) for name, entry in data["tables"].items()},
        rules=tuple(_rule(entry) for entry in data["rules"]),
        placeholders=tuple(data["placeholders"]),
        phrases=tuple(data["phrases"]),
        counted=data["counted"],
    )


def _section(entry: Mapping[str, Any]) -> Section:
    parts = tuple((p["id"], p["number"], p["name"]) for p in entry.get("parts", ()))
    narrative = bool(entry.get("narrative"))
    return Section(
        entry["id"], entry["number"], entry["name"], parts, tuple(entry.get("tables", ())), narrative
    )


def _table(name: str, entry: Mapping[str, Any]) -> Table:
    return Table(
        id=name,
        caption=entry["caption"],
        head=entry["head"],
        unit=entry["unit"],
        columns=tuple(
            Column(c["id"], c["label"], c.get("group", ""), c.get("over", "")) for c in entry["columns"]
        ),
        rows=tuple(
            Row(r["id"], r["label"], r.get("level", 1), r.get("group", ""), r.get("kind", ""))
            for r in entry["rows"]
        ),
        decimals=entry.get("decimals", 0),
        register=entry.get("register", ""),
        columns_heading=entry.get("columns_heading", ""),
    )


def _rule(entry: Mapping[str, Any]) -> Rule:
    return Rule(
        id=entry["id"],
        table=entry["table"],
        over=entry["over"],
        left=tuple(entry["left"]),
        right=tuple(entry["right"]),
        text=entry["text"],
        source=entry["source"],
        previous=bool(entry.get("previous")),
    )
