"""Numbers that belong to a person: identity numbers, mobile telephones, bank cards (GB 11643-1999; ISO/IEC 7812-1).

A number is judged by its own check character first, then by the words beside it: permits and project codes hold a
district and a date just as an identity number does.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from stdnum import luhn

from disclosure.gates.digits import Run, digit_runs
from disclosure.gates.identity import (
    LENGTH,
    OLD_LENGTH,
    identity_windows,
    is_day,
    registration_number,
    unit_code,
    valid_old_identity,
)
from disclosure.gates.nearby import Nearby
from disclosure.gates.rules import card_beginnings, codes_dated_from
from disclosure.gates.telephones import telephones

_CARD_SHAPES = {(4, 4, 4, 4), (4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (4, 4, 4, 4, 3), (6, 10), (6, 13), (4, 6, 5)}
_ID_SHAPES = {(6, 8, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (6, 12), (14, 4), (17, 1)}
_OLD_ID_SHAPE = (6, 6, 3)


@dataclass(frozen=True, slots=True)
class Mark:
    """Something found in a text: problem code, from where to where, what it is. `plain`: no secret in itself."""

    code: str
    start: int
    end: int
    value: str
    plain: bool = False


def find_numbers(text: str, nearby: Nearby) -> Iterator[Mark]:
    """Personal numbers in `text` (already normalised), run by run."""
    for run in digit_runs(text):
        taken: list[tuple[int, int]] = []
        for first in identity_windows(run):
            taken.append((first, first + LENGTH))
            number, start = run.joined[first : first + LENGTH], run.place(first)
            issued = int(number[6:10]) >= codes_dated_from() and nearby.is_code(start)
            yield Mark("P002" if issued else "P001", start, run.place(first + LENGTH - 1) + 1, number)
        if run.in_address:
            continue
        if not taken and (divided := _divided(run, nearby)):
            yield divided
            continue
        for group in run.groups:
            free = all(
                not (span[0] < group.edge + len(group.digits) and group.edge < span[1]) for span in taken
            )
            if free and group.alone and (code := _judge(group.digits, group.start, nearby)):
                yield Mark(code, group.start, group.end, group.digits)
        for number, start, end in telephones(text, run, taken, nearby):
            yield Mark("P004", start, end, number)


def _divided(run: Run, nearby: Nearby) -> Mark | None:
    """A whole run that is one number, divided as people divide it."""
    number, start, end = run.joined, run.groups[0].start, run.place(len(run.joined) - 1) + 1
    if run.shape in _CARD_SHAPES and _known_card(number, named=True) and not nearby.is_code(start):
        return Mark("P005", start, end, number)
    if run.shape in _ID_SHAPES and is_day(number[6:14]) and not unit_code(number):
        return Mark("P002", start, end, number)
    if run.shape == _OLD_ID_SHAPE and valid_old_identity(number):
        return Mark("P003", start, end, number)
    return None


def _judge(number: str, start: int, nearby: Nearby) -> str:
    """The problem code of an undivided number, or an empty text."""
    if len(number) == LENGTH and unit_code(number):
        return ""
    carded = nearby.names(start, "card_words")
    if _known_card(number, named=carded) and (carded or not nearby.is_code(start)):
        return "P005"
    if len(number) == LENGTH:
        return "P002"
    if len(number) == OLD_LENGTH and valid_old_identity(number):
        coded = nearby.is_code(start) or registration_number(number)
        return "P003" if nearby.names(start, "identity_words") or not coded else ""
    return ""


def _known_card(number: str, *, named: bool) -> bool:
    """Whether a number begins, is as long and checks as a bank card's; `named`: words or grouping call it one."""
    if not number.isdecimal():
        return False
    for first, last, lengths, needs_words in card_beginnings():
        if len(number) in lengths and first <= number[: len(first)] <= last and (named or not needs_words):
            return bool(luhn.is_valid(number))
    return False
