"""Working days (工作日) on calendars that are data: those shipped in data/calendars.yml, and an office's own.

A year without a calendar is never guessed: to ask for it raises, or, for an earliest possible date, is said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from disclosure.data_files import load_data

_SATURDAY = 5
SHIPPED = "随程序提供"
"""Where a calendar comes from that is no office's own."""


class NoCalendarError(LookupError):
    """There is no calendar for a year: a term that reaches into it can't be computed, and is not guessed."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One year's arrangement (节假日安排). `holidays` are weekdays that are off, with the holiday's name.

    `working_weekends` are weekend days that are worked (调休上班). `place` is the file it stands in, or 随程序提供;
    `checked` says whether it was compared with the notice `source`.
    """

    year: int
    holidays: Mapping[date, str]
    working_weekends: frozenset[date]
    source: str = ""
    place: str = SHIPPED
    checked: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class WorkingCalendar:
    """All years that are known. Compared by identity, so that what is counted on it can be kept."""

    years: Mapping[int, CalendarYear]

    def with_years(self, own: Iterable[CalendarYear]) -> "WorkingCalendar":
        """This calendar with an office's own years in place of the shipped ones.

        A notice also moves days of the year before its own (an eve that is off, a Sunday that is worked); such days
        are taken over into the year they lie in, where that is known.
        """
        years = dict(self.years)
        own = list(own)
        years.update({entry.year: entry for entry in own})
        for entry in own:
            for number in (entry.year - 1, entry.year + 1):
                if other := years.get(number):
                    years[number] = _joined(other, entry)
        return WorkingCalendar(years)


def _joined(year: CalendarYear, other: CalendarYear) -> CalendarYear:
    """`year` with the days that another year's notice arranges in it."""
    holidays = {day: name for day, name in other.holidays.items() if day.year == year.year}
    worked = {day for day in other.working_weekends if day.year == year.year}
    if not holidays and not worked:
        return year
    return CalendarYear(
        year.year,
        {**year.holidays, **holidays},
        year.working_weekends | worked,
        year.source,
        year.place,
        year.checked,
    )


@cache
def shipped_calendar() -> WorkingCalendar:
    """The years of data/calendars.yml."""
    data = load_data("calendars.yml")
    return WorkingCalendar(
        {year: _shipped_year(year, entry, data["source"]) for year, entry in data["years"].items()}
    )


def _shipped_year(year: int, entry: Mapping[str, object], source: str) -> CalendarYear:
    def day(text: str) -> date:
        return date.fromisoformat(f"{year}-{text}")

    holidays, worked, notice = entry["holidays"], entry["working_weekends"], entry.get("notice")
    assert isinstance(holidays, dict), year  # noqa: S101 (shipped files are ours)
    assert isinstance(worked, list), year  # noqa: S101
    return CalendarYear(
        year,
        {day(text): name for name, texts in holidays.items() for text in texts},
        frozenset(map(day, worked)),
        str(notice or source),
        SHIPPED,
        entry["checked"] is True,
    )


@cache
def fixed_holidays() -> frozenset[str]:
    """Holidays that the law puts on a day of the year, as 01-01: they are off even before a notice is out."""
    return frozenset(load_data("calendars.yml")["fixed"]["days"])


@lru_cache(maxsize=1 << 16)
def is_working_day(day: date, calendar: WorkingCalendar | None = None) -> bool:
    """Whether `day` is worked, on the shipped calendar where none is given. Raises NoCalendarError."""
    entry = (calendar or shipped_calendar()).years.get(day.year)
    if entry is None:
        raise NoCalendarError(day.year)
    return day in entry.working_weekends if day.weekday() >= _SATURDAY else day not in entry.holidays


def may_be_working_day(day: date, calendar: WorkingCalendar | None = None) -> bool:
    """Whether `day` is worked, as far as is known: in a year without a calendar every weekday but the fixed holidays.

    Terms counted with it end on the earliest possible day.
    """
    try:
        return is_working_day(day, calendar)
    except NoCalendarError:
        return day.weekday() < _SATURDAY and day.strftime("%m-%d") not in fixed_holidays()


@lru_cache(maxsize=1 << 14)
def add_working_days(start: date, count: int, calendar: WorkingCalendar | None = None) -> date:
    """The `count`-th working day after `start`; the day itself does not count. Raises NoCalendarError."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day, calendar)
    return day


def working_days_between(start: date, end: date, calendar: WorkingCalendar | None = None) -> int:
    """How many working days lie after `start` up to and with `end`. Raises NoCalendarError."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, calendar) for day in days)
