"""Plain text → its paragraphs, with lines that a page's width cut put together again."""

import re

from disclosure.intake.clean import EDGE_SPACES, squeezed

_ENDED = tuple("。！？；：.!?;:…”’」』）)】")
_OPENERS = re.compile(
    r"[（(]?[一二三四五六七八九十百\d]{1,4}[、.．)）]|第[一二三四五六七八九十百零]+[编章节条]|附\s*件|附\s*录"
)
_RUN_ON = re.compile(r"(?<=[。：；！？]) {4,}")
"""What is left of an indented new paragraph where a copy lost the line end."""
_PAGE_NUMBER = re.compile(r"[-—–\s]*\d{1,3}[-—–\s]*")
_NARROW, _WIDE = 15, 60
"""Characters between which a line can be what a sheet of paper holds."""
_SLACK = 3
_SHARE = 0.4
_FEW = 8


def plain_paragraphs(text: str) -> list[str]:
    """The paragraphs of a cleaned text in which every line is meant as one, unless the page's width cut it."""
    lines = [
        stripped for line in _RUN_ON.sub("\n", text).split("\n") if (stripped := line.strip(EDGE_SPACES))
    ]
    width = _page_width(lines)
    return _joined(lines, width) if width else lines


def _page_width(lines: list[str]) -> int:
    """The characters that a full line holds where the text was cut at a page's width; 0 where it was not.

    Cut texts (copied from a PDF) have many lines of nearly the greatest length that end amid a sentence.
    """
    if len(lines) < _FEW:
        return 0
    lengths = sorted(len(line) for line in lines)
    width = lengths[int(len(lengths) * 0.95)]
    if not _NARROW <= width <= _WIDE or lengths[-1] > width * 2:
        return 0
    cut = sum(_is_cut(line, width) for line in lines)
    return width if cut >= len(lines) * _SHARE else 0


def _is_cut(line: str, width: int) -> bool:
    return len(line) >= width - _SLACK and not line.endswith(_ENDED)


def _joined(lines: list[str], width: int) -> list[str]:
    """Paragraphs of a cut text; a page number goes behind the paragraph that the turn of the page cut."""
    paragraphs: list[str] = []
    numbers: list[str] = []
    open_end = False
    for line in lines:
        if open_end and _PAGE_NUMBER.fullmatch(line):
            numbers.append(line)
            continue
        if open_end and not _OPENERS.match(line):
            before = paragraphs[-1]
            gap = (
                " "
                if before[-1].isascii() and before[-1].isalnum() and line[0].isascii() and line[0].isalnum()
                else ""
            )
            paragraphs[-1] = f"{before}{gap}{line}"
        else:
            paragraphs += [*numbers, line]
            numbers = []
        open_end = _is_cut(line, width)
    return paragraphs + numbers


def without_title(paragraphs: list[str], title: str) -> list[str]:
    """`paragraphs` without the title that the first few of them repeat, on one line or on several."""
    wanted = squeezed(title)
    for start in range(min(3, len(paragraphs))):
        for end in range(start + 1, min(start + 5, len(paragraphs)) + 1):
            found = squeezed("".join(paragraphs[start:end]))
            if found == wanted:
                return paragraphs[:start] + paragraphs[end:]
            if not wanted.startswith(found):
                break
    return paragraphs
