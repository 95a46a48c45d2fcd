"""Atom feeds (RFC 4287): new, changed, withdrawn, per category, and calls that invite applications."""

from collections.abc import Iterable, Iterator
from html import escape

from disclosure.model.catalog import Catalog
from disclosure.model.listings import Listing, funding_calls
from disclosure.render.address import absolute, item_address
from disclosure.render.listing_pages import feed_of
from disclosure.types import Item, Site

LENGTH = 50
"""Entries in a feed; a reader that asks weekly misses nothing."""
_DAY = len("2026-03-02")


def render_feeds(catalog: Catalog, listings: list[Listing]) -> Iterator[tuple[str, str]]:
    """(address, XML) of every feed. Times are those of the records, so that the same catalog gives the same bytes."""
    site = catalog.site
    for listing in listings:
        if address := feed_of(listing):
            name = "新公开" if listing.kind == "all" else listing.name
            rows = [_item_entry(site, item, item.publication) for item in listing.items[:LENGTH]]
            yield address, _feed(site, address, name, rows)
    changed = sorted(_changed(catalog), key=lambda entry: (entry[0], entry[1].id), reverse=True)
    rows = [_item_entry(site, item, when) for when, item in changed[:LENGTH]]
    yield "feeds/changed.xml", _feed(site, "feeds/changed.xml", "有变动", rows)
    yield "feeds/withdrawn.xml", _feed(site, "feeds/withdrawn.xml", "已撤回", list(_withdrawn(catalog)))
    calls = [_item_entry(site, i, i.publication) for i in funding_calls(catalog)[:LENGTH]]
    yield "feeds/open-calls.xml", _feed(site, "feeds/open-calls.xml", "申报通知", calls)


def _changed(catalog: Catalog) -> Iterator[tuple[str, Item]]:
    """Items that replace or correct others, when published; items that were corrected themselves, when they were."""
    for item in catalog.items:
        if item.corrected:
            yield item.corrected[-1], item
        elif item.relations.get("corrects") or item.relations.get("replaces"):
            yield item.publication, item


def _withdrawn(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """A withdrawal that protects a person is told by its address alone."""
    latest = sorted(catalog.tombstones, key=lambda s: (s.withdrawn_on, s.id), reverse=True)
    for status in latest[:LENGTH]:
        shown = status.withdrawn_kind == "一般撤回"
        title = f"已撤回：{status.title}" if shown and status.title else "已撤回"
        summary = status.withdrawn_reason if shown else ""
        address = item_address(status.id, status.id.split("-")[-2])
        when = _time(status.withdrawn_on)
        yield when, _entry(catalog.site, address, status.id, title, summary, when, "")


def _item_entry(site: Site, item: Item, when: str) -> tuple[str, str]:
    updated = _time(when)
    address = item_address(item.id, item.year)
    return updated, _entry(
        site, address, item.index or item.id, item.title, item.summary, updated, item.office
    )


def _time(value: str) -> str:
    """A day or moment of China Standard Time as RFC 3339."""
    day, clock = value[:_DAY] or "1970-01-01", value[_DAY + 1 :] or "00:00"
    return f"{day}T{clock}:00+08:00"


def _entry(site: Site, address: str, name: str, title: str, summary: str, updated: str, author: str) -> str:
    link = absolute(site, address) or f"../{address}"
    lines = [
        "  <entry>",
        f"    <id>{_identifier(site, name)}</id>",
        f"    <title>{escape(title, quote=False)}</title>",
        f'    <link rel="alternate" type="text/html" href="{escape(link)}"/>',
        f"    <updated>{updated}</updated>",
    ]
    if author:
        lines.append(f"    <author><name>{escape(author, quote=False)}</name></author>")
    if summary:
        lines.append(f"    <summary>{escape(summary, quote=False)}</summary>")
    return "\n".join([*lines, "  </entry>"])


def _identifier(site: Site, name: str) -> str:
    """An id that survives a move of the site: the unit's code and the index number."""
    code = site.unit_codes[0] if site.unit_codes else "site"
    return f"urn:disclosure:{escape(code)}:{escape(name)}"


def _feed(site: Site, address: str, name: str, rows: Iterable[tuple[str, str]]) -> str:
    rows = list(rows)
    updated = max((when for when, _ in rows), default="1970-01-01T00:00:00+08:00")
    own = absolute(site, address)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
        f"  <id>{_identifier(site, address)}</id>",
        f"  <title>{escape(f'{site.name}{site.column}：{name}', quote=False)}</title>",
        f"  <updated>{updated}</updated>",
        f"  <author><name>{escape(site.name, quote=False)}</name></author>",
    ]
    if own:
        lines.append(f'  <link rel="self" type="application/atom+xml" href="{escape(own)}"/>')
    return "\n".join([*lines, *(row for _, row in rows), "</feed>", ""])
