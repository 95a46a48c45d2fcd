"""One engine for every term: due dates that were verified by hand, and the words that say how they were reached."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from disclosure.deadline_words import due_words, explain, overrun_words
from disclosure.deadlines import Pause, find_deadline, find_overrun
from disclosure.time_limits import Limit, is_longer, shipped_limits
from disclosure.working_days import CalendarYear, fixed_holidays, is_working_day, shipped_calendar
from hypothesis import given
from hypothesis import strategies as st
from site_maker import run_command

LIMITS = shipped_limits()
GENERAL = LIMITS["proactive-disclosure"]
DAYS = st.dates(date(2005, 1, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-02-09", "2026-03-13"),
        ("2026-04-20", "2026-05-20"),
        ("2026-09-14", "2026-10-16"),
        ("2026-09-25", "2026-10-29"),
        ("2020-09-10", "2020-10-14"),
        ("2019-12-02", "2019-12-30"),
    ],
)
def test_twenty_working_days_end_on_the_verified_day(start, due):
    """条例 26, J16, S11: day one is the next working day; holidays are passed over, worked weekends count."""
    found = find_deadline(start, GENERAL)
    assert (due, ()) == (found.due, found.provisional)


def test_a_term_that_reaches_into_a_year_without_a_calendar_is_provisional():
    """Design 10, row 16: from 2026-12-04 the calendar of 2027 is missing: the earliest possible day, marked 暂按."""
    found = find_deadline("2026-12-04", GENERAL)
    assert (2027,) == found.provisional
    assert "暂按 2027-01-04" == due_words(found), "1 January is off by law, without any notice"
    assert any("没有 2027 年的工作日历" in line for line in explain(found))


def test_the_explanation_names_everything_that_was_counted_or_not():
    """Issue 3: the engine shows how each date was reached: holidays by name, 调休, the calendar and its check."""
    text = "\n".join(explain(find_deadline("2026-02-09", GENERAL)))
    for words in (
        "20 个工作日",
        "《政府信息公开条例》第二十六条",
        "2026-02-09（周一），当日不计入",
        "2026-02-10（周二）为第 1 日，2026-03-13（周五）为第 20 日",
        "春节 2026-02-15（周日）至 2026-02-23（周一），9 天",
        "计入调休上班：2026-02-14（周六）、2026-02-28（周六）",
        "随程序提供的日历，已与通知核对",
        "到期：2026-03-13（周五）",
    ):
        assert words in text, f"{words} is missing in:\n{text}"


def test_a_worked_saturday_ends_a_term():
    """Row 17: a Saturday worked in exchange counts as a working day."""
    friday = find_deadline("2026-02-13", Limit("", "", 1))
    assert ("2026-02-14", (date(2026, 2, 14),)) == (friday.due, friday.worked)


def test_a_reprint_is_due_on_the_next_working_day():
    """X16: within one working day of the source's date, weekends and holidays passed over."""
    assert "2026-10-08" == find_deadline("2026-09-30", LIMITS["reprint"]).due


def test_hand_over_within_two_working_days_of_printing():
    """Q44: two working days from 印发."""
    assert "2026-05-07" == find_deadline("2026-04-30", LIMITS["hand-over"]).due


def test_forty_eight_hours_run_through_the_weekend():
    """Q54: hours are counted by the clock."""
    found = find_deadline("2026-05-01 09:30", LIMITS["opinion-response"])
    assert "2026-05-03 09:30" == found.due
    assert find_overrun(found, "2026-05-03 09:30") is None
    assert 1 == find_overrun(found, "2026-05-03 09:31").count
    assert "已超期 15 小时" == overrun_words(find_overrun(found, "2026-05-03"))


def test_a_budget_is_due_in_calendar_days():
    """预算法 14: twenty calendar days; a holiday on the way changes nothing."""
    assert "2026-03-01" == find_deadline("2026-02-09", LIMITS["budget"]).due


@pytest.mark.parametrize(("unit", "due"), [("month", "2026-02-28"), ("week", "2026-02-07")])
def test_weeks_and_months_are_calendar_ones(unit, due):
    """国办秘函〔2019〕19号: freshness is counted in weeks and months; a month ends on its last day."""
    assert due == find_deadline("2026-01-31", Limit("", "", 1, unit)).due


def test_consultation_pauses_and_correction_restarts_the_clock():
    """条例 30, 33: time for asking others does not count; a corrected application begins anew."""
    answer = LIMITS["answer"]
    pause = Pause(date(2026, 3, 10), date(2026, 3, 20), "征求第三方意见")
    plain, paused = find_deadline("2026-03-02", answer), find_deadline("2026-03-02", answer, pauses=[pause])
    assert 9 == find_overrun(plain, paused.due).count, "nine working days lie in the pause"
    assert any("征求第三方意见 2026-03-10" in line for line in explain(paused))
    restarted = find_deadline("2026-03-02", answer, restarts=["2026-03-09"])
    assert find_deadline("2026-03-09", answer).due == restarted.due
    assert any("重新计算" in line for line in explain(restarted))


def test_calendar_days_pause_too():
    """Q12: the same engine counts the local term in calendar days."""
    pause = Pause(date(2026, 3, 3), date(2026, 3, 4), "不可抗力")
    assert "2026-03-19" == find_deadline("2026-03-02", LIMITS["local-answer"], pauses=[pause]).due


@given(DAYS, st.integers(1, 60))
def test_every_counted_day_is_a_working_day(start, count):
    """The end is a working day, and exactly `count` working days lie after the start up to it."""
    found = find_deadline(start.isoformat(), Limit("", "", count))
    due = date.fromisoformat(found.due)
    days = [start + timedelta(days=n) for n in range(1, (due - start).days + 1)]
    assert count == sum(is_working_day(day) for day in days)
    assert is_working_day(due)
    assert len(days) - count == sum(span.days for span in found.passed_over), (
        "every other day is accounted for"
    )


@given(DAYS)
def test_the_day_before_the_end_is_not_overrun(start):
    """Lateness begins with the day after the end, and counts from one."""
    found = find_deadline(start.isoformat(), GENERAL)
    assert find_overrun(found, found.due) is None
    late = date.fromisoformat(found.due) + timedelta(days=1)
    assert int(is_working_day(late)) == find_overrun(found, late.isoformat()).count


def test_the_shipped_calendars_agree_with_another_data_set():
    """Decision 12: a second opinion on every day from 2005 to 2026."""
    day, different = date(2005, 1, 1), []
    while day.year < 2027:
        if chinese_calendar.is_workday(day) is not is_working_day(day):
            different.append(day.isoformat())
        day += timedelta(days=1)
    assert [] == different


def test_an_offices_own_calendar_goes_before_the_shipped_one():
    """Design 10: the autumn's notice is added by the office; days of the year before it are taken over."""
    own = CalendarYear(
        2027,
        {date(2027, 1, 1): "元旦", date(2026, 12, 31): "元旦"},
        frozenset({date(2026, 12, 27)}),
        "通知",
        "自备",
    )
    calendar = shipped_calendar().with_years([own])
    assert not is_working_day(date(2026, 12, 31), calendar)
    assert is_working_day(date(2026, 12, 27), calendar)
    found = find_deadline("2026-12-04", GENERAL, calendar)
    assert ((), "2027-01-04") == (found.provisional, found.due)
    assert any("自备" in line for line in explain(found))
    assert is_working_day(date(2026, 12, 31)), "the shipped calendar stays as it is"


@pytest.mark.parametrize(
    ("length", "unit", "longer"),
    [
        (20, "working-day", False),
        (21, "working-day", True),
        (20, "day", False),
        (21, "day", True),
        (1, "hour", True),
    ],
)
def test_an_office_may_only_tighten(length, unit, longer):
    """J16: other law prevails; an office's own rule may shorten a term of law, not stretch it."""
    assert longer is is_longer(GENERAL, length, unit)


def test_fixed_holidays_are_days_of_the_year():
    """全国年节及纪念日放假办法: only those that the law puts on a day; the others wait for their notice."""
    assert {"01-01", "05-01", "05-02", "10-01", "10-02", "10-03"} == fixed_holidays()


def test_the_command_prints_the_day_and_its_ground(make_site):
    """Issue 3: `disclosure deadline`; exit code 1 once the term has run out."""
    site = make_site()
    done = site.run("deadline", "--from", "2026-02-09", "--today", "2026-03-13")
    assert (0, "") == (done.returncode, done.stderr)
    assert "到期：2026-03-13（周五）" in done.stdout
    late = site.run("deadline", "--from", "2026-02-09", "--working-days", "5", "--today", "2026-03-13")
    assert 1 == late.returncode
    assert "已超期 15 个工作日" in late.stdout


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--from", "昨天"),
        ("--from", "2026-03-02T09:00+08:00"),
        ("--from", "2026-03-02", "--limit", "none-such"),
        ("--from", "2026-03-02", "--limit", "reprint", "--working-days", "3"),
        ("--from", "2026-03-02", "--pause", "2026-03-06/2026-03-03"),
        ("--from", "9999-12-30"),
        ("--from", "2026-03-02", "--working-days", "0"),
    ],
)
def test_misuse_of_the_command_is_said(make_site, options):
    """Design 3: no input gives a traceback."""
    done = run_command("deadline", "--site", str(make_site().root), *options)
    assert 2 == done.returncode, done.stdout
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_lists_the_terms(make_site):
    """Design 2: each term with its source, and whether it was compared with it."""
    shown = make_site().run("deadline", "--list").stdout
    assert len(LIMITS) == len(shown.splitlines())
    assert "licensing-penalty-results" in shown
    assert "未经核对原文" in shown
