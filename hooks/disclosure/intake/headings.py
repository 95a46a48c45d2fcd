"""Headings of imported texts: by the numbers of official documents, each level under the one above it."""

import re
from functools import cache

from disclosure.data_files import load_data

_HEADING = re.compile(r"^(#{1,6})(?= )", re.MULTILINE)
_HEADING_LENGTH = 40
_LOWEST = 6


def settle_headings(markdown: str) -> str:
    """`markdown` with headings from the second level on (the title is the first), and none that skips a level.

    A screen reader's user goes from heading to heading and takes a skipped level for a lost part.
    """
    above: list[int] = []

    def settled(match: re.Match[str]) -> str:
        level = len(match[1])
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        return "#" * min(len(above) + 1, _LOWEST)

    return _HEADING.sub(settled, markdown)


@cache
def _heading_patterns() -> list[tuple[int, re.Pattern[str]]]:
    return [(h["level"], re.compile(h["pattern"])) for h in load_data("import_fields.yml")["headings"]]


def heading_levels(paragraphs: list[str]) -> list[int]:
    """For each paragraph the level that its number gives it as a heading, 0 for ordinary text.

    A numbered line is a heading where it is short, holds no sentence, and text of another kind follows: a mere
    list of names is none.
    """
    kinds = [_kind(p) for p in paragraphs]
    levels = []
    for number, kind in enumerate(kinds):
        following = kinds[number + 1] if number + 1 < len(kinds) else kind
        level = 0 if kind < 0 or following == kind else _heading_patterns()[kind][0]
        levels.append(level if _is_headline(paragraphs[number]) else 0)
    return levels


def _kind(paragraph: str) -> int:
    return next((n for n, (_, pattern) in enumerate(_heading_patterns()) if pattern.match(paragraph)), -1)


def _is_headline(paragraph: str) -> bool:
    return len(paragraph) <= _HEADING_LENGTH and not any(mark in paragraph for mark in "。；：:;，,")
