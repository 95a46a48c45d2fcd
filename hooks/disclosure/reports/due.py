"""What is still to be done, by whom and by when, over registers and catalog: 案号 and ids only, each date explained."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from disclosure.check.editions import few, to_recall
from disclosure.check.values import wrong_date
from disclosure.companions import binds, companion_limit, companion_rule
from disclosure.data_files import load_data
from disclosure.deadline_words import day_words, explain, overrun_words
from disclosure.deadlines import Overrun, find_deadline
from disclosure.read.editions import read_editions
from disclosure.read.information_classes import WITHHELD, InformationClass
from disclosure.registers.clocks import ANSWER, OFFICE, clocks_of
from disclosure.registers.kinds import APPLICATIONS
from disclosure.registers.lateness import late_words
from disclosure.registers.types import Case, state_of
from disclosure.reports.annual import annual_limit
from disclosure.types import Item, Site

_CATALOG = "公开事项"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do (待办). `due` is an ISO date, empty where nothing runs; `overdue` says how far it is over.

    `kind` is the register, or what of the catalog; `number` a 案号 or an id; `who` an office, a post or persons.
    `law`: the law's own term. `provisional`: the earliest possible day (暂按).
    """

    due: str
    kind: str
    number: str
    what: str
    who: str
    law: bool
    lines: tuple[str, ...]
    overdue: str = ""
    provisional: bool = False
    state: str = ""


def most_urgent(dues: Iterable[Due]) -> list[Due]:
    """The most urgent first: what is over, then by day, the law's terms before others of a day."""
    return sorted(dues, key=lambda d: (not d.overdue, d.due or "9999", not d.law, d.kind, d.number, d.what))


def case_dues(site: Site, cases: Iterable[Case]) -> Iterator[Due]:
    """What is open in the registers: running terms, receipts to confirm, answers to deliver."""
    for case in cases:
        if case.imported:
            continue
        own = case.facts.get("officer") or case.facts.get("handler") or OFFICE
        moved = [e.facts["to"] for e in case.until(site.today) if e.what == "转办" and e.facts.get("to")]
        own = moved[-1] if moved else own
        state = state_of(case, site.today)
        base = Due("", case.kind.name, case.number, "", own, True, (), state=state)
        clocks = clocks_of(case, site.limits, site.calendar, site.today)
        for clock in clocks:
            if clock.done or not clock.due:
                continue
            yield replace(
                base,
                due=clock.due,
                what=clock.what,
                who=own if clock.who == OFFICE else f"{clock.who}（{own}）",
                law=clock.law,
                lines=clock.lines,
                overdue=late_words(site, clock),
                provisional=clock.provisional,
            )
        if case.register == APPLICATIONS:
            yield from _receipt_and_delivery(site, case, base, {c.id: c.due for c in clocks})


def _receipt_and_delivery(site: Site, case: Case, base: Due, ends: Mapping[str, str]) -> Iterator[Due]:
    events = {event.what for event in case.until(site.today)}
    if case.arrived <= site.today and not case.received:
        said = "与申请人确认收件，确认之日为收到申请之日，期限从那一天起算"
        yield _dated(site, base, case.arrived, "确认收件", (said,))
    elif "答复" in events and "送达" not in events and "重新答复" not in events:
        due = ends.get(ANSWER) or site.today
        yield _dated(site, base, due, "送达答复", (f"答复期限 {day_words(due)}，答复应在此前送达",))


def _dated(site: Site, base: Due, due: str, what: str, lines: tuple[str, ...]) -> Due:
    """A thing to do by a day that is no clock's."""
    late = (date.fromisoformat(site.today) - date.fromisoformat(due)).days
    return replace(
        base, due=due, what=what, lines=lines, overdue=overrun_words(Overrun(late, "day")) if late > 0 else ""
    )


def item_dues(site: Site, items: Iterable[Item]) -> Iterator[Due]:
    """What published items still ask for: results of consultations and plans, interpretations put off."""
    items = list(items)
    answered: dict[str, list[Item]] = {}
    for item in items:
        for relation in ("result_of", "interprets"):
            for target in item.relations.get(relation, ()):
                answered.setdefault(f"{relation} {target}", []).append(item)
    for item in items:
        base = Due("", _CATALOG, item.id, "", item.department or item.office, False, ())
        results = answered.get(f"result_of {item.id}", [])
        closes = item.details.get("consultation", {}).get("closes", "")
        if closes and not any("opinions" in result.details for result in results):
            if closes >= site.today:
                yield _dated(site, base, closes, "征求意见截止", (f"公告写明的截止日期 {day_words(closes)}",))
            else:
                yield _after(site, base, closes, "公布意见采纳情况", companion_rule("consultation_result"))
        rule = companion_rule("plan_result")
        if item.period_end and not results and item.period_end < site.today and binds(rule, site, item):
            yield _after(site, base, item.period_end, "公布完成情况", rule)
        until = item.details.get("interpretation", {}).get("until", "")
        if until and not answered.get(f"interprets {item.id}"):
            yield _dated(site, base, until, "发布暂缓的政策解读", (f"写明的日期 {day_words(until)}",))


def class_dues(site: Site, classes: Iterable[InformationClass]) -> Iterator[Due]:
    """What is withheld by class and assessed again on its day (条例第十八条); statements that there is nothing of a class."""
    for entry in classes:
        if entry.disclosure == WITHHELD and entry.review_on:
            what, day = "重新评估能否公开", entry.review_on
            base = Due(
                "", "梳理清单", entry.id, what, entry.reviewed_by, False, (f"“{day}”不是日期，请改正",)
            )
            known = not wrong_date(day)
            yield _dated(site, base, day, what, (f"清单写明的日期 {day_words(day)}",)) if known else base
    for category in site.categories.values():
        if category.absent and not wrong_date(category.absent):
            base = Due("", "公开类别", category.id, "", OFFICE, False, ())
            yield _after(site, base, category.absent, "核实本机关无此类信息", companion_rule("absence"))


def edition_dues(site: Site, items: Iterable[Item]) -> Iterator[Due]:
    """Editions for reading rooms that hold what was withdrawn, to be got back today; and when the next one is due."""
    editions, _ = read_editions(site.root)
    base = Due("", "阅览室版", "", "", OFFICE, False, ())
    for edition, gone in to_recall(site, editions, items):
        lines = tuple(f"{i} 已经撤回或者公开期限已满" for i in gone)
        who = "、".join(edition.holders)
        yield replace(
            base,
            due=site.today,
            number=str(edition.number),
            what=f"收回或更换（内有 {few(gone)}）",
            who=who,
            lines=lines,
        )
    if editions and editions[-1].next and not wrong_date(editions[-1].next):
        due = editions[-1].next
        said = f"第 {editions[-1].number} 版写明的日期 {day_words(due)}"
        yield _dated(site, replace(base, number=str(editions[-1].number + 1)), due, "编制", (said,))


def _after(site: Site, base: Due, start: str, what: str, rule: Mapping[str, Any]) -> Due:
    deadline = find_deadline(start, companion_limit(rule, what), site.calendar)
    return replace(_dated(site, base, deadline.due, what, tuple(explain(deadline))), law=False)


def report_dues(site: Site, done: Mapping[int, tuple[str, str]]) -> Iterator[Due]:
    """The annual report of last year (条例第四十九条), from the day on which it is to be remembered.

    `done` says for a year on which days it was 报送 and 公布; empty text: not yet.
    """
    limit = next(
        entry for entry in load_data("time_limits.yml")["annual_report"] if entry["id"] == annual_limit()
    )
    this = int(site.today[:4])
    for year in (this - 1, this):
        due = f"{year + 1}-{limit['due']}"
        if site.today < f"{year}-{limit['remind_from']}":
            continue
        for act, on in zip(limit["acts"], done.get(year, ("", "")), strict=True):
            if not on:
                base = Due("", "年度报告", str(year), "", OFFICE, True, ())
                yield _dated(site, base, due, act, (limit["text"], f"依据：{limit['source']}"))
