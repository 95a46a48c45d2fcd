"""XML parts of packages, read as a stream of events: no entities, no DTD, bounded in depth and number."""

from collections.abc import Iterable
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import defusedxml.sax
from defusedxml.common import DefusedXmlException

from disclosure.gates.contents import Contents
from disclosure.gates.limits import Budget, RefusedError

_STEP = 500
"""Elements between two looks at the budget."""
_NAMED = {
    "descr",
    "title",
    "tooltip",
    "prompt",
    "promptTitle",
    "error",
    "v",
    "displayName",
    "Remark",
    "Subject",
    "Title",
    "Uri",
    "URI",
}
"""Attributes that hold words of people."""
_NAMED_VALUES = {"docVar", "alias", "tag"}
"""Elements whose attribute `val` does."""


class Markup(ContentHandler):
    """Hands on elements by their local names. Subclasses override `_begin`, `_end` and `_words`."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self._budget, self._depth, self._count = budget, 0, 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 (the name of xml.sax)
        """Called by the parser; raises RefusedError where the file goes too deep or too far."""
        self._depth += 1
        self._count += 1
        if self._depth > self._budget.limits.depth:
            raise RefusedError("M005", "too_many")
        if self._count == _STEP:
            self._budget.take(elements=_STEP)
            self._count = 0
        self._begin(local(name), attrs)

    def endElement(self, name: str) -> None:  # noqa: N802 (the name of xml.sax)
        """Called by the parser."""
        self._depth -= 1
        self._end(local(name))

    def characters(self, content: str) -> None:
        """Called by the parser."""
        self._words(content)

    def _begin(self, name: str, attrs: Any) -> None:
        """An element begins."""

    def _end(self, name: str) -> None:
        """An element ends."""

    def _words(self, text: str) -> None:
        """A piece of the text of the innermost element."""


class PlainParts(Markup):
    """Any part: text by paragraphs (`p`) or else by elements, and the attributes that hold words of people."""

    def __init__(self, contents: Contents, place: str, *, body: bool = False) -> None:
        super().__init__(contents.budget)
        self._contents, self._place, self._body = contents, place, body
        self._pieces: list[str] = []
        self._paragraphs = 0

    def _begin(self, name: str, attrs: Any) -> None:
        if not self._paragraphs:
            self._flush()
        self._paragraphs += name == "p"
        for key, value in attributes(attrs):
            if key in _NAMED or (key == "val" and name in _NAMED_VALUES):
                self._contents.text(self._place, value, body=False)

    def _end(self, name: str) -> None:
        if name == "p":
            self._paragraphs -= 1
        if not self._paragraphs:
            self._flush()

    def _words(self, text: str) -> None:
        self._pieces.append(text)

    def _flush(self) -> None:
        if self._pieces:
            self._contents.text(self._place, "".join(self._pieces), body=self._body)
            self._pieces = []


class Collected(Markup):
    """Small parts whole: every element with its attributes, and the text of those without children."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str, str]] = []
        self._stack: list[tuple[str, dict[str, str], list[str]]] = []

    def _begin(self, name: str, attrs: Any) -> None:
        held = dict(attributes(attrs))
        self.elements.append((name, held))
        self._stack.append((name, held, []))

    def _end(self, name: str) -> None:
        _, held, pieces = self._stack.pop()
        parent = self._stack[-1] if self._stack else ("", {}, [])
        text = "".join(pieces).strip()
        if text:
            owner = _owner(self._stack) if name == "li" else name
            label = (
                held.get("name") or held.get("Name") or parent[1].get("name") or parent[1].get("Name") or ""
            )
            self.texts.append((owner, label, text))

    def _words(self, text: str) -> None:
        if self._stack:
            self._stack[-1][2].append(text)


def _owner(stack: list[tuple[str, dict[str, str], list[str]]]) -> str:
    """The element that a list item of XMP belongs to."""
    return next((name for name, _, _ in reversed(stack) if name not in ("Seq", "Alt", "Bag")), "")


def local(name: str) -> str:
    """A name without its prefix: other programs choose other prefixes."""
    return name.rpartition(":")[2]


def attributes(attrs: Any) -> Iterable[tuple[str, str]]:
    """Local names and values of an element's attributes."""
    return [(local(name), value) for name, value in attrs.items()]


def parse(data: bytes, handler: ContentHandler) -> None:
    """Feed XML to a handler. Raises RefusedError for what is no XML, or has declarations that no office file has."""
    try:
        defusedxml.sax.parseString(data, handler, forbid_dtd=True)
    except (SAXException, DefusedXmlException, UnicodeError, LookupError, ValueError) as error:
        raise RefusedError("M002", "damaged") from error
