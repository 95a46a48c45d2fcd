"""Runs of digits in a text, with the separators that people put between them, cut into groups."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SEPARATOR = r"[ \t\u3000\-\u2010-\u2015\u2212\uff0d\u00b7.\u2022\n]"
_LONG = rf"(?=[0-9{_SEPARATOR[1:-1]}]{{10}})"
"""What follows the first digit of a run: told at once, where the rest takes a look at each digit."""
_RUN = re.compile(
    rf"[0-9](?<![0-9][0-9]){_LONG}(?:{_SEPARATOR}{{0,2}}[0-9]){{10,}}(?:{_SEPARATOR}{{0,2}}[Xx\u0425\u0445\u00d7](?![A-Za-z0-9]))?"
)
_PART = re.compile(r"[0-9]+|[^0-9]+")
_CHECK = "Xx\u0425\u0445\u00d7"
"""X, and what is taken for it: the Cyrillic letter and the sign of multiplication."""
_STEM = 17
"""Digits of an identity number before its check character."""
_OLD_IDENTITY = 15
_MOBILE = re.compile("1[3-9]|1[^0-9]{1,2}[3-9]")
"""How every mobile telephone begins; a shorter run than an old identity number can be nothing else."""
_WORD = re.compile(r"[A-Za-z0-9]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\u4e00-\u9fff，。；）)]*$")
_REACH = 160
"""Characters before a number in which the beginning of a web address is looked for."""


@dataclass(frozen=True, slots=True)
class Group:
    """Digits without a separator among them (`digits` may end in X); `edge` counts the run's digits to its left.

    `end` lies further off where every digit stands by itself. `before` and `after` are the separators beside it;
    `lettered`: a letter touches it.
    """

    digits: str
    start: int
    end: int
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
        stride = (group.end - group.start - 1) / max(len(group.digits) - 1, 1)
        return group.start + round((digit - group.edge) * stride)


def digit_runs(text: str) -> Iterator[Run]:
    """Every run of eleven digits or more, left to right."""
    for found in _RUN.finditer(text):
        if len(found[0]) < _OLD_IDENTITY and not _MOBILE.search(found[0]):
            continue  # a landline: the most frequent run by far
        groups = _groups(text, found.start(), found[0])
        yield Run(
            tuple(groups),
            "".join(group.digits for group in groups),
            bool(_ADDRESS.search(text[max(0, found.start() - _REACH) : found.start()])),
        )


def _groups(text: str, start: int, found: str) -> list[Group]:
    parts = list(_PART.finditer(found))
    digits = [part for part in parts if part[0][0].isdecimal()]
    checked = found[-1] in _CHECK and (found[-2].isdecimal() or sum(len(part[0]) for part in digits) == _STEM)
    end = start + (len(found) if checked else digits[-1].end())
    if all(len(part[0]) == 1 for part in digits):  # digit by digit, as forms and some programs print
        joined = "".join(part[0] for part in digits) + "X" * checked
        return [
            Group(joined, start, end, 0, "", "", lettered=_is_word(text, start - 1) or _is_word(text, end))
        ]
    groups: list[Group] = []
    edge = 0
    for number, part in enumerate(parts):
        if part not in digits:
            continue
        before = parts[number - 1][0] if number else ""
        after = parts[number + 1][0] if number + 1 < len(parts) else ""
        value = part[0]
        last = part is digits[-1]
        if last and checked:
            value, after = value + "X", ""
        touched = (not number and _is_word(text, start - 1)) or (last and _is_word(text, end))
        finish = end if last else start + part.end()
        groups.append(Group(value, start + part.start(), finish, edge, before, after, lettered=touched))
        edge += len(value)
    return groups


def _is_word(text: str, place: int) -> bool:
    return 0 <= place < len(text) and bool(_WORD.match(text[place]))
