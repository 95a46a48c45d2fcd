"""Text as it is searched: one spelling of digits and letters, nothing invisible. Lines stay where they are."""

import re
import unicodedata

from disclosure.usual_text import is_usual

_ODD = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff20\uff0e\uff0d\u2e80-\u2fdf\uf900-\ufaff\u2460-\u24ff\u2776-\u2793"
    "\u00a0\u2000-\u200a\u202f\u205f\U0001d400-\U0001d7ff\U0001fbf0-\U0001fbf9\u2f00-\u2fd5\u2160-\u217f\u1680]"
)
"""Characters that make normalising worth its time; most texts have none."""
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_ENCLOSED = re.compile("[\u2460-\u24ff\u2776-\u2793]")
"""Circled digits: NFKC would join them to the number beside them."""


def plain(text: str) -> str:
    """`text` with digits and letters in NFKC, without invisible characters; circled digits become blanks.

    Punctuation and line ends stay as they are, so that what is quoted from the result reads like the original.
    """
    if is_usual(text) or not _ODD.search(text):
        return text
    return _ODD.sub(_plain, text)


def _plain(found: re.Match[str]) -> str:
    character = found[0]
    if _INVISIBLE.match(character):
        return ""
    return " " if _ENCLOSED.match(character) else unicodedata.normalize("NFKC", character)


def bare(text: str) -> str:
    """`text` for comparing titles and names: NFKC, letters and digits only, lower case."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
