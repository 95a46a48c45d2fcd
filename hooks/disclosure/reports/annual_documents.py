"""The annual report as an item's body, as a Word file, and as data for machines. Pure: values in, text and bytes out."""

import csv
import io
import json
from collections.abc import Iterator

from disclosure.annual_format import Column, Section, Table, annual_format
from disclosure.docx_writer import Align, Cell, Down, Row, paragraph, table, write_docx
from disclosure.problems import sentence
from disclosure.reports.annual import AnnualReport
from disclosure.reports.annual_layout import Layout, lay_out, markdown_table

DRAFT = "草稿"
_PAGE = 9638
"""What a line of the page holds, in twentieths of a point."""
_SMALL = 8.0
_LABELS = {3: (1100, 1500, 2200)}
"""Widths of columns that name rows, where there are three of them."""
_MANY = 10
"""Columns from which a table is printed in small letters."""


def report_markdown(report: AnnualReport) -> str:
    """The body of the item. Every number of it was filled in from the figures."""
    lines = [report.preamble, ""]
    for section in annual_format().sections:
        lines += [f"## {section.number}、{section.name}", ""]
        for part, number, name in section.parts:
            lines += [f"### {number}{name}", "", report.narrative.get(part, ""), ""]
        if section.narrative:
            lines += [report.narrative.get(section.id, ""), ""]
        for form, laid in _tables(section, report):
            if form.caption != section.name:
                lines += [f"{form.caption}：", ""]
            lines += [*markdown_table(laid), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def report_docx(report: AnnualReport, site_name: str) -> bytes:
    """The report as a Word file; a draft says so above its title and lists what stands against it."""
    parts = [_draft_lines(report)] if report.is_draft else []
    parts += [paragraph(report.title, size=18, bold=True, align="center", before=6, after=12)]
    parts += [_text(report.preamble)]
    for section in annual_format().sections:
        parts.append(
            paragraph(
                f"{section.number}、{section.name}", size=14, bold=True, before=10, after=4, with_next=True
            )
        )
        for part, number, name in section.parts:
            parts.append(paragraph(f"{number}{name}", size=12, bold=True, before=4, with_next=True))
            parts += [_text(line) for line in _lines(report.narrative.get(part, ""))]
        if section.narrative:
            parts += [_text(line) for line in _lines(report.narrative.get(section.id, ""))]
        for form, laid in _tables(section, report):
            if form.caption != section.name:
                parts.append(paragraph(form.caption, bold=True, align="center", before=6, with_next=True))
            parts += [table(_docx_rows(laid), _widths(laid)), paragraph("", size=4)]
    mark = f"（{DRAFT}）" if report.is_draft else ""
    return write_docx(parts, f"{site_name}{report.year}年度报告{mark}")


def report_json(report: AnnualReport) -> str:
    """The figures and texts by their ids, which are those of the shipped format."""
    tables = {
        name: {
            row: {
                c.id: _number(annual_format().tables[name], v)
                for c, v in zip(_columns(name), values, strict=True)
            }
            for row, values in rows.items()
        }
        for name, rows in sorted(report.figures.items())
    }
    data = {
        "format": 1,
        "year": report.year,
        "title": report.title,
        "source": annual_format().source,
        "draft": report.is_draft,
        "narrative": dict(report.narrative),
        "tables": tables,
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def report_csv(report: AnnualReport) -> bytes:
    """One figure a line: 表、行、列、数值、单位, with a byte order mark for Excel."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["年度", "表", "行", "列", "数值", "单位"])
    for name, form in annual_format().tables.items():
        for row in form.figure_rows:
            values = report.figures.get(name, {}).get(row.id, ())
            for column, value in zip(form.columns, values, strict=False):
                over = "：".join(filter(None, (column.over, column.group, column.label)))
                label = "：".join([*_groups(form, row.group), row.label])
                writer.writerow([report.year, form.caption, label, over, form.shown(value), form.unit])
    return out.getvalue().encode("utf-8-sig")


def _groups(form: Table, name: str) -> list[str]:
    by_id = {row.id: row for row in form.rows}
    found = []
    while name:
        found.append(by_id[name].label)
        name = by_id[name].group
    return found[::-1]


def _columns(name: str) -> tuple[Column, ...]:
    return annual_format().tables[name].columns


def _number(form: Table, value: int) -> int | float:
    return value / 10**form.decimals if form.decimals else value


def _tables(section: Section, report: AnnualReport) -> Iterator[tuple[Table, Layout]]:
    for name in section.tables:
        form = annual_format().tables[name]
        yield form, lay_out(form, dict(report.figures.get(name, {})))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _text(line: str) -> str:
    return paragraph(f"　　{line}", size=12, after=3)


def _draft_lines(report: AnnualReport) -> str:
    lines = [paragraph(f"{DRAFT}，不得公布。还有 {len(report.faults)} 处要改：", bold=True)]
    lines += [paragraph(f"{n}. {sentence(row)}", size=9) for n, row in enumerate(report.faults, 1)]
    return "".join(lines)


def _widths(laid: Layout) -> list[int]:
    labels = list(_LABELS.get(laid.label_columns, (_PAGE // 3,) * laid.label_columns))
    count = laid.width - laid.label_columns
    return labels + [(_PAGE - sum(labels)) // count] * count


def _docx_rows(laid: Layout) -> list[Row]:
    size = _SMALL if laid.width >= _MANY else 10.0
    rows = []
    for line in range(laid.height):
        cells = []
        for cell in sorted(laid.cells, key=lambda c: c.column):
            if not cell.row <= line < cell.row + cell.rows:
                continue
            down: Down = "" if cell.rows == 1 else "restart" if line == cell.row else "continue"
            text = cell.text if line == cell.row else ""
            align: Align = "left" if cell.head and cell.row >= laid.head_rows else "center"
            cells.append(
                Cell(text, span=cell.columns, bold=line < laid.head_rows, align=align, down=down, size=size)
            )
        rows.append(Row(tuple(cells), head=line < laid.head_rows))
    return rows
