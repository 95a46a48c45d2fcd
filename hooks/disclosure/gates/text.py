"""What must never be published, looked for in text. The text is normalised first: gates.plain."""

import re
from collections.abc import Iterator

from disclosure.gates.allowed import Allowed
from disclosure.gates.masking import mask
from disclosure.gates.nearby import Nearby
from disclosure.gates.numbers import Mark, find_numbers
from disclosure.gates.plain import plain
from disclosure.gates.rules import any_hint, suspicious_words, text_rules, words

_BLANKS = re.compile(r"[ \u3000]+")


def find_marks(text: str, nearby: Nearby, allowed: Allowed) -> list[Mark]:
    """Every mark in `text`, by place.

    Lawful content gets none: names, firms' unit codes, landlines, masked numbers, the office's own contact data.
    """
    marks = sorted((*find_numbers(text, nearby), *_patterns(text)), key=lambda mark: (mark.start, mark.code))
    kept: list[Mark] = []
    ends: dict[str, int] = {}
    for mark in marks:
        if mark.start >= ends.get(mark.code, 0) and not _is_own(mark, allowed):
            ends[mark.code] = mark.end
            kept.append(mark)
    return kept


def _patterns(text: str) -> Iterator[Mark]:
    """What the patterns find; where two meet, that of the earlier one says more."""
    taken: list[tuple[int, int]] = []
    hinted = any_hint().search(text)
    for rule in text_rules():
        if not (rule.may_match(text) if hinted else not rule.hints):
            continue
        for found in rule.pattern.finditer(text):
            group = 1 if found.re.groups else 0
            start, end = found.span(group)
            if not any(start < other_end and other_start < end for other_start, other_end in taken):
                taken.append((start, end))
                yield Mark(rule.code, start, end, found[group].strip(), rule.plain)


def find_suspicious(text: str) -> Iterator[Mark]:
    """The first place of each word of hijacked pages; bodies of items are searched for them by the check stage."""
    told = set()
    for found in suspicious_words().finditer(text):
        word = _BLANKS.sub("", found[0])
        if word not in told:
            told.add(word)
            yield Mark("M020", found.start(), found.end(), word, plain=True)


def _is_own(mark: Mark, allowed: Allowed) -> bool:
    if mark.code == "P004":
        return mark.value in allowed.phones
    if mark.code == "P009":
        address = mark.value.lower().replace("＠", "@")
        domain = address.rpartition("@")[2]
        official = (*words("office_domains"), *allowed.domains)
        return address in allowed.emails or any(domain == d or domain.endswith(f".{d}") for d in official)
    return False


def hide(text: str) -> str:
    """`text` (the name of a place, another check's message) with every mark in it masked."""
    searched = plain(text)
    marks = find_marks(searched, Nearby(searched, lambda _: ""), Allowed())
    hidden, free = "", 0
    for mark in marks:
        if not mark.plain and mark.start >= free:
            hidden += searched[free : mark.start] + mask(searched[mark.start : mark.end])
            free = mark.end
    return hidden + searched[free:] if free else text
