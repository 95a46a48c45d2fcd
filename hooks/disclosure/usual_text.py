"""Whether a text holds nothing but the characters of ordinary official texts.

Several checks look for characters that are odd in one way or another. Each of their searches tries every character
against many ranges; this one knows nearly all texts to be free of any, in a quarter of the time.
"""

import re

_USUAL = re.compile(
    "[\u4e00-\u9fff\n -~\u3000-\u301f\uff01-\uff0c\uff1a-\uff1f\u2018-\u201d\u2014\u2026\u00b7]*"
)
"""Han characters first, which most characters are: ASCII, and the punctuation that goes with them."""


def is_usual(text: str) -> bool:
    """Whether each character of `text` is a Han character in common use, printable ASCII, a line end or Chinese punctuation."""
    return _USUAL.fullmatch(text) is not None
