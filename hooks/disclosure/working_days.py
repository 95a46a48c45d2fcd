"""Working days (工作日) on the calendars shipped in data/calendars.yml (条例第二十六条等的期限)."""

from datetime import date, timedelta
from functools import cache

from disclosure.data_files import load_data

_SATURDAY = 5


class NoCalendarError(LookupError):
    """No calendar is shipped for a year: a term that reaches into it can't be computed, and is not guessed."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


@cache
def _year(year: int) -> tuple[frozenset[str], frozenset[str]]:
    years = load_data("calendars.yml")["years"]
    entry = years.get(year)
    if entry is None:
        raise NoCalendarError(year)
    return frozenset(entry["holidays"]), frozenset(entry["working_weekends"])


@cache
def is_working_day(day: date) -> bool:
    """Whether `day` is worked. Raises NoCalendarError for a year without data."""
    holidays, working_weekends = _year(day.year)
    name = day.strftime("%m-%d")
    return name in working_weekends if day.weekday() >= _SATURDAY else name not in holidays


@cache
def add_working_days(start: date, count: int) -> date:
    """The `count`-th working day after `start`; the day itself does not count. Raises NoCalendarError."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start` up to and with `end`. Raises NoCalendarError."""
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
