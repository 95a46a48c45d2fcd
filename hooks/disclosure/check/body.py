"""An item's body → links, pictures, and what may not stand in official text."""

import posixpath
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pyromark

from disclosure.identifiers import parse_item_id
from disclosure.problems import Problem, problem

OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES
"""CommonMark with tables and footnotes, the same for checking and for rendering."""

ITEM_SCHEME = "item:"
_SNIPPET_MARKS = ("--8<--", "{%", "{{", "{#", "!include", "<!--#include")
_TO_WALK = re.compile(
    r"[<\[`~\n](?:(?<!\n)|[ \t>*+\d.)-]*(?:=+|-+)[ \t]*$|[ \t>*+\d.)-]+#|#(?!#))", re.MULTILINE
)
"""What links, pictures, notes, HTML, code and unusual headings are made of. A body without it needs no walk, which
would take ten times as long. This and the next are searched in a body with a line end before it: that a match begins
with one of a few characters makes it quick."""
_HEADING = re.compile(r"\n(#{2,6})(?=[ \t]|$)", re.MULTILINE)
_USUAL_LINK = re.compile(rf"(?<!!)\[[^\[\]\n!^|]+\]\(({ITEM_SCHEME}[a-z0-9-]+)\)")
"""A link to an item as people write it, which nine of ten bodies with links have and no others."""
_NO_SURE_LINK = re.compile(r"[\\|\t]|    ")
"""What may make something else of it: escapes, cells of tables, blocks of code."""


@dataclass(slots=True)
class BodyFacts:
    """Links to other items, files named, and the problems of a body."""

    links: list[tuple[str, int]] = field(default_factory=list)
    files: list[tuple[str, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def check_body(body: str, path: str, first_line: int, item: str, domains: tuple[str, ...]) -> BodyFacts:
    """Walk the Markdown of `body`, which begins on `first_line` of file `path`."""
    return _BodyWalk(body, path, first_line, item, domains).run()


class _BodyWalk:
    def __init__(self, body: str, path: str, first_line: int, item: str, domains: tuple[str, ...]) -> None:
        self.body, self.path, self.first_line, self.item, self.domains = body, path, first_line, item, domains
        self.facts = BodyFacts()
        self.line_starts: list[int] = []
        self.level = 1

    def run(self) -> BodyFacts:
        if not self.body.strip():
            return self.facts
        self._snippets()
        text = "\n" + self.body
        sure = "](" in text and not _NO_SURE_LINK.search(text)
        if _TO_WALK.search(_USUAL_LINK.sub(" ", text) if sure else text):
            self._walk()
            return self.facts
        for found in _HEADING.finditer(text):
            self._heading(len(found[1]), self._bytes_before(found))
        for found in _USUAL_LINK.finditer(self.body) if sure else ():
            self._target(found[1], self._bytes_before(found), picture=False)
        return self.facts

    def _bytes_before(self, found: re.Match[str]) -> int:
        return len(self.body[: found.start()].encode())

    def _walk(self) -> None:
        pieces: list[tuple[str, int]] = []
        notes = "[^" in self.body
        for event, span in pyromark.events_with_range(self.body, options=OPTIONS):
            if isinstance(event, str):
                pieces = []
                continue
            [(kind, value)] = event.items()
            if kind == "Text":
                if notes:
                    pieces = [*pieces[-2:], (str(value), span["start"])]
                    self._unwritten_note(pieces)
                continue
            pieces = []
            if kind in ("Html", "InlineHtml"):
                self._html(str(value), span["start"])
            elif kind == "Start" and isinstance(value, dict):
                self._start(value, span["start"])

    def _unwritten_note(self, pieces: list[tuple[str, int]]) -> None:
        """A mark of a footnote that is written nowhere: the converter leaves it as text, in three pieces."""
        texts = [text for text, _ in pieces]
        if texts[::2] == ["[", "]"] and texts[1][:1] == "^" and texts[1][1:].strip() == texts[1][1:] != "":
            self._row("B008", pieces[0][1], texts[1][1:])

    def _line(self, offset: int) -> int:
        if not self.line_starts:
            self.line_starts = [0, *(newline.end() for newline in re.finditer(b"\n", self.body.encode()))]
        return self.first_line + bisect_right(self.line_starts, offset) - 1

    def _row(self, code: str, offset: int, value: str = "", **facts: Any) -> None:
        row = problem(code, self.path, self._line(offset), "正文", value, item=self.item, **facts)
        self.facts.problems.append(row)

    def _snippets(self) -> None:
        if not any(mark in self.body for mark in _SNIPPET_MARKS):
            return
        for number, line in enumerate(self.body.split("\n")):
            mark = next((m for m in _SNIPPET_MARKS if m in line), "")
            if mark:
                row = problem(
                    "B002", self.path, self.first_line + number, "正文", line.strip(), item=self.item
                )
                self.facts.problems.append(row)

    def _html(self, markup: str, offset: int) -> None:
        if markup.strip().startswith("<!--") and markup.strip().endswith("-->"):
            self._row("B003", offset, markup.strip())
        else:
            self._row("B001", offset, markup.strip())

    def _start(self, start: dict[str, Any], offset: int) -> None:
        if "Heading" in start:
            self._heading(int(start["Heading"]["level"][1]), offset)
        elif "Link" in start:
            self._target(str(start["Link"]["dest_url"]), offset, picture=False)
        elif "Image" in start:
            self._target(str(start["Image"]["dest_url"]), offset, picture=True)

    def _heading(self, level: int, offset: int) -> None:
        if level == 1:
            self._row("B004", offset)
        elif level > self.level + 1:
            self._row("B011", offset, "#" * level)
        self.level = level

    def _target(self, target: str, offset: int, *, picture: bool) -> None:
        line = self._line(offset)
        if target.startswith(ITEM_SCHEME) and not picture:
            identifier = target.removeprefix(ITEM_SCHEME)
            if parse_item_id(identifier):
                self.facts.links.append((identifier, line))
            else:
                self._row("B005", offset, target)
            return
        try:
            parts = urlsplit(target)
            host = (parts.hostname or "").lower()
        except ValueError:
            self._row("B006", offset, target)
            return
        if parts.scheme in ("http", "https") and host and not picture:
            if not any(host == d or host.endswith(f".{d}") for d in self.domains):
                self._row("B007", offset, target, host=host)
        elif not picture and (parts.scheme in ("mailto", "tel") or target.startswith("#")):
            return
        elif (
            parts.scheme
            or parts.netloc
            or "/" in target
            or "\\" in target
            or posixpath.basename(target) != target
        ):
            self._row("B009" if picture else "B006", offset, target)
        elif target:
            self.facts.files.append((target, line))
        else:
            self._row("B006", offset, target)
