"""PDF files: the text of every page (invisible text too), properties, annotations, form fields, embedded files."""

from typing import Any

from pypdf import PageObject

from disclosure.gates.carriers.office import ReadInner
from disclosure.gates.carriers.pdf_objects import (
    embedded_files,
    find_scripts,
    page_annotations,
    page_pictures,
    read_form,
    read_properties,
)
from disclosure.gates.carriers.pdf_print import BROKEN, PrintedPage, PrintedPages, printed_pages
from disclosure.gates.contents import Contents
from disclosure.gates.limits import RefusedError
from disclosure.gates.wording import place

_FEW = 20
"""Characters: a page with fewer and a large picture is a scan with a stamp or a page number."""
LARGE = 400_000
"""Pixels of a picture that can be a page of text."""
_UNKNOWN_SHARE = 0.3


def read_pdf(data: bytes, contents: Contents, read_inner: ReadInner) -> None:
    """Read a PDF. Raises RefusedError where it is encrypted or can't be read at all."""
    try:
        _read_whole(printed_pages(data), contents, read_inner)
    except BROKEN as error:
        raise RefusedError("M002", "damaged") from error


def _read_whole(pages: PrintedPages, contents: Contents, read_inner: ReadInner) -> None:
    reader = pages.reader
    if reader.is_encrypted:
        raise RefusedError("M001")
    number = len(reader.pages)
    if number > contents.budget.limits.pages:
        raise RefusedError("M005", "too_many")
    if not number:
        raise RefusedError("M002", "damaged")
    for number in range(len(reader.pages)):
        _read_page(number + 1, pages.page(number), contents, read_inner)
    for step in (read_properties, read_form, find_scripts):
        step(reader, contents)
    for name, inner in list(embedded_files(reader)):
        contents.budget.unpack(len(inner))
        with contents.inside(place("inside", name=name)):
            read_inner(name.rpartition(".")[2].lower(), inner, contents)


def _read_page(number: int, printed: PrintedPage, contents: Contents, read_inner: ReadInner) -> None:
    where, page, text = place("pdf_page", number=number), printed.page, printed.text
    if text is None:
        contents.unreadable(where, "damaged")
        return
    contents.text(where, text)
    for _ in range(printed.covered):
        contents.fault("M022", place("pdf_covered", number=number))
    pictures = list(page_pictures(page))
    page_annotations(number, page, contents)
    if not _is_readable(text, page, pictures):
        contents.unreadable(where, "scanned")
    for ending, data, _ in pictures:
        if data:
            with contents.inside(place("picture_of_page", number=number)):
                read_inner(ending, data, contents)


def _is_readable(text: str, page: PageObject, pictures: list[tuple[str, bytes, int]]) -> bool:
    """Whether a page's text can be what is printed on it; an empty page is."""
    letters = "".join(text.split())
    if any(pixels >= LARGE for _, _, pixels in pictures) and len(letters) < _FEW:
        return False
    if not letters:
        return not pictures and not _is_drawn(page)
    unknown = sum(not c.isprintable() or c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in letters)
    return unknown <= _UNKNOWN_SHARE * len(letters)


def _is_drawn(page: PageObject) -> bool:
    """Whether anything is painted on a page without text: letters may be drawn as outlines."""
    try:
        content: Any = page.get_contents()
        return content is not None and len(content.get_data().split()) > _FEW
    except BROKEN:
        return True
