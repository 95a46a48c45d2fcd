"""Tables → a workbook, one sheet each, with numbers as numbers so that readers can go on calculating."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from sample_files.blocks import Block

NUMBER = re.compile(r"-?\d+(?:\.(\d+))?")
NUMBERING = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）")
NAME_LIMIT = 31
CODE_COLUMNS = ("编码", "代码", "号码")
"""Columns whose digits are names, not amounts."""


def write_xlsx(path: Path, blocks: list[Block], author: str) -> None:
    """Write every table of `blocks`; the sheet is named after the caption above it."""
    title = next((block.text for block in blocks if block.kind == "title"), "")
    book = xlsxwriter.Workbook(str(path))
    created = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"title": title, "author": author, "created": created})
    names: set[str] = set()
    for block in blocks:
        if block.kind == "table":
            _write_sheet(book, _sheet_name(block.caption or title, names), block)
    book.close()


def _sheet_name(caption: str, names: set[str]) -> str:
    words = NUMBERING.sub("", caption.replace("　", " "))
    stem = re.sub(r"[\[\]:*?/\\]", "", words.split("（")[0]) or "表"
    name, count = stem[:NAME_LIMIT], 1
    while name in names:
        count += 1
        name = f"{stem[: NAME_LIMIT - 3]}-{count}"
    names.add(name)
    return name


def _write_sheet(book: Any, name: str, block: Block) -> None:
    wrapped = {"border": 1, "valign": "vcenter", "text_wrap": True}
    head = book.add_format({**wrapped, "bold": True, "align": "center"})
    text = book.add_format(wrapped)
    formats = [book.add_format({"border": 1, "num_format": f"0.{'0' * n}".rstrip(".")}) for n in range(5)]
    sheet = book.add_worksheet(name)
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    if block.header:
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
    codes = {n for n, label in enumerate(block.rows[0]) if label.endswith(CODE_COLUMNS)}
    for number, row in enumerate(block.rows):
        for column, cell in enumerate(row):
            found = NUMBER.fullmatch(cell)
            if number == 0 and block.header:
                sheet.write_string(number, column, cell, head)
            elif found and column not in codes:
                sheet.write_number(number, column, float(cell), formats[len(found[1] or "")])
            else:
                sheet.write_string(number, column, cell, text)
    for column in range(len(block.rows[0])):
        longest = max(len(row[column]) for row in block.rows)
        sheet.set_column(column, column, min(max(longest * 1.8, 8), 48))
