"""Hand-written pages and published catalog data pass the same gates as items (design 5)."""

from disclosure.gates.rows import scan_text
from disclosure.problems import Problem
from disclosure.read.text_file import decode_text
from disclosure.types import Site

_PUBLISHED = ("site.yml", "offices.yml", "categories.yml", "guide.yml", "units.yml")
"""Files of catalog/ whose words stand on pages."""


def scan_page(site: Site, path: str, text: str) -> list[Problem]:
    """Rows for the marks in a hand-written page."""
    return scan_text(site, path, [], text, 1, where="page")


def scan_catalog(site: Site) -> list[Problem]:
    """Rows for the marks in the catalog's own data; files that can't be read are reported by their reader."""
    rows: list[Problem] = []
    for name in _PUBLISHED:
        try:
            data = (site.root / "catalog" / name).read_bytes()
        except OSError:
            continue
        text, _ = decode_text(data, name)
        rows += scan_text(site, f"catalog/{name}", [], text, 1, where="catalog")
    return rows
