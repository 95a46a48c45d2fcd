"""PDF and OFD → blocks: lines of print joined to paragraphs, page by page. What is not seen in print stays out."""

import re
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader

from disclosure.gates.carriers.markup import parse
from disclosure.gates.carriers.ofd import PAGE, PageText
from disclosure.gates.carriers.package import Package
from disclosure.gates.carriers.pdf import BROKEN, LARGE
from disclosure.gates.carriers.pdf_objects import faint_states, page_pictures
from disclosure.gates.carriers.pdf_shapes import CoveredText
from disclosure.gates.limits import RefusedError
from disclosure.gates.text_version.blocks import Collector, printed

_ENDS = ("。", "！", "？", "；", "：", ".", "!", "?", ";", ":", "”", "》", "）", ")")
_BEGINS = re.compile(
    r"[\s\u3000]{2,}|第[一二三四五六七八九十百零\d]+[章节条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、]"
)
"""How a paragraph or a point of a list begins."""
_FULL = 0.8
"""Share of the longest line from which a line can go on in the next one."""
_NUMBERED = re.compile(r"[-—–\s]*\d{1,4}[-—–\s]*")
"""A line with nothing but the number of its page."""
_HEADINGS = (
    re.compile(r"第[一二三四五六七八九十百]+章[ \u3000]*\S[^。；：]{0,30}"),
    re.compile(r"[一二三四五六七八九十]+、[^。；：，]{1,30}"),
)
_PIECES = 3
_HAN = re.compile("[\u2e80-\u9fff]")
_SHOWN = {b"Tj", b"TJ", b"'", b'"'}
_INVISIBLE = (3, 7)
"""Modes of print that leave no ink (ISO 32000-1, 9.3.6)."""


def pdf_blocks(data: bytes, collector: Collector) -> None:
    """Blocks of every page. Raises RefusedError for a file that can't be read."""
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise RefusedError("M001")
        for number, page in enumerate(reader.pages):
            if collector.full or number >= collector.budget.limits.pages:
                collector.full = True
                return
            _pdf_page(page, collector)
    except BROKEN as error:
        raise RefusedError("M002", "damaged") from error


def _pdf_page(page: PageObject, collector: Collector) -> None:
    shapes, ink = CoveredText(faint_states(page)), _Ink()

    def follow(operator: bytes, operands: Any, cm: Any, tm: Any) -> None:
        shapes.operator(operator, operands, cm, tm)
        ink.operator(operator, operands)

    text = page.extract_text(visitor_operand_before=follow)
    # The text that a scanner's program laid below its picture is what the picture shows; elsewhere it hides something.
    scanned = any(pixels >= LARGE for _, _, pixels in page_pictures(page))
    if shapes.covered or (ink.without and not scanned):
        collector.note("covered")
    else:
        join_lines(text.split("\n"), collector)


class _Ink:
    """Whether a page shows text that leaves no ink."""

    def __init__(self) -> None:
        self.without = False
        self._mode = 0
        self._saved: list[int] = []

    def operator(self, operator: bytes, operands: Any) -> None:
        """Take one drawing operator."""
        if operator == b"Tr" and operands and isinstance(operands[0], int | float):
            self._mode = int(operands[0])
        elif operator == b"q":
            self._saved.append(self._mode)
        elif operator == b"Q" and self._saved:
            self._mode = self._saved.pop()
        elif operator in _SHOWN and self._mode in _INVISIBLE:
            self.without = True


def ofd_blocks(data: bytes, collector: Collector) -> None:
    """Blocks of every page, in the order of their numbers. Raises RefusedError for a file that can't be read."""
    package = Package(data, collector.budget)
    pages = [(found, name) for name in package.members if (found := PAGE.fullmatch(name))]
    printed = sorted((int(found[2]), name) for found, name in pages if found[1].lower() == "pages")
    for _, name in printed:
        if collector.full:
            return
        text = PageText(collector.budget)
        parse(package.read(name), text)
        join_lines(text.joined().split("\n"), collector)


def join_lines(lines: list[str], collector: Collector) -> None:
    """Lines of print as paragraphs: a line as wide as the page goes on in the next one, unless that begins anew."""
    kept = [printed(line) for line in lines if line.strip() and not _NUMBERED.fullmatch(line.strip())]
    widest = max((_width(line.strip()) for line in kept if not _is_row(line)), default=0)
    paragraph = last = ""
    for line in kept:
        bare = line.strip()
        wide = _width(last) >= _FULL * widest and not last.endswith(_ENDS)
        goes_on = wide and not (_BEGINS.match(line) or _is_row(line) or _is_row(last))
        if paragraph and not goes_on:
            _finish(paragraph, collector)
            paragraph = ""
        between = " " if paragraph[-1:].isascii() and paragraph[-1:].isalnum() and bare[:1].isascii() else ""
        paragraph += between + bare
        last = bare
    _finish(paragraph, collector)


def _finish(paragraph: str, collector: Collector) -> None:
    """A paragraph, or a heading by the way official documents number theirs (GB/T 9704-2012)."""
    for level, pattern in enumerate(_HEADINGS, 1):
        if pattern.fullmatch(paragraph):
            collector.heading(paragraph, level)
            return
    collector.paragraph(paragraph)


def _is_row(line: str) -> bool:
    """Whether a line is a row of a table: three pieces or more of Chinese print with blanks between them."""
    return len(line.split()) >= _PIECES and bool(_HAN.search(line))


def _width(text: str) -> int:
    """Width in halves of a Chinese character."""
    return sum(1 if character.isascii() else 2 for character in text)
