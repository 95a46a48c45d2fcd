"""Runs of digits in a text, with the separators that people put between them, cut into groups."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SEPARATOR = r"[ \t\u3000\-\u2010-\u2015\u2212\uff0d\u00b7.\u2022\n]"
_RUN = re.compile(
    rf"[0-9](?:{_SEPARATOR}{{0,2}}[0-9]){{10,}}(?:{_SEPARATOR}{{0,2}}[Xx\u0425\u0445\u00d7](?![A-Za-z0-9]))?"
)
_PART = re.compile(r"[0-9]+|[^0-9]+")
_CHECK = "Xx\u0425\u0445\u00d7"
"""X, and what is taken for it: the Cyrillic letter and the sign of multiplication."""
_WORD = re.compile(r"[A-Za-z0-9]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\u4e00-\u9fff，。；）)]*$")
_REACH = 160
"""Characters before a number in which the beginning of a web address is looked for."""


@dataclass(frozen=True, slots=True)
class Group:
    """Digits without a separator among them (`digits` may end in X); `edge` counts the run's digits to its left.

    `before` and `after` are the separators beside it; `lettered`: a letter or a further digit touches it.
    """

    digits: str
    start: int
    edge: int
    before: str
    after: str
    lettered: bool

    @property
    def alone(self) -> bool:
        """Whether only blanks divide it from others, so that it is a number by itself."""
        return not self.before.strip() and not self.after.strip() and not self.lettered


@dataclass(frozen=True, slots=True)
class Run:
    """Groups that stand together; `joined` are all their digits. `in_address`: within a web address."""

    groups: tuple[Group, ...]
    joined: str
    in_address: bool

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths of the groups."""
        return tuple(len(group.digits) for group in self.groups)

    def place(self, digit: int) -> int:
        """The offset in the text of the run's `digit`-th digit, from 0."""
        group = next(group for group in reversed(self.groups) if group.edge <= digit)
        return group.start + digit - group.edge


def digit_runs(text: str) -> Iterator[Run]:
    """Every run of eleven digits or more, left to right."""
    for found in _RUN.finditer(text):
        parts = list(_PART.finditer(found[0]))
        groups: list[Group] = []
        edge = 0
        for number, part in enumerate(parts):
            if not part[0][0].isdecimal():
                continue
            before = parts[number - 1][0] if number else _touching(text[found.start() - 1 : found.start()])
            after = parts[number + 1][0] if number + 1 < len(parts) else ""
            digits = part[0]
            if after and after[-1] in _CHECK:
                digits, after = digits + "X", ""
            if not after and number + 1 >= len(parts) - (digits[-1] == "X"):
                after = _touching(text[found.end() : found.end() + 1])
            lettered = bool(_WORD.match(before) or _WORD.match(after))
            groups.append(Group(digits, found.start() + part.start(), edge, before, after, lettered))
            edge += len(digits)
        yield Run(
            tuple(groups),
            "".join(group.digits for group in groups),
            bool(_ADDRESS.search(text[max(0, found.start() - _REACH) : found.start()])),
        )


def _touching(beside: str) -> str:
    """A letter, digit or point that touches a run from outside; anything else divides."""
    return beside if _WORD.match(beside) or beside == "." else ""
