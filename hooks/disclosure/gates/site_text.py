"""Hand-written pages, the files beside them, published settings and later facts pass the same gates as items (design 5)."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from disclosure.data_files import load_data
from disclosure.gates.files import file_rows, scan_file
from disclosure.gates.properties import Expected
from disclosure.gates.rows import allowed_by, scan_text
from disclosure.problems import Problem
from disclosure.read.text_file import decode_text
from disclosure.types import Site, Status

_PUBLISHED = (
    "mkdocs.yml",
    *(f"catalog/{name}.yml" for name in ("site", "offices", "categories", "guide", "units", "synonyms")),
    "catalog/redirects.csv",
)
"""Settings whose words stand on pages."""


def scan_page(site: Site, path: str, text: str, subject: str) -> list[Problem]:
    """Rows for the marks in the hand-written page `path`; an error holds back that page alone."""
    return scan_text(site, path, [], text, 1, subject, where="page")


def scan_loose_file(site: Site, path: str, subject: str) -> tuple[str, list[Problem]]:
    """Digest and rows of a file in content/ that pages show: as an attachment where it is of such a type, else as text."""
    try:
        data = (site.root / path).read_bytes()
    except OSError:
        return "", []  # told by whoever publishes it
    digest = hashlib.sha256(data).hexdigest()
    if path.rpartition(".")[2].lower() in load_data("file_types.yml")["types"]:
        expected = Expected(allowed=allowed_by(site))
        scan = scan_file(site.root, path, digest, expected)
        return digest, file_rows(scan, path.removeprefix("content/"), (path, 0, "", subject))
    text, _ = decode_text(data, path)
    return digest, scan_page(site, path, text, subject)


def scan_catalog(site: Site) -> Iterator[Problem]:
    """Rows for the marks in published settings."""
    for path in _PUBLISHED:
        yield from scan_settings(site, path)


def scan_settings(site: Site, path: str) -> list[Problem]:
    """Rows for the marks in one file of published settings; none where it can't be read, which its reader reports."""
    try:
        data = (site.root / path).read_bytes()
    except OSError:
        return []
    text, _ = decode_text(data, path)
    return scan_text(site, path, [], text, 1, where="catalog")


def scan_statuses(site: Site) -> Iterator[Problem]:
    """Rows for the published words of later facts."""
    for status in site.statuses.values():
        fields = [(field, 0, value) for field, value in _words(status) if value]
        if fields:
            for row in scan_text(site, status.path, fields, "", 0):
                yield replace(row, carrier="")  # no reason lets it pass: a few words are soon written anew


def _words(status: Status) -> Iterable[tuple[str, str]]:
    return (
        ("validity.basis", status.validity_basis),
        ("withdrawn.reason", status.withdrawn_reason),
        ("withdrawn.title", status.title),
        ("topic", status.topic),
        ("keywords", " ".join(status.keywords)),
    )
