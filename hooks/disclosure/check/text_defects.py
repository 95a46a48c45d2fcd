"""Damage that copying leaves in official text, and words that hint at a hijacked page. All of it only warns."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from disclosure.chinese_numbers import ordinal_value
from disclosure.data_files import load_data
from disclosure.problems import Problem, problem

_ZERO_WIDTH = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD))
_LONG_LINE = 18
"""Characters from which a repeated line is no mere formula."""
_REPEATS = 3
"""Repeated long lines from which a text was pasted twice."""
_SERIES = (
    re.compile(r"第([一二三四五六七八九十百零〇]+)条(?![例第款])"),
    re.compile(r"([一二三四五六七八九十百]+)、"),
    re.compile(r"[（(]([一二三四五六七八九十]+)[）)]"),
)
_LISTED = re.compile(
    r"((?:《[^》]{2,60}》[、，,和及与]?){2,})等(\d{1,2}|[两二三四五六七八九十]{1,3})[项个份部]"
)


def check_text(body: str, path: str, first_line: int, item: str) -> list[Problem]:
    """Rows for text pasted twice, dates and brackets that lost characters, numbers that skip, spam words."""
    lines = body.split("\n")
    findings: list[tuple[str, int, str, dict[str, Any]]] = []
    findings += _pasted_twice(lines)
    for number, line in enumerate(lines):
        findings += [(code, number, value, facts) for code, value, facts in _line_findings(line)]
    findings += _skipped_numbers(lines)
    return [
        problem(code, path, first_line + number, "正文", value, item=item, **facts)
        for code, number, value, facts in findings
    ]


@cache
def _defects() -> list[tuple[str, re.Pattern[str]]]:
    return [(d["code"], re.compile(d["pattern"])) for d in load_data("watch_words.yml")["defects"]]


@cache
def _spam() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, load_data("watch_words.yml")["spam_words"])))


@cache
def _fixed_phrases() -> list[tuple[re.Pattern[str], frozenset[str]]]:
    return [
        (re.compile(f"{p['before']}([\\u4e00-\\u9fff]{{2,6}}){p['after']}"), frozenset(p["expected"]))
        for p in load_data("watch_words.yml")["fixed_phrases"]
    ]


def _line_findings(line: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    if not line.strip():
        return
    plain = line if line.isascii() else unicodedata.normalize("NFKC", line).translate(_ZERO_WIDTH)
    squeezed = plain.replace(" ", "")
    word = _spam().search(squeezed)
    if word:
        yield "D001", word[0], {}
    for code, pattern in _defects():
        found = pattern.search(line)
        if found:
            yield code, found[0].strip(), {}
    listed = _LISTED.search(squeezed)
    if listed:
        named, stated = listed[1].count("《"), ordinal_value(listed[2])
        if 0 < stated < named or stated > named > 1:
            yield "D008", listed[0][-20:], {"named": named, "stated": stated}


def _pasted_twice(lines: list[str]) -> list[tuple[str, int, str, dict[str, Any]]]:
    """The first line of a second copy, when several long lines come again."""
    long = [
        (n, text)
        for n, line in enumerate(lines)
        if len(text := line.strip()) >= _LONG_LINE and "|" not in text
    ]
    seen: dict[str, int] = {}
    again: list[tuple[int, int]] = []
    for number, text in long:
        if text in seen:
            again.append((number, seen[text]))
        seen.setdefault(text, number)
    if len(again) < _REPEATS:
        return []
    number, first = again[0]
    return [("D005", number, lines[number].strip(), {"first": first + 1, "count": len(again)})]


def _skipped_numbers(lines: list[str]) -> list[tuple[str, int, str, dict[str, Any]]]:
    """Ordinals at the beginning of paragraphs that jump forward or come twice within one series."""
    findings: list[tuple[str, int, str, dict[str, Any]]] = []
    for level, pattern in enumerate(_SERIES):
        last = 0
        for number, line in enumerate(lines):
            text = line.strip().lstrip("#*　 ")
            if level and any(p.match(text) for p in _SERIES[:level]):
                last = 0  # a higher number begins a new series
            found = pattern.match(text)
            if not found:
                continue
            value = ordinal_value(found[1])
            if value == 1:
                last = 1
            elif last and (value == last or value > last + 1):
                facts: dict[str, Any] = {"last": last, "expected": last + 1}
                findings.append(("D006", number, found[0], facts))
                last = value
            elif last:
                last = value
    counts = Counter(code for code, *_ in findings)
    return findings if counts["D006"] <= 5 else findings[:1]  # noqa: PLR2004 (a table of rules, not a slip)
