"""The clocks of a case: every term that runs or ran, from when, until when, and for whom (条例第三十条至第三十五条).

The days of a consultation or of 中止 after the day it began, up to and with the day it ended, are not counted; while
it lasts they are taken up to today, so that the end given is the earliest possible one. A consultation counts no
longer than the term of the one consulted. 补正 and payment begin the answer's term anew.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from disclosure.data_files import load_data
from disclosure.deadline_words import day_words, explain
from disclosure.deadlines import Deadline, Pause, find_deadline
from disclosure.registers.fees import payment_limit
from disclosure.registers.kinds import APPLICATIONS, FILE, REVIEWS
from disclosure.registers.types import Case, Event
from disclosure.time_limits import Limit
from disclosure.working_days import WorkingCalendar

ANSWER, EXTENSION, NOTICE = "answer", "answer-extension", "clarification-notice"
LOCAL, LOCAL_EXTENSION = "local-answer", "local-answer-extension"
EXTEND, DELAY, CORRECT = "延长答复期限", "延迟答复", "补正告知"
ISO_DAY = len("2026-03-02")


@dataclass(frozen=True, slots=True)
class Clock:
    """One term of a case. `due` is an ISO date, empty while it stands still; `done` the day it was met, else empty.

    `law`: the law's own term, for which running over is an error; else a warning. `who` has to act. `provisional`:
    the earliest possible day (暂按), since a pause lasts or a calendar is missing. `start`: the field or event it runs from.
    """

    id: str
    what: str
    who: str
    due: str
    done: str
    law: bool
    lines: tuple[str, ...]
    start: Event | None = None
    provisional: bool = False
    deadline: Deadline | None = None


Limits = Mapping[str, Limit]
OFFICE = "本机关"


def clocks_of(case: Case, limits: Limits, calendar: WorkingCalendar | None, today: str) -> list[Clock]:
    """All terms of `case` that had begun by `today`, in the order in which they began."""
    if case.imported or not case.received or case.received > today:
        return []
    if case.register == APPLICATIONS:
        return [*_of_application(case, limits, calendar, today)]
    if case.register == REVIEWS:
        return [*_of_review(case, limits, calendar, today)]
    due = _own_due(case, today)
    ended = case.ended(today)
    if not due:
        return []
    lines = (f"期限：台账写明的日期 {day_words(due)}",)
    return [Clock("own-due", case.kind.due_is, OFFICE, due, ended.on if ended else "", False, lines)]


def _own_due(case: Case, today: str) -> str:
    """The term that the file itself states, moved by 延期."""
    moved = [e.facts["until"] for e in case.until(today) if case.kind_of(e).moves and e.facts.get("until")]
    return moved[-1] if moved else case.facts.get("due", "")


def _of_review(case: Case, limits: Limits, calendar: WorkingCalendar | None, today: str) -> Iterator[Clock]:
    name = load_data(FILE)["review_limits"].get(case.facts.get("kind", ""), "")
    events = case.until(today)
    if limit := limits.get(name):
        met = next((e.on for e in events if e.what in ("提交答复", "结案")), "")
        yield _clock(find_deadline(case.received, limit, calendar), OFFICE, met)
    for event in events:
        if event.what == "结案" and event.facts.get("until"):
            met = next((e.on for e in events if e.what == "履行"), "")
            lines = (f"期限：结案文书写明的履行日期 {day_words(event.facts['until'])}",)
            yield Clock("perform", "履行决定、裁判", OFFICE, event.facts["until"], met, True, lines, event)


def _of_application(
    case: Case, limits: Limits, calendar: WorkingCalendar | None, today: str
) -> Iterator[Clock]:
    ended = case.ended(today)
    notice = next((e for e in case.until(today) if e.what == CORRECT), None)
    if notice:
        yield _clock(find_deadline(case.received, limits[NOTICE], calendar), OFFICE, notice.on, notice)
    for event, end in case.spans(today):
        kind = case.kind_of(event)
        met = end.on if end else ended.on if ended else ""
        begun = event.facts.get("delivered") or event.on
        if kind.stops and event.facts.get("until"):
            lines = (f"期限：告知书写明的日期 {day_words(event.facts['until'])}",)
            yield Clock("correct", "补正", kind.who, event.facts["until"], met, False, lines, event)
        elif limit := limits.get(kind.limit) or (
            payment_limit() if kind.limit == payment_limit().id else None
        ):
            yield replace(_clock(find_deadline(begun, limit, calendar), kind.who, met, event), law=False)
    yield from _answers(case, limits, calendar, today)


def _answers(case: Case, limits: Limits, calendar: WorkingCalendar | None, today: str) -> Iterator[Clock]:
    """The answer's clock by the law, and by the local rule where one holds."""
    ended = case.ended(today)
    met = ended.on if ended else ""
    standing = next(
        (case.kind_of(e) for e, end in case.spans(today) if end is None and case.kind_of(e).stops), None
    )
    if standing and not ended:
        stopped = (f"等待{standing.who}：{standing.opens}，本机关的答复期限此时不走，收到以后重新计算",)
        yield Clock(ANSWER, "答复", OFFICE, "", "", True, stopped)
        return
    pauses, running = _pauses(case, limits, calendar, today)
    restarts = [e.on for e in case.until(met or today) if case.kind_of(e).restarts]
    for base, extra, law in ((ANSWER, EXTENSION, True), (LOCAL, LOCAL_EXTENSION, False)):
        if base not in limits:
            continue
        deadline = find_deadline(case.received, limits[base], calendar, pauses, restarts)
        clock = replace(_clock(deadline, OFFICE, met), law=law)
        clock = _extended(case, clock, limits.get(extra), calendar, pauses, today)
        if running and not met:
            clock = replace(
                clock,
                provisional=True,
                lines=(*clock.lines, f"{running}还没有结束，先算到今天，所以是最早可能的到期日"),
            )
        yield clock


def _extended(
    case: Case,
    clock: Clock,
    limit: Limit | None,
    calendar: WorkingCalendar | None,
    pauses: list[Pause],
    today: str,
) -> Clock:
    """`clock` with 延长 and 延迟 that were told to the applicant."""
    assert clock.deadline is not None, "an answer's clock is always counted"  # noqa: S101
    for event in case.until(today):
        if event.on < clock.deadline.start:
            continue  # told before the term began anew: it was of the former term
        if event.what == EXTEND and limit:
            days = event.facts.get("days", "")
            # The local rule has a term of its own in days; a number of working days says nothing about it.
            length = min(int(days), limit.length) if clock.law and days.isdigit() else limit.length
            longer = find_deadline(clock.due, replace(limit, length=max(1, length)), calendar, pauses)
            more = _clock(longer, OFFICE, clock.done)
            clock = replace(
                clock,
                due=more.due,
                lines=(*clock.lines, *more.lines),
                provisional=clock.provisional or more.provisional,
            )
        elif event.what == DELAY and event.facts.get("until", "") > clock.due:
            until = event.facts["until"]
            clock = replace(clock, due=until, lines=(*clock.lines, f"确定的延迟答复期限：{day_words(until)}"))
    return clock


def _pauses(
    case: Case, limits: Limits, calendar: WorkingCalendar | None, today: str
) -> tuple[list[Pause], str]:
    """Days that are not counted, and what of it still lasts, in words."""
    ended = case.ended(today)
    last_day = ended.on if ended else today
    found, running = [], ""
    for event, end in case.spans(today):
        kind = case.kind_of(event)
        # What the applicant never did, until the case was ended, is no time of the office either.
        if not (kind.pauses or (kind.stops and end is None)):
            continue
        last = min(end.on if end else last_day, last_day)
        if limit := limits.get(kind.limit):
            last = min(last, find_deadline(event.facts.get("delivered") or event.on, limit, calendar).due)
        if end is None and last == today:
            running = kind.opens
        first = date.fromordinal(date.fromisoformat(event.on).toordinal() + 1)
        if first.isoformat() <= last:
            found.append(Pause(first, date.fromisoformat(last), kind.opens))
    return found, running


def _clock(deadline: Deadline, who: str, done: str, start: Event | None = None) -> Clock:
    limit = deadline.limit
    return Clock(
        limit.id,
        limit.name,
        who,
        deadline.due[:ISO_DAY],
        done,
        limit.verified and not limit.profile,
        tuple(explain(deadline)),
        start,
        bool(deadline.provisional),
        deadline,
    )
