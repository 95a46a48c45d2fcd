"""The figures of a year as a workbook: a form that divisions fill in, also for years before adoption (补录)."""

import io
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import openpyxl
import xlsxwriter

from disclosure.annual_format import Table, annual_format
from disclosure.problems import Problem, problem
from disclosure.worksheet import row_height

_FIXED_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_HEAD = ("行名（请勿改动）", "内容")
_ROW_LIMIT = 200
_NUMBER = re.compile(r"\d+(\.\d+)?", re.ASCII)
Values = Mapping[str, Mapping[str, list[str]]]
"""Table → row → the cells as text."""


def blank_form(title: str) -> bytes:
    """A workbook with a sheet for each table of the format and nothing filled in; the same bytes each time."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": _FIXED_TIME})
        head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#EEEEEE"})
        name = book.add_format({"text_wrap": True, "border": 1, "valign": "top"})
        cell = book.add_format({"border": 1, "align": "right"})
        for table in annual_format().tables.values():
            sheet = book.add_worksheet(table.id)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
            labels = [*_HEAD, *(_over(c.over, c.group, c.label) for c in table.columns)]
            for column, label in enumerate(labels):
                sheet.write_string(0, column, label, head)
            widths = (24, 46, *[10] * len(table.columns))
            for column, width in enumerate(widths):
                sheet.set_column(column, column, width)
            sheet.set_row(0, row_height(labels, widths))
            for line, row in enumerate(table.figure_rows, 1):
                sheet.set_row(line, row_height((row.id, row.label), widths))
                sheet.write_string(line, 0, row.id, name)
                sheet.write_string(line, 1, row.label, name)
                for column in range(len(table.columns)):
                    sheet.write_blank(line, 2 + column, None, cell)
            sheet.freeze_panes(1, 2)
    return out.getvalue()


def read_form(data: bytes, name: str) -> tuple[Values, list[Problem]]:
    """What was filled in, as text, by table and row. `name` is the file's, for messages; never raises."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # noqa: BLE001 (openpyxl raises whatever the broken part of a file makes it)
        return {}, [problem("H016", name, 0, "", type(error).__name__, sheet="文件")]
    tables: dict[str, dict[str, list[str]]] = {}
    problems = []
    for sheet in book.worksheets:
        table = annual_format().tables.get(sheet.title)
        if table is None:
            problems.append(problem("H016", name, 0, "", sheet.title, sheet="表名"))
            continue
        try:
            lines = list(sheet.iter_rows(min_row=2, max_row=_ROW_LIMIT, values_only=True))
        except Exception as error:  # noqa: BLE001 (the same)
            problems.append(problem("H016", name, 0, "", type(error).__name__, sheet=sheet.title))
            continue
        tables[table.id] = _filled(table, lines)
    return tables, problems


def _filled(table: Table, lines: list[tuple[Any, ...]]) -> dict[str, list[str]]:
    rows = {}
    for line in lines:
        cells = ["" if cell is None else _text(cell, table.decimals) for cell in line]
        if cells and cells[0]:
            values = cells[2 : 2 + len(table.columns)]
            rows[cells[0]] = values + [""] * (len(table.columns) - len(values))
    return rows


def _text(cell: Any, decimals: int) -> str:
    """A cell as a person would type it: 3 for 3.0; money keeps its cents, not the noise of binary fractions."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.{decimals or 6}f}"
    return str(cell).strip()


def _in_list(cell: str) -> str:
    """A cell as it stands in a YAML list: numbers plain, anything else in quotes, to be told when it is read."""
    return cell if _NUMBER.fullmatch(cell) else json.dumps(cell, ensure_ascii=False)


def _over(over: str, group: str, label: str) -> str:
    return "：".join(filter(None, (over, group, label)))


def year_file(year: int, tables: Values, *, source: str = "") -> str:
    """catalog/reports/<year>.yml with these cells, or with empty places to fill in; every table and row is there."""
    lines = ["# 年度报告填报数字。行名固定，各数依次为每列；没有的填 0。", "format: 1", f'year: "{year}"']
    if source:
        lines.append(f"source: {source}")
    else:
        lines += ["reported: ", "published: ", "contact: {department: , phone: }"]
    lines.append("figures:")
    for table in annual_format().tables.values():
        columns = "、".join(_over(c.over, c.group, c.label) for c in table.columns)
        lines += [f"  # {table.caption}：{columns}", f"  {table.id}:"]
        lines += ["    department: ", "    person: ", "    rows:"]
        for row in table.figure_rows:
            given = tables.get(table.id, {}).get(row.id, [])
            lines.append(f"      {row.id}: [{', '.join(map(_in_list, given))}]  # {row.label}")
    if not source:
        lines.append("narrative:")
        for section in annual_format().sections:
            names = [(part, name) for part, _, name in section.parts]
            names += [(section.id, section.name)] if section.narrative else []
            for part, name in names:
                lines += [f"  # {name}", f"  {part}: "]
    return "\n".join(lines) + "\n"
