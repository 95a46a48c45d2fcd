"""有效性: is a document in force today, since when not, and what took its place."""

from collections.abc import Mapping
from dataclasses import dataclass

from disclosure.parcels import parcel
from disclosure.types import Item, Site

IN_FORCE, NOT_YET, EXPIRED, REPEALED = "有效", "尚未施行", "失效", "废止"


@parcel
@dataclass(frozen=True, slots=True)
class Validity:
    """The state (data/validity.yml), since which day, on what ground, and the successor's id if there is one.

    `shown`: the category deals in documents that can be in force, or the state is other than in force.
    """

    state: str
    since: str = ""
    basis: str = ""
    successor: str = ""
    shown: bool = True


def find_validity(
    item: Item, site: Site, inverse: Mapping[str, tuple[tuple[str, str], ...]], published: Mapping[str, Item]
) -> Validity:
    """The validity of `item` today: what its status file says, else repeal by a newer item, else its dates.

    A newer item repeals from the day on which it takes effect, so that there is no day without either.
    """
    status = site.statuses.get(item.id)
    replacers = [new for relation, new in inverse.get(item.id, ()) if relation == "replaces"]
    successor = replacers[-1] if replacers else ""
    if status and status.validity:
        return Validity(status.validity, status.validity_on, status.validity_basis, successor)
    since = (published[successor].effective or published[successor].formed) if successor else ""
    if successor and since <= site.today:
        return Validity(REPEALED, since, "", successor)
    if item.expires and item.expires < site.today:
        return Validity(EXPIRED, item.expires)
    category = site.categories.get(item.category)
    shown = bool(category and category.validity)
    if item.effective and item.effective > site.today:
        return Validity(NOT_YET, item.effective, shown=shown)
    return Validity(IN_FORCE, successor=successor, shown=shown)
