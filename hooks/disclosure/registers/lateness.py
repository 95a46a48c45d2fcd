"""Were the terms of a case kept (条例第三十条、第三十三条)? The law's term that has run out is an error, a local one warns."""

from collections.abc import Iterator
from datetime import date

from disclosure.deadline_words import overrun_words
from disclosure.deadlines import Overrun, count_working_days
from disclosure.problems import Problem, problem
from disclosure.registers.clocks import ANSWER, EXTEND, EXTENSION, OFFICE, Clock, clocks_of
from disclosure.registers.kinds import APPLICATIONS
from disclosure.registers.types import Case
from disclosure.types import Site


def check_clocks(site: Site, case: Case) -> Iterator[Problem]:
    """Rows for the office's own terms that are over, or were not kept, and for an extension that is none."""
    clocks = clocks_of(case, site.limits, site.calendar, site.today)
    for clock in clocks:
        if clock.who != OFFICE or not clock.due:
            continue
        line = clock.start.line if clock.start else case.lines.get("arrived", 1)
        if clock.done > clock.due:
            code, over = "L033", ""
        elif not clock.done and site.today > clock.due:
            code, over = "L031" if clock.law else "L032", late_words(site, clock)
        else:
            continue
        yield problem(
            code,
            case.path,
            line,
            value=clock.due,
            number=case.number,
            what=clock.what,
            due=clock.due,
            done=clock.done,
            over=over,
        )
    if case.register == APPLICATIONS and not case.imported:
        yield from _extension(site, case)


def late_words(site: Site, clock: Clock) -> str:
    """How far a clock is over, in words; empty while it runs. A stated date is over by calendar days."""
    if not clock.due or site.today <= clock.due:
        return ""
    due, today = date.fromisoformat(clock.due), date.fromisoformat(site.today)
    if clock.deadline is None or clock.deadline.limit.unit != "working-day":
        return overrun_words(Overrun((today - due).days, "day"))
    count, missing = count_working_days(due, today, site.calendar)
    return overrun_words(Overrun(count, "working-day", missing))


def _extension(site: Site, case: Case) -> Iterator[Problem]:
    """延长答复期限: at most the law's term, and told while the term still ran (条例第三十三条第二款)."""
    limit = site.limits[EXTENSION]
    for event in case.events:
        if event.what != EXTEND:
            continue
        days = int(event.facts["days"])
        if not 0 < days <= limit.length:
            yield problem(
                "L034", case.path, event.line, "days", str(days), number=case.number, limit=limit.words
            )
        earlier = [e for e in case.events if e.on <= event.on and e is not event]
        before = Case(case.register, case.number, case.path, case.facts, case.lines, tuple(earlier))
        clocks = clocks_of(before, site.limits, site.calendar, event.on)
        due = next((clock.due for clock in clocks if clock.id == ANSWER), "")
        if due and event.on > due:
            yield problem("L035", case.path, event.line, "on", event.on, number=case.number, due=due)
