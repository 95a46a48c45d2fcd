"""Mobile telephone numbers, told from eleven digits that count something."""

import re
from collections.abc import Iterator

from disclosure.gates.digits import Group, Run
from disclosure.gates.nearby import Nearby
from disclosure.gates.rules import words

_FORM = re.compile(r"(?:00?86|0|86)?(1[3-9]\d{9})")
_SHAPES = {(3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (2, 3, 4, 4), (2, 11), (2, 3, 8)}
_CODE_BEFORE = re.compile(r"[A-Za-z_/=&%#.¥￥$]")
_NUMBER_AFTER = re.compile(r"\.\d|[A-Za-z_]|[,，]\d{3}\b")


def telephones(
    text: str, run: Run, taken: list[tuple[int, int]], nearby: Nearby
) -> Iterator[tuple[str, int, int]]:
    """(number, where it begins, where it ends) of each telephone: a group, a part of one, or a whole run.

    `taken` are the spans of the run's digits that are identity numbers.
    """
    end = run.groups[-1].end
    whole = _FORM.fullmatch(run.joined) if run.shape in _SHAPES else None
    if whole and "\n" not in text[run.groups[0].start : end]:
        if _counts_nothing(text, run.groups[0].start, end, nearby):
            yield whole[1], run.groups[0].start, end
        return
    for group in run.groups:
        for first, length in _free_parts(group, taken):
            match = _FORM.fullmatch(group.digits[first : first + length])
            if not match:
                continue
            start, end = run.place(group.edge + first), run.place(group.edge + first + length - 1) + 1
            if _counts_nothing(text, start, end, nearby):
                yield match[1], start, end


def _free_parts(group: Group, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What identity numbers leave of a group, as (first digit, length) within it."""
    end = group.edge + len(group.digits)
    inside = [span for span in taken if span[0] < end and group.edge < span[1]]
    if not inside:
        return [(0, len(group.digits))]
    left, right = inside[0][0] - group.edge, end - inside[-1][1]
    return [(0, left), (len(group.digits) - right, right)]


def _counts_nothing(text: str, start: int, end: int, nearby: Nearby) -> bool:
    """Whether eleven digits are no part of a word or decimal, and no quantity by their unit or column."""
    called = nearby.names(start, "phone_words")
    if start and _CODE_BEFORE.match(text[start - 1]) and not called:
        return False
    after = text[end : end + 4]
    if after.lstrip(" \t\u3000").startswith(words("unit_words")) or _NUMBER_AFTER.match(after):
        return False
    return called or not nearby.names(start, "quantity_words")
