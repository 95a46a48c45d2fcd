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
_IN_SNIPPET_MARKS = ("{", "<", "!")
"""Characters of which each of these marks holds one. To look for one character takes a tenth of the time."""
_WALKED = ("<", "[", "`", "~")
"""What links, pictures, notes, HTML and code are made of."""
_TO_WALK = re.compile(r"\n(?:[ \t>*+\d.)-]*(?:=+|-+)[ \t]*$|[ \t>*+\d.)-]+#|#(?!#))", re.MULTILINE)
"""Unusual headings. A body with neither needs no walk, which would take ten times as long. This and the next are
searched in a body with a line end before it: that each match begins with one makes it quick."""
_HEADING = re.compile(r"\n(#{2,6})(?=[ \t]|$)", re.MULTILINE)
_USUAL_LINK = re.compile(rf"\[(?<!!\[)[^\[\]\n!^|]+\]\(({ITEM_SCHEME}[a-z0-9-]+)\)")
"""A link to an item as people write it, which nine of ten bodies with links have and no others."""
_NO_SURE_LINK = ("\\", "\t", "    ")
"""What may make a text of it: escapes and code."""


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
        links = self._usual_links()
        text = "\n" + self.body
        rest = _USUAL_LINK.sub(" ", text) if links else text
        if any(mark in rest for mark in _WALKED) or _TO_WALK.search(rest):
            self._walk()
            return self.facts
        for found in _HEADING.finditer(text):
            self._heading(len(found[1]), self._line_at(found.start()))
        for found in links:
            self._target(found[1], self._line_at(found.start()), picture=False)
        return self.facts

    def _usual_links(self) -> list[re.Match[str]]:
        """Links to items that are such beyond doubt; none where any may be something else, or lost in a row of a table."""
        body = self.body
        if "](" not in body or any(mark in body for mark in _NO_SURE_LINK):
            return []
        links = list(_USUAL_LINK.finditer(body))
        lines = (
            body[body.rfind("\n", 0, at.start()) + 1 : at.end()] + body[at.end() :].partition("\n")[0]
            for at in links
        )
        return [] if any("|" in line for line in lines) else links

    def _line_at(self, start: int) -> int:
        """The line of the file on which the `start`-th character of the body stands."""
        return self.first_line + self.body.count("\n", 0, start)

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
                self._html(str(value), self._line(span["start"]))
            elif kind == "Start" and isinstance(value, dict):
                self._start(value, span["start"])

    def _unwritten_note(self, pieces: list[tuple[str, int]]) -> None:
        """A mark of a footnote that is written nowhere: the converter leaves it as text, in three pieces."""
        texts = [text for text, _ in pieces]
        if texts[::2] == ["[", "]"] and texts[1][:1] == "^" and texts[1][1:].strip() == texts[1][1:] != "":
            self._row("B008", self._line(pieces[0][1]), texts[1][1:])

    def _line(self, offset: int) -> int:
        """The line of the file on which the byte at `offset` of the body stands: the converter counts in bytes."""
        if not self.line_starts:
            self.line_starts = [0, *(newline.end() for newline in re.finditer(b"\n", self.body.encode()))]
        return self.first_line + bisect_right(self.line_starts, offset) - 1

    def _row(self, code: str, line: int, value: str = "", **facts: Any) -> None:
        self.facts.problems.append(problem(code, self.path, line, "正文", value, item=self.item, **facts))

    def _snippets(self) -> None:
        if not any(mark in self.body for mark in _IN_SNIPPET_MARKS):
            return
        for number, line in enumerate(self.body.split("\n")):
            mark = next((m for m in _SNIPPET_MARKS if m in line), "")
            if mark:
                self._row("B002", self.first_line + number, line.strip())

    def _html(self, markup: str, line: int) -> None:
        if markup.strip().startswith("<!--") and markup.strip().endswith("-->"):
            self._row("B003", line, markup.strip())
        else:
            self._row("B001", line, markup.strip())

    def _start(self, start: dict[str, Any], offset: int) -> None:
        if "Heading" in start:
            self._heading(int(start["Heading"]["level"][1]), self._line(offset))
        elif "Link" in start:
            self._target(str(start["Link"]["dest_url"]), self._line(offset), picture=False)
        elif "Image" in start:
            self._target(str(start["Image"]["dest_url"]), self._line(offset), picture=True)

    def _heading(self, level: int, line: int) -> None:
        if level == 1:
            self._row("B004", line)
        elif level > self.level + 1:
            self._row("B011", line, "#" * level)
        self.level = level

    def _target(self, target: str, line: int, *, picture: bool) -> None:
        if target.startswith(ITEM_SCHEME) and not picture:
            identifier = target.removeprefix(ITEM_SCHEME)
            if parse_item_id(identifier):
                self.facts.links.append((identifier, line))
            else:
                self._row("B005", line, target)
            return
        try:
            parts = urlsplit(target)
            host = (parts.hostname or "").lower()
        except ValueError:
            self._row("B006", line, target)
            return
        if parts.scheme in ("http", "https") and host and not picture:
            if not any(host == d or host.endswith(f".{d}") for d in self.domains):
                self._row("B007", line, target, host=host)
        elif not picture and (parts.scheme in ("mailto", "tel") or target.startswith("#")):
            return
        elif (
            parts.scheme
            or parts.netloc
            or "/" in target
            or "\\" in target
            or posixpath.basename(target) != target
        ):
            self._row("B009" if picture else "B006", line, target)
        elif target:
            self.facts.files.append((target, line))
        else:
            self._row("B006", line, target)
