"""catalog/reports/<year>.yml → the figures of a year's annual report as they were handed in (年度报告填报数字)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from disclosure.annual_format import Figures, Table, annual_format
from disclosure.dates import is_day
from disclosure.problems import Problem, problem
from disclosure.read.site_files import SiteFile, mapping, read_site_file, text, texts

FOLDER = "reports"
_DIGITS = 9
"""More digits than any count of an office has."""


@dataclass(frozen=True, slots=True)
class Provided:
    """Who answers for the figures of a table: 提供科室, 填报人 (a post), and the day."""

    department: str = ""
    person: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class YearFigures:
    """What was handed in for a year. `lines` are those of each key (`figures.documents.rows.rules`).

    `reported` and `published` are the days on which it went to the superior organ and to the public, as ISO dates or
    empty; `source` says where figures of a year before adoption come from; `department` and `phone` answer questions.
    """

    year: int
    path: str
    tables: Figures
    provided: Mapping[str, Provided]
    narrative: Mapping[str, str]
    reported: str = ""
    published: str = ""
    source: str = ""
    department: str = ""
    phone: str = ""
    lines: Mapping[str, int] | None = None

    def line(self, key: str) -> int:
        """The line of `key`, or of the nearest key above it."""
        lines = self.lines or {}
        while key and key not in lines:
            key = key.rpartition(".")[0]
        return lines.get(key, 1)


def read_year(root: Path, year: int) -> tuple[YearFigures | None, list[Problem]]:
    """The figures of `year` and every problem of the file; None where there is no such file."""
    name = f"{FOLDER}/{year}.yml"
    if not (root / "catalog" / name).exists():
        return None, []
    file, problems = read_site_file(root, name, "report")
    stated = text(file.values, "year")
    if stated and stated != str(year):
        problems.append(problem("H001", file.path, file.line("year"), "year", stated, choices=year))
    given = mapping(file.values, "figures")
    tables: dict[str, dict[str, tuple[int, ...]]] = {}
    provided = {}
    for name in given:
        table = annual_format().tables.get(name)
        if table is None:
            choices = "、".join(annual_format().tables)
            key = f"figures.{name}"
            problems.append(problem("H001", file.path, file.line(key), "figures", name, choices=choices))
            continue
        entry = mapping(given, name)
        provided[name] = Provided(text(entry, "department"), text(entry, "person"), text(entry, "on"))
        tables[name], rows = _rows(file, table, mapping(entry, "rows"))
        problems += rows
    narrative, rows = _narrative(file)
    problems += rows
    days = {key: text(file.values, key) for key in ("reported", "published")}
    for key, day in days.items():
        if day and not is_day(day):
            problems.append(problem("H015", file.path, file.line(key), key, day))
            days[key] = ""
    contact = mapping(file.values, "contact")
    return YearFigures(
        year=year,
        path=file.path,
        tables=tables,
        provided=provided,
        narrative=narrative,
        lines=file.lines,
        source=text(file.values, "source"),
        department=text(contact, "department"),
        phone=text(contact, "phone"),
        **days,
    ), problems


def years_given(root: Path) -> list[int]:
    """The years of which there is a file of figures, the earliest first."""
    names = (path.stem for path in (root / "catalog" / FOLDER).glob("*.yml"))
    return sorted(int(name) for name in names if name.isascii() and name.isdigit())


def _rows(
    file: SiteFile, table: Table, given: Mapping[str, Any]
) -> tuple[dict[str, tuple[int, ...]], list[Problem]]:
    rows, problems = {}, []
    known = {row.id: row for row in table.figure_rows}
    for name in given:
        key = f"figures.{table.id}.rows.{name}"
        line = file.line(key)
        if name not in known:
            place = f"figures.{table.id}.rows"
            problems.append(problem("H001", file.path, line, place, name, choices="、".join(known)))
            continue
        words: dict[str, Any] = {"table": table.caption, "row": known[name].label}
        cells = texts(given, name) or ([text(given, name)] if isinstance(given[name], str) else [])
        if len(cells) != len(table.columns):
            columns = "、".join(c.label for c in table.columns)
            facts: dict[str, Any] = {"found": len(cells), "wanted": len(table.columns), "columns": columns}
            problems.append(problem("H003", file.path, line, key, **words, **facts))
            continue
        values = [read_value(cell, table.decimals) for cell in cells]
        wrong = [cell for cell, value in zip(cells, values, strict=True) if value is None]
        problems += [problem("H004", file.path, line, key, cell, **words) for cell in wrong]
        rows[name] = tuple(value or 0 for value in values)
    return rows, problems


def read_value(cell: str, decimals: int) -> int | None:
    """A figure as it was written, in the smallest unit; None where it is no such figure."""
    whole, point, part = cell.partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= _DIGITS):
        return None
    if point and not (decimals and part.isascii() and part.isdigit() and len(part) <= decimals):
        return None
    return int(whole + part.ljust(decimals, "0"))


def _narrative(file: SiteFile) -> tuple[dict[str, str], list[Problem]]:
    known = [part for section in annual_format().sections for part, _, _ in section.parts]
    known += [section.id for section in annual_format().sections if section.narrative]
    given = mapping(file.values, "narrative")
    choices = "、".join(known)
    return {name: text(given, name) for name in known if text(given, name)}, [
        problem("H001", file.path, file.line(f"narrative.{name}"), "narrative", name, choices=choices)
        for name in given
        if name not in known
    ]
