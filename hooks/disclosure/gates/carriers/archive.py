"""Zip archives: each member by its own kind, no archive in an archive, no name that leads elsewhere."""

import re

from disclosure.data_files import load_data
from disclosure.gates.carriers.office import ReadInner
from disclosure.gates.carriers.package import Package
from disclosure.gates.carriers.plain_text import decode
from disclosure.gates.contents import Contents
from disclosure.gates.masking import mask
from disclosure.gates.wording import place

_OWN = re.compile(r"(?:.*/)?(?:__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini)", re.IGNORECASE)
"""What systems add by themselves: looked into by none."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_archive(data: bytes, contents: Contents, read_inner: ReadInner) -> None:
    """Read every member of an archive. Raises RefusedError for an archive that must not be unpacked."""
    package = Package(data, contents.budget)
    for name in package.unsafe:
        contents.fault("M007", shown=mask(name))
    if package.comment:
        contents.text(place("comment_of_archive"), decode(package.comment) or "", body=False)
    for name in sorted(package.members):
        if _OWN.fullmatch(name):
            continue
        contents.text(place("member_name"), name.rpartition(".")[0] or name, body=False)
        ending = name.rpartition(".")[2].lower() if "." in name else ""
        with contents.inside(place("inside", name=name)):
            if ending == "zip":
                contents.fault("M005", shown=contents.reason("nested"))
            elif ending in load_data("file_types.yml")["types"]:
                _read_member(ending, package.read(name), contents, read_inner)
            else:
                contents.fault("M021", shown=f".{ending}" if ending else "")


def _read_member(ending: str, data: bytes, contents: Contents, read_inner: ReadInner) -> None:
    """A member of a publishable type; its first bytes must be that type's, as for a file by itself."""
    magic = load_data("file_types.yml")["types"][ending]["magic"]
    if data.startswith(_OLE) and ending in ("docx", "xlsx", "pptx"):
        contents.fault("M001")
    elif magic and not any(data.startswith(bytes.fromhex(m)) for m in magic):
        contents.fault("M003")
    else:
        read_inner(ending, data, contents)
        if load_data("file_types.yml")["types"][ending].get("picture"):
            contents.unreadable("", "picture")
