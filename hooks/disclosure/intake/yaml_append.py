"""Add entries to a list in an office's YAML file without touching its comments or its other lines."""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from disclosure.intake.write_front_matter import entry_lines, scalar


def append_entries(text: str, key: str, entries: Sequence[Mapping[str, Any]]) -> str:
    """`text`, a YAML mapping, with `entries` at the end of its list `key`; the list is made where it is missing.

    Raises ValueError where `text` is no mapping or `key` holds something else than a list.
    """
    if not entries:
        return text
    if not text.endswith("\n"):
        text += "\n"
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if not isinstance(root, yaml.MappingNode):
        raise ValueError(key)  # noqa: TRY004 (the text is wrong, not its type)
    name, node = next(((name, value) for name, value in root.value if name.value == key), (None, None))
    if name is None or node is None:
        return f"{text}{key}:\n{_block(entries, '  ')}"
    if isinstance(node, yaml.ScalarNode) and not node.value:
        end = _line_end(text, name.end_mark.index)
        return f"{text[:end]}{_block(entries, '  ')}{text[end:]}"
    if not isinstance(node, yaml.SequenceNode):
        raise ValueError(key)  # noqa: TRY004
    if node.flow_style:
        return _append_flow(text, node, entries)
    end = _line_end(text, _last_mark(node.value[-1]))
    return f"{text[:end]}{_block(entries, ' ' * node.start_mark.column)}{text[end:]}"


def _append_flow(text: str, node: yaml.SequenceNode, entries: Sequence[Mapping[str, Any]]) -> str:
    start, end = node.start_mark.index, node.end_mark.index
    if not node.value:
        return f"{text[:start].rstrip(' ')}\n{_block(entries, '  ').rstrip()}{text[end:]}"
    return f"{text[: end - 1].rstrip()}, {', '.join(map(_flow, entries))}{text[end - 1 :]}"


def _flow(value: Any) -> str:
    if isinstance(value, str):
        return scalar(value, in_list=True)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    return f"[{', '.join(map(_flow, value))}]"


def _block(entries: Sequence[Mapping[str, Any]], indent: str) -> str:
    return "".join(f"{line}\n" for entry in entries for line in entry_lines(entry, indent))


def _last_mark(node: yaml.Node) -> int:
    """Where the text of a block node really ends: its own end mark lies behind comments and blank lines."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _last_mark(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _last_mark(node.value[-1])
    return int(node.end_mark.index)


def _line_end(text: str, position: int) -> int:
    if position > 0 and text[position - 1] == "\n":  # a block scalar ends behind its own line end
        return position
    found = text.find("\n", position)
    return len(text) if found < 0 else found + 1
