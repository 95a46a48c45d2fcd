"""Bytes of an item or data file → text, refusing what would make two programs read two texts."""

import re
from functools import cache

from disclosure.data_files import load_data
from disclosure.problems import Problem, problem
from disclosure.usual_text import is_usual

_BOMS = ((b"\xef\xbb\xbf", "R003"), (b"\xff\xfe", "R002"), (b"\xfe\xff", "R002"))
_HAN = range(0x4E00, 0xA000)


def decode_text(data: bytes, path: str, item: str = "") -> tuple[str, list[Problem]]:
    """The text of `data` and what is wrong with its bytes.

    Only strict UTF-8 without a byte order mark and with LF line ends is accepted: anything else would be other
    bytes than those that were approved. A file with an error yields an empty text.
    """
    for mark, code in _BOMS:
        if data.startswith(mark):
            return "", [problem(code, path, 1, item=item)]
    if b"\0" in data:
        return "", [problem("R002" if data.count(b"\0") * 3 > len(data) else "R004", path, 1, item=item)]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        code = "R001" if _looks_like_gbk(data) else "R005"
        return "", [problem(code, path, line, item=item)]
    if "\r" in text:
        return "", [problem("R006", path, text.count("\n", 0, text.index("\r")) + 1, item=item)]
    problems = _odd_characters(text, path, item)
    return ("" if any(p.severity == "error" for p in problems) else text), problems


def _looks_like_gbk(data: bytes) -> bool:
    """Whether the bytes read as common Chinese in GB 18030, the usual encoding of old office programs."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    letters = [c for c in text if ord(c) > 0x7F]  # noqa: PLR2004 (ASCII ends there)
    return bool(letters) and sum(ord(c) in _HAN for c in letters) * 2 >= len(letters)


@cache
def _character_codes() -> tuple[tuple[int, int, str], ...]:
    """Ranges of characters and the problem code that each gets, from data/characters.yml."""
    ranges = load_data("characters.yml")["ranges"]
    return tuple((int(r["first"], 16), int(r["last"], 16), r["code"]) for r in ranges)


def _odd_characters(text: str, path: str, item: str) -> list[Problem]:
    """One row per kind of character that no official text holds, at its first place.

    Short GBK text can be valid UTF-8 that reads as Hebrew or combining marks: only the script gives it away.
    """
    if is_usual(text):
        return []
    found: dict[str, str] = {}
    for match in _any_odd().finditer(text):
        found.setdefault(_code_of(match[0]), match[0])
    return [
        problem(code, path, text.count("\n", 0, text.index(char)) + 1, value=f"U+{ord(char):04X}", item=item)
        for code, char in sorted(found.items())
    ]


@cache
def _any_odd() -> re.Pattern[str]:
    """One pattern for all the ranges: nearly every text holds none, and one search tells."""
    return re.compile("[" + "".join(f"\\U{a:08x}-\\U{b:08x}" for a, b, _ in _character_codes()) + "]")


@cache
def _code_of(char: str) -> str:
    point = ord(char)
    return next((code for first, last, code in _character_codes() if first <= point <= last), "")
