"""The gates of one item: its fields, its body, its files. Rows for the check stage, masked."""

from collections.abc import Iterator, Sequence

from disclosure.gates import cache
from disclosure.gates.findings import FileScan
from disclosure.gates.properties import Expected
from disclosure.gates.rows import Line, allowed_by, scan_text
from disclosure.gates.runner import scanner
from disclosure.gates.text import hide
from disclosure.gates.wording import place, spaced, times, within
from disclosure.problems import Problem, problem
from disclosure.read.item_file import RawItem
from disclosure.read.nodes import Mapping, Node, Scalar
from disclosure.types import Attachment, Site

_NEVER_KEPT = {"M002", "M006"}
"""Codes that another attempt may not meet again."""


def scan_item(site: Site, raw: RawItem, files: Sequence[Attachment]) -> list[Problem]:
    """Rows for everything in the item that must not be published (保密审查、隐私审查的机器部分).

    `files` are its attachments and pictures, as the check found them. No row holds what was found unmasked.
    """
    rows = scan_text(site, raw.path, list(_fields(raw)), raw.body, raw.body_line, raw.id)
    for file in files:
        field, line = _naming(raw, file.name)
        for found in scan_file(site, raw, file).findings:
            where = spaced(within(place("file", name=hide(file.name)), found.place))
            rows.append(
                problem(
                    found.code,
                    raw.path,
                    line,
                    field,
                    found.shown,
                    item=raw.id,
                    where=where,
                    shown=found.shown,
                    count=times(found.count),
                )
            )
    return rows


def scan_file(site: Site, raw: RawItem, file: Attachment) -> FileScan:
    """What looking into one of the item's files comes to, from the cache where it was looked into before."""
    expected = Expected(
        _scalar(raw, "document_number"),
        tuple(filter(None, (_scalar(raw, "title"), file.title))),
        allowed_by(site),
    )
    ending = file.name.rpartition(".")[2]
    scan = cache.find(site.root, file.sha256, ending, expected)
    if scan is None:
        path = site.root / "content" / "files" / raw.path.split("/")[2] / raw.id / file.name
        scan = scanner().scan(path, ending, file.sha256, expected)
        if not _NEVER_KEPT & {finding.code for finding in scan.findings}:
            cache.keep(site.root, file.sha256, ending, expected, scan)
    return scan


def _fields(raw: RawItem) -> Iterator[Line]:
    for key, node in raw.front_matter.entries.items():
        yield from _scalars(key, node)


def _scalars(field: str, node: Node) -> Iterator[Line]:
    if isinstance(node, Scalar):
        yield field, node.line, node.value.replace("\n", " ")
    elif isinstance(node, Mapping):
        for inner in node.entries.values():
            yield from _scalars(field, inner)
    else:
        for inner in node.items:
            yield from _scalars(field, inner)


def _scalar(raw: RawItem, key: str) -> str:
    node = raw.front_matter.entries.get(key)
    return node.value if isinstance(node, Scalar) else ""


def _naming(raw: RawItem, name: str) -> tuple[str, int]:
    """(field, line) at which a file is named: in the fields, else in the body."""
    for field, line, value in _fields(raw):
        if value == name:
            return field, line
    return place("body"), raw.body_line + raw.body.count("\n", 0, max(0, raw.body.find(name)))
