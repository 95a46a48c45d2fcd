"""The pages of the catalog's lists, and its entry page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from disclosure.data_files import load_data
from disclosure.kept import digest_of
from disclosure.model.catalog import Catalog
from disclosure.model.listings import Listing, ListingPage, listed_categories, page_name, pages_of
from disclosure.model.topics import topic_name
from disclosure.read.site_files import entries as site_entries
from disclosure.render.address import absolute, item_address
from disclosure.render.entries import Rows, entries
from disclosure.render.head import column_values, render_head
from disclosure.render.marks import approval_mark
from disclosure.render.shell import Shell
from disclosure.render.templates import render_template

ROOT = "../"
TABLE, TABLES_BOOK = "table", "tables.xlsx"
"""公开目录表: the kind of their lists, and the workbook that holds them all."""
FEED_KINDS = ("all", "category")
_NEAR = 3
"""Page numbers shown on either side of the current one."""


@dataclass(frozen=True, slots=True)
class Making:
    """A page to be made: its address, a digest of all that is its own in it, and how to make it."""

    address: str
    made_of: str
    make: Callable[[], str]


def render_listings(catalog: Catalog, listings: list[Listing], shell: Shell) -> Iterator[Making]:
    """Every page of every list. An item stands in seven lists or so: its row is made once."""
    rows = Rows(catalog, ROOT)
    for listing in listings:
        named = (
            listing.key,
            listing.name,
            listing.description,
            len(listing.items),
            _empty_note(catalog, listing),
        )
        for page in pages_of(listing):
            made_of = digest_of(named, page.number, page.total, [rows.key(item) for item in page.items])
            yield Making(page.name, made_of, partial(_render_page, catalog, page, rows, shell))


def _render_page(catalog: Catalog, page: ListingPage, rows: Rows, shell: Shell) -> str:
    site, listing = catalog.site, page.listing
    feed = feed_of(listing)
    context: dict[str, Any] = {
        "heading": listing.name,
        "description": listing.description or None,
        "breadcrumbs": [
            {"href": f"{ROOT}index.html", "text": "首页"},
            {"href": f"{ROOT}catalog/index.html", "text": "法定主动公开内容"},
        ],
        "rows": None if listing.kind == TABLE else rows.html(page.items),
        "table": _table_rows(page) if listing.kind == TABLE else None,
        "page": {
            "number": page.number,
            "total_pages": page.total,
            "count": len(listing.items),
            "newer": _href(page, page.number + 1) if page.number < page.total else None,
            "older": _href(page, page.number - 1) if page.number > 1 else None,
            "pages": _shown_pages(page),
        },
        "feed_href": ROOT + feed if feed else None,
        "empty_note": _empty_note(catalog, listing),
        "approval_mark": approval_mark(site),
        "root": ROOT,
    }
    key = listing.key.partition(".")[2] if listing.kind == "category" else "catalog"
    feeds = ((ROOT + feed, f"{listing.name} - {site.name}"),) if feed else ()
    head = render_head(
        site,
        "column",
        column_values(key, listing.name, listing.description),
        absolute(site, page.name),
        feeds,
    )
    title = f"{listing.name}（第{page.number}页）" if page.number < page.total else listing.name
    return shell.fill(f"{title} - {site.name}", head, render_template("listing", context))


def _empty_note(catalog: Catalog, listing: Listing) -> str:
    """What an empty list says: that the office has no such information, where that was stated and approved."""
    words = load_data("wording.yml")["empty"]
    category = catalog.site.categories.get(listing.name) if listing.kind == "category" else None
    on = category.absent if category else ""
    return str(words["absent"].format(on=on) if on else words["listing"])


def _table_rows(page: ListingPage) -> dict[str, Any]:
    """The page as a table with the four columns of the law (条例第十二条) and two more."""
    rows = [
        {
            "index": item.index,
            "href": ROOT + item_address(item.id, item.year),
            "title": item.title,
            "summary": item.summary,
            "formed": item.formed,
            "number": item.document_number,
            "published": item.publication[:10],
        }
        for item in page.items
    ]
    name = page.listing.key
    downloads = [
        {"href": f"{name}.csv", "title": f"{page.listing.name}（CSV）", "type": "CSV", "size_label": None},
        {"href": TABLES_BOOK, "title": "全部公开目录表（Excel）", "type": "XLSX", "size_label": None},
    ]
    return {"rows": rows, "downloads": downloads}


def feed_of(listing: Listing) -> str:
    """The address of a list's Atom feed, or an empty text where it has none."""
    if listing.kind not in FEED_KINDS:
        return ""
    return "feeds/new.xml" if listing.kind == "all" else f"feeds/{listing.key}.xml"


def _href(page: ListingPage, number: int) -> str:
    return ROOT + page_name(page.listing.key, number, page.total)


def _shown_pages(page: ListingPage) -> list[dict[str, Any]]:
    """The pages near the current one and the oldest, newest first; `gap` where others lie between it and the one before.

    An old page must not change when a new item comes: it names its near ones and the first, not the last.
    """
    nearest = max(1, page.number - _NEAR)
    near = range(min(page.total, page.number + _NEAR), nearest - 1, -1)
    return [
        {"number": n, "href": _href(page, n), "current": n == page.number, "gap": n < nearest - 1}
        for n in (*near, *(() if nearest == 1 else (1,)))
    ]


def catalog_index_context(catalog: Catalog, listings: list[Listing], root: str) -> dict[str, Any]:
    """What the template catalog_index.html needs besides heading and breadcrumbs."""
    by_key = {listing.key: listing for listing in listings}
    places: dict[str, list[dict[str, Any]]] = {}
    for category in listed_categories(catalog):
        listing = by_key[f"category.{category.id}"]
        places.setdefault(category.place, []).append(
            _facet(listing, root)
            | {
                "description": category.description or None,
                "latest": listing.items[0].publication[:10] if listing.items else None,
                "absent": _empty_note(catalog, listing) if category.absent and not listing.items else None,
            }
        )
    data = (
        ("catalog.xlsx", "目录（Excel 表格）"),
        ("catalog.csv", "目录（CSV）"),
        ("catalog.json", "目录（JSON）"),
    )
    feeds = (("new", "新公开"), ("changed", "有变动"), ("withdrawn", "已撤回"), ("open-calls", "申报通知"))
    return {
        "description": None,
        "groups": [{"name": place, "categories": found} for place, found in places.items()],
        "years": [_facet(x, root) for x in listings if x.kind == "year"],
        "tables": [_facet(x, root) for x in listings if x.kind == TABLE],
        "offices": [_facet(x, root) for x in listings if x.kind == "office"],
        "units": [entry for _, entry in site_entries(catalog.site.settings, "unit_catalogs")],
        "themes": [_facet(x, root) for x in listings if x.kind == "theme"],
        "downloads": [
            {
                "href": f"{root}{name}",
                "title": title,
                "type": name.rpartition(".")[2].upper(),
                "size_label": None,
            }
            for name, title in data
        ]
        + [
            {"href": f"{root}feeds/{name}.xml", "title": f"订阅：{title}", "type": "Atom", "size_label": None}
            for name, title in feeds
        ],
        "recent": entries(catalog, catalog.items[:5], root),
        "total": len(catalog.items),
        "topics": any(topic_name(catalog.site, item) for item in catalog.items),
    }


def _facet(listing: Listing, root: str) -> dict[str, Any]:
    return {"href": f"{root}catalog/{listing.key}.html", "name": listing.name, "count": len(listing.items)}
