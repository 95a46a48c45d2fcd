"""What a reader takes out of a file: pieces of text with their places, properties, faults, what it could not read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from disclosure.gates.limits import Budget
from disclosure.gates.wording import place as place_name
from disclosure.gates.wording import property_name, within
from disclosure.gates.wording import reason as reason_name

PropertyKind = Literal["title", "author", "other"]
_ROOM = 2000
"""Characters of a single property that are kept."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Text that stands together in one place; `heading` are the words that name it (the head of its column)."""

    place: str
    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """文档属性: what a file says of itself, beside its text."""

    kind: PropertyKind
    place: str
    value: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the file itself. `shown` is masked where it comes from the file."""

    code: str
    place: str
    shown: str = ""


class Contents:
    """Collects from one file and from the files in it, within a budget. Places are told from outermost inwards."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.segments: list[Segment] = []
        self.properties: list[Property] = []
        self.faults: list[Fault] = []
        self.body_characters = 0
        self._within = ""
        self.depth = 0

    def text(self, place: str, text: str, heading: str = "", *, body: bool = True) -> None:
        """Keep a piece of text. `body`: it is what the public reads, so that the file counts as one with text."""
        bare = text.replace("\0", " ")
        if bare.strip():
            self.budget.keep(bare)
            self.segments.append(Segment(self._at(place), bare, heading))
            if body:
                self.body_characters += len(bare.strip())

    def property(self, kind: PropertyKind, name: str, value: object) -> None:
        """Keep a property of the document; empty ones are none."""
        text = str(value).replace("\0", " ").strip()[:_ROOM]
        if text:
            self.budget.keep(text)
            where = self._at(place_name("property", name=property_name(name)))
            self.properties.append(Property(kind, where, text))
            self.segments.append(Segment(where, text))

    def fault(self, code: str, place: str = "", shown: str = "") -> None:
        """Note what is wrong with the file, at a place within it or as a whole."""
        self.faults.append(Fault(code, self._at(place), shown))

    def unreadable(self, place: str, reason: str) -> None:
        """Note a part that has no text that a program can read."""
        self.fault("M018", place, self.reason(reason))

    def reason(self, name: str) -> str:
        """The reason `name` in words, with the limits of this scan."""
        return reason_name(name, limit=self.budget.limits.unpacked >> 20)

    def _at(self, place: str) -> str:
        return within(self._within, place)

    @contextmanager
    def inside(self, place: str) -> Iterator[None]:
        """Within the block, places are told as inside of `place`."""
        before = self._within
        self._within = self._at(place)
        self.depth += 1
        try:
            yield
        finally:
            self._within = before
            self.depth -= 1
