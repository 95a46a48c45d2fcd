"""Damage that copying leaves in official text, and words that hint at a hijacked page. All of it only warns.

Every search runs over the whole body at once: a body has hundreds of lines and hardly ever a finding.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import Any

from disclosure.chinese_numbers import ordinal_value
from disclosure.data_files import load_data
from disclosure.problems import Problem, problem
from disclosure.usual_text import is_usual

_ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_LOOKALIKES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
_LONG_LINE = 18
"""Characters from which a repeated line is no mere formula."""
_REPEATED_LINES, _REPEATED_CHARACTERS, _REPEATED_SHARE = 3, 300, 0.25
"""A second copy is at least so many long lines in one run, and so many characters or such a share of the text.

Laws repeat whole paragraphs in parallel articles: up to 234 characters among 1,811 published documents.
"""
_SERIES = re.compile(
    r"(?P<start>[\n。；;](?:(?<=\n)[#*\t \u3000]*|(?<!\n)[\t \u3000]*))"
    r"(?:第(?P<article>[一二三四五六七八九十百零〇]+)条(?![例第款])"
    r"|(?P<section>[一二三四五六七八九十百]+)[、．.]"
    r"|[（(](?P<point>[一二三四五六七八九十]+)[）)](?![至和、或]))"
)
"""Searched in a text with a line end before it: that a match begins with one of a few characters makes it quick."""
_LEVELS = ("article", "section", "point")
_FIRST_LEVEL = _SERIES.groupindex[_LEVELS[0]]
"""The group of the highest level; those of the others follow."""
_LISTED = re.compile(
    r"((?:《[^》\n]{2,60}》[、，,和及与]?){2,})等(\d{1,2}|[两二三四五六七八九十]{1,3})[项个份部]"
)
_MANY_SKIPS = 5
_CLOSED_LIST = 3

Finding = tuple[str, int, str, dict[str, Any]]
"""Problem code, offset in the body, what was found, facts of the message."""


def check_text(body: str, path: str, first_line: int, item: str) -> list[Problem]:
    """Rows for text pasted twice, dates and brackets that lost characters, numbers that skip, spam words."""
    findings: list[Finding] = [
        *_spam(body),
        *_strange_names(body),
        *_defects(body),
        *_miscounted(body),
        *_skipped_numbers(body),
    ]
    again = _pasted_twice(body)
    if not findings and not again:
        return []
    starts = [0, *(m.end() for m in re.finditer("\n", body))]
    rows = [
        problem(code, path, first_line + bisect_right(starts, offset) - 1, "正文", value, item=item, **facts)
        for code, offset, value, facts in findings
    ]
    if again:
        line, first, count, text = again
        rows.append(
            problem("D005", path, first_line + line, "正文", text, item=item, first=first + 1, count=count)
        )
    return rows


@cache
def _spam_words() -> tuple[str, ...]:
    return tuple(load_data("watch_words.yml")["spam_words"])


@cache
def _any_spam() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _spam_words())))


@cache
def _patterns() -> list[tuple[str, re.Pattern[str], re.Pattern[str]]]:
    defects = load_data("watch_words.yml")["defects"]
    return [
        (d["code"], *(re.compile(d[part], re.MULTILINE) for part in ("needs", "pattern"))) for d in defects
    ]


@cache
def _fixed_phrases() -> list[tuple[str, re.Pattern[str], re.Pattern[str]]]:
    return [
        (
            p["code"],
            re.compile(f"{p['before']}([\\u4e00-\\u9fff]{{2,6}}?){p['after']}"),
            re.compile("|".join(map(re.escape, p["expected"]))),
        )
        for p in load_data("watch_words.yml")["fixed_phrases"]
    ]


def _spam(body: str) -> Iterator[Finding]:
    if not _any_spam().search(_plain(body)):
        return
    offset = 0
    for line in body.split("\n"):
        bare = _plain(line)
        word = next((w for w in _spam_words() if w in bare), "")
        if word:
            yield "D001", offset, word, {}
        offset += len(line) + 1


def _plain(text: str) -> str:
    """`text` without what hides a word from a search: spaces, zero-width characters, look-alike characters."""
    text = text.replace(" ", "").replace("\u3000", "")
    if is_usual(text):
        return text
    text = _ZERO_WIDTH.sub("", text)
    return unicodedata.normalize("NFKC", text) if _LOOKALIKES.search(text) else text


def _strange_names(body: str) -> Iterator[Finding]:
    for code, phrase, expected in _fixed_phrases():
        for found in phrase.finditer(body):
            if not expected.search(found[1]):
                yield code, found.start(), found[0], {}


def _defects(body: str) -> Iterator[Finding]:
    for code, needed, pattern in _patterns():
        if needed.search(body):
            for found in pattern.finditer(body):
                yield code, found.end() - len(found[0].lstrip()), found[0].strip(), {}


def _miscounted(body: str) -> Iterator[Finding]:
    if "》等" not in body:
        return
    for found in _LISTED.finditer(body):
        named, stated = found[1].count("《"), ordinal_value(found[2])
        # “等” after two names may well stand for more; after three or more it closes the list.
        if stated and (stated < named or stated > named >= _CLOSED_LIST):
            yield "D008", found.start(), found[0][-20:], {"named": named, "stated": stated}


def _pasted_twice(body: str) -> tuple[int, int, int, str] | None:
    """(line of the second copy, line of the first, lines that come again, its first text), from 0."""
    texts = [text for text in map(str.strip, body.split("\n")) if len(text) >= _LONG_LINE]
    if len(set(texts)) > len(texts) - _REPEATED_LINES:
        return None
    numbers = [n for n, line in enumerate(body.split("\n")) if len(line.strip()) >= _LONG_LINE]
    seen: dict[str, int] = {}
    skip = 0
    for number, text in enumerate(texts):
        first = seen.setdefault(text, number)
        if first == number or number < skip or "|" in text:
            continue
        run = 1
        while (
            number + run < len(texts) and first + run < number and texts[first + run] == texts[number + run]
        ):
            run += 1
        skip = number + run
        length = sum(map(len, texts[number:skip]))
        enough = length >= _REPEATED_CHARACTERS or length >= _REPEATED_SHARE * sum(map(len, texts))
        if run >= _REPEATED_LINES and enough:
            return (*_true_start(body.split("\n"), numbers[number], numbers[first]), run, text)
    return None


def _true_start(lines: list[str], second: int, first: int) -> tuple[int, int]:
    """Where two copies begin whose first long common line is known: short lines before it belong to them too.

    The second copy may begin amid a line, right behind the last words of the first.
    """
    while True:
        above = [next((n for n in range(at - 1, -1, -1) if lines[n].strip()), -1) for at in (second, first)]
        if min(above) < 0 or above[0] <= first:
            return second, first
        again, before = lines[above[0]].strip(), lines[above[1]].strip()
        if not again.endswith(before):
            return second, first
        second, first = above
        if again != before:
            return second, first


def _skipped_numbers(body: str) -> list[Finding]:
    """Ordinals at the beginning of paragraphs that jump forward or come twice within one series.

    A number amid a line counts only where it goes on with the series: elsewhere it is a reference.
    """
    findings: list[Finding] = []
    last = [0, 0, 0]
    text = "\n" + body
    for found in _SERIES.finditer(text):
        group = found.lastindex or _FIRST_LEVEL
        level, value = group - _FIRST_LEVEL, ordinal_value(found[group])
        amid = text[found.start()] != "\n"
        before = last[level]
        if amid and value != before + 1:
            continue
        last[level + 1 :] = [0] * (len(_LEVELS) - level - 1)  # a higher number begins a new series below it
        if before and value > 1 and (value == before or value > before + 1):
            shown = found[0][len(found["start"]) :]
            findings.append(("D006", found.end() - 1, shown, {"last": before, "expected": before + 1}))
        if value == 1 or (before and value >= before):
            last[level] = value
    return findings if len(findings) <= _MANY_SKIPS else findings[:1]  # a table of rules, not a slip
