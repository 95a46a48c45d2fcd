"""The columns of 政府信息公开 and the pages beside them: one function a page gives its template context."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from disclosure.data_files import load_data
from disclosure.model.catalog import Catalog
from disclosure.model.listings import Listing, funding_calls
from disclosure.render.address import absolute, root_of
from disclosure.render.apply_page import apply_context
from disclosure.render.entries import entries
from disclosure.render.guide_page import guide_context
from disclosure.render.head import column_values, render_head
from disclosure.render.item_page import feedback, file_label, size_label
from disclosure.render.listing_pages import catalog_index_context
from disclosure.render.marks import approval_mark
from disclosure.render.statistics_page import statistics_context
from disclosure.render.templates import render_template
from disclosure.render.topic_pages import in_force_context, topics_context


@dataclass(frozen=True, slots=True)
class Section:
    """A page that the package makes: its name in front-matter, address, title, template, and context."""

    name: str
    address: str
    title: str
    template: str
    context: Callable[[Catalog, list[Listing], str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class SectionPage:
    """What goes into a shell, or into the holes of the hand-written page that introduces the section."""

    title: str
    head: str
    main: str


def render_section(
    catalog: Catalog, listings: list[Listing], section: Section, *, introduced: bool
) -> SectionPage:
    """The page of `section`; `introduced` when a hand-written page stands above it and has the heading."""
    site, root = catalog.site, root_of(section.address)
    context: dict[str, Any] = {
        "heading": None if introduced else site.column if section.name == "home" else section.title,
        "breadcrumbs": [] if introduced else [{"href": f"{root}index.html", "text": "首页"}],
        "intro": [],
        "approval_mark": None if introduced else approval_mark(site),
        "root": root,
        **section.context(catalog, listings, root),
    }
    kind = "home" if section.name == "home" else "column"
    feeds = ((f"{root}feeds/new.xml", f"新公开 - {site.name}"),)
    head = render_head(
        site, kind, column_values(section.name, section.title), absolute(site, section.address), feeds
    )
    title = f"{site.column} - {site.name}" if section.name == "home" else f"{section.title} - {site.name}"
    return SectionPage(title, head, render_template(section.template, context))


def _home(catalog: Catalog, listings: list[Listing], root: str) -> dict[str, Any]:
    words = load_data("columns.yml")
    by_key = {listing.key: listing for listing in listings}
    policies = [i for key in words["policies"] if key in by_key for i in by_key[key].items]
    policies.sort(key=lambda i: (i.publication, i.id), reverse=True)
    calls = [call for call in funding_calls(catalog) if call.apply_until >= catalog.site.today]
    year = catalog.site.today[:4]
    fresh = sum(1 for item in catalog.items if item.publication.startswith(year))
    first_policy = next((key for key in words["policies"] if key in by_key), None)
    return {
        "columns": [
            {"href": root + c["address"], "title": c["title"], "description": c["description"]}
            for c in words["columns"]
        ],
        "latest": entries(catalog, catalog.items[:10], root),
        "latest_href": f"{root}catalog/all.html",
        "policies": entries(catalog, policies[:8], root),
        "policies_href": f"{root}catalog/{first_policy}.html" if first_policy else None,
        "open_calls": entries(catalog, calls[:5], root),
        "open_calls_href": f"{root}open-calls.html",
        "stats": [
            {"label": "已公开信息", "value": len(catalog.items), "href": f"{root}catalog/all.html"},
            {"label": f"{year}年公开", "value": fresh, "href": f"{root}statistics.html"},
            {"label": "公开类别", "value": len(catalog.site.categories), "href": f"{root}catalog/index.html"},
        ],
        "built": catalog.site.today,
    }


def _systems(catalog: Catalog, listings: list[Listing], root: str) -> dict[str, Any]:
    found = _members(listings, "systems")
    groups = [{"heading": name, "entries": entries(catalog, items, root)} for name, items in found if items]
    return {"groups": groups, "empty_note": load_data("wording.yml")["empty"]["systems"]}


def _reports(catalog: Catalog, listings: list[Listing], root: str) -> dict[str, Any]:
    rows = []
    for _, items in _members(listings, "reports"):
        for item, entry in zip(items, entries(catalog, items, root), strict=True):
            folder = f"{root}files/{item.year}/{item.id}/"
            files = [
                {
                    "href": folder + a.name,
                    "title": a.title,
                    "type": file_label(a.name),
                    "size_label": size_label(a.size),
                }
                for a in item.attachments
            ]
            rows.append(entry | {"year": report_year(item.title, item.formed), "files": files})
    rows.sort(key=lambda row: (row["year"], row["formed"]), reverse=True)
    return {"reports": rows, "empty_note": load_data("wording.yml")["empty"]["reports"]}


def report_year(title: str, formed: str) -> str:
    """The year that a report is about: the one in its title, else the year before it was made."""
    digits = next((title[i : i + 4] for i in range(len(title) - 3) if title[i : i + 4].isdigit()), "")
    return digits or (str(int(formed[:4]) - 1) if formed else "")


def _members(listings: list[Listing], column: str) -> list[tuple[str, tuple[Any, ...]]]:
    keys = load_data("columns.yml")[column]
    return [(listing.name, listing.items) for listing in listings if listing.key in keys]


def _calls(catalog: Catalog, _listings: list[Listing], root: str) -> dict[str, Any]:
    return {
        "calls": entries(catalog, funding_calls(catalog), root),
        "feed_href": f"{root}feeds/open-calls.xml",
        "empty_note": load_data("wording.yml")["empty"]["calls"],
    }


def _search(_catalog: Catalog, listings: list[Listing], root: str) -> dict[str, Any]:
    def facet(kind: str) -> list[dict[str, str]]:
        found = [x for x in listings if x.kind == kind and x.items]
        return [{"href": f"{root}catalog/{x.key}.html", "name": x.name} for x in found]

    scripts = load_data("columns.yml")["search_scripts"]
    return {
        "categories": facet("category"),
        "offices": facet("office"),
        "years": facet("year"),
        "scripts": [root + script for script in scripts],
    }


def _offline(_catalog: Catalog, _listings: list[Listing], root: str) -> dict[str, Any]:
    return {"scripts": [root + script for script in load_data("columns.yml")["offline_scripts"]]}


def _accessibility(catalog: Catalog, _listings: list[Listing], _root: str) -> dict[str, Any]:
    words = load_data("accessibility.yml")
    guide = catalog.site.guide
    return {
        "standards": words["standards"],
        "known_limits": words["known_limits"],
        "contact": {"department": guide.get("organ_name")} | feedback(catalog.site),
        "reviewed": words["reviewed"],
    }


SECTIONS: tuple[Section, ...] = (
    Section("home", "index.html", "首页", "home", _home),
    Section("guide", "guide.html", "政府信息公开指南", "guide", guide_context),
    Section("systems", "systems.html", "政府信息公开制度", "systems", _systems),
    Section("catalog", "catalog/index.html", "法定主动公开内容", "catalog_index", catalog_index_context),
    Section("reports", "reports.html", "政府信息公开年报", "reports", _reports),
    Section("apply", "apply.html", "依申请公开", "apply", apply_context),
    Section("search", "search.html", "检索", "search", _search),
    Section("statistics", "statistics.html", "公开统计", "statistics", statistics_context),
    Section("open-calls", "open-calls.html", "正在申报", "open_calls", _calls),
    Section("topics", "topics.html", "专题", "topics", topics_context),
    Section("in-force", "in-force.html", "现行有效文件", "in_force", in_force_context),
    Section("offline", "offline.html", "离线使用", "offline", _offline),
    Section("accessibility", "accessibility.html", "无障碍说明", "accessibility", _accessibility),
)
"""In the order of the navigation."""
