"""Citizens' identity numbers of 18 characters (GB 11643-1999) and of 15 digits, told from what only looks like them."""

from collections.abc import Iterator
from datetime import date

from stdnum.cn import ric, uscc

from disclosure.gates.digits import Run
from disclosure.gates.rules import words

LENGTH, OLD_LENGTH = 18, 15
_FIRST_CENTURY, _LAST_CENTURY = 18, 20


def identity_windows(run: Run) -> Iterator[int]:
    """At which digit of the run a valid identity number begins, where it begins and ends as a group does."""
    edges = {len(run.joined), *(group.edge for group in run.groups)}
    free = 0
    for first in range(len(run.joined) - LENGTH + 1):
        if first < free or not valid_identity(run.joined[first : first + LENGTH]):
            continue
        if {first, first + LENGTH} <= edges or _joined_to_telephone(run, first):
            free = first + LENGTH
            yield first


def valid_identity(number: str) -> bool:
    """Whether 18 characters are an identity number: province, day of birth, check character."""
    if number[:2] not in words("provinces") or "X" in number[:-1] or not is_day(number[6:14]):
        return False
    # A firm's unit code begins with 9 too, and its check character is another one.
    return ric.calc_check_digit(number) == number[-1] and not (number[0] == "9" and uscc.is_valid(number))


def unit_code(number: str) -> bool:
    """Whether 18 digits are a unit code (统一社会信用代码), and no identity number with a wrong last digit."""
    return bool(uscc.is_valid(number)) and not (number[:2] in words("provinces") and is_day(number[6:14]))


def valid_old_identity(number: str) -> bool:
    """Whether 15 digits can be an identity number of before 1999, which has no check character."""
    return number.isdecimal() and number[:2] in words("provinces") and is_day("19" + number[6:12])


def is_day(digits: str) -> bool:
    """Whether eight digits are a day on which someone alive, or not long dead, can be born."""
    if not _FIRST_CENTURY <= int(digits[:2]) <= _LAST_CENTURY:
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True


def registration_number(number: str) -> bool:
    """Whether 15 digits check as a firm's former registration number (GS 15-2006: ISO 7064, MOD 11,10)."""
    rest = 10
    for digit in number[:-1]:
        rest = ((rest + int(digit)) % 10 or 10) * 2 % 11
    return (rest + int(number[-1])) % 10 == 1


def _joined_to_telephone(run: Run, first: int) -> bool:
    """Whether all that is left of an undivided group is a mobile telephone: columns that lost their space."""
    group = next(group for group in reversed(run.groups) if group.edge <= first)
    left, right = group.digits[: first - group.edge], group.digits[first - group.edge + LENGTH :]
    inside = len(left) + len(right) + LENGTH == len(group.digits)
    return inside and all(not rest or (len(rest) == 11 and rest[0] == "1") for rest in (left, right))  # noqa: PLR2004
