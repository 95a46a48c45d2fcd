"""What stands in a page that is not what was published: its title, scripts, what it loads, where it links."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from disclosure.verify.pages import LOADING

_LOCATION = re.compile(r"<loc>\s*([^<\s]+)\s*</loc>|<link\b[^>]*\bhref=\"([^\"]+)\"", re.IGNORECASE)
_DATA_SCRIPTS = ("application/ld+json", "application/json")
_SHOWN = 60


@dataclass(slots=True)
class Traces:
    """Addresses are complete; `scripts` are inline ones, by their beginning."""

    title: str = ""
    scripts: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def traces_of(address: str, body: bytes) -> Traces:
    """What stands in the page or feed that was served at `address`. Never fails, whatever the bytes are."""
    text = body.decode("utf-8", errors="replace")
    if text.lstrip("\ufeff \t\r\n").startswith("<?xml"):
        links = [a or b for a, b in _LOCATION.findall(text)]
        return Traces(links=_complete(address, links))
    parser = _Parser()
    with suppress(AssertionError):  # the parser gives up on a declaration that no build writes
        parser.feed(text)
    return Traces(
        title=printable(parser.title),
        scripts=[printable(script) for script in parser.scripts if script.strip()],
        loaded=_complete(address, parser.loaded),
        links=_complete(address, parser.links),
    )


def printable(text: str) -> str:
    """`text` on one line, short, with nothing in it that a terminal would obey."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * _SHOWN]).split())
    return plain if len(plain) <= _SHOWN else plain[:_SHOWN] + "……"


def _complete(address: str, links: list[str]) -> list[str]:
    found = []
    for link in links:
        try:
            whole = urljoin(address, link.strip())
            if urlsplit(whole).scheme in ("http", "https"):
                found.append(whole.partition("#")[0])
        except ValueError:
            continue
    return sorted(set(found))


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.scripts: list[str] = []
        self.loaded: list[str] = []
        self.links: list[str] = []
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._within = tag if tag in ("title", "script") else ""
        if tag == "script" and "src" not in values and values.get("type", "") not in _DATA_SCRIPTS:
            self.scripts.append("")
        elif tag == "script":
            self._within = ""
        for name, value in values.items():
            if (tag, name) in LOADING and value and not value.startswith("data:"):
                (self.links if tag == "link" else self.loaded).append(value)
            elif (tag, name) == ("a", "href") and value:
                self.links.append(value)
            elif name.startswith("on") and value:
                self.scripts.append(value)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 (the base class's name)
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "title":
            self.title += data
        elif self._within == "script":
            self.scripts[-1] += data
