"""The head of a page: the meta elements that a government site must carry (国办发〔2017〕47号), canonical, feeds."""

from functools import cache, lru_cache
from urllib.parse import urlsplit

from markupsafe import escape

from disclosure.data_files import load_data
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
    lines = [_meta(tag, known[tag]) for tag in _tags_of(kind) if known.get(tag)]
    if values.get("Description"):
        lines.append(_meta("description", values["Description"]))
    if noindex:
        lines.append(_meta("robots", "noindex"))
    if canonical:
        lines.append(f'<link rel="canonical" href="{escape(canonical)}">\n')
    lines += [
        f'<link rel="alternate" type="application/atom+xml" href="{escape(href)}" title="{escape(title)}">\n'
        for href, title in feeds
    ]
    return "".join(lines)


@lru_cache(maxsize=2048)
def _meta(name: str, content: str) -> str:
    """One element, its `name` out of our own data.

    Most are the same on many pages, and a template would cost each page a tenth of its time.
    """
    return f'<meta name="{name}" content="{escape(content)}">\n'


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
