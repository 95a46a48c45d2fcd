"""What must never be published, looked for in text. The text is normalised first: gates.plain."""

import re
from collections.abc import Iterator

from disclosure.gates.allowed import Allowed
from disclosure.gates.masking import mask
from disclosure.gates.nearby import Nearby
from disclosure.gates.numbers import Mark, find_numbers
from disclosure.gates.plain import plain
from disclosure.gates.rules import suspicious_words, text_rules, words


def find_marks(text: str, nearby: Nearby, allowed: Allowed) -> list[Mark]:
    """Every mark in `text`, by place.

    Lawful content gets none: names, firms' unit codes, landlines, masked numbers, the office's own contact data.
    """
    marks = sorted((*find_numbers(text, nearby), *_patterns(text)), key=lambda mark: (mark.start, mark.code))
    kept: list[Mark] = []
    ends: dict[str, int] = {}
    for mark in marks:
        if mark.start >= ends.get(mark.code, 0) and not _is_own(mark, allowed):
            ends[mark.code] = mark.end  # two patterns of one code may find the same
            kept.append(mark)
    return kept


def _patterns(text: str) -> Iterator[Mark]:
    for rule in text_rules():
        if rule.needs and not any(word in text for word in rule.needs):
            continue
        for found in rule.pattern.finditer(text):
            group = 1 if found.re.groups else 0
            yield Mark(rule.code, found.start(group), found.end(group), found[group].strip(), rule.plain)


def find_suspicious(text: str) -> Iterator[Mark]:
    """The first place of each word of hijacked pages; bodies of items are searched for them by the check stage."""
    closed = text.replace(" ", "").replace("\u3000", "")
    for word in suspicious_words():
        if word in closed:
            spaced = re.search(r"[ \u3000]*".join(map(re.escape, word)), text)
            if spaced:
                yield Mark("M020", spaced.start(), spaced.end(), word, plain=True)


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
