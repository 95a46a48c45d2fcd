"""One engine for every term (期限): from a date, a limit and a calendar to the day on which it ends, with its ground.

Day one is the next working day (or day); pauses are not counted; a restart begins anew. Where no calendar is out yet
the earliest possible day is given and marked (暂按), never a guess that looks like a date.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from disclosure.time_limits import Limit
from disclosure.working_days import (
    CalendarYear,
    NoCalendarError,
    WorkingCalendar,
    is_working_day,
    may_be_working_day,
    shipped_calendar,
)

_SATURDAY = 5
_MOMENT = "%Y-%m-%d %H:%M"
_MONTHS = 12
WEEKEND, FIXED = "周末", "法定固定假日"
"""What days off are called that no notice names."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count (如征求第三方意见的时间), both included."""

    first: date
    last: date
    reason: str


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row that were passed over, and why: a holiday's name, 周末, or the reason of a pause."""

    name: str
    first: date
    last: date
    days: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a term ends. `due` is an ISO date, or a moment for terms in hours; `start` what it was counted from.

    `day_one` is the first day that counts. `provisional` are years without a calendar: the day is then the earliest
    possible one (暂按).
    """

    limit: Limit
    start: str
    due: str
    restarted: bool = False
    day_one: str = ""
    worked: tuple[date, ...] = ()
    passed_over: tuple[Span, ...] = ()
    years: tuple[CalendarYear, ...] = ()
    provisional: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Overrun:
    """How far past its end a term is: `count` in `unit`; at least so many where a calendar is missing."""

    count: int
    unit: str
    missing_year: int | None = None


def find_deadline(
    start: str,
    limit: Limit,
    calendar: WorkingCalendar | None = None,
    pauses: Iterable[Pause] = (),
    restarts: Iterable[str] = (),
) -> Deadline:
    """The end of `limit` counted from `start`, an ISO date or moment.

    `restarts` are later dates from which it is counted anew (如收到补正之日); the last one decides. Raises ValueError
    for a start that is no date.
    """
    known = calendar or shipped_calendar()
    begun = max([start, *restarts])
    restarted = begun != start
    moment = datetime.fromisoformat(begun)
    if limit.unit == "hour":
        due = moment + timedelta(hours=limit.length)
        return Deadline(limit, moment.strftime(_MOMENT), due.strftime(_MOMENT), restarted)
    first = moment.date()
    if limit.unit == "working-day":
        return _working_days(first, limit, known, tuple(pauses), restarted=restarted)
    if limit.unit == "month":
        return Deadline(limit, first.isoformat(), _months_later(first, limit.length).isoformat(), restarted)
    length = limit.length * (7 if limit.unit == "week" else 1)
    day, day_one, spans = first, "", _Spans()
    while length > 0:
        day += timedelta(days=1)
        if pause := _pause_on(day, tuple(pauses)):
            spans.add(pause.reason, day)
        else:
            length -= 1
            day_one = day_one or day.isoformat()
    return Deadline(limit, first.isoformat(), day.isoformat(), restarted, day_one, passed_over=spans.closed())


def _working_days(
    first: date, limit: Limit, calendar: WorkingCalendar, pauses: Sequence[Pause], *, restarted: bool
) -> Deadline:
    day, day_one, left = first, "", limit.length
    worked: list[date] = []
    years: dict[int, CalendarYear | None] = {}
    spans = _Spans()
    while left > 0:
        day += timedelta(days=1)
        years[day.year] = calendar.years.get(day.year)
        if pause := _pause_on(day, pauses):
            spans.add(pause.reason, day)
        elif may_be_working_day(day, calendar):
            left -= 1
            day_one = day_one or day.isoformat()
            if day.weekday() >= _SATURDAY:
                worked.append(day)
        else:
            entry = years[day.year]
            weekend = day.weekday() >= _SATURDAY
            spans.add(entry.holidays.get(day, "") if entry else "" if weekend else FIXED, day)
    return Deadline(
        limit,
        first.isoformat(),
        day.isoformat(),
        restarted,
        day_one,
        tuple(worked),
        spans.closed(),
        tuple(entry for entry in years.values() if entry),
        tuple(year for year, entry in years.items() if entry is None),
    )


class _Spans:
    """Days off in a row: a weekend that touches a holiday belongs to it, as the notices count them."""

    def __init__(self) -> None:
        self._rows: list[list[tuple[str, date]]] = []

    def add(self, name: str, day: date) -> None:
        row = self._rows[-1] if self._rows else []
        if row and row[-1][1] == day - timedelta(days=1):
            row.append((name, day))
        else:
            self._rows.append([(name, day)])

    def closed(self) -> tuple[Span, ...]:
        found = []
        for row in self._rows:
            names = list(dict.fromkeys(name for name, _ in row if name))
            found.append(Span("、".join(names) or WEEKEND, row[0][1], row[-1][1], len(row)))
        return tuple(found)


def _pause_on(day: date, pauses: Sequence[Pause]) -> Pause | None:
    return next((pause for pause in pauses if pause.first <= day <= pause.last), None)


def _months_later(day: date, count: int) -> date:
    """The same day `count` months later; the month's last where it has no such day."""
    months = day.year * _MONTHS + day.month - 1 + count
    after = date((months + 1) // _MONTHS, (months + 1) % _MONTHS + 1, 1)
    last = after - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def find_overrun(deadline: Deadline, now: str, calendar: WorkingCalendar | None = None) -> Overrun | None:
    """How far `now` (an ISO date or moment) is past the end of `deadline`; None while it still runs."""
    unit = deadline.limit.unit
    if unit == "hour":
        # A day without an hour is taken at its end: what is due today at nine is over by tonight at the latest.
        moment = datetime.fromisoformat(now if " " in now or "T" in now else f"{now} 23:59")
        late = moment - datetime.fromisoformat(deadline.due)
        return Overrun(-(-int(late.total_seconds()) // 3600), "hour") if late > timedelta(0) else None
    due, today = date.fromisoformat(deadline.due), date.fromisoformat(now[:10])
    if today <= due:
        return None
    if unit != "working-day":
        return Overrun((today - due).days, "day")
    count, missing = count_working_days(due, today, calendar)
    return Overrun(count, "working-day", missing)


def count_working_days(
    start: date, end: date, calendar: WorkingCalendar | None = None
) -> tuple[int, int | None]:
    """Working days after `start` up to and with `end`, and the first year for which there is no calendar."""
    count, missing = 0, None
    for number in range(1, (end - start).days + 1):
        day = start + timedelta(days=number)
        try:
            count += is_working_day(day, calendar)
        except NoCalendarError as error:
            missing = missing or error.year
            count += may_be_working_day(day, calendar)
    return count, missing
