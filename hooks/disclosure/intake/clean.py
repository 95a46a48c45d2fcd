"""Text from anywhere → text that may stand in an item file: one kind of line end, nothing invisible."""

import html
import re
from functools import cache

from disclosure.data_files import load_data

_LINE_ENDS = "\r\v\f\x85\u2028\u2029"
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f]")
LOST_MARK = "□"
"""What a character that was lost before the import (U+FFFD) is shown as."""
_LOST = "\ufffd"
EDGE_SPACES = " \u3000"
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def clean_text(text: str) -> str:
    """`text` with LF line ends, plain spaces, and without control and zero-width characters.

    Every visible character stays; a lost one becomes □, which a reader understands.
    """
    text = text.replace("\r\n", "\n")
    for char in sorted(
        set(text)
    ):  # a document has some hundred different characters, and hardly one to replace
        fit = _fit(char)
        if fit != char:
            text = text.replace(char, fit)
    return text


@cache
def _fit(char: str) -> str:
    """What stands for `char` in an item file; nothing for what the reader refuses (R004) or warns of (R008)."""
    if char in _LINE_ENDS:
        return "\n"
    if char == _LOST:
        return LOST_MARK
    if _SPACES.match(char):
        return " "
    unfit = (r for r in load_data("characters.yml")["ranges"] if r["code"] in ("R004", "R008"))
    return "" if any(int(r["first"], 16) <= ord(char) <= int(r["last"], 16) for r in unfit) else char


def one_line(text: str) -> str:
    """`text` as a single-line value: clean, without line ends, spaces at the edges or double spaces."""
    return " ".join(clean_text(text).replace("\n", " ").replace("\u3000", " ").split())


def decode_entities(text: str) -> str:
    """`text` with what is left of HTML's character names (&nbsp;) turned into the characters."""
    return _ENTITY.sub(lambda m: html.unescape(m[0]), text) if "&" in text else text


def squeezed(text: str) -> str:
    """`text` without any space, for comparing a title with a line of the text."""
    return "".join(text.split())
