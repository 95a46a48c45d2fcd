"""The catalog (政府信息公开目录) as of today: what is published, held back, withdrawn, and how items relate."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from disclosure.gates.rows import hide_in_title
from disclosure.ledger import PURGE
from disclosure.model.ended import what_stays
from disclosure.model.validity import Validity, find_validity
from disclosure.problems import Problem
from disclosure.types import Item, Site, Status


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An item that errors keep out of everything (隔离清单), with their codes."""

    id: str
    path: str
    title: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """An item that waits for its day (待发布)."""

    id: str
    path: str
    title: str
    publish_on: str


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything the later stages publish.

    `items` are published, newest first; `inverse` maps an id to (relation, newer id) pairs; `tombstones` are
    withdrawn items whose address stays (nothing stays of what had to vanish whole); `ended` are ids whose public
    term is over: their address and fields stay, body and files go.
    """

    site: Site
    items: tuple[Item, ...]
    by_id: Mapping[str, Item]
    validity: Mapping[str, Validity]
    inverse: Mapping[str, tuple[tuple[str, str], ...]]
    ended: frozenset[str]
    tombstones: tuple[Status, ...]
    quarantined: tuple[Quarantined, ...]
    held: tuple[Held, ...]


def assemble(site: Site, items: Iterable[Item | None], problems: Sequence[Problem]) -> Catalog:
    """Divide `items` into published, quarantined and held, and compute what follows from their relations."""
    errors: dict[str, set[str]] = defaultdict(set)
    paths: dict[str, str] = {}
    for row in problems:
        if row.severity == "error" and row.item:
            errors[row.item].add(row.code)
            paths.setdefault(row.item, row.path)
    read = {item.id: item for item in items if item is not None}
    withdrawn = {s.id: s for s in site.statuses.values() if s.withdrawn_kind}
    published, held = [], []
    for item in read.values():
        if (item.id in errors and not item.root) or item.id in withdrawn:
            continue
        if max(item.publish_on, item.publication)[:10] > site.today and not (
            item.imported_source or item.unapproved
        ):
            held.append(Held(item.id, item.path, item.title, max(item.publish_on, item.publication)))
        else:
            over = bool(item.public_until) and item.public_until < site.today
            published.append(what_stays(item) if over else _with_later_keywords(item, site))
    published.sort(key=publication_order, reverse=True)
    by_id = {item.id: item for item in published}
    inverse = _inverse(published)
    return Catalog(
        site=site,
        items=tuple(published),
        by_id=by_id,
        validity={item.id: find_validity(item, site, inverse, by_id) for item in published},
        inverse=inverse,
        ended=frozenset(i.id for i in published if i.public_until and i.public_until < site.today),
        tombstones=tuple(withdrawn[k] for k in sorted(withdrawn) if withdrawn[k].withdrawn_kind != PURGE),
        quarantined=tuple(
            Quarantined(
                i, paths[i], hide_in_title(read[i].title) if i in read else "", tuple(sorted(errors[i]))
            )
            for i in sorted(errors)
        ),
        held=tuple(sorted(held, key=lambda h: (h.publish_on, h.id))),
    )


def _with_later_keywords(item: Item, site: Site) -> Item:
    status = site.statuses.get(item.id)
    if not status or not status.keywords:
        return item
    return replace(item, keywords=tuple(dict.fromkeys((*item.keywords, *status.keywords))))


def publication_order(item: Item) -> tuple[str, str]:
    """The key by which items follow each other in every list: day of publication, then id."""
    return item.publication, item.id


def _inverse(published: Sequence[Item]) -> dict[str, tuple[tuple[str, str], ...]]:
    inverse: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for item in sorted(published, key=publication_order):
        for relation, targets in item.relations.items():
            for target in targets:
                inverse[target].append((relation, item.id))
    return {target: tuple(pairs) for target, pairs in inverse.items()}
