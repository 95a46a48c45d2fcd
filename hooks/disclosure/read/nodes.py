"""YAML text → nodes with line numbers. Every scalar stays text; tags, anchors, aliases are refused.

PyYAML's parser events are used rather than a loader: a loader turns 2026-02-30 into a ValueError, 0123 into 83,
`no` into False, and silently keeps the second of two equal keys.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from disclosure.problems import Problem, problem

MAX_DEPTH = 8
_WIDE_COLON = re.compile(r"\s*(?:- )?[a-z_]+：")
WORDS_READ_AS_OTHER = {"yes", "no", "true", "false", "on", "off", "null", "~", "y", "n"}


@dataclass(slots=True)
class Scalar:
    """A text value. `ambiguous`: unquoted, and other YAML programs would read a truth value or nothing."""

    value: str
    line: int
    ambiguous: bool = False


@dataclass(slots=True)
class Sequence:
    """A list of nodes."""

    items: list["Node"]
    line: int


@dataclass(slots=True)
class Mapping:
    """A mapping; `key_lines` holds where each key stands."""

    entries: dict[str, "Node"]
    line: int
    key_lines: dict[str, int] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping


class _RefusedError(Exception):
    def __init__(self, row: Problem) -> None:
        super().__init__(row.code)
        self.row = row


def parse_nodes(
    text: str, path: str, first_line: int = 1, item: str = ""
) -> tuple[Node | None, list[Problem]]:
    """The one document in `text` as nodes, and what is wrong with its form.

    `first_line` is the line of the file on which `text` begins. None when the text can't be used or is empty.
    """
    return _Builder(path, first_line, item).build(text)


class _Builder:
    def __init__(self, path: str, first_line: int, item: str) -> None:
        self.path, self.first_line, self.item = path, first_line, item
        self.problems: list[Problem] = []

    def build(self, text: str) -> tuple[Node | None, list[Problem]]:
        try:
            events: Iterator[Any] = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
            node = self._document(events)
        except _RefusedError as refused:
            self.problems.append(refused.row)
            return None, self.problems
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            self.problems.append(syntax_problem(error, text, self.path, self.first_line, self.item))
            return None, self.problems
        return node, self.problems

    def _document(self, events: Iterator[Any]) -> Node | None:
        node: Node | None = None
        documents = 0
        for event in events:
            line = event.start_mark.line
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _RefusedError(self._row("R014", line))
            elif isinstance(event, yaml.NodeEvent):
                node = self._node(event, events, 0)
        return node

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        line = event.start_mark.line
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise _RefusedError(self._row("R015", line))
        if event.tag:
            raise _RefusedError(self._row("R016", line, value=str(event.tag)))
        if depth > MAX_DEPTH:
            raise _RefusedError(self._row("R017", line))
        where = line + self.first_line
        if isinstance(event, yaml.ScalarEvent):
            plain = not event.style and event.value.lower() in WORDS_READ_AS_OTHER
            return Scalar(event.value, where, plain)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                items.append(self._node(inner, events, depth + 1))
            return Sequence(items, where)
        mapping = Mapping({}, where)
        while not isinstance(inner := next(events), yaml.MappingEndEvent):
            self._entry(mapping, inner, events, depth)
        return mapping

    def _entry(self, mapping: Mapping, event: Any, events: Iterator[Any], depth: int) -> None:
        key = self._node(event, events, depth + 1)
        value = self._node(next(events), events, depth + 1)
        if not isinstance(key, Scalar):
            raise _RefusedError(self._row("R013", key.line - self.first_line))
        if key.value in mapping.entries:
            first = mapping.key_lines[key.value]
            self.problems.append(
                problem("R012", self.path, key.line, key.value, key.value, item=self.item, first=first)
            )
            return
        mapping.entries[key.value] = value
        mapping.key_lines[key.value] = key.line

    def _row(self, code: str, line: int, value: str = "") -> Problem:
        return problem(code, self.path, line + self.first_line, value=value, item=self.item)


def syntax_problem(error: Exception, text: str, path: str, first_line: int = 1, item: str = "") -> Problem:
    """The row for an `error` of the YAML parser in `text`, on the line on which people look for it."""
    lines = text.splitlines() or [""]
    lacks_colon = getattr(error, "context", None) == "while scanning a simple key"  # seen on a later line
    mark = getattr(error, "context_mark" if lacks_colon else "problem_mark", None)
    line = min(mark.line if mark else 0, len(lines) - 1)
    # A key with a colon of full width is read as text that goes on in the next lines, and the fault shows there.
    wide = [number for number, said in enumerate(lines[: line + 1]) if _WIDE_COLON.match(said)]
    line = wide[-1] if wide else line
    shown = lines[line]
    code = "R011" if "\t" in shown[: len(shown) - len(shown.lstrip())] else "R013"
    return problem(code, path, line + first_line, value=shown.strip(), item=item)
