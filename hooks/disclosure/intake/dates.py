"""Dates as other systems write them → 2026-03-02 and 2026-03-02 09:30."""

import re
from datetime import date

from disclosure.chinese_numbers import ordinal_value

_PLAIN = re.compile(
    r"(\d{4})\s*(?:[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{2})(\d{2}))"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_CHINESE = re.compile(
    r"([一二][〇○零Ｏ一二三四五六七八九]{3})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_LAST_HOUR, _LAST_MINUTE = 23, 59
_YEAR_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")


def parse_date(text: str) -> str:
    """The ISO date that `text` gives, or an empty text where it gives no real day."""
    return parse_moment(text)[:10]


def parse_moment(text: str) -> str:
    """The date, with hour and minute where `text` gives them; an empty text where it gives no real day.

    A zone is passed over: old sites write local time and call it anything.
    """
    text = text.strip()
    found = _PLAIN.fullmatch(text)
    if found:
        year, month, day = int(found[1]), int(found[2] or found[4]), int(found[3] or found[5])
        hour, minute = found[6], found[7]
    else:
        chinese = _CHINESE.fullmatch("".join(text.split()))
        if not chinese:
            return ""
        year = int(chinese[1].translate(_YEAR_DIGITS))
        month, day = ordinal_value(chinese[2]), ordinal_value(chinese[3])
        hour = minute = None
    try:
        shown = date(year, month, day).isoformat()
    except ValueError:
        return ""
    if (
        hour is None
        or minute is None
        or not _is_clock(int(hour), int(minute))
        or int(hour) + int(minute) == 0
    ):
        return shown
    return f"{shown} {int(hour):02d}:{minute}"


def _is_clock(hour: int, minute: int) -> bool:
    return hour <= _LAST_HOUR and minute <= _LAST_MINUTE
