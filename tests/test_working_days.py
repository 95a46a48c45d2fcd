"""Working days: the terms of the law are counted in them (条例第二十六条, 第三十三条; integrity rows 15-17)."""

from datetime import date, timedelta

import pytest
from disclosure.dates import find_today
from disclosure.working_days import NoCalendarError, add_working_days, is_working_day, working_days_between
from hypothesis import given
from hypothesis import strategies as st

DAYS = st.dates(date(2005, 1, 1), date(2026, 10, 1))


@pytest.mark.parametrize("day", ["2026-02-14", "2026-02-28", "2026-05-09", "2025-09-28", "2024-02-04"])
def test_a_worked_weekend_counts(day):
    """Row 17: a Saturday or Sunday that makes up for a holiday (调休) is a working day."""
    assert date.fromisoformat(day).weekday() >= 5
    assert is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day", ["2026-01-01", "2026-02-17", "2026-05-01", "2026-10-01", "2025-01-28", "2026-06-13"]
)
def test_holidays_and_plain_weekends_do_not(day):
    """条例第二十六条: 工作日 are neither statutory holidays nor weekends."""
    assert not is_working_day(date.fromisoformat(day))


def test_twenty_working_days_over_the_may_holiday():
    """Row 15: counted by hand: 15 days to 30 April, 5 more with the worked Saturday 9 May, due on Tuesday 12 May."""
    assert date(2026, 5, 12) == add_working_days(date(2026, 4, 10), 20)
    assert 20 == working_days_between(date(2026, 4, 10), date(2026, 5, 12))


def test_the_day_itself_does_not_count():
    """Day one is the next working day after the information was made."""
    friday = date(2026, 6, 12)
    assert date(2026, 6, 15) == add_working_days(friday, 1)
    assert friday == add_working_days(friday, 0)
    assert 0 == working_days_between(friday, date(2026, 6, 14))


@given(DAYS, st.integers(1, 40))
def test_counting_forth_and_back_agree(start, count):
    """The due day is worked, and as many working days away as were added."""
    due = add_working_days(start, count)
    assert is_working_day(due)
    assert count == working_days_between(start, due)
    assert count - 1 == working_days_between(start, due - timedelta(days=1))


@pytest.mark.parametrize("year", [1999, 2004, 2028, 2100])
def test_a_year_without_a_calendar_is_not_guessed(year):
    """Row 16: "can't compute", not a guess."""
    with pytest.raises(NoCalendarError) as caught:
        is_working_day(date(year, 6, 1))
    assert year == caught.value.year


def test_a_term_that_reaches_into_such_a_year():
    """Row 16: the term can't be computed, even though it begins in a known year."""
    with pytest.raises(NoCalendarError):
        add_working_days(date(2026, 12, 21), 20)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"DISCLOSURE_TODAY": "2026-06-15"}, "2026-06-15"),
        ({"SOURCE_DATE_EPOCH": "1781539199"}, "2026-06-15"),
        ({"SOURCE_DATE_EPOCH": "1781539200"}, "2026-06-16"),
        ({"DISCLOSURE_TODAY": "2026-06-15", "SOURCE_DATE_EPOCH": "0"}, "2026-06-15"),
        ({"SOURCE_DATE_EPOCH": "1781539200", "TZ": "America/Los_Angeles"}, "2026-06-16"),
    ],
)
def test_today_is_an_argument_in_china_standard_time(monkeypatch, variables, expected):
    """Design 3: today comes from the command or SOURCE_DATE_EPOCH, and is the day in China wherever the build runs."""
    for name in ("DISCLOSURE_TODAY", "SOURCE_DATE_EPOCH", "TZ"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert expected == find_today()
