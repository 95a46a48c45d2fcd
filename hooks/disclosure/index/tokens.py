"""Text becomes search tokens: overlapping pairs of Chinese characters, whole numbers and Latin words, dates.

Chinese has no spaces, and dictionaries cut official wording differently at index and at query time; pairs
need no dictionary, so any fragment of a title is found. search-query.js cuts queries by the same rules:
tests/test_search_tokens.py holds both to the same samples.
"""

import re
import unicodedata
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

HAN = "\u3007\u3005\u3400-\u4dbf\u4e00-\u9fff"
"""Characters that are cut in pairs, as the inside of a character class; 〇 and 々 count. Rarer ones make words."""

_TRANSPARENT = " \u3000\u00a0“”‘’\"'《》〈〉「」『』（）()【】〔〕[]［］、·"
"""Marks that readers leave out when they quote, so a pair reaches across them: 实施《民法典》 holds 施民."""

MOST_LETTERS = 40
"""Of a word; what is longer is no word that anybody types, but an address or a damaged text."""

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_COMPATIBLE = re.compile(
    "[\u2160-\u217f\u2e80-\u2fdf\uf900-\ufaff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0002f800-\U0002fa1f]+"
)
_WORD = re.compile(rf"[^\W_{HAN}]+")
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?(?:(年)|([-./]))\s?(1[0-2]|0?[1-9])\s?"
    r"(?:(?(2)月|\3)\s?(3[01]|[12]\d|0?[1-9])(?!\d)|(?(2)月|(?!)))"
)
_LOW = 16
_LAST = 0xFFFF

Keys = NDArray[np.uint32]


def normalise(text: str) -> str:
    """The text without invisible characters, with one spelling for each letter, digit and character.

    Full-width letters, Roman numerals and the look-alike characters that PDF programs leave behind change;
    punctuation stays, because excerpts are cut from the text.
    """
    return _COMPATIBLE.sub(lambda m: unicodedata.normalize("NFKC", m[0]), _INVISIBLE.sub("", text))


def pairs(text: str) -> Keys:
    """The pairs of a normalised text in their order, each as one number: first character high, second low.

    Both lie in the first plane of Unicode, so that a pair fits; characters that lie elsewhere are words.
    """
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    kinds = _kinds()[np.minimum(codes, _LAST)]
    heard = kinds != _SILENT
    codes, han = codes[heard], kinds[heard] == _PAIRED
    both = han[:-1] & han[1:]
    keys: Keys = (codes[:-1][both] << np.uint32(_LOW)) | codes[1:][both]
    return keys


def words(text: str) -> list[str]:
    """Numbers and Latin words of a normalised text in their order, in lower case."""
    return [unicodedata.normalize("NFKC", word).lower()[:MOST_LETTERS] for word in _WORD.findall(text)]


def pair_names(keys: Keys) -> list[str]:
    """Pairs as text; a pair without a second character is a character alone."""
    characters = np.empty((len(keys), 2), dtype="<u2")
    characters[:, 0] = keys >> _LOW
    characters[:, 1] = keys & _LAST
    text = characters.tobytes().decode("utf-16-le")
    return [text[n : n + 2].rstrip("\0") for n in range(0, len(text), 2)]


def single_characters(text: str) -> Keys:
    """The Chinese characters of a normalised text, each alone, as `pairs` writes them."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    keys: Keys = codes[_kinds()[np.minimum(codes, _LAST)] == _PAIRED] << np.uint32(_LOW)
    return keys


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


_PAIRED, _SILENT = 1, 2


@cache
def _kinds() -> NDArray[Any]:
    """What a character of the first plane is to `pairs`."""
    kinds = np.zeros(_LAST + 1, dtype=np.uint8)
    kinds[[ord(found) for found in re.findall(f"[{HAN}]", "".join(map(chr, range(_LAST))))]] = _PAIRED
    kinds[[ord(mark) for mark in _TRANSPARENT]] = _SILENT
    kinds[_LAST] = 0
    return kinds
