"""Was it published, and handed over, within its terms (条例第二十六条；转载、行政处罚、预算决算等另有期限)?"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from disclosure.deadline_words import due_words
from disclosure.deadlines import Deadline, count_working_days, find_deadline
from disclosure.problems import Problem, Severity, problem
from disclosure.time_limits import UNITS, Limit, publication_limits
from disclosure.types import Item, Site
from disclosure.working_days import shipped_calendar

Lines = Mapping[str, int]
GENERAL, REPRINT, HAND_OVER = "proactive-disclosure", "reprint", "hand-over"
_ITEM_FIELDS = {"formed": "formed", "changed": "changed", "approved": "approved_on"}
"""Dates from which terms are counted, and the item's fields that hold them."""


def check_timeliness(site: Site, item: Item, lines: Lines) -> list[Problem]:
    """Lateness is told with its count, and holds nothing back unless the office's own rules make it an error.

    A year without a calendar is said so. What is not published yet is counted to today.
    """
    rows = list(_hand_over(site, item, lines))
    if not item.formed:
        return rows
    waiting = is_waiting(site, item)
    last = max(site.today, item.publish_on[:10]) if waiting else item.publication[:10]
    if item.deadline_on:
        if last > item.deadline_on:
            field = _field(lines, "published", "publish_on", "deadline")
            place = _place(item, lines, field, last)
            source = item.deadline_basis
            rows.append(problem("T004", item.path, **place, due=item.deadline_on, source=source))
        return rows
    for limit, start, name, end in _clocks(site, item, last):
        facts = late(site, limit, start, end)
        if facts:
            code = "T002" if facts["year"] else "V117" if waiting else "T001"
            field = _field(lines, "published", "publish_on", name)
            severity: Severity | None = "error" if limit.hard else None
            place = _place(item, lines, field, end)
            rows.append(problem(code, item.path, **place, **facts, severity=severity))
    return rows


def is_waiting(site: Site, item: Item) -> bool:
    """Whether an item still has to be published: approval is asked for, and no publisher has decided yet."""
    return site.policy is not None and not item.published and not item.imported_source


def publication_deadlines(site: Site, item: Item) -> list[Deadline]:
    """The ends of all terms that run for the publication of `item`, the earliest first."""
    found = [
        find_deadline(start, limit, site.calendar) for limit, start, _, _ in _clocks(site, item, site.today)
    ]
    return sorted(found, key=lambda deadline: deadline.due)


def _clocks(site: Site, item: Item, last: str) -> Iterator[tuple[Limit, str, str, str]]:
    """The terms that run for the publication: each with its start, the field of that, and what is held against it.

    That is `last`, or for a change the day on which the corrected item was published.
    """
    limits = site.limits
    if item.origin:
        if limit := limits.get(REPRINT):
            yield limit, item.origin.date or item.formed, "origin", last
        return
    category = site.categories.get(item.category)
    replaced = False
    for limit in limits.values():
        if category is None or category.id not in limit.categories or limit.id not in publication_limits():
            continue
        for event in limit.counts_from:
            start = getattr(item, _ITEM_FIELDS.get(event, ""), "")
            if start:
                replaced = replaced or limit.replaces == GENERAL
                yield limit, start, _ITEM_FIELDS[event], last
    changed = item.changed and max(item.corrected, default=last)[: len(item.changed)]
    if changed and changed >= item.changed:
        yield limits[GENERAL], item.changed, "changed", changed
    # Where the publication of the change alone is known, nothing can be said about the first one.
    if not replaced and (not item.changed or item.corrected or last < item.changed):
        yield limits[GENERAL], item.formed, "formed", last


def _hand_over(site: Site, item: Item, lines: Lines) -> Iterator[Problem]:
    limit = site.limits.get(HAND_OVER)
    if limit is None or not item.printed_on:
        return
    last = item.handed_over_on or site.today
    facts = late(site, limit, item.printed_on, last)
    if facts and (item.handed_over_on or not item.published):
        code = "T002" if facts["year"] else "T003"
        field = _field(lines, "handed_over_on", "printed_on")
        severity: Severity | None = "error" if limit.hard else None
        yield problem(code, item.path, **_place(item, lines, field, last), **facts, severity=severity)


def late(site: Site, limit: Limit, start: str, last: str) -> dict[str, Any] | None:
    """Facts for a row where `last` is past the end of `limit`, or where that can't be said; else None.

    `year` is then the year without a calendar, 0 where lateness is certain.
    """
    if last <= start or (limit.since and start < limit.since):
        return None
    first, end = date.fromisoformat(start), date.fromisoformat(last)
    known = (site.calendar or shipped_calendar()).years
    missing = next((y for y in (first.year, end.year) if y not in known), 0)
    counted = limit.unit == "working-day"
    # Working days are never more than days, so most items need nothing counted at all.
    if (end - first).days <= limit.length and not (counted and missing):
        return None
    deadline = find_deadline(start, limit, site.calendar)
    unsure = counted and missing and (deadline.provisional or last <= deadline.due)
    if last <= deadline.due and not unsure:
        return None
    count = count_working_days(first, end, site.calendar)[0] if counted else (end - first).days
    # The end is known, the days after it are not: it is late by at least so many.
    words = "个以上工作日" if counted and missing else UNITS["working-day" if counted else "day"]
    return {
        "start": start,
        "name": limit.name,
        "limit": limit.words,
        "due": due_words(deadline),
        "source": limit.article or limit.source,
        "count": f"{count} {words}",
        "year": missing if unsure else 0,
    }


def _field(lines: Lines, *names: str) -> str:
    return next((name for name in names if name in lines), "formed")


def _place(item: Item, lines: Lines, field: str, value: str) -> dict[str, Any]:
    return {"line": lines.get(field, 1), "field": field, "value": value, "item": item.id}
