"""The gates of one item: its fields, its body, its files. Rows for the check stage, masked."""

from collections.abc import Sequence

from disclosure.gates.files import file_rows, scan_file
from disclosure.gates.properties import Expected
from disclosure.gates.rows import Line, allowed_by, scan_text
from disclosure.gates.wording import place
from disclosure.problems import Problem
from disclosure.read.item_file import RawItem
from disclosure.read.nodes import Mapping, Node, Scalar
from disclosure.types import Attachment, Site


def scan_item(site: Site, raw: RawItem, files: Sequence[Attachment]) -> list[Problem]:
    """Rows for everything in the item that must not be published (保密审查、隐私审查的机器部分).

    `files` are its attachments and pictures, as the check found them. No row holds what was found unmasked.
    """
    folder = raw.path.replace("/items/", "/files/", 1).removesuffix(".md")
    rows = scan_text(site, raw.path, _fields(raw), raw.body, raw.body_line, raw.id)
    for file in files:
        field, line = _naming(raw, file.name)
        path = f"{folder}/{file.name}"
        scan = scan_file(site.root, path, file.sha256, _expected(site, raw, file))
        rows += file_rows(scan, path.removeprefix("content/"), (raw.path, line, field, raw.id))
    return rows


def _expected(site: Site, raw: RawItem, file: Attachment) -> Expected:
    titles = tuple(filter(None, (_scalar(raw, "title"), file.title)))
    return Expected(_scalar(raw, "document_number"), titles, allowed_by(site))


def _fields(raw: RawItem) -> list[Line]:
    lines: list[Line] = []
    for key, node in raw.front_matter.entries.items():
        _add_scalars(lines, key, node)
    return lines


def _add_scalars(lines: list[Line], field: str, node: Node) -> None:
    if isinstance(node, Scalar):
        lines.append((field, node.line, node.value.replace("\n", " ")))
    else:
        for inner in node.entries.values() if isinstance(node, Mapping) else node.items:
            _add_scalars(lines, field, inner)


def _scalar(raw: RawItem, key: str) -> str:
    node = raw.front_matter.entries.get(key)
    return node.value if isinstance(node, Scalar) else ""


def _naming(raw: RawItem, name: str) -> tuple[str, int]:
    """(field, line) at which a file is named: in the fields, else in the body."""
    for field, line, value in _fields(raw):
        if value == name:
            return field, line
    return place("body"), raw.body_line + raw.body.count("\n", 0, max(0, raw.body.find(name)))
