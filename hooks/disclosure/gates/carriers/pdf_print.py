"""What is printed on the pages of a PDF: taken once, for the gates and for the text version."""

import logging
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from disclosure.gates.carriers.pdf_objects import faint_states
from disclosure.gates.carriers.pdf_shapes import CoveredText

BROKEN = (
    PyPdfError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    AssertionError,
    OSError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
    LookupError,
)
"""What pypdf raises over a damaged file."""
_SHOWN = {b"Tj", b"TJ", b"'", b'"'}
_INVISIBLE = (3, 7)
"""Modes of print that leave no ink (ISO 32000-1, 9.3.6)."""

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page: its text (None where it can't be read), strings below a dark box, and whether text leaves no ink."""

    page: PageObject
    text: str | None
    covered: int
    inkless: bool


class PrintedPages:
    """The pages of one file, each taken when it is asked for first: to follow its drawing is what takes the time."""

    def __init__(self, data: bytes) -> None:
        self.reader = PdfReader(BytesIO(data), strict=False)
        self._taken: dict[int, PrintedPage] = {}

    def page(self, number: int) -> PrintedPage:
        """The page of this number, from 0. Raises one of BROKEN where there is none to be found."""
        if number not in self._taken:
            self._taken[number] = _take(self.reader.pages[number])
        return self._taken[number]


@lru_cache(maxsize=1)
def printed_pages(data: bytes) -> PrintedPages:
    """The pages of the PDF `data`; of the last file they are kept until `forget`. Raises one of BROKEN."""
    return PrintedPages(data)


def forget() -> None:
    """Let go of the last file: the next one needs the memory."""
    printed_pages.cache_clear()


def _take(page: PageObject) -> PrintedPage:
    try:
        shapes, ink = CoveredText(faint_states(page)), _Ink()

        def follow(operator: bytes, operands: Any, cm: Any, tm: Any) -> None:
            shapes.operator(operator, operands, cm, tm)
            ink.operator(operator, operands)

        text = page.extract_text(visitor_operand_before=follow)
    except BROKEN:
        return PrintedPage(page, None, 0, inkless=False)
    return PrintedPage(page, text, shapes.covered, inkless=ink.without)


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
