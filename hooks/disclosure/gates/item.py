"""The gates of one item: its fields, its body, its files. Rows for the check stage, masked."""

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence

from disclosure.gates import cache
from disclosure.gates.allowed import Allowed, allowed_of
from disclosure.gates.file_scan import FileScan
from disclosure.gates.masking import mask
from disclosure.gates.nearby import Nearby
from disclosure.gates.numbers import Mark
from disclosure.gates.plain import plain
from disclosure.gates.properties import Expected
from disclosure.gates.runner import scanner
from disclosure.gates.text import find_marks, find_suspicious, hide
from disclosure.gates.wording import place, spaced, times, within
from disclosure.problems import Problem, problem
from disclosure.read.item_file import RawItem
from disclosure.read.nodes import Mapping, Node, Scalar
from disclosure.types import Attachment, Site

_MOST = 20
"""Rows of one code in one text; the last of them counts the rest."""
_NEVER_KEPT = {"M002", "M006"}

_MAY_HOLD = re.compile(r"(?:[0-9\uff10-\uff19][^0-9\uff10-\uff19]{0,2}){11}|[@\uff20\u2605]|\u4f4f")
"""Whether a look at a row is worth its time."""

Line = tuple[str, int, str]
"""Field, line of the file, text."""


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
        _allowed(site),
    )
    ending = file.name.rpartition(".")[2]
    scan = cache.find(site.root, file.sha256, ending, expected)
    if scan is None:
        path = site.root / "content" / "files" / raw.path.split("/")[2] / raw.id / file.name
        scan = scanner().scan(path, ending, file.sha256, expected)
        if not _NEVER_KEPT & {finding.code for finding in scan.findings}:
            cache.keep(site.root, file.sha256, ending, expected, scan)
    return scan


def scan_text(
    site: Site, path: str, fields: Sequence[Line], body: str, body_line: int, item: str = ""
) -> list[Problem]:
    """Rows for the marks in the fields and the body of the file `path`; several in one line are one row.

    `body_line` is the line of the file on which the body begins. Words of hijacked pages are looked for in fields
    alone: the check of the text looks for them in bodies.
    """
    head = plain("\n".join(value for _, _, value in fields))
    text = f"{head}\n{plain(body)}" if fields else plain(body)
    marks = find_marks(text, Nearby(text, lambda _: ""), _allowed(site))
    marks += find_suspicious(head)
    rows: dict[tuple[str, int], list[Mark]] = {}
    per_code: dict[str, int] = {}
    for mark in sorted(marks, key=lambda found: found.start):
        number = text.count("\n", 0, mark.start)
        key = (mark.code, number)
        if key not in rows:
            per_code[mark.code] = per_code.get(mark.code, 0) + 1
            if per_code[mark.code] > _MOST:
                key = next(k for k in reversed(rows) if k[0] == mark.code)
        rows.setdefault(key, []).append(mark)
    made = []
    for (code, number), found in rows.items():
        field, line = fields[number][:2] if number < len(fields) else ("", body_line + number - len(fields))
        made.append(_row(path, field, line, code, found, item))
    return made


def _row(path: str, field: str, line: int, code: str, found: list[Mark], item: str) -> Problem:
    shown = found[0].value if found[0].plain else mask(found[0].value)
    where = place("field", name=field) if field else place("body")
    named = field or place("body")
    return problem(
        code, path, line, named, shown, item=item, where=where, shown=shown, count=times(len(found))
    )


def hide_in_rows(rows: Iterable[Problem]) -> list[Problem]:
    """Rows of other checks with every mark in them masked: they quote what an officer wrote."""
    return [_hidden(row) if _MAY_HOLD.search(f"{row.value}\n{row.message}") else row for row in rows]


def _hidden(row: Problem) -> Problem:
    return dataclasses.replace(row, value=hide(row.value), message=hide(row.message), advice=hide(row.advice))


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


_last: list[tuple[Site, Allowed]] = []
"""The site last asked for and what it says of itself: one site is checked at a time, item by item."""


def _allowed(site: Site) -> Allowed:
    if not _last or _last[0][0] is not site:
        _last[:] = [(site, allowed_of(site))]
    return _last[0][1]
