"""Hand-written pages, the files beside them, published settings and later facts pass the same gates as items (design 5)."""

import hashlib
from collections.abc import Iterable, Iterator

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
        return digest, file_rows(scan, path.rpartition("/")[2], (path, 0, "", subject))
    text, _ = decode_text(data, path)
    return digest, scan_page(site, path, text, subject)


def scan_catalog(site: Site) -> Iterator[Problem]:
    """Rows for the marks in published settings; files that can't be read are reported by their reader."""
    for path in _PUBLISHED:
        try:
            data = (site.root / path).read_bytes()
        except OSError:
            continue
        text, _ = decode_text(data, path)
        yield from scan_text(site, path, [], text, 1, where="catalog")


def scan_statuses(site: Site) -> Iterator[Problem]:
    """Rows for the published words of later facts."""
    for status in site.statuses.values():
        fields = [(field, 0, value) for field, value in _words(status) if value]
        if fields:
            yield from scan_text(site, status.path, fields, "", 0)


def _words(status: Status) -> Iterable[tuple[str, str]]:
    return (
        ("validity.basis", status.validity_basis),
        ("withdrawn.reason", status.withdrawn_reason),
        ("withdrawn.title", status.title),
        ("topic", status.topic),
        ("keywords", " ".join(status.keywords)),
    )
