"""Identifiers: item ids, 索引号 (index numbers), unit codes.

An id names the file and the address; an index number names the information for ever (条例第十二条；
政府信息公开目录系统实施指引). Both are compared after normalisation, so that a full-width digit or a different
dash never makes a second number.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from stdnum.cn import uscc

ITEM_ID = re.compile(r"(?:[a-z0-9]{1,18}-)?(\d{4})-(\d{5})", re.ASCII)
_INDEX = re.compile(r"([0-9A-Z]{9}|[0-9A-Z]{18})/(\d{4})-(\d{5})", re.ASCII)
_UNIT_CODE = re.compile(r"[0-9A-Z]+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣~～_", "-") | {"／": "/", "∕": "/", "⁄": "/", "\\": "/"})
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_MODULUS = 11
_SHORT, _LONG = 9, 18


class IndexNumber(NamedTuple):
    """索引号 in its parts: unit code, year, serial."""

    unit_code: str
    year: int
    serial: int

    def __str__(self) -> str:
        """The canonical form, e.g. 000014349/2017-00110."""
        return f"{self.unit_code}/{self.year:04d}-{self.serial:05d}"


def normal_index(text: str) -> str:
    """`text` as index numbers are compared: NFKC, upper case, one kind of dash and slash, no spaces."""
    if _INDEX.fullmatch(text):
        return text  # as most are written
    plain = unicodedata.normalize("NFKC", text).upper().translate(_DASHES)
    return "".join(plain.split())


def parse_index(text: str) -> IndexNumber | None:
    """The parts of an index number written canonically; None when the form is not right."""
    match = _INDEX.fullmatch(text)
    return IndexNumber(match[1], int(match[2]), int(match[3])) if match else None


@lru_cache(256)  # an office has one or two, and each of its items names one
def valid_unit_code(code: str) -> bool:
    """Whether a 9-character 组织机构代码 or 18-character 统一社会信用代码 has the right check character."""
    if not _UNIT_CODE.fullmatch(code):
        return False
    if len(code) == _LONG:
        return bool(uscc.is_valid(code))
    return len(code) == _SHORT and organisation_check(code[:8]) == code[8]


def organisation_check(stem: str) -> str:
    """The check character of an organisation code's eight characters (GB 11714)."""
    total = sum(int(char, 36) * weight for char, weight in zip(stem, _ORGANISATION_WEIGHTS, strict=True))
    rest = _ORGANISATION_MODULUS - total % _ORGANISATION_MODULUS
    return {10: "X", 11: "0"}.get(rest, str(rest))


def parse_item_id(text: str) -> tuple[int, int] | None:
    """Year and serial of an item id; None when it is none."""
    match = ITEM_ID.fullmatch(text)
    return (int(match[1]), int(match[2])) if match else None


def form_item_id(year: int, serial: int) -> str:
    """The id of the `serial`-th item registered in `year`."""
    return f"{year:04d}-{serial:05d}"
