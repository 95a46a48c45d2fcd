"""Later facts about items (catalog/status/): their dates and that each belongs to an item."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from disclosure.check.values import wrong_date
from disclosure.identifiers import parse_item_id
from disclosure.problems import Problem, problem
from disclosure.types import Site


def check_statuses(site: Site, present: AbstractSet[str]) -> Iterator[Problem]:
    """Rows for statuses; `present` are the ids of all item files."""
    for status in site.statuses.values():
        unknown = status.id not in present and not status.withdrawn_kind
        if unknown or parse_item_id(status.id) is None:
            yield problem("C012", status.path, 1, "", status.id)
        if status.successor and status.successor not in present:
            yield problem("C013", status.path, 1, "withdrawn.successor", status.successor)
        for field, value, needed in (
            ("validity.on", status.validity_on, bool(status.validity)),
            ("withdrawn.on", status.withdrawn_on, bool(status.withdrawn_kind)),
        ):
            if (value or needed) and wrong_date(value):
                yield problem("C020", status.path, 1, field, value)
