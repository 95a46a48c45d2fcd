"""Title, document number and date of a document that is nothing but its text, by how official documents look."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from disclosure.data_files import load_data
from disclosure.intake.clean import EDGE_SPACES, clean_text, one_line, squeezed
from disclosure.intake.dates import parse_date

_HEAD = 12
"""Paragraphs at the beginning among which the title stands."""
_TITLE_LENGTH = 80
_SIGNERS = 4
"""Offices that sign together at most; more names on a line are a list."""
_LINE_LENGTH = 45
_NO_TITLE = re.compile(
    r"[。；;：:]$|[:：>]|^第[一二三四五六七八九十]+[编章条]|^[一二三四五六七八九十]+、|^附\s*件"
)
_LETTERHEAD = re.compile(r"(?:文\s*件|公\s*告|令)$")
_PRINTED = re.compile(r"印发$|^抄送|^主送")


def text_values(text: str, stem: str) -> dict[str, Any]:
    """The values of a .txt document as a row of an export would give them; `stem` is its name without ending."""
    lines = [s for line in clean_text(text).split("\n") if (s := line.strip(EDGE_SPACES))]
    return {
        "title": find_title(lines) or one_line(stem),
        "document_number": find_document_number(lines),
        "formed": find_date(lines),
        "office": find_signer(lines),
        "text": text,
    }


def find_title(paragraphs: Sequence[str], set_apart: Sequence[bool] = ()) -> str:
    """The title among the first paragraphs, put together where it takes several lines; empty where none is seen.

    `set_apart` says of each paragraph whether it is centred or styled as a title; where nothing is, the words with
    which titles end (的通知) decide.
    """
    head = [one_line(p) for p in paragraphs[:_HEAD]]
    apart = [number for number, mark in enumerate(set_apart[:_HEAD]) if mark]
    for number in (*apart, *range(len(head))):
        line = head[number]
        if _title_ending().search(line) and len(line) <= _TITLE_LENGTH and not _NO_TITLE.search(line):
            return _with_lines_above(head, number)
    return next((head[number] for number in apart if not _is_number(head[number])), "")


def _with_lines_above(head: list[str], number: int) -> str:
    """The title that ends on line `number`, with the lines above that belong to it: 〈机关〉 关于… or an open 《."""
    title = head[number]
    for line in reversed(head[:number]):
        if _is_number(line):
            continue
        opened = line.count("《") > line.count("》")
        named = (
            len(line) <= _LINE_LENGTH and _organ().fullmatch(squeezed(line)) and not _LETTERHEAD.search(line)
        )
        begun = line.startswith("关于") or "关于" in line
        if _NO_TITLE.search(line) or len(line) + len(title) > _TITLE_LENGTH or not (opened or named or begun):
            break
        if title.startswith(squeezed(line)) or _title_ending().search(line):
            break
        title = f"{line}{title}"
        if named:
            break
    return title


def find_document_number(paragraphs: Sequence[str]) -> str:
    """The document number (发文字号) that stands alone on a line near the head, or an empty text."""
    return next((one_line(p) for p in paragraphs[:_HEAD] if _is_number(p)), "")


def find_date(paragraphs: Sequence[str]) -> str:
    """成文日期: the first date that stands alone below the text proper, or near the head; ISO, or empty."""
    dates = [
        (number, found)
        for number, p in enumerate(paragraphs)
        if _date().fullmatch(p.strip()) and not _PRINTED.search(p) and (found := parse_date(squeezed(p)))
    ]
    late = [found for number, found in dates if number > _HEAD // 2]
    return late[0] if late else dates[0][1] if dates else ""


def find_signer(paragraphs: Sequence[str]) -> str:
    """落款: the office whose name stands right above the date at the end, or an empty text."""
    date = find_date(paragraphs)
    for number in range(len(paragraphs) - 1, 0, -1):
        if date and parse_date(squeezed(paragraphs[number])) == date:
            above = one_line(paragraphs[number - 1])
            signs = len(above.split()) <= _SIGNERS and _organ().fullmatch(squeezed(above))
            return above if signs else ""
    return ""


def _is_number(line: str) -> bool:
    return bool(_number().fullmatch(line.strip()))


@cache
def _title_ending() -> re.Pattern[str]:
    endings = "|".join(map(re.escape, load_data("import_fields.yml")["title_endings"]))
    return re.compile(rf"(?:{endings})(?:[（(《〈][^）)》〉]{{1,20}}[）)》〉])?$")


@cache
def _organ() -> re.Pattern[str]:
    endings = "|".join(map(re.escape, load_data("import_fields.yml")["organ_endings"]))
    return re.compile(rf"[\u4e00-\u9fff（）()]{{2,40}}(?:{endings})")


@cache
def _number() -> re.Pattern[str]:
    return re.compile(load_data("import_fields.yml")["document_number"])


@cache
def _date() -> re.Pattern[str]:
    return re.compile(load_data("import_fields.yml")["date_line"])
