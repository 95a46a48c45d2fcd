"""Tables of a report as a page, CSV and a workbook, in a folder that no build publishes."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import click
import xlsxwriter

from disclosure.publish.swap import MARK, staging_folder
from disclosure.system_errors import system_reason
from disclosure.verbs.options import fail
from disclosure.worksheet import row_height

_FIXED_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""The date in a workbook's properties, so that the same report gives the same bytes."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t")
_KEPT_FREE = ("content", "catalog", "site")
"""Folders of a site that are published, or signed for."""
_COLUMN, _A4 = 24, 9
"""Characters of a column, and what the format calls A4."""
_NOTE = "内部资料，不得放到公开网站。"
_STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;margin:2rem;color:#111;background:#fff}"
    "table{border-collapse:collapse;margin:1rem 0 2rem;width:100%}"
    "th,td{border:1px solid #666;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
    "th{background:#eee}caption{text-align:left;font-weight:700;font-size:1.2rem;padding:.5rem 0}"
    # Many columns: the table alone is moved sideways, the page stays as wide as the screen.
    ".table-scroll{overflow-x:auto}"
    "@media screen and (max-width:40rem){body{margin:1rem}th,td{min-width:4em}}"
    "@media print{body{margin:0;font-size:12px}}"
)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name (also that of its sheet, at most 31 characters), column heads, rows of text."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


out_option: Callable[[Callable[..., object]], Callable[..., object]] = click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="文件夹",
    help="写到哪个文件夹；不能在网站、content 或 catalog 里面。",
)


def write_report(root: Path, out: Path, name: str, title: str, tables: Sequence[Table]) -> None:
    """Write <name>.html, .csv (the first table) and .xlsx (a sheet a table) into `out` and say so."""
    refuse_public_place(root, out)
    files = {
        f"{name}.html": _page(title, tables).encode("utf-8"),
        f"{name}.csv": _csv(tables[0]).encode("utf-8-sig"),
        f"{name}.xlsx": _workbook(title, tables),
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
        for file, data in files.items():
            (out / file).write_bytes(data)
    except OSError as error:
        fail(f"报告写不进去：{error.filename}（{system_reason(error)}）。")
    click.echo(f"共 {len(tables[0].rows)} 行。已写出：" + "、".join(str(out / file) for file in files))


def refuse_public_place(root: Path, out: Path) -> None:
    """End the program where `out` is, or lies in, something that is published or signed for."""
    if why := _public_place(root, out):
        fail(why)


def _public_place(root: Path, out: Path) -> str:
    """Why a report may not be written into `out`, or an empty text."""
    place = out.resolve()
    kept = [root / folder for folder in _KEPT_FREE] + [staging_folder(root / "site")]
    for folder in kept:
        if place == folder.resolve() or folder.resolve() in place.parents:
            return f"报告不能写进 {folder.name} 文件夹：那里的内容会公开或者要审批。请另选一个文件夹。"
    published = next((p for p in (place, *place.parents) if (p / MARK).is_file()), None)
    if published:
        return f"{published} 是生成的网站，报告不能写在里面。请另选一个文件夹。"
    return ""


def _page(title: str, tables: Sequence[Table]) -> str:
    lines = [
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(title)}</h1><p>{_NOTE}</p>",
    ]
    for table in tables:
        heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in table.columns)
        name = escape(table.name)
        lines.append(f'<div class="table-scroll" role="region" aria-label="{name}" tabindex="0"><table>')
        lines.append(f"<caption>{name}</caption><thead><tr>{heads}</tr></thead><tbody>")
        lines += [
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows
        ]
        lines.append("</tbody></table></div>")
    return "\n".join([*lines, "</body></html>", ""])


def _csv(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    # No cell may be taken for a formula by the program that opens it.
    writer.writerows(
        [f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell for cell in row] for row in table.rows
    )
    return out.getvalue()


def _workbook(title: str, tables: Sequence[Table]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": title, "comments": _NOTE, "created": _FIXED_TIME})
        bold, wrapped = (
            book.add_format({"bold": True, "bottom": 1}),
            book.add_format({"text_wrap": True, "valign": "top"}),
        )
        for table in tables:
            sheet = book.add_worksheet(table.name)
            sheet.set_column(0, max(0, len(table.columns) - 1), _COLUMN, wrapped)
            sheet.set_landscape()
            sheet.set_paper(_A4)
            sheet.fit_to_pages(1, 0)
            for number, row in enumerate((table.columns, *table.rows)):
                sheet.set_row(number, row_height(row, [_COLUMN] * len(row)))
                for column, cell in enumerate(row):
                    sheet.write_string(number, column, cell, bold if number == 0 else wrapped)
            sheet.freeze_panes(1, 1)
            sheet.autofilter(0, 0, max(1, len(table.rows)), max(0, len(table.columns) - 1))
    return out.getvalue()
