"""现行有效: from which day to which a document is in force, so that any day can be asked for."""

from dataclasses import dataclass
from datetime import date, timedelta

from disclosure.model.catalog import Catalog
from disclosure.model.validity import EXPIRED, REPEALED
from disclosure.types import Item


@dataclass(frozen=True, slots=True)
class Span:
    """A document with the first and the last day on which it is in force; `until` is empty while no end is known."""

    item: Item
    start: str
    until: str
    state: str
    successor: str


def in_force_spans(catalog: Catalog) -> list[Span]:
    """Documents of the classes that deal in what can be in force (效力), the newest first.

    A document is in force from its own day of effect, else from the day it was made (自印发之日起施行). An ended one is in
    force until the day before its repeal, or until the last day of its term, whichever came first.
    """
    spans = []
    for item in catalog.items:
        category = catalog.site.categories.get(item.category)
        if category is None or not category.validity or item.id in catalog.ended or item.origin:
            continue
        found = catalog.validity[item.id]
        ends = [item.expires] if item.expires else []
        if found.state == REPEALED or (found.state == EXPIRED and found.since != item.expires):
            ends.append(_day_before(found.since))
        else:
            ends += _repeal_to_come(catalog, item, found.successor)
        ends = [end for end in ends if end]
        start = item.effective or item.formed
        spans.append(Span(item, start, min(ends, default=""), found.state, found.successor))
    return sorted(spans, key=lambda span: (span.start, span.item.id), reverse=True)


def _repeal_to_come(catalog: Catalog, item: Item, successor: str) -> list[str]:
    """The last day of a document that a published, newer one will replace."""
    newer = catalog.by_id.get(successor)
    if newer is None or successor == item.id:
        return []
    return [_day_before(newer.effective or newer.formed)]


def _day_before(day: str) -> str:
    try:
        return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return ""
