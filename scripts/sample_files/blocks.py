"""Read the plain Markdown of items and sources into blocks that every format can set."""

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import yaml

LINK = re.compile(r"\[([^\]^]*)\]\([^)]*\)")
NOTE_MARK = re.compile(r"\[\^(\w+)\]")
TABLE_LINE = re.compile(r"表\d")
RULE_CELL = re.compile(r":?-{3,}:?")


@dataclass(frozen=True)
class Block:
    """A title, heading, paragraph or table; `caption` is its 表 line, or the heading above it."""

    kind: Literal["title", "heading", "paragraph", "table"]
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    header: bool = False
    caption: str = ""


def read_item(text: str) -> list[Block]:
    """The blocks of an item file, its 名称 from the front-matter as the title."""
    _, head, body = text.split("---\n", 2)
    title = yaml.load(head, Loader=yaml.BaseLoader)["title"]  # noqa: S506 (the safe loader without types)
    return [Block("title", title), *read_source(body)]


def read_source(markdown: str) -> list[Block]:
    """The blocks of Markdown with headings, paragraphs, tables and footnotes. Pictures are left out.

    A table without a rule line (`|---|`) is a form: it has no header row.
    """
    blocks: list[Block] = []
    lines = [line.strip() for line in markdown.split("\n")]
    for is_table, group in groupby(lines, key=lambda line: line.startswith("|")):
        if is_table:
            blocks.append(_table(list(group), _caption(blocks)))
        else:
            blocks += [_line(line) for line in group if line and not line.startswith("![")]
    return blocks


def _line(line: str) -> Block:
    marks = len(line) - len(line.lstrip("#"))
    text = plain(line[marks:].strip())
    if marks:
        return Block("title" if marks == 1 else "heading", text, marks)
    return Block("paragraph", text)


def _caption(blocks: list[Block]) -> str:
    if blocks and blocks[-1].kind == "paragraph" and TABLE_LINE.match(blocks[-1].text):
        return blocks[-1].text
    return next((block.text for block in reversed(blocks) if block.kind == "heading"), "")


def _table(lines: list[str], caption: str) -> Block:
    rows = [tuple(plain(cell.strip()) for cell in line.strip("|").split("|")) for line in lines]
    header = len(rows) > 1 and all(RULE_CELL.fullmatch(cell) for cell in rows[1])
    if header:
        del rows[1]
    return Block("table", rows=tuple(rows), header=header, caption=caption)


def plain(text: str) -> str:
    """Text without link targets; footnotes become 注."""
    text = LINK.sub(r"\1", text)
    text = re.sub(r"^\[\^(\w+)\]: *", r"注\1：", text)
    return NOTE_MARK.sub(r"（注\1）", text)
