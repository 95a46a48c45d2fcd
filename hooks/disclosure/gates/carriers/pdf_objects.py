"""What a PDF holds beside the text of its pages: properties, annotations, forms, scripts, pictures, embedded files."""

import re
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from disclosure.gates.carriers.markup import Collected, parse
from disclosure.gates.carriers.pdf_shapes import is_faint
from disclosure.gates.contents import Contents, PropertyKind
from disclosure.gates.limits import RefusedError
from disclosure.gates.wording import place

_KINDS: dict[str, PropertyKind] = {
    **dict.fromkeys(("/Author", "/Company", "/Manager", "creator", "Author", "author"), "author"),
    **dict.fromkeys(("/Title", "title", "Title"), "title"),
}
_COUNTED = {
    "/Creator",
    "/Producer",
    "/CreationDate",
    "/ModDate",
    "/SourceModified",
    "/Trapped",
    "/PTEX.Fullbanner",
}
_COUNTED_XMP = re.compile(
    r"CreatorTool|Producer|\w*Date|\w*ID|when|action|softwareAgent|changed|format|part|conformance|instanceID|Trapped|\w*Version|hash"
)
_REMARKS = {
    "/Text",
    "/FreeText",
    "/Highlight",
    "/Underline",
    "/StrikeOut",
    "/Squiggly",
    "/Caret",
    "/Stamp",
    "/Ink",
    "/FileAttachment",
    "/Square",
    "/Circle",
    "/Line",
    "/Polygon",
    "/PolyLine",
}
_ACTIONS = {"/JavaScript", "/Launch", "/ImportData"}
_DEPTH = 40
_MANY = 50_000


def read_properties(reader: PdfReader, contents: Contents) -> None:
    """The information dictionary and the XMP packet."""
    for key, value in (reader.metadata or {}).items():
        if key not in _COUNTED:
            contents.property(_KINDS.get(key, "other"), key.lstrip("/"), _value(value))
    packet = _value(reader.root_object.get("/Metadata"))
    if not isinstance(packet, StreamObject):
        return
    found = Collected(contents.budget)
    try:
        parse(packet.get_data().strip(), found)
    except RefusedError as refused:
        if refused.code != "M002":
            raise
        contents.text(place("property", name="XMP"), packet.get_data().decode("utf-8", "replace"), body=False)
        return
    for element, label, text in found.texts:
        if not _COUNTED_XMP.fullmatch(element):
            contents.property(_KINDS.get(element, "other"), label or element, text)
    for _, held in found.elements:
        for key, text in held.items():
            if key in _KINDS or key in ("Description", "Keywords", "Company"):
                contents.property(_KINDS.get(key, "other"), key, text)


def page_annotations(number: int, page: PageObject, contents: Contents) -> None:
    """Remarks of readers and editors; links are none, their addresses are text."""
    for reference in _items(page.get("/Annots")):
        annotation = _value(reference)
        if not isinstance(annotation, DictionaryObject):
            continue
        where = place("pdf_annotation", number=number)
        kind = _value(annotation.get("/Subtype"))
        for key in ("/Contents", "/T", "/Subj", "/RC", "/V", "/TU"):
            value = _value(annotation.get(key))
            if isinstance(value, str):
                contents.text(where, value, body=False)
        action = _value(annotation.get("/A"))
        if isinstance(action, DictionaryObject) and isinstance(_value(action.get("/URI")), str):
            contents.text(place("link"), str(_value(action.get("/URI"))), body=False)
        if kind == "/Redact":
            contents.fault("M022", place("pdf_covered", number=number))
        elif kind in _REMARKS:
            contents.fault("M010", where)


def read_form(reader: PdfReader, contents: Contents) -> None:
    """Values of form fields, titles of the outline; a dynamic form can't be read."""
    for name, held in (reader.get_fields() or {}).items():
        contents.text(place("pdf_field"), name, body=False)
        for key in ("/V", "/DV", "/TU"):
            value = _value(held.get(key))
            if isinstance(value, str):
                contents.text(place("pdf_field"), value, body=False)
    form = _value(reader.root_object.get("/AcroForm"))
    if isinstance(form, DictionaryObject) and "/XFA" in form:
        contents.unreadable("", "form")
    for title in _titles(reader.outline, 0):
        contents.text(place("pdf_outline"), title, body=False)


def _titles(outline: Any, depth: int) -> Iterator[str]:
    for entry in outline if depth < _DEPTH else ():
        if isinstance(entry, list):
            yield from _titles(entry, depth + 1)
        else:
            yield str(entry.get("/Title", ""))


def find_scripts(reader: PdfReader, contents: Contents) -> None:
    """Scripts and programs that a PDF starts, wherever an object names them."""
    root = reader.root_object
    names = _value(root.get("/Names"))
    places = [root.get("/OpenAction"), root.get("/AA")]
    places += [names.get("/JavaScript")] if isinstance(names, DictionaryObject) else []
    for page in reader.pages:
        places.append(page.get("/AA"))
        for reference in _items(page.get("/Annots")):
            annotation = _value(reference)
            if isinstance(annotation, DictionaryObject):
                places += [annotation.get("/A"), annotation.get("/AA")]
    if any(_acts(part) for part in places):
        contents.fault("M004")


def _acts(start: Any) -> bool:
    """Whether an action, or one that follows from it, runs a script or a program."""
    waiting, seen = [(start, 0)], 0
    while waiting and seen < _MANY:
        part, depth = waiting.pop()
        part = _value(part)
        seen += 1
        if isinstance(part, DictionaryObject):
            if _value(part.get("/S")) in _ACTIONS or "/JS" in part:
                return True
            inner = [
                value for key, value in part.items() if key not in ("/Parent", "/P", "/Dest", "/D", "/SD")
            ]
        elif isinstance(part, ArrayObject):
            inner = list(part)
        else:
            continue
        waiting += [(value, depth + 1) for value in inner if depth < _DEPTH]
    return False


def page_pictures(page: PageObject) -> Iterator[tuple[str, bytes, int]]:
    """Ending, bytes and pixels of a page's pictures; the bytes are empty where the file holds no camera's file."""
    resources = _value(page.get("/Resources"))
    objects = _value(resources.get("/XObject")) if isinstance(resources, DictionaryObject) else None
    for reference in (objects or {}).values() if isinstance(objects, DictionaryObject) else ():
        picture = _value(reference)
        if not isinstance(picture, StreamObject) or _value(picture.get("/Subtype")) != "/Image":
            continue
        width, height = (_value(picture.get(key)) for key in ("/Width", "/Height"))
        pixels = int(width) * int(height) if isinstance(width, int) and isinstance(height, int) else 0
        filters = _items(picture.get("/Filter")) or [_value(picture.get("/Filter"))]
        yield "jpg", picture._data if filters == ["/DCTDecode"] else b"", pixels  # noqa: SLF001 (as it lies in the file)


def faint_states(page: PageObject) -> frozenset[str]:
    """Names of graphic states that let what lies below be seen."""
    resources = _value(page.get("/Resources"))
    states = _value(resources.get("/ExtGState")) if isinstance(resources, DictionaryObject) else None
    found = set()
    for name, reference in (states or {}).items() if isinstance(states, DictionaryObject) else ():
        state = _value(reference)
        if isinstance(state, DictionaryObject) and is_faint(_value(state.get("/ca", 1))):
            found.add(str(name))
    return frozenset(found)


def embedded_files(reader: PdfReader) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every file that lies in the PDF."""
    for file in reader.attachment_list:
        yield file.alternative_name or file.name, file.content


def _items(value: Any) -> list[Any]:
    value = _value(value)
    return list(value)[:_MANY] if isinstance(value, ArrayObject) else []


def _value(value: Any) -> Any:
    """What a reference leads to."""
    return value.get_object() if isinstance(value, IndirectObject) else value
