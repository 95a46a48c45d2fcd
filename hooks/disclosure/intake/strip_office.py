"""Office packages without authors, companies, custom properties, thumbnails, and what their pictures say."""

import re

from disclosure.gates.carriers.package import Package
from disclosure.gates.limits import Budget, Limits, RefusedError
from disclosure.intake.repack import repack
from disclosure.intake.strip_picture import strip_picture

_GONE = re.compile(
    r"docProps/(?:custom\.xml|thumbnail\.\w+)|(?:word|xl)/(?:people|persons/\w+)\.xml|xl/persons/.*"
)
_EMPTY = {
    "docProps/core.xml": (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp='
        '"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
    "docProps/app.xml": (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
        '"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
    ),
}
_NAMES = re.compile(rb'(\s(?:\w+:)?(?:author|initials|userId|providerId)=)(?:"[^"]*"|\'[^\']*\')')
"""Who commented on or changed something."""
_SLIDE_AUTHORS = re.compile(rb'(\s(?:name|initials|userId|providerId)=)(?:"[^"]*"|\'[^\']*\')')
_SHEET_AUTHORS = re.compile(rb"(<(?:\w+:)?author>)[^<]*(</(?:\w+:)?author>)")
_PICTURE = re.compile(r".*/media/[^/]+\.(?:jpe?g|png|webp|gif)", re.IGNORECASE)
_SIGNED = "_xmlsignatures/"
_RELATION = re.compile(rb"<Relationship\b[^>]*?/>")
_OVERRIDE = re.compile(rb"<Override\b[^>]*?/>")


def strip_office(data: bytes) -> bytes:
    """The package without metadata. Raises RefusedError for a damaged one, and for one that is signed."""
    package = Package(data, Budget(Limits()))
    if any(name.startswith(_SIGNED) for name in package.members):
        raise RefusedError("M001")
    return repack(package, lambda name: None if _GONE.fullmatch(name) else _part(name, package))


def _part(name: str, package: Package) -> bytes:
    if name in _EMPTY:
        return _EMPTY[name].encode("utf-8")
    data = package.read(name)
    if _PICTURE.fullmatch(name):
        try:
            return strip_picture(data)
        except RefusedError:
            return data  # no picture of the kind that it is called; the gates say what they think of it
    if name.endswith(".rels"):
        return _RELATION.sub(lambda found: b"" if _leads_to_gone(found[0]) else found[0], data)
    if name == "[Content_Types].xml":
        return _OVERRIDE.sub(lambda found: b"" if _leads_to_gone(found[0]) else found[0], data)
    if name.startswith("ppt/") and "uthors" in name:
        return _SLIDE_AUTHORS.sub(rb'\1""', data)
    if name.startswith("xl/comments"):
        return _SHEET_AUTHORS.sub(rb"\1\2", data)
    if name.startswith("word/") and name.endswith(".xml"):
        return _NAMES.sub(rb'\1""', data)
    return data


def _leads_to_gone(element: bytes) -> bool:
    """Whether a relationship or a type is about a part that was left out."""
    return bool(re.search(rb"docProps/(?:custom|thumbnail)|/?people\.xml|persons/", element))
