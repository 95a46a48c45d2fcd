"""The lists by which a visitor's browser keeps an offline copy and renews it: offline.json, and one list a folder.

offline.json is read at every contact, so it is small: it tells the lists by their digests, and only those that changed
are read. They name nothing but files of the site, which everybody may read, and no page whose content was taken back.
"""

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from posixpath import splitext

from disclosure.model.catalog import Catalog
from disclosure.publish.writer import Written, by_address
from disclosure.render.address import item_address

FORMAT = 1
ENTRY, FOLDER = "offline.json", "offline"
PAGES, DOWNLOADS = "pages", "downloads"
"""Kinds of files: what pages, lists and search are made of, kept always; what is downloaded, kept if it is chosen."""

_SHOWN = frozenset(
    (
        ".html",
        ".htm",
        ".shtml",
        ".js",
        ".css",
        ".svg",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".webp",
        ".ico",
        ".woff2",
    )
)
_LEFT_OUT = ("feeds/", "sitemap.xml", "sw.js")
"""Of no use without a network; and the worker, which the browser keeps itself."""
_DIGEST = 6
"""Bytes of a SHA-256 in a list: they tell whether a file changed on its way or since, not who made it."""


def offline_lists(
    rows: Iterable[Written], edition: str, taken_back: Collection[str]
) -> Iterator[tuple[str, str]]:
    """The lists as (address, JSON), the one that names the others last.

    Args:
        rows: all other files of the site.
        edition: the day of the build, as in 2026-11-22.
        taken_back: addresses of which a page stays, but not its content: a copy loses what is in no list at once.
    """
    folders: dict[tuple[str, str], list[Written]] = defaultdict(list)
    for row in sorted(rows, key=by_address):
        if row.address not in taken_back and not row.address.startswith(_LEFT_OUT):
            folders[_kind(row.address), _folder(row.address)].append(row)
    lists = []
    for (kind, folder), members in sorted(folders.items()):
        text = _json([[row.address.removeprefix(folder), row.size, _digest(row.sha256)] for row in members])
        digest = _digest(hashlib.sha256(text.encode("utf-8")).hexdigest())
        lists.append([kind, folder, digest, len(members), sum(row.size for row in members)])
        yield f"{FOLDER}/{kind}/{folder}list.json", text
    yield ENTRY, _json({"format": FORMAT, "edition": edition, "lists": lists})


def taken_back(catalog: Catalog) -> frozenset[str]:
    """Addresses of items that were withdrawn or whose public term is over, and of which a page stays."""
    gone = [status.id for status in catalog.tombstones]
    return frozenset(
        item_address(identifier, identifier.split("-")[-2]) for identifier in (*gone, *catalog.ended)
    )


def _kind(address: str) -> str:
    return PAGES if splitext(address)[1].lower() in _SHOWN else DOWNLOADS


def _folder(address: str) -> str:
    """In whose list an address stands, with a closing slash: a year of items, of their files, of their texts; else its folder."""
    folders = address.split("/")[:-1]
    return "".join(f"{name}/" for name in folders[: 3 if folders[:1] == ["search"] else 2])


def _digest(sha256: str) -> str:
    return base64.urlsafe_b64encode(bytes.fromhex(sha256)[:_DIGEST]).decode("ascii")


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
