"""Text becomes search tokens: overlapping pairs of Chinese characters, whole numbers and Latin words, dates.

Chinese has no spaces, and dictionaries cut official wording differently at index and at query time; pairs
need no dictionary, so any fragment of a title is found. search-query.js cuts queries by the same rules:
tests/test_search_tokens.py holds both to the same samples.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from operator import add

HAN = "\u3007\u3005\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
"""Characters that are cut in pairs, as the inside of a character class; 〇 and 々 count."""

_TRANSPARENT = r"""\ \u3000\u00a0“”‘’"'《》〈〉「」『』（）()【】〔〕\[\]［］、·"""
"""Marks that readers leave out when they quote, so a pair reaches across them: 实施《民法典》 holds 施民."""

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_COMPATIBLE = re.compile(
    "[\u2160-\u217f\u2e80-\u2fdf\uf900-\ufaff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0002f800-\U0002fa1f]+"
)
_PIECE = re.compile(
    rf"(?P<han>[{HAN}]+(?:[{_TRANSPARENT}]+[{HAN}]+)*)|(?P<word>[^\W_{HAN}]+)|(?P<mark>[\W_]+)"
)
_SEGMENT = re.compile(rf"([{HAN}]+)([^{HAN}]*)")
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?(?:(年)|([-./]))\s?(1[0-2]|0?[1-9])\s?"
    r"(?:(?(2)月|\3)\s?(3[01]|[12]\d|0?[1-9])(?!\d)|(?(2)月|(?!)))"
)


def normalise(text: str) -> str:
    """The text without invisible characters, with one spelling for each letter, digit and character.

    Full-width letters, Roman numerals and the look-alike characters that PDF programs leave behind change;
    punctuation stays, because excerpts are rebuilt from the tokens.
    """
    return _COMPATIBLE.sub(lambda m: unicodedata.normalize("NFKC", m[0]), _INVISIBLE.sub("", text))


def pieces(text: str) -> Iterator[tuple[list[str], str, str]]:
    """The tokens of normalised text, some at a time: pairs, one more token, the marks to be written behind it.

    Tokens keep the letter case of the text. Those of a run of characters are its pairs and then its last
    character alone. The marks stand in the text behind the first character of the one more token if that is a
    pair, else behind its end. Where marks precede every token, that token is empty.
    """
    pairs: list[str] = []
    token, marks = "", ""
    for found in _PIECE.finditer(text):
        piece = found[0]
        if found.lastgroup == "mark":
            marks += piece
            continue
        if token or marks:
            yield pairs, token, marks
        pairs, token, marks = [], piece, ""
        if found.lastgroup == "han" and piece.isalnum():
            pairs, token = list(map(add, piece, piece[1:])), piece[-1]
        elif found.lastgroup == "han":
            segments = _SEGMENT.findall(piece)
            for (solid, between), (following, _) in pairwise(segments):
                yield list(map(add, solid, solid[1:])), solid[-1] + following[0], between
            solid = segments[-1][0]
            pairs, token = list(map(add, solid, solid[1:])), solid[-1]
    if token or marks:
        yield pairs, token, marks


def tokenize(text: str) -> list[str]:
    """The search tokens of a text in their order, lower-cased; without dates, see `date_tokens`."""
    tokens: list[str] = []
    for pairs, token, _ in pieces(normalise(text)):
        tokens += pairs
        if token:
            tokens.append(token.lower())
    return tokens


def date_tokens(text: str) -> list[str]:
    """Tokens dYYYYMMDD and dYYYYMM for the days and months a text names in any usual spelling, sorted.

    2024-03-12, 2024.3.12, 2024/3/12 and 2024年3月12日 are one day; 2024年3月 is a month.
    """
    tokens: set[str] = set()
    for year, _, _, month, day in _DATE.findall(normalise(text)):
        tokens.add(f"d{year}{int(month):02}")
        if day:
            tokens.add(f"d{year}{int(month):02}{int(day):02}")
    return sorted(tokens)
