"""OFD files (GB/T 33190) without author, dates, programs, own data, and without the files attached to them."""

import re

from disclosure.gates.carriers.markup import Collected, parse
from disclosure.gates.carriers.ofd import ENCRYPTED, OF_INFO, PICTURE, ROOT, attached_files
from disclosure.gates.carriers.package import Package
from disclosure.gates.limits import Budget, Limits, RefusedError
from disclosure.intake.repack import repack
from disclosure.intake.strip_picture import strip_picture

_INFO = "Title|Author|Subject|Abstract|Keywords|CreationDate|ModDate|Creator|CreatorVersion|CustomDatas"
_FACTS = re.compile(rf"<((?:\w+:)?(?:{_INFO}))\b[^>]*?(?:/>|(?<!/)>.*?</\1\s*>)".encode(), re.DOTALL)
_ATTACHMENTS = re.compile(rb"<((?:\w+:)?Attachments)\b[^>]*?(?:/>|(?<!/)>[^<]*</\1\s*>)")
_MAKERS = re.compile(rb'(\s(?:Creator|LastModDate)=)(?:"[^"]*"|\'[^\']*\')')
"""Who wrote a remark, and when."""
_SIGNED = re.compile(rb"<(?:\w+:)?Signatures\b")


def strip_ofd(data: bytes) -> bytes:
    """The package without metadata. Raises RefusedError for a damaged one, and for one that is encrypted or signed."""
    package = Package(data, Budget(Limits()))
    if ROOT not in package.members:
        raise RefusedError("M003")
    if any(ENCRYPTED.search(name) for name in package.members) or _SIGNED.search(package.read(ROOT)):
        raise RefusedError("M001")
    gone = set(attached_files(package))
    return repack(package, lambda name: None if name in gone or _is_list(name) else _part(name, package))


def _part(name: str, package: Package) -> bytes:
    data = package.read(name)
    if name == ROOT:
        return _without_facts(data)
    if PICTURE.fullmatch(name):
        try:
            return strip_picture(data)
        except RefusedError:
            return data  # no picture of the kind that it is called; the gates say what they think of it
    if name.endswith("Document.xml"):
        return _ATTACHMENTS.sub(b"", data)
    return _MAKERS.sub(rb'\1""', data) if name.endswith(".xml") and "/Annots/" in name else data


def _without_facts(data: bytes) -> bytes:
    stripped = _FACTS.sub(b"", data)
    left = Collected(Budget(Limits()))
    parse(stripped, left)
    # Where the text is written in a way that the pattern does not see, nothing was removed.
    if any(element in OF_INFO for element, _, _ in left.texts):
        raise RefusedError("M002", "damaged")
    return stripped


def _is_list(name: str) -> bool:
    return name.rpartition("/")[2] == "Attachments.xml"
