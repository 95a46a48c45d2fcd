"""Pages at addresses that once held content: tombstones of withdrawn items, and the former site's addresses."""

from collections.abc import Iterator
from typing import Any

from disclosure.data_files import load_data
from disclosure.model.catalog import Catalog
from disclosure.render.address import absolute, item_address, root_of
from disclosure.render.content_policy import with_policy
from disclosure.render.head import column_values, render_head
from disclosure.render.item_page import ROOT, feedback
from disclosure.render.marks import approval_mark
from disclosure.render.shell import Shell
from disclosure.render.templates import render_template


def render_tombstones(catalog: Catalog, shell: Shell) -> Iterator[tuple[str, str]]:
    """(address, HTML) of what stays of withdrawn items; one that protects a person names nothing."""
    site = catalog.site
    for status in catalog.tombstones:
        words = load_data("wording.yml")["tombstones"][status.withdrawn_kind]
        show = words["show"]
        successor = catalog.by_id.get(status.successor) if show else None
        tombstone: dict[str, Any] = {
            "statement": words["statement"],
            "title": (status.title or None) if show else None,
            "index": (status.index or None) if show else None,
            "on": status.withdrawn_on or None,
            "reason": (status.withdrawn_reason or None) if show else None,
            "successor": {
                "href": ROOT + item_address(successor.id, successor.year),
                "title": successor.title,
            }
            if successor
            else None,
        }
        context = {
            "heading": words["heading"],
            "breadcrumbs": [{"href": f"{ROOT}index.html", "text": "首页"}],
            "approval_mark": approval_mark(site),
            "root": ROOT,
            "tombstone": tombstone,
            "feedback": feedback(site, status.index if show else "", ""),
        }
        head = render_head(site, "column", column_values("catalog", words["heading"]), noindex=True)
        html = shell.fill(f"{words['heading']} - {site.name}", head, render_template("tombstone", context))
        yield item_address(status.id, status.id.split("-")[-2]), html


def render_redirects(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """(address, HTML) of pages that lead from the former site's addresses to the items that answer for them."""
    site = catalog.site
    gone = {s.id for s in catalog.tombstones}
    for redirect in site.redirects:
        item = catalog.by_id.get(redirect.item)
        if item is None and redirect.item not in gone:
            continue
        if not redirect.old.endswith((".html", ".htm", ".shtml")):
            continue
        address = item_address(redirect.item, redirect.item.split("-")[-2])
        context = {
            "href": root_of(redirect.old) + address,
            "root": root_of(redirect.old),
            "title": item.title if item else "该信息已撤回",
            "canonical": absolute(site, address) or None,
        }
        yield redirect.old, with_policy(render_template("redirect", context))
