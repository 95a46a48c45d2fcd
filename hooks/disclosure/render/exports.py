"""The catalog for machines and for Excel: catalog.json, catalog.csv, catalog.xlsx."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from html import escape
from string import ascii_uppercase
from typing import Any
from zipfile import ZipFile

import xlsxwriter

from disclosure.model.catalog import Catalog
from disclosure.render.address import absolute, files_address, item_address
from disclosure.types import RELATIONS, Item

COLUMNS = (
    ("index", "索引号"),
    ("title", "名称"),
    ("summary", "内容概述"),
    ("formed", "成文日期"),
    ("published", "发布日期"),
    ("document_number", "发文字号"),
    ("category", "公开类别"),
    ("theme", "主题分类"),
    ("office", "发布机构"),
    ("joint_offices", "联合发文机构"),
    ("department", "提供科室"),
    ("phone", "咨询电话"),
    ("disclosure", "公开属性"),
    ("validity", "有效性"),
    ("keywords", "主题词"),
    ("attachments", "附件数"),
    ("address", "网址"),
)
_WIDTHS = {"title": 60, "summary": 60, "index": 32, "address": 60, "category": 24, "theme": 24, "office": 26}
_LETTERS = ascii_uppercase[: len(COLUMNS)]
_COUNTED = _LETTERS[[key for key, _ in COLUMNS].index("attachments")]
"""The column that holds a number."""
_FIXED_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_SHEET = "xl/worksheets/sheet1.xml"
_DIMENSION = re.compile(r"<dimension [^>]*/>")
_CODED = re.compile(r"_x[0-9A-Fa-f]{4}_")
_TO_ESCAPE = ("&", "<", ">", "_x")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t")

Row = tuple[str, ...]
"""An item as a line of the catalog: texts in the order of COLUMNS."""


def catalog_rows(catalog: Catalog) -> list[Row]:
    """A row for every published item, in the catalog's order: what the three files have in common."""
    return [_row(catalog, item) for item in catalog.items]


def _row(catalog: Catalog, item: Item) -> Row:
    validity = catalog.validity[item.id]
    address = item_address(item.id, item.year)
    return (
        item.index,
        item.title,
        item.summary,
        item.formed,
        item.publication,
        item.document_number,
        item.category,
        item.theme,
        item.office,
        "、".join(item.joint_offices),
        item.department,
        item.phone,
        item.disclosure,
        validity.state if validity.shown else "",
        " ".join(item.keywords),
        "0" if item.id in catalog.ended else str(len(item.attachments)),
        absolute(catalog.site, address) or address,
    )


def catalog_json(catalog: Catalog, rows: Sequence[Row]) -> str:
    """Every published item with its fields, files and relations; one item a line, so that a diff reads."""
    site = catalog.site
    head = {"format": 1, "name": site.name, "unit_code": site.unit_codes[0], "count": len(catalog.items)}
    encode = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps would make an encoder for each item
    reachable = catalog.by_id.keys() | {status.id for status in catalog.tombstones}
    keys = [key for key, _ in COLUMNS]
    lines = [
        encode(_record(catalog, item, dict(zip(keys, row, strict=True)), reachable))
        for item, row in zip(catalog.items, rows, strict=True)
    ]
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    return opening + ', "items": [\n' + ",\n".join(lines) + "\n]}\n"


def _record(
    catalog: Catalog, item: Item, cells: dict[str, str], reachable: AbstractSet[str]
) -> dict[str, Any]:
    """The fields of an item that are not empty.

    Of the items it names only the `reachable` are told: one that is held back is not even named.
    """
    address = item_address(item.id, item.year)
    ended = item.id in catalog.ended
    record: dict[str, Any] = {
        "id": item.id,
        **cells,
        "joint_offices": item.joint_offices,
        "keywords": item.keywords,
        "effective": item.effective,
        "expires": item.expires,
        "corrected": item.corrected,
        "successor": catalog.validity[item.id].successor,
        "path": address,
        "url": absolute(catalog.site, address),
        "sha256": "" if ended else item.sha256,
    }
    del (
        record["attachments"],
        record["address"],
    )  # a number and one address there; here the files, and two addresses
    if item.attachments and not ended:
        files = files_address(item.id, item.year)
        record["attachments"] = [
            {"path": files + a.name, "title": a.title, "size": a.size, "sha256": a.sha256}
            for a in item.attachments
        ]
    if item.relations:
        record["relations"] = {
            relation: found
            for relation in RELATIONS
            if (found := [target for target in item.relations.get(relation, ()) if target in reachable])
        }
    if item.imported_source:
        record["imported"] = {"source": item.imported_source, "url": item.imported_url}
    return {key: value for key, value in record.items() if value}


def catalog_csv(rows: Iterable[Row]) -> str:
    """The catalog as CSV with a byte order mark, without which Excel shows no Chinese."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([label for _, label in COLUMNS])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def harmless(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def catalog_xlsx(catalog: Catalog, rows: Iterable[Row]) -> bytes:
    """The catalog as a workbook; its dates are fixed, so that the same catalog gives the same bytes.

    xlsxwriter makes the workbook with its head row. The rows are set in here, in a quarter of its time.
    """
    written = "".join(_sheet_row(number, row) for number, row in enumerate(rows, 2))
    out = io.BytesIO()
    with ZipFile(_workbook(catalog)) as given, ZipFile(out, "w") as made:
        for part in given.infolist():
            content = given.read(part)
            if part.filename == _SHEET:
                sheet = _DIMENSION.sub("", content.decode("utf-8"))
                sheet = sheet.replace("</sheetData>", written + "</sheetData>")
                content = sheet.encode("utf-8")
            made.writestr(part, content)
    return out.getvalue()


def _workbook(catalog: Catalog) -> io.BytesIO:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": f"{catalog.site.name}政府信息公开目录", "created": _FIXED_TIME})
        sheet = book.add_worksheet("政府信息公开目录")
        bold = book.add_format({"bold": True, "bottom": 1})
        for column, (key, label) in enumerate(COLUMNS):
            sheet.set_column(column, column, _WIDTHS.get(key, 14))
            sheet.write_string(0, column, label, bold)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(1, len(catalog.items)), len(COLUMNS) - 1)
    return out


def _sheet_row(number: int, row: Row) -> str:
    """A row of a worksheet. A text stands in its cell as text, so no program takes it for a formula or a link."""
    whole = "\n".join(row)
    texts = map(_cell_text, row) if any(mark in whole for mark in _TO_ESCAPE) else row
    cells = [
        f'<c r="{letter}{number}"><v>{text}</v></c>'
        if letter == _COUNTED
        else f'<c r="{letter}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for letter, text in zip(_LETTERS, texts, strict=True)
        if text
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell_text(value: str) -> str:
    """A text as XML; a sequence that spreadsheets read as a coded character stays what it is."""
    return escape(_CODED.sub(r"_x005F\g<0>", value) if "_x" in value else value, quote=False)
