"""The head of a page: the meta elements that a government site must carry (国办发〔2017〕47号), canonical, feeds."""

from functools import cache
from typing import Any
from urllib.parse import urlsplit

from disclosure.data_files import load_data
from disclosure.render.templates import render_template
from disclosure.types import Site

Metas = dict[str, str]


@cache
def _tags_of(kind: str) -> tuple[str, ...]:
    data = load_data("meta_tags.yml")
    return tuple(tag["name"] for group in data["pages"][kind] for tag in data["groups"][group]["tags"])


@cache
def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def render_head(
    site: Site,
    kind: str,
    values: Metas,
    canonical: str = "",
    feeds: tuple[tuple[str, str], ...] = (),
    *,
    noindex: bool = False,
) -> str:
    """The head of a page of `kind` home, column or article. A tag without a value is left out, not written empty."""
    footer = site.settings.get("footer")
    identity: Metas = {
        "SiteName": site.name,
        "SiteDomain": _host(site.address),
        "SiteIDCode": str(footer.get("site_id_code", "")) if isinstance(footer, dict) else "",
    }
    known = identity | values
    metas: list[dict[str, Any]] = [{"name": t, "content": known[t]} for t in _tags_of(kind) if known.get(t)]
    if values.get("Description"):
        metas.append({"name": "description", "content": values["Description"]})
    return render_template(
        "head",
        {
            "metas": metas,
            "canonical": canonical or None,
            "feeds": [{"href": href, "title": title} for href, title in feeds],
            "noindex": noindex,
        },
    )


def column_values(key: str, name: str, description: str = "") -> Metas:
    """The tags of a column page: its name, what it is for, its words, and its type.

    `key` is the page's name or a category's id, by which data/meta_tags.yml knows the type.
    """
    types = load_data("meta_tags.yml")["column_types"]
    kind = types["by_page"].get(key) or types["by_category"].get(key) or types["default"]
    return {
        "ColumnName": name,
        "ColumnDescription": description or name,
        "ColumnKeywords": name,
        "ColumnType": kind,
    }


def moment(value: str) -> str:
    """A publication day or moment as PubDate wants it: yyyy-MM-dd HH:mm, 24 hours."""
    return value.replace("T", " ") if len(value) > len("2026-03-02") else f"{value} 00:00"
