"""Lists of the catalog: all, by category, office, year, theme; pages numbered from the oldest."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from disclosure.data_files import load_data
from disclosure.model.catalog import Catalog
from disclosure.model.view import UNKNOWN_CATEGORY
from disclosure.types import Category, Item, Office

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: `key` names its files (catalog/<key>.html), `items` are newest first."""

    key: str
    kind: str
    name: str
    description: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class ListingPage:
    """One page of a list. `number` counts from the oldest, so that a new item rewrites only the newest pages."""

    listing: Listing
    number: int
    total: int
    items: tuple[Item, ...]

    @property
    def name(self) -> str:
        """The file of the page: the newest is the list's own address, older ones carry their number."""
        return page_name(self.listing.key, self.number, self.total)


def page_name(key: str, number: int, total: int) -> str:
    """catalog/<key>.html for the newest page, catalog/<key>.<n>.html for the others."""
    return f"catalog/{key}.html" if number == total else f"catalog/{key}.{number}.html"


def pages_of(listing: Listing) -> Iterator[ListingPage]:
    """The pages of a list, oldest first; an empty list has one empty page."""
    count = len(listing.items)
    total = max(1, -(-count // PAGE_SIZE))
    for number in range(1, total + 1):
        newest = count - (number - 1) * PAGE_SIZE
        yield ListingPage(listing, number, total, listing.items[max(0, newest - PAGE_SIZE) : newest])


def all_listings(catalog: Catalog) -> list[Listing]:
    """Every list of the catalog. Empty categories have a page too, so that their address never breaks."""
    site = catalog.site
    groups: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in catalog.items:
        groups["category", item.category or UNKNOWN_CATEGORY.name].append(item)
        groups["year", (item.formed or item.publication)[:4]].append(item)
        for office in dict.fromkeys((item.office, *item.joint_offices, item.department)):
            groups["office", office].append(item)
        for level in _theme_and_parent(item.theme):
            groups["theme", level].append(item)
    listings = [Listing("all", "all", "全部政府信息", "", catalog.items)]
    for category in listed_categories(catalog):
        members = tuple(groups["category", category.name])
        listings.append(
            Listing(f"category.{category.id}", "category", category.name, category.description, members)
        )
    listings += [
        Listing(
            f"table.{table.id}",
            "table",
            table.name,
            table.description,
            tuple(item for item in catalog.items if item.category in table.categories),
        )
        for table in site.tables
    ]
    listings += [
        Listing(
            f"office.{office.id}",
            "office",
            office.name,
            _duties_of(office),
            tuple(groups["office", office.name]),
        )
        for office in site.offices.values()
        if groups["office", office.name]
    ]
    years = sorted((name for kind, name in groups if kind == "year" and name), reverse=True)
    listings += [Listing(f"year.{y}", "year", f"{y}年", "", tuple(groups["year", y])) for y in years]
    listings += [
        Listing(f"theme.{t.id}", "theme", t.name.replace("\\", " · "), "", tuple(groups["theme", t.name]))
        for t in site.themes.values()
        if groups["theme", t.name]
    ]
    return listings


def _duties_of(office: Office) -> str:
    """What an office does, and until when it was there and who came after it."""
    if not office.valid_to:
        return office.duties
    words = load_data("wording.yml")["office"]["followed" if office.successor else "ended"]
    duties = office.duties.rstrip("。") + "。" if office.duties else ""
    return duties + str(words.format(until=office.valid_to, successor=office.successor))


def listed_categories(catalog: Catalog) -> list[Category]:
    """The site's categories, and 未分类 at the end where imported history lacks one."""
    strays = any(not item.category for item in catalog.items)
    return [*catalog.site.categories.values(), *([UNKNOWN_CATEGORY] if strays else [])]


def _theme_and_parent(theme: str) -> list[str]:
    if not theme:
        return []
    top = theme.partition("\\")[0]
    return [top] if top == theme else [top, theme]


def funding_calls(catalog: Catalog) -> tuple[Item, ...]:
    """申报类 notices, those that end last first; the reader's browser tells which are open."""
    calls = [item for item in catalog.items if item.apply_until]
    return tuple(sorted(calls, key=lambda i: (i.apply_until, i.id), reverse=True))
