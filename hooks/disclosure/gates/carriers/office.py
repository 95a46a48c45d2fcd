"""Office packages (docx, xlsx, pptx): what all three carry besides their text."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from disclosure.gates.carriers.markup import Collected, parse
from disclosure.gates.carriers.package import Package
from disclosure.gates.carriers.sheet import read_sheets
from disclosure.gates.carriers.slides import read_slides
from disclosure.gates.carriers.word import read_word
from disclosure.gates.contents import Contents, PropertyKind
from disclosure.gates.limits import RefusedError
from disclosure.gates.masking import mask
from disclosure.gates.wording import place

ReadInner = Callable[[str, bytes, Contents], None]
"""Reads a file that lies in another one: ending, bytes, where to collect."""

_READERS = {"docx": read_word, "xlsx": read_sheets, "pptx": read_slides}
_MAIN_TYPES = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}
_TYPES = "[Content_Types].xml"
_MACROS = re.compile(
    r"vbaproject\.bin$|vbadata\.xml$|/macrosheets/|/activex/|attachedtoolbars\.bin$", re.IGNORECASE
)
_MACRO_TYPE = re.compile(r"macroenabled|vbaproject", re.IGNORECASE)
_EMBEDDED = re.compile(r"(?:word|xl|ppt)/embeddings/([^/]+)")
_PICTURE = re.compile(r"(?:word|xl|ppt)/media/[^/]+\.(jpe?g|png|gif|webp)", re.IGNORECASE)
_SOURCES = re.compile(r"xl/(?:connections\.xml|queryTables/[^/]+|externalLinks/[^/]+\.xml)")
_KINDS: dict[str, PropertyKind] = {
    **dict.fromkeys(("creator", "lastModifiedBy", "Manager", "Company"), "author"),
    "title": "title",
}
_COUNTED = re.compile(
    r"Application|AppVersion|DocSecurity|created|modified|lastPrinted|revision|Template|.*vector|lpstr|i4"
)
"""Properties that the program writes by itself."""


def read_office(kind: str, data: bytes, contents: Contents, read_inner: ReadInner) -> None:
    """Read a package of the given kind: docx, xlsx or pptx. Raises RefusedError where it can't be read."""
    package = Package(data, contents.budget)
    _check_kind(kind, package, contents)
    for name in package.unsafe:
        contents.fault("M007", shown=mask(name))
    before = contents.body_characters
    _READERS[kind](package, contents)
    pictures = False
    for name in sorted(package.members):
        if name.startswith("docProps/") and name.endswith(".xml"):
            _properties(package, name, contents)
        elif name.endswith(".rels"):
            _links(package, name, contents)
        elif name.startswith("customXml/") and name.endswith(".xml"):
            found = Collected(contents.budget)
            parse(package.read(name), found)
            for _, _, text in found.texts:
                contents.text(place("part", name=name), text, body=False)
        elif embedded := _EMBEDDED.fullmatch(name):
            _embedded(embedded[1], package.read(name), contents, read_inner)
        elif picture := _PICTURE.fullmatch(name):
            pictures = True
            with contents.inside(place("inside", name=name.rpartition("/")[2])):
                read_inner(picture[1].lower(), package.read(name), contents)
    if pictures and contents.body_characters == before:
        contents.unreadable("", "scanned")


def _check_kind(kind: str, package: Package, contents: Contents) -> None:
    if _TYPES not in package.members:
        raise RefusedError("M003")
    types = Collected(contents.budget)
    parse(package.read(_TYPES), types)
    named = [held.get("ContentType", "") for _, held in types.elements]
    if any(map(_MACRO_TYPE.search, named)) or any(map(_MACROS.search, package.members)):
        contents.fault("M004")
    if not any(t.endswith(_MAIN_TYPES[kind]) for t in named) and not any("macroEnabled" in t for t in named):
        raise RefusedError("M003")


def _properties(package: Package, name: str, contents: Contents) -> None:
    found = Collected(contents.budget)
    parse(package.read(name), found)
    for element, label, text in found.texts:
        if not _COUNTED.fullmatch(element) or name.endswith("custom.xml"):
            contents.property(_KINDS.get(element, "other"), label or element, text)


def _links(package: Package, name: str, contents: Contents) -> None:
    """Relationships to the outside: addresses are text, templates and data sources give an inner path away."""
    found = Collected(contents.budget)
    parse(package.read(name), found)
    for _, held in found.elements:
        target = unquote(held.get("Target", ""))
        if held.get("TargetMode") != "External":
            continue
        contents.text(place("link"), target, body=False)
        local = target.lower().startswith(("file:", "\\\\", "//")) or re.match(r"[A-Za-z]:[\\/]", target)
        if local or not held.get("Type", "").endswith("/hyperlink"):
            contents.fault("M019", shown=mask(target))
    if any(map(_SOURCES.fullmatch, package.members)) and name == "_rels/.rels":
        contents.fault("M019", shown="")


def _embedded(name: str, data: bytes, contents: Contents, read_inner: ReadInner) -> None:
    ending = name.rpartition(".")[2].lower()
    with contents.inside(place("inside", name=name)):
        if ending in _READERS:
            read_inner(ending, data, contents)
        else:
            contents.unreadable("", "object")
