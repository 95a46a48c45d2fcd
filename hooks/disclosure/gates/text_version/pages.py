"""PDF and OFD → blocks: lines of print joined to paragraphs, page by page. What is not seen in print stays out."""

import re

from disclosure.gates.carriers.markup import parse
from disclosure.gates.carriers.ofd import PAGE, PageText
from disclosure.gates.carriers.package import Package
from disclosure.gates.carriers.pdf import LARGE
from disclosure.gates.carriers.pdf_objects import page_pictures
from disclosure.gates.carriers.pdf_print import BROKEN, PrintedPage, printed_pages
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


def pdf_blocks(data: bytes, collector: Collector) -> None:
    """Blocks of every page. Raises RefusedError for a file that can't be read."""
    try:
        pages = printed_pages(data)
        if pages.reader.is_encrypted:
            raise RefusedError("M001")
        for number in range(len(pages.reader.pages)):
            if collector.full or number >= collector.budget.limits.pages:
                collector.full = True
                return
            _pdf_page(pages.page(number), collector)
    except BROKEN as error:
        raise RefusedError("M002", "damaged") from error


def _pdf_page(page: PrintedPage, collector: Collector) -> None:
    if page.text is None:
        raise RefusedError("M002", "damaged")
    # The text that a scanner's program laid below its picture is what the picture shows; elsewhere it hides something.
    if page.covered or (
        page.inkless and not any(pixels >= LARGE for _, _, pixels in page_pictures(page.page))
    ):
        collector.note("covered")
    else:
        join_lines(page.text.split("\n"), collector)


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
