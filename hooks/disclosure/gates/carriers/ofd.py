"""OFD files (GB/T 33190): the text of every page and template by lines, properties, annotations, attachments."""

import re
from typing import Any

from disclosure.gates.carriers.markup import Collected, Markup, PlainParts, attributes, parse
from disclosure.gates.carriers.office import ReadInner
from disclosure.gates.carriers.package import Package
from disclosure.gates.contents import Contents, PropertyKind
from disclosure.gates.limits import Budget, RefusedError
from disclosure.gates.masking import mask
from disclosure.gates.wording import place

ROOT = "OFD.xml"
PAGE = re.compile(r".*/(Pages|Tpls|TPLS|Temps)/[^/]*?(\d+)/Content\.xml", re.IGNORECASE)
PICTURE = re.compile(r".*\.(jpe?g|png|gif)", re.IGNORECASE)
ENCRYPTED = re.compile(r"Encrypt(?:ions|Info)?\.xml$|\.dat\.enc$", re.IGNORECASE)
_KINDS: dict[str, PropertyKind] = {"Author": "author", "Title": "title"}
_COUNTED = {
    "DocID",
    "CreationDate",
    "ModDate",
    "Creator",
    "CreatorVersion",
    "DocUsage",
    "DocRoot",
    "Cover",
    "Signatures",
}
_GAP = 0.6
"""Space between two pieces, in units of the type size, from which they are two words or columns."""
_NARROW = 0x2E7F
"""Characters up to here take half the width of a Chinese one."""
OF_INFO = {"Author", "Title", "Subject", "Abstract", "Keyword", "CustomData"}


def read_ofd(data: bytes, contents: Contents, read_inner: ReadInner) -> None:
    """Read an OFD package. Raises RefusedError where it can't be read."""
    package = Package(data, contents.budget)
    if ROOT not in package.members:
        raise RefusedError("M003")
    if any(ENCRYPTED.search(name) for name in package.members):
        raise RefusedError("M001")
    for name in package.unsafe:
        contents.fault("M007", shown=mask(name))
    _properties(package, contents)
    attached = attached_files(package)
    for name in sorted(package.members):
        picture = PICTURE.fullmatch(name)
        if name in attached:
            with contents.inside(place("inside", name=attached[name])):
                read_inner(name.rpartition(".")[2].lower(), package.read(name), contents)
        elif picture and "/Signs/" not in name:
            with contents.inside(place("inside", name=name.rpartition("/")[2])):
                read_inner(picture[1].lower(), package.read(name), contents)
        elif name.endswith(".xml") and name != ROOT:
            _read_part(package, name, contents)


def _read_part(package: Package, name: str, contents: Contents) -> None:
    page = PAGE.fullmatch(name)
    if page:
        where = place("ofd_page", number=int(page[2]) + 1)
        text = PageText(contents.budget)
        parse(package.read(name), text)
        contents.text(where, text.joined())
        if page[1].lower() == "pages" and not text.pieces and text.drawn:
            contents.unreadable(where, "scanned")
        return
    data = package.read(name)
    if b"TextCode" in data:
        text = PageText(contents.budget)
        parse(data, text)
        contents.text(place("part", name=name), text.joined(), body=False)
    if not name.endswith("Res.xml"):
        parse(data, PlainParts(contents, place("part", name=name)))


def _properties(package: Package, contents: Contents) -> None:
    root = Collected(contents.budget)
    parse(package.read(ROOT), root)
    for element, label, text in root.texts:
        if element in OF_INFO or element not in _COUNTED:
            contents.property(_KINDS.get(element, "other"), label or element, text)


def attached_files(package: Package) -> dict[str, str]:
    """Paths of attached files → their names."""
    found: dict[str, str] = {}
    for name in sorted(package.members):
        if not name.endswith("Attachments.xml"):
            continue
        listed = Collected(package.budget)
        parse(package.read(name), listed)
        folder = name.rpartition("/")[0]
        names = [held.get("Name", "") for element, held in listed.elements if element == "Attachment"]
        places = [text.lstrip("/") for element, _, text in listed.texts if element == "FileLoc"]
        for label, path in zip(names, places, strict=False):
            full = next((p for p in (path, f"{folder}/{path}") if p in package.members), "")
            if full:
                found[full] = label
    return found


class PageText(Markup):
    """TextCode pieces by the line they stand on: one line of print is often many pieces."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.pieces: list[tuple[float, float, float, str]] = []
        self.drawn = False
        self._box = (0.0, 0.0, 0.0)
        self._code: list[str] | None = None

    def _begin(self, name: str, attrs: Any) -> None:
        if name in ("ImageObject", "PathObject", "CompositeObject"):
            self.drawn = True
        elif name == "TextObject":
            held = dict(attributes(attrs))
            box = [_number(n) for n in held.get("Boundary", "").split()]
            x, y = (box[0], box[1]) if len(box) > 1 else (0.0, 0.0)
            scale = _number(held.get("CTM", "").partition(" ")[0]) or 1.0
            self._box = (x, y, (_number(held.get("Size", "")) or 4.0) * abs(scale))
        elif name == "TextCode":
            self._code = []

    def _end(self, name: str) -> None:
        if name == "TextCode" and self._code is not None:
            text = "".join(self._code)
            x, y, size = self._box
            if text.strip():
                self.pieces.append((y, x, size, text))
            self._code = None

    def _words(self, text: str) -> None:
        if self._code is not None:
            self._code.append(text)

    def joined(self) -> str:
        """The pieces in order of reading; those of one height are one line."""
        lines: list[str] = []
        height = end = 0.0
        for y, x, size, text in sorted(self.pieces, key=lambda piece: (round(piece[0], 1), piece[1])):
            if lines and abs(y - height) < size / 4:
                lines[-1] += text if x - end < _GAP * size else f" {text}"
            else:
                lines.append(text)
            height, end = y, x + size * sum(1.0 if ord(c) > _NARROW else 0.5 for c in text)
        return "\n".join(lines)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
