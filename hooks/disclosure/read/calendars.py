"""catalog/calendars/<year>.yml → the office's own calendar years, which go before the shipped ones."""

from datetime import date
from pathlib import Path

from disclosure.problems import Problem, problem
from disclosure.read.site_files import TRUE_WORDS, SiteFile, mapping, read_site_file, text, texts
from disclosure.working_days import CalendarYear, WorkingCalendar, shipped_calendar

FOLDER = "catalog/calendars"
_SATURDAY = 5


def read_calendar(root: Path) -> tuple[WorkingCalendar | None, list[Problem]]:
    """The calendar that terms of the site in `root` are counted on, and what is wrong with its own years.

    None stands for the shipped one, which every process has: it need not travel to workers.

    A year with a fault in it is left out: terms are then counted on the shipped one, or said to be uncountable.
    """
    own, problems = [], []
    for path in sorted((root / FOLDER).glob("*.yml")):
        file, found = read_site_file(root, f"calendars/{path.name}", "calendar")
        year, rows = _year(file, path.stem)
        problems += found
        if any(row.severity == "error" for row in found):
            continue
        problems += rows
        if year and not rows:
            own.append(year)
            problems += _differences(file, year)
    return shipped_calendar().with_years(own) if own else None, problems


def _year(file: SiteFile, stem: str) -> tuple[CalendarYear | None, list[Problem]]:
    """The year in `file`, and a row for each day that can't be one of it."""
    stated = text(file.values, "year")
    if stated != stem or not (stated.isascii() and stated.isdigit() and len(stated) == 4):  # noqa: PLR2004
        return None, [problem("T007", file.path, file.line("year"), "year", stated or stem)]
    number, rows = int(stated), list[Problem]()

    def days(key: str, written: list[str], *, weekend: bool) -> list[date]:
        found = []
        for value in written:
            day = _date(value)
            if day is None or abs(day.year - number) > 1 or (day.weekday() >= _SATURDAY) is not weekend:
                rows.append(problem("T007", file.path, file.line(key), key, value))
            else:
                found.append(day)
        return found

    holidays = {
        day: name
        for name in mapping(file.values, "holidays")
        for day in days(f"holidays.{name}", texts(mapping(file.values, "holidays"), name), weekend=False)
    }
    worked = days("working_weekends", texts(file.values, "working_weekends"), weekend=True)
    checked = text(file.values, "checked") in TRUE_WORDS
    source = text(file.values, "source")
    return CalendarYear(number, holidays, frozenset(worked), source, file.path, checked), rows


def _differences(file: SiteFile, year: CalendarYear) -> list[Problem]:
    days = differing_days(year)
    if not days:
        return []
    return [problem("T006", file.path, 1, "year", str(year.year), days="、".join(map(str, days)))]


def differing_days(year: CalendarYear) -> list[date]:
    """The days that `year` arranges otherwise than the shipped calendar, where that knows the year."""
    found: set[date] = set()
    shipped = shipped_calendar().years
    if known := shipped.get(year.year):
        off = {day for day in year.holidays if day.year == year.year}
        worked = {day for day in year.working_weekends if day.year == year.year}
        # A day of this year may stand in the next year's notice: it is missing here without a contradiction.
        found |= off - known.holidays.keys()
        found |= {d for d in known.holidays.keys() - off if not _edge(d)}
        found |= worked - known.working_weekends
        found |= {d for d in known.working_weekends - worked if not _edge(d)}
    for other in (year.year - 1, year.year + 1):
        if known := shipped.get(other):
            found |= {d for d in year.holidays if d.year == other and d not in known.holidays}
            found |= {d for d in year.working_weekends if d.year == other and d not in known.working_weekends}
    return sorted(found)


def _edge(day: date) -> bool:
    """Whether another year's notice usually arranges `day`: the days about the turn of the year."""
    return (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 3)


def _date(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
