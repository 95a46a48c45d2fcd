"""Every page of a published folder: its inner links resolve, and it loads nothing from another host."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

LOADING = {
    ("script", "src"),
    ("img", "src"),
    ("link", "href"),
    ("iframe", "src"),
    ("audio", "src"),
    ("video", "src"),
    ("source", "src"),
    ("object", "data"),
    ("embed", "src"),
    ("input", "src"),
    ("form", "action"),
}
"""Elements and attributes whose address a browser asks for by itself, or sends to."""
_RELATIONS_NOT_LOADED = {"canonical", "alternate", "prev", "next"}


@dataclass(frozen=True, slots=True, order=True)
class PageFault:
    """A link that leads nowhere, or an address of another host that the page would load."""

    page: str
    kind: Literal["broken", "foreign"]
    target: str


def check_pages(folder: Path, base: str = "") -> Iterator[PageFault]:
    """Faults of all pages below `folder`, in order of their addresses.

    `base` is the site's own address, with which the 404 page's links begin.
    """
    addresses = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    prefix = f"/{base.split('/', 3)[3]}" if base.count("/") > 2 else "/"  # noqa: PLR2004 (https://host/path)
    anchors: dict[str, set[str]] = {}
    pending: list[tuple[str, str, str, str]] = []
    for address in sorted(a for a in addresses if a.endswith((".html", ".htm", ".shtml"))):
        parser = _Links()
        try:
            parser.feed((folder / address).read_text(encoding="utf-8", errors="replace"))
        except AssertionError as error:  # the parser gives up on a declaration that no build writes
            yield PageFault(address, "broken", str(error))
        anchors[address] = parser.anchors
        for target, loaded in (*((t, False) for t in parser.links), *((t, True) for t in parser.loaded)):
            try:
                parts = urlsplit(target)
            except ValueError:
                yield PageFault(address, "broken", target)
                continue
            if loaded and parts.netloc:
                yield PageFault(address, "foreign", target)
            if not parts.scheme and not parts.netloc:
                pending.append((address, target, parts.path, parts.fragment))
    for address, target, path, fragment in pending:
        where = _resolve(address, path, prefix)
        if where not in addresses or (
            fragment and where in anchors and unquote(fragment) not in anchors[where]
        ):
            yield PageFault(address, "broken", target)


def _resolve(page: str, path: str, prefix: str) -> str:
    path = unquote(path)
    if not path:
        return page
    below = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    where = path[len(prefix) :] if path.startswith(prefix) else below
    return f"{where}/index.html".lstrip("/") if path.endswith("/") or where in ("", ".") else where


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.anchors.add(values["id"])
        relation = set(values.get("rel", "").split())
        for name, value in values.items():
            if tag == "link" and relation & _RELATIONS_NOT_LOADED:
                continue
            if (tag, name) in LOADING and not value.startswith("data:"):
                self.loaded.append(value)
            elif (tag, name) == ("a", "href") and value:
                self.links.append(value)
