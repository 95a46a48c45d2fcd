"""Values → the front-matter of an item file, always written the same way: contract order, quotes only when needed."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from disclosure.contract import FieldSpec, item_fields
from disclosure.read.item_file import FENCE

_FIRST = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`~=<\\]|-(?=[^\s\-])")
_RESOLVER = yaml.SafeLoader
_AS_TEXT = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp")


def item_text(values: Mapping[str, Any], body: str) -> str:
    """The whole item file. `values` are text, lists of text, mappings, or lists of mappings, by field key."""
    lines = [FENCE]
    for spec in item_fields():
        value = values.get(spec.key)
        if value not in (None, "", [], {}, ()):
            lines += _field(spec, value)
    return "\n".join([*lines, FENCE, "", body.strip("\n")]).rstrip("\n") + "\n"


def scalar(value: str, *, in_list: bool = False) -> str:
    """`value` as YAML: plain where every YAML program reads the same text, otherwise in double quotes.

    A day stays plain (2026-03-02), as everywhere in this project; `in_list` is within [brackets].
    """
    plain = (
        value.isprintable()
        and _FIRST.match(value)
        and value == value.strip()
        and ": " not in value
        and " #" not in value
        and not value.endswith(":")
        and not (in_list and any(c in value for c in ",[]{}"))
        and value.lower() not in ("y", "n")
        and _resolved(value) in _AS_TEXT
    )
    return value if plain else f'"{"".join(map(_quoted, value))}"'


def _quoted(char: str) -> str:
    """`char` as double quotes hold it; what no printer shows is written by its number."""
    if char in '\\"':
        return f"\\{char}"
    return char if char.isprintable() else f"\\U{ord(char):08X}"


def entry_lines(entry: Mapping[str, Any], indent: str) -> list[str]:
    """A list entry as block lines: `- id: x`, then its other keys below; a value is text or a list of entries."""
    lines = []
    for key, value in entry.items():
        if isinstance(value, str):
            lines.append(f"{key}: {scalar(value)}")
        else:
            lines += [f"{key}:", *(line for inner in value for line in entry_lines(inner, "  "))]
    return [f"{indent}- {lines[0]}", *(f"{indent}  {line}" for line in lines[1:])]


def _field(spec: FieldSpec, value: Any) -> list[str]:
    if isinstance(value, str):
        return [f"{spec.key}: {scalar(value)}"]
    if isinstance(value, Mapping):
        order = [inner.key for inner in spec.fields]
        return [
            f"{spec.key}:",
            *(f"  {key}: {scalar(value[key])}" for key in sorted(value, key=order.index) if value[key]),
        ]
    entries: Sequence[Any] = value
    if isinstance(entries[0], Mapping):
        lines = [line for entry in entries for line in entry_lines(entry, "  ")]
        return [f"{spec.key}:", *lines]
    return [f"{spec.key}: [{', '.join(scalar(v, in_list=True) for v in entries)}]"]


def _resolved(value: str) -> str:
    """The tag that a YAML 1.1 program gives an unquoted `value`."""
    if not value:
        return "null"
    for tag, pattern in _RESOLVER.yaml_implicit_resolvers.get(value[0], []):
        if pattern.match(value):
            return str(tag)
    return "tag:yaml.org,2002:str"
