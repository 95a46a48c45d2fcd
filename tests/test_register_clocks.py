"""The clocks of applications: restarts, pauses, extensions, over New Year, holidays and leap days (条例第三十条至第三十五条)."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from disclosure.registers.clocks import clocks_of
from disclosure.registers.types import state_of
from hypothesis import given, settings
from hypothesis import strategies as st
from register_maker import LIMITS, application, event

NOTICE = {"number": "补1号", "until": "2026-12-31"}
DONE = {"number": "答1号", "outcome": "予以公开"}


def clock(case, name, today):
    """The clock called `name`, or None."""
    return next((c for c in clocks_of(case, LIMITS, None, today) if c.id == name), None)


def due(case, today, name="answer"):
    return clock(case, name, today).due


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-02-09", "2026-03-13"),
        ("2026-04-20", "2026-05-20"),
        ("2026-09-14", "2026-10-16"),
        ("2026-09-25", "2026-10-29"),
        ("2020-09-10", "2020-10-14"),
        ("2019-12-02", "2019-12-30"),
        ("2024-02-20", "2024-03-19"),
    ],
)
def test_twenty_working_days_from_receipt(received, expected):
    """Q12: 20 working days, over Spring Festival, National Day and a leap day; the days are those of the duties' table."""
    assert expected == due(application(received), received)


def test_fifteen_calendar_days_are_local_and_warn():
    """Q12: the local 15 日 are calendar days and warn; the law's term is another clock. 2024-02-29 counts."""
    case = application("2024-02-20")
    local = clock(case, "local-answer", "2024-02-20")
    assert ("2024-03-06", False) == (local.due, local.law)
    assert clock(case, "answer", "2024-02-20").law, "the law's own term"


def test_a_year_without_a_calendar_is_said():
    """Duties 4.8: from 2026-12-04 the term reaches into a year without a calendar: the earliest day, marked."""
    found = clock(application("2026-12-04"), "answer", "2026-12-04")
    assert ("2027-01-04", True) == (found.due, found.provisional)
    assert any("没有 2027 年的工作日历" in line for line in found.lines)


def test_a_correction_restarts_the_twenty_days():
    """条例 30: the answer's term runs anew from the day the correction arrives."""
    case = application(
        "2026-01-05", event("2026-01-08", "补正告知", **NOTICE), event("2026-02-09", "收到补正")
    )
    assert "2026-03-13" == due(case, "2026-02-10")
    assert "2026-01-14" == due(case, "2026-02-10", "clarification-notice"), (
        "seven working days bind the office"
    )


def test_no_term_runs_while_the_applicant_has_to_act():
    """条例 30: 补正 is a state; the office's term stands still, the applicant's is the one that the notice states."""
    case = application("2026-01-05", event("2026-01-08", "补正告知", number="1", until="2026-01-30"))
    assert "待补正" == state_of(case, "2026-01-20")
    assert "" == due(case, "2026-01-20")
    theirs = clock(case, "correct", "2026-01-20")
    assert ("申请人", "2026-01-30") == (theirs.who, theirs.due)


def test_third_party_time_is_not_counted():
    """条例 32, 33: five working days of consultation move the end by five working days."""
    case = application(
        "2026-04-20",
        event("2026-04-22", "征求第三方意见", number="征1号"),
        event("2026-04-29", "第三方答复"),
    )
    assert "2026-05-27" == due(case, "2026-04-30")


def test_a_silent_third_party_stops_the_clock_for_its_own_term_only():
    """条例 32: fifteen working days from its receipt; after them the office decides and its days count again."""
    case = application(
        "2026-03-02", event("2026-03-09", "征求第三方意见", number="1", delivered="2026-03-11")
    )
    assert "2026-04-01" == due(case, "2026-06-01", "third-party")
    # 5 days are counted by 03-09 and 15 are left after 04-01: Qingming 04-06 is off.
    assert "2026-04-23" == due(case, "2026-06-01")
    running = clock(case, "answer", "2026-03-20")
    assert running.provisional, "while it lasts, the end is the earliest possible one"


def test_pauses_over_new_year():
    """条例 33: a consultation from 12-29 to 01-06; New Year's days fall into it, Sunday 01-04 is worked but not counted."""
    case = application(
        "2025-12-22",
        event("2025-12-29", "征求其他机关意见", number="函1号", to="市发展改革委"),
        event("2026-01-06", "其他机关答复"),
    )
    assert "2026-01-27" == due(case, "2026-01-07")


def test_a_payment_restarts_over_new_year():
    """国办函〔2020〕109号: counted anew from the day after payment; Sunday 2026-01-04 is worked and the first day."""
    fee = {"number": "费1号", "method": "按量", "count": "40", "yuan": "100"}
    case = application("2025-12-01", event("2025-12-08", "收费通知", **fee), event("2025-12-31", "缴费"))
    found = clock(case, "answer", "2026-01-05")
    assert ("2026-01-29", "2026-01-04") == (found.due, found.deadline.day_one)
    assert "2026-01-07" == due(case, "2025-12-20", "fee-payment"), "thirty days to pay"
    assert "" == due(case, "2025-12-20"), "it stands still until then"


def test_force_majeure_stops_the_clock():
    """Q12: 中止 for 不可抗力; the days after it until 恢复 are not counted."""
    case = application(
        "2026-03-02",
        event("2026-03-04", "中止", number="1", basis="防汛应急响应"),
        event("2026-03-10", "恢复"),
    )
    # 2 days counted by 03-04; 18 from 03-11.
    assert "2026-04-03" == due(case, "2026-03-11")


def test_an_extension_is_added_to_the_end():
    """条例 33: ten working days more than 2026-05-20."""
    case = application(
        "2026-04-20", event("2026-05-18", "延长答复期限", number="1", days="10", approved_by="办公室主任")
    )
    assert "2026-06-03" == due(case, "2026-05-19")


def test_an_extension_counts_twenty_days_at_most():
    """条例 33: what is longer has no effect beyond the limit."""
    long, most = (
        application(
            "2026-04-20", event("2026-05-18", "延长答复期限", number="1", days=days, approved_by="主任")
        )
        for days in ("60", "20")
    )
    assert due(most, "2026-05-19") == due(long, "2026-05-19")


def test_an_extension_of_the_former_term_ends_with_it():
    """条例 30, 33: what was told before the correction came belonged to the term that ended with it."""
    case = application(
        "2026-01-05",
        event("2026-01-06", "延长答复期限", number="1", days="10", approved_by="主任"),
        event("2026-01-08", "补正告知", **NOTICE),
        event("2026-02-09", "收到补正"),
    )
    assert "2026-03-13" == due(case, "2026-02-10")


def test_an_excessive_request_has_its_own_reasonable_term():
    """条例 35: the delay that was told to the applicant decides."""
    case = application(
        "2026-03-02",
        event("2026-03-05", "要求说明理由", number="1"),
        event("2026-03-10", "收到说明"),
        event("2026-03-12", "延迟答复", number="2", until="2026-06-30"),
    )
    assert "2026-06-30" == due(case, "2026-03-20")


def test_undetermined_secrecy_is_a_state_that_stops_nothing():
    """Q9(9), Q30: 待定密 is a state; the 条例 does not stop the term for it."""
    case = application("2026-02-09", event("2026-02-11", "提请确定", number="1", to="市国家保密局"))
    assert "待定密" == state_of(case, "2026-03-01")
    assert "2026-03-13" == due(case, "2026-03-01")


def test_mail_from_the_internet_counts_from_the_confirmation():
    """条例 31: both sides confirm; before that no term runs."""
    case = application("2026-02-09", way="互联网", arrived="2026-02-06", confirmed="2026-02-09")
    assert "2026-03-13" == due(case, "2026-02-10")
    assert [] == clocks_of(case, LIMITS, None, "2026-02-08")
    assert "待确认收件" == state_of(case, "2026-02-08")


def test_what_was_answered_is_measured_at_the_answer():
    """Q12: a pause that was never closed ends with the answer."""
    case = application(
        "2026-04-20",
        event("2026-04-22", "征求第三方意见", number="1"),
        event("2026-04-29", "答复", **DONE),
        event("2026-05-06", "送达", way="邮寄"),
    )
    found = clock(case, "answer", "2026-12-01")
    assert ("2026-05-27", "2026-04-29") == (found.due, found.done)
    assert "已送达" == state_of(case, "2026-12-01")


DAYS = st.dates(date(2018, 1, 1), date(2026, 8, 1))


@settings(max_examples=80)
@given(DAYS, st.integers(0, 30), st.integers(0, 30), st.integers(0, 20), st.booleans())
def test_the_engine_agrees_with_an_independent_calendar(start, wait, length, days, paid):
    """Duties 4.8: counted one day at a time by chinese-calendar, with a pause, a restart and an extension."""
    sent = start + timedelta(days=wait)
    back = sent + timedelta(days=length)
    events = [
        event(str(sent), "中止", number="1", basis="不可抗力"),
        event(str(back), "恢复"),
    ]
    if paid:
        fee = {"number": "1", "method": "按件", "count": "11", "yuan": "100"}
        events = [event(str(sent), "收费通知", **fee), event(str(back), "缴费")]
    day, left = (back if paid else start), 20
    while left:
        day += timedelta(days=1)
        left -= chinese_calendar.is_workday(day) and (paid or not sent < day <= back)
    if days:
        # Told within the term, and not before a restart.
        told = back if back <= day else sent
        if told <= day and (not paid or told >= back):
            events.append(event(str(told), "延长答复期限", number="1", days=str(days), approved_by="主任"))
            while days:
                day += timedelta(days=1)
                days -= chinese_calendar.is_workday(day) and (paid or not sent < day <= back)
    case = application(str(start), *sorted(events, key=lambda e: e.on))
    assert str(day) == due(case, "2026-12-31")
