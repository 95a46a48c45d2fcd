"""One file, whole: what a reader collected, judged. Runs in a process of its own (gates.child)."""

from bisect import bisect_right
from itertools import accumulate

from disclosure.gates.allowed import Allowed
from disclosure.gates.carriers.reading import read_carrier
from disclosure.gates.contents import Contents, Segment
from disclosure.gates.findings import FileScan, Finding
from disclosure.gates.limits import Budget, Limits
from disclosure.gates.masking import mask
from disclosure.gates.nearby import Nearby
from disclosure.gates.plain import plain
from disclosure.gates.properties import Expected, judge_properties
from disclosure.gates.text import find_marks, find_suspicious, hide

_OWN_DATA = {"P004", "P009"}
"""Codes on which the office's own contact data may decide otherwise."""


def scan_bytes(ending: str, data: bytes, expected: Expected, limits: Limits) -> FileScan:
    """Look through one file. Never raises for content, but for MemoryError, which is the caller's to answer."""
    contents = Contents(Budget(limits))
    read_carrier(ending, data, contents)
    marks, asked = _marks(contents.segments, expected.allowed)
    rows = [(fault.code, fault.place, fault.shown) for fault in contents.faults]
    rows += [*marks, *judge_properties(contents, expected)]
    merged: dict[str, list[tuple[str, str, str]]] = {}
    for row in rows:
        merged.setdefault(row[0], []).append(row)
    findings = [
        Finding(code, hide(found[0][1]), next((row[2] for row in found if row[2]), ""), len(found))
        for code, found in sorted(merged.items())
    ]
    return FileScan(tuple(findings), contents.body_characters > 0, asked or bool(contents.properties))


def _marks(segments: list[Segment], allowed: Allowed) -> tuple[list[tuple[str, str, str]], bool]:
    """Marks in all segments, and whether the office's contact data may have decided on one."""
    # All segments at once, divided by NUL, which stands in none: a search for each would take many times as long.
    text = plain("\n\0\n".join(segment.text for segment in segments))
    starts = [0, *accumulate(len(part) + 1 for part in text.split("\0"))]

    def segment_at(offset: int) -> Segment:
        return segments[bisect_right(starts, offset) - 1]

    nearby = Nearby(text, lambda offset: segment_at(offset).heading)
    found = find_marks(text, nearby, Allowed())
    asked = any(mark.code in _OWN_DATA for mark in found)
    kept = find_marks(text, nearby, allowed) if asked else found
    kept += find_suspicious(text)
    rows = [(m.code, segment_at(m.start).place, m.value if m.plain else mask(m.value)) for m in kept]
    return rows, asked
