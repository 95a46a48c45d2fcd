"""What the catalog itself can count for a year's report: documents of table two, publications by category."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from disclosure.annual_format import annual_format
from disclosure.model.catalog import Catalog
from disclosure.model.validity import EXPIRED, NOT_YET, REPEALED


@dataclass(frozen=True, slots=True)
class CatalogCounts:
    """Published in the year, by category and in all; 规范性文件 made, repealed in the year, in force at its end."""

    published: int
    by_category: Mapping[str, int]
    made: int
    repealed: int
    in_force: int


def count_catalog(catalog: Catalog, year: int) -> CatalogCounts:
    """Count `catalog`, assembled for the last day of `year` or later; what ended after it was in force on that day."""
    prefix, last = f"{year:04d}", f"{year:04d}-12-31"
    published = [item for item in catalog.items if item.publication.startswith(prefix)]
    names = {
        c.name for c in catalog.site.categories.values() if c.id in annual_format().counted["categories"]
    }
    documents = [
        item
        for item in catalog.items
        if item.category in names and item.document_number and not item.origin and item.formed <= last
    ]
    states = [(item, catalog.validity[item.id]) for item in documents]
    return CatalogCounts(
        published=len(published),
        by_category=Counter(item.category for item in published),
        made=sum(item.formed.startswith(prefix) for item in documents),
        repealed=sum(v.state in (REPEALED, EXPIRED) and v.since.startswith(prefix) for _, v in states),
        in_force=sum(v.state not in (REPEALED, EXPIRED, NOT_YET) or v.since > last for _, v in states),
    )
