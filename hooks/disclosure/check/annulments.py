"""A published decision that was overturned (被变更、撤销、确认违法、确认无效): withdrawn within its term (行政处罚法 48)?"""

from collections.abc import Iterable, Iterator

from disclosure.check.timeliness import late
from disclosure.check.values import wrong_date
from disclosure.deadline_words import due_words
from disclosure.deadlines import find_deadline
from disclosure.problems import Problem, Severity, problem
from disclosure.time_limits import Limit
from disclosure.types import Item, Site, Status

EVENT = "annulled"
_FIELD = "annulled.on"


def check_annulments(site: Site, items: Iterable[Item]) -> Iterator[Problem]:
    """Rows for status files that count and tell of it: how long there still is, or by how much it is late.

    The term is the law's for the item's category. Lateness holds nothing back: what must go is to be withdrawn.
    """
    limits = [limit for limit in site.limits.values() if EVENT in limit.counts_from]
    names = {item.id: item.category for item in items}
    for status in site.statuses.values():
        category = site.categories.get(names.get(status.id, ""))
        if not status.annulled_on or wrong_date(status.annulled_on) or category is None:
            continue
        for limit in limits:
            if category.id in limit.categories:
                yield from _judged(site, status, limit)


def _judged(site: Site, status: Status, limit: Limit) -> Iterator[Problem]:
    end = status.withdrawn_on if status.withdrawn_kind else site.today
    facts = late(site, limit, status.annulled_on, end)
    severity: Severity | None = "error" if limit.hard else None
    if facts and facts["year"]:
        yield problem("T002", status.path, 1, _FIELD, end, item=status.id, **facts)
    elif facts:
        state = f"{end} 才撤回" if status.withdrawn_kind else "还没有撤回"
        facts |= {"annulment": status.annulled, "state": state}
        yield problem("T008", status.path, 1, _FIELD, end, item=status.id, severity=severity, **facts)
    elif not status.withdrawn_kind:
        deadline = find_deadline(status.annulled_on, limit, site.calendar)
        due, source = due_words(deadline), limit.article or limit.source
        place = (status.path, 1, _FIELD, status.annulled_on)
        yield problem("T009", *place, item=status.id, annulment=status.annulled, due=due, source=source)
