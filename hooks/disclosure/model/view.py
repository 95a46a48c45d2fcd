"""What one item's page needs from the rest of the catalog: a small picklable view, made per item."""

from dataclasses import dataclass

from disclosure.data_files import load_data
from disclosure.model.catalog import Catalog
from disclosure.model.topics import topic_name
from disclosure.model.validity import Validity
from disclosure.parcels import parcel
from disclosure.types import Category, Item, Theme

_DAY = len("2026-03-02")
UNKNOWN_CATEGORY = Category("unclassified", "未分类")


@parcel
@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another item as a page links to it: its address is items/<year>/<id>.html."""

    id: str
    year: str
    title: str
    formed: str


@parcel
@dataclass(frozen=True, slots=True)
class ItemView:
    """An item with its place in the catalog. `linkable` are the ids among its links that are reachable.

    `corrections`: the days on which it was corrected (更正), and by which newer item, None for a new revision of itself.
    """

    item: Item
    category: Category
    theme: Theme | None
    validity: Validity | None
    ended: bool
    relations: tuple[tuple[str, tuple[Neighbour, ...]], ...]
    successor: Neighbour | None
    newer: Neighbour | None
    older: Neighbour | None
    linkable: tuple[str, ...]
    corrections: tuple[tuple[str, Neighbour | None], ...] = ()
    topic: str = ""


class ViewMaker:
    """Makes the views of a catalog; neighbours are those of the same category, by publication."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.labels = load_data("relations.yml")["relations"]
        self.reachable = catalog.by_id.keys() | {s.id for s in catalog.tombstones}
        self.newer: dict[str, Item] = {}
        self.older: dict[str, Item] = {}
        last: dict[str, Item] = {}
        for item in catalog.items:
            if item.category in last:
                self.newer[item.id] = last[item.category]
                self.older[last[item.category].id] = item
            last[item.category] = item

    def view(self, item: Item) -> ItemView:
        """The view of a published item."""
        site, validity = self.catalog.site, self.catalog.validity[item.id]
        return ItemView(
            item=item,
            category=site.categories.get(item.category, UNKNOWN_CATEGORY),
            theme=site.themes.get(item.theme),
            validity=validity if validity.shown else None,
            ended=item.id in self.catalog.ended,
            relations=self._relations(item),
            successor=self._neighbour(self.catalog.by_id.get(validity.successor)),
            newer=self._neighbour(self.newer.get(item.id)),
            older=self._neighbour(self.older.get(item.id)),
            linkable=tuple(sorted({target for target, _ in item.links if target in self.reachable})),
            corrections=self._corrections(item),
            topic="" if item.id in self.catalog.ended else topic_name(site, item),
        )

    def _corrections(self, item: Item) -> tuple[tuple[str, Neighbour | None], ...]:
        found: list[tuple[str, Neighbour | None]] = [(moment[:_DAY], None) for moment in item.corrected]
        for relation, identifier in self.catalog.inverse.get(item.id, ()):
            newer = self.catalog.by_id[identifier]
            if relation == "corrects":
                found.append((newer.publication[:_DAY], self._neighbour(newer)))
        return tuple(sorted(found, key=lambda entry: entry[0]))

    def _relations(self, item: Item) -> tuple[tuple[str, tuple[Neighbour, ...]], ...]:
        pointing = self.catalog.inverse.get(item.id, ())
        if not item.relations and not pointing:
            return ()  # as with most items
        groups: dict[str, list[Neighbour]] = {}
        for relation, entry in self.labels.items():
            forward = [self.catalog.by_id.get(target) for target in item.relations.get(relation, ())]
            inverse = [self.catalog.by_id[i] for r, i in pointing if r == relation]
            for label, others in ((entry["forward"], forward), (entry["inverse"], inverse)):
                found = [n for other in others if (n := self._neighbour(other))]
                if found:
                    groups.setdefault(label, []).extend(found)
        return tuple((label, tuple(found)) for label, found in groups.items())

    def _neighbour(self, item: Item | None) -> Neighbour | None:
        return Neighbour(item.id, item.year, item.title, item.formed) if item else None
