"""Was it published within the term (条例第二十六条；转载另有期限)?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from disclosure.data_files import load_data
from disclosure.problems import Problem, problem
from disclosure.types import Item
from disclosure.working_days import NoCalendarError, add_working_days, working_days_between


def check_timeliness(item: Item, lines: Mapping[str, int]) -> list[Problem]:
    """Lateness is told with its count, never a reason to stay silent; a year without a calendar is said so."""
    if not item.formed:
        return []
    terms = {term["id"]: term for term in load_data("time_limits.yml")["publication"]}
    term = terms["reprint" if item.origin else "proactive-disclosure"]
    start = item.origin.date if item.origin and item.origin.date else item.formed
    first, last = date.fromisoformat(start), date.fromisoformat(item.publication[:10])
    field = next((f for f in ("published", "publish_on") if f in lines), "formed")
    facts: dict[str, Any] = {"start": start, "limit": term["length"], "source": term["source"]}
    place: dict[str, Any] = {
        "line": lines.get(field, 1),
        "field": field,
        "value": item.publication,
        "item": item.id,
    }
    if last <= first:
        return []
    try:
        due = add_working_days(first, term["length"])
        if last <= due:
            return []
        count = working_days_between(first, last)
    except NoCalendarError as error:
        return [problem("T002", item.path, **place, **facts, year=error.year)]
    return [problem("T001", item.path, **place, **facts, count=count, due=due.isoformat())]
