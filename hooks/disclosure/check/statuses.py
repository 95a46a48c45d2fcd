"""Later facts about items (catalog/status/): their dates and that each belongs to an item."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from disclosure.check.values import wrong_date
from disclosure.identifiers import parse_index, parse_item_id
from disclosure.ledger import PURGE
from disclosure.problems import Problem, problem
from disclosure.types import Site

EXAMPLE = "000014349/2017-00110"
"""An index number as the State Council's own catalog writes them."""


def check_statuses(site: Site, present: AbstractSet[str]) -> Iterator[Problem]:
    """Rows for statuses; `present` are the ids of all item files."""
    for status in site.statuses.values():
        unknown = status.id not in present and not status.withdrawn_kind
        if unknown or parse_item_id(status.id) is None:
            yield problem("C012", status.path, 1, "", status.id)
        if status.successor and status.successor not in present | site.statuses.keys():
            yield problem("C013", status.path, 1, "withdrawn.successor", status.successor)
        named = status.index or status.id in present or status.withdrawn_kind == PURGE
        if status.withdrawn_kind and not named:
            yield problem("S006", status.path, 1, "withdrawn.index")
        if status.index and parse_index(status.index) is None:
            yield problem("F010", status.path, 1, "withdrawn.index", status.index, proper=EXAMPLE)
        for field, value, needed in (
            ("validity.on", status.validity_on, bool(status.validity)),
            ("annulled.on", status.annulled_on, bool(status.annulled)),
            ("withdrawn.on", status.withdrawn_on, bool(status.withdrawn_kind)),
        ):
            if (value or needed) and wrong_date(value):
                yield problem("C020", status.path, 1, field, value)
