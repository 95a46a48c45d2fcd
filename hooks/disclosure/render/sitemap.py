"""sitemap.xml for search engines, in parts of 50,000 addresses (sitemaps.org)."""

from collections.abc import Iterator, Sequence
from html import escape

from disclosure.render.address import absolute
from disclosure.types import Site

PART = 50_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def render_sitemap(site: Site, pages: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """(address, XML) of the sitemap for `pages` of (address, day of last change or empty).

    A site that does not know its own address has none: a sitemap holds complete addresses only.
    """
    if not site.address:
        return
    parts = [pages[start : start + PART] for start in range(0, len(pages), PART)] or [()]
    if len(parts) == 1:
        yield "sitemap.xml", _part(site, parts[0])
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield name, _part(site, part)
    rows = "\n".join(f"  <sitemap><loc>{escape(absolute(site, name))}</loc></sitemap>" for name in names)
    yield "sitemap.xml", _document("sitemapindex", rows)


def _part(site: Site, pages: Sequence[tuple[str, str]]) -> str:
    rows = []
    for address, changed in pages:
        when = f"<lastmod>{changed}</lastmod>" if changed else ""
        rows.append(f"  <url><loc>{escape(absolute(site, address))}</loc>{when}</url>")
    return _document("urlset", "\n".join(rows))


def _document(kind: str, rows: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} xmlns="{_NAMESPACE}">\n{rows}\n</{kind}>\n'
