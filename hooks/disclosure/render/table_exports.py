"""The 公开目录表 that a local rule asks for (Y11), for Excel: a CSV file each, and one workbook with a sheet each."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

import xlsxwriter

from disclosure.model.catalog import Catalog
from disclosure.model.listings import Listing
from disclosure.render.address import absolute, item_address
from disclosure.render.exports import harmless
from disclosure.render.listing_pages import TABLE, TABLES_BOOK
from disclosure.types import Item
from disclosure.worksheet import row_height

COLUMNS = ("索引号", "名称", "内容概述", "生成日期", "文号", "公开类别", "提供科室", "发布日期", "网址")
_WIDTHS = (22, 34, 44, 12, 20, 18, 14, 12, 36)
_FIXED_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_SHEET_NAME = 31
"""Characters that the name of a sheet may have."""


def render_tables(catalog: Catalog, listings: list[Listing]) -> Iterator[tuple[str, str | bytes]]:
    """(address, content) of every file; none where the office compiles no such tables."""
    tables = [listing for listing in listings if listing.kind == TABLE]
    for table in tables:
        yield f"catalog/{table.key}.csv", _csv(catalog, table)
    if tables:
        yield f"catalog/{TABLES_BOOK}", _workbook(catalog, tables)


def _row(catalog: Catalog, item: Item) -> tuple[str, ...]:
    address = item_address(item.id, item.year)
    return (
        item.index,
        item.title,
        item.summary,
        item.formed,
        item.document_number,
        item.category,
        item.department,
        item.publication[:10],
        absolute(catalog.site, address) or address,
    )


def _csv(catalog: Catalog, table: Listing) -> str:
    """With a byte order mark, without which Excel shows no Chinese."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in _row(catalog, item)] for item in table.items)
    return "\ufeff" + out.getvalue()


def _workbook(catalog: Catalog, tables: list[Listing]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": f"{catalog.site.name}公开目录表", "created": _FIXED_TIME})
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#EEEEEE"})
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        for table in tables:
            sheet = book.add_worksheet(table.name[:_SHEET_NAME])
            sheet.set_landscape()
            sheet.set_paper(9)  # A4
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
            for column, (label, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
                sheet.set_column(column, column, width)
                sheet.write_string(0, column, label, head)
            for line, item in enumerate(table.items, 1):
                cells = _row(catalog, item)
                sheet.set_row(line, row_height(cells, _WIDTHS))
                for column, value in enumerate(cells):
                    sheet.write_string(line, column, value, cell)
            sheet.freeze_panes(1, 2)
    return out.getvalue()
