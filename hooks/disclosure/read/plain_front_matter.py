"""The usual front-matter → nodes, line by line: a fraction of the time that a YAML parser takes.

Only text whose meaning is beyond doubt is read here: `key: value`, lists of words, one level of nesting. For all else
the answer is None and the reference reader (read.nodes) decides. A property test holds the two equal.
"""

import re

from disclosure.read.nodes import WORDS_READ_AS_OTHER, Mapping, Node, Scalar, Sequence

_SAFE = re.compile("[\n -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
"""Characters that mean themselves: no tab, no control, no foreign line break, no byte order mark."""
_KEY = re.compile(r"[a-z][a-z_0-9]*")
_INDICATORS = frozenset(" -?:,[]{}#&*!|>'\"%@`")
"""What no unquoted value begins with."""
_WORD = r"[^ \-?:,\[\]{}#&*!|>'\"%@`][^ ?:,\[\]{}#&*!|>'\"%@`]*(?: [^ ?:,\[\]{}#&*!|>'\"%@`]+)*"
_LIST = re.compile(rf"\[(?:{_WORD}(?:, ?{_WORD})*)?\]")


def read_plain(text: str, first_line: int) -> Mapping | None:
    """`text` as nodes, its first line being `first_line` of the file; None where a YAML parser must decide."""
    if not text.endswith("\n") or not _SAFE.fullmatch(text):
        return None
    top = Mapping({}, first_line)
    lines = text[:-1].split("\n")
    at, end = 0, len(lines)
    while at < end:
        content = lines[at]
        if content.endswith(":"):
            key, stop = content[:-1], _nested_end(lines, at + 1)
            node = _nested(lines[at + 1 : stop], first_line + at + 1)
            if node is None or key in top.entries or not _KEY.fullmatch(key):
                return None
            top.entries[key] = node
            top.key_lines[key] = first_line + at
            at = stop
        elif _add(top, content, first_line + at):
            at += 1
        else:
            return None
    return top


def _nested_end(lines: list[str], at: int) -> int:
    while at < len(lines) and lines[at].startswith(("  ", "- ")):
        at += 1
    return at


def _nested(lines: list[str], first_line: int) -> Node | None:
    """What a key without a value of its own holds: a mapping, a list of words, or a list of mappings."""
    if not lines:
        return None
    dash = "- " if lines[0].startswith("- ") else "  - " if lines[0].startswith("  - ") else ""
    if not dash:
        mapping = Mapping({}, first_line)
        for line, content in enumerate(lines, first_line):
            if not content.startswith("  ") or not _add(mapping, content[2:], line):
                return None
        return mapping
    items: list[Node] = []
    width = len(dash)
    for line, content in enumerate(lines, first_line):
        inside = content[width:]
        if content.startswith(dash):
            word = None if _begins_entry(inside) else _value(inside, line)
            if word is None:
                word = Mapping({}, line)
                if not _add(word, inside, line):
                    return None
            elif not isinstance(word, Scalar):
                return None
            items.append(word)
        elif (
            content[:width].strip() or not isinstance(items[-1], Mapping) or not _add(items[-1], inside, line)
        ):
            return None
    return Sequence(items, first_line)


def _begins_entry(text: str) -> bool:
    return ": " in text or text.endswith(":")


def _add(mapping: Mapping, content: str, line: int) -> bool:
    """Add the entry that `content` writes; False when it is not of the usual kind."""
    key, found, rest = content.partition(": ")
    if not found or not _KEY.fullmatch(key) or key in mapping.entries:
        return False
    node = _value(rest, line)
    if node is None:
        return False
    mapping.entries[key] = node
    mapping.key_lines[key] = line
    return True


def _value(text: str, line: int) -> Node | None:
    """An unquoted word, a quoted text without escapes, or a list of words; None for anything else."""
    if not text:
        return None
    first = text[0]
    if first not in _INDICATORS:
        if ": " in text or " #" in text or text[-1] in ": ":
            return None
        return Scalar(text, line, text.lower() in WORDS_READ_AS_OTHER)
    if first in "'\"":
        inside = text[1:-1]
        closed = len(text) > 1 and text[-1] == first and first not in inside and "\\" not in inside
        return Scalar(inside, line) if closed else None
    if first == "[" and _LIST.fullmatch(text):
        words = [word.strip() for word in text[1:-1].split(",")] if len(text) > len("[]") else []
        return Sequence([Scalar(w, line, w.lower() in WORDS_READ_AS_OTHER) for w in words], line)
    return None
