"""A year's 政府信息公开工作年度报告 put together from what was handed in, counted and written (条例第四十九、五十条)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from disclosure.annual_format import Figures, annual_format
from disclosure.data_files import load_data
from disclosure.problems import Problem, problem
from disclosure.read.annual_figures import YearFigures
from disclosure.reports.annual_counts import CatalogCounts
from disclosure.reports.annual_narrative import differences, fill, placeholder_values
from disclosure.reports.annual_sums import failed_sums
from disclosure.types import Site


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """The report as it is printed. `narrative` holds filled texts by section or part id; `faults` are its errors."""

    year: int
    title: str
    preamble: str
    figures: Figures
    narrative: Mapping[str, str]
    faults: tuple[Problem, ...]

    @property
    def is_draft(self) -> bool:
        """Whether something stands against it; it is then printed as 草稿."""
        return bool(self.faults)


def make_report(
    site: Site,
    given: YearFigures,
    previous: YearFigures | None,
    counts: CatalogCounts | None,
    registers: Figures,
) -> tuple[AnnualReport, list[Problem]]:
    """The report of a year, and every row about it. `registers` are tables counted from the office's registers.

    A table of a register takes the place of one that was not handed in, and is compared with one that was.
    """
    rows = _register_rows(given, registers)
    given = replace(given, tables={**registers, **given.tables})
    rows += _missing_rows(given, registers)
    rows += _provider_rows(site, given, registers)
    rows += _sum_rows(given, previous)
    rows += _catalog_rows(given, counts)
    values = placeholder_values(given.year, given.tables, counts)
    narrative, found = _narrative(site, given, values)
    rows += found
    words = {"name": site.name, "year": given.year}
    form = annual_format()
    faults = tuple(row for row in rows if row.severity == "error")
    return AnnualReport(
        year=given.year,
        title=form.title.format_map(words),
        preamble=form.preamble.format_map(words),
        figures=given.tables,
        narrative=narrative,
        faults=faults,
    ), rows


def _register_rows(given: YearFigures, registers: Figures) -> list[Problem]:
    rows = []
    for name, counted in registers.items():
        table = annual_format().tables[name]
        for row in table.figure_rows:
            handed_in = given.tables.get(name, {}).get(row.id)
            if handed_in is not None and handed_in != counted.get(row.id):
                key = f"figures.{name}.rows.{row.id}"
                words: dict[str, Any] = {
                    "table": table.caption,
                    "row": row.label,
                    "counted": _joined(counted.get(row.id, ())),
                }
                rows.append(problem("H013", given.path, given.line(key), key, _joined(handed_in), **words))
    return rows


def _joined(values: tuple[int, ...]) -> str:
    return "、".join(map(str, values))


def _missing_rows(given: YearFigures, registers: Figures) -> list[Problem]:
    rows = []
    for table in annual_format().tables.values():
        present = {**registers.get(table.id, {}), **given.tables.get(table.id, {})}
        key = f"figures.{table.id}"
        rows += [
            problem("H002", given.path, given.line(key), key, table=table.caption, row=row.label)
            for row in table.figure_rows
            if row.id not in present
        ]
    return rows


def _provider_rows(site: Site, given: YearFigures, registers: Figures) -> list[Problem]:
    rows = []
    for name in given.tables:
        who = given.provided.get(name)
        if name in registers and who is None:
            continue
        if who is None or who.department not in site.offices or not who.person:
            key = f"figures.{name}"
            table = annual_format().tables[name].caption
            rows.append(problem("H012", given.path, given.line(key), key, table=table))
    return rows


def _sum_rows(given: YearFigures, previous: YearFigures | None) -> list[Problem]:
    rows = []
    for failed in failed_sums(given.tables, previous.tables if previous else None):
        table = failed.table
        key = f"figures.{table.id}"
        words: dict[str, Any] = {
            "table": table.caption,
            "where": failed.where,
            "difference": table.shown(failed.difference),
        }
        sides: dict[str, Any] = {"left": table.shown(failed.left), "right": table.shown(failed.right)}
        code = "H006" if failed.rule.previous else "H005"
        row = problem(code, given.path, given.line(key), key, **words, **sides, rule=failed.rule.text)
        rows.append(row)
    if previous is None:
        rows.append(problem("H007", given.path, 1, "figures", year=given.year - 1))
    return rows


def _catalog_rows(given: YearFigures, counts: CatalogCounts | None) -> list[Problem]:
    """Where table two differs from what the catalog holds: only to be looked at (口径可能不同)."""
    counted = annual_format().counted
    values = given.tables.get(counted["table"], {}).get(counted["row"])
    if counts is None or values is None:
        return []
    table = annual_format().tables[counted["table"]]
    key = f"figures.{counted['table']}.rows.{counted['row']}"
    found = zip(
        ("made", "repealed", "in_force"), (counts.made, counts.repealed, counts.in_force), strict=True
    )
    return [
        problem(
            "H008",
            given.path,
            given.line(key),
            key,
            table.shown(stated),
            table=table.caption,
            where=column.label,
            counted=count,
            meaning=counted[name],
        )
        for column, stated, (name, count) in zip(table.columns, values, found, strict=True)
        if stated != count
    ]


def _narrative(
    site: Site, given: YearFigures, values: Mapping[str, str]
) -> tuple[dict[str, str], list[Problem]]:
    texts, rows = {}, []
    is_category: Callable[[str], bool] = site.categories.__contains__
    for name, title in narrative_parts():
        key = f"narrative.{name}"
        line = given.line(key)
        if name not in given.narrative:
            rows.append(problem("H009", given.path, line, name, section=title))
            continue
        raw = given.narrative[name]
        rows += [
            problem("H011", given.path, line, key, d.phrase, section=title, counted=d.counted, name=d.name)
            for d in differences(raw, values)
        ]
        texts[name], unknown = fill(raw, values, is_category)
        choices = "、".join(entry["name"] for entry in annual_format().placeholders)
        rows += [
            problem("H010", given.path, line, key, word, section=title, choices=choices) for word in unknown
        ]
    return texts, rows


def narrative_parts() -> list[tuple[str, str]]:
    """(id, title) of everything that is written and not counted, in printed order."""
    found = []
    for section in annual_format().sections:
        found += [(part, name) for part, _, name in section.parts]
        if section.narrative:
            found.append((section.id, section.name))
    return found


def late_rows(given: YearFigures, today: str) -> list[Problem]:
    """报送 and 公布, each due on its day of the year after (条例第四十九条), where that day has passed undone."""
    if given.source:
        return []  # a year from before adoption, for comparison only
    limit = next(e for e in load_data("time_limits.yml")["annual_report"] if e["id"] == annual_limit())
    due = f"{given.year + 1:04d}-{limit['due']}"
    rows = []
    for key, act in zip(("reported", "published"), limit["acts"], strict=True):
        done = getattr(given, key) or today
        if done > due:
            days = (date.fromisoformat(done) - date.fromisoformat(due)).days
            facts = {"year": given.year, "due": due, "act": act, "days": days}
            rows.append(problem("H014", given.path, given.line(key), key, **facts))
    return rows


def annual_limit() -> str:
    """The id of the term that binds the report."""
    return str(load_data("annual_report.yml")["limits"])
