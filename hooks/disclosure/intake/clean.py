"""Text from anywhere → text that may stand in an item file: one kind of line end, nothing invisible."""

import html
import re
from functools import cache

from disclosure.data_files import load_data

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_LOST = "\ufffd"
LOST_MARK = "□"
"""What a character that was lost before the import is shown as."""
EDGE_SPACES = " \u3000"
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


@cache
def _unfit() -> re.Pattern[str]:
    """Control, zero-width and surrogate characters: the ranges that the reader refuses or warns of."""
    ranges = [r for r in load_data("characters.yml")["ranges"] if r["code"] in ("R004", "R008")]
    return re.compile(
        "[" + "".join(f"\\U{int(r['first'], 16):08x}-\\U{int(r['last'], 16):08x}" for r in ranges) + "]"
    )


def clean_text(text: str) -> str:
    """`text` with LF line ends, plain spaces, and without control and zero-width characters.

    Every visible character stays; a lost one (U+FFFD) becomes □, which a reader understands.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _SPACES.sub(" ", text.replace(_LOST, LOST_MARK))
    return _unfit().sub("", text)


def one_line(text: str) -> str:
    """`text` as a single-line value: clean, without line ends, spaces at the edges or double spaces."""
    return " ".join(clean_text(text).replace("\n", " ").replace("\u3000", " ").split())


def decode_entities(text: str) -> str:
    """`text` with what is left of HTML's character names (&nbsp;) turned into the characters."""
    return _ENTITY.sub(lambda m: html.unescape(m[0]), text) if "&" in text else text


def squeezed(text: str) -> str:
    """`text` without any space, for comparing a title with a line of the text."""
    return "".join(text.split())
