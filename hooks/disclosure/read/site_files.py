"""Files of catalog/ → plain mappings of text, checked against data/site_files.yml."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from disclosure.data_files import load_data
from disclosure.problems import Problem, problem
from disclosure.read.nodes import Mapping, Node, Scalar, Sequence, parse_nodes
from disclosure.read.text_file import decode_text
from disclosure.system_errors import system_reason

FORMAT = "1"

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of catalog/ as text, lists and mappings, and the line of each key (`limits.attachment_mb`)."""

    path: str
    values: Values
    lines: dict[str, int]

    def line(self, key: str) -> int:
        """The line on which `key` stands; the nearest key above it, else 1."""
        while key and key not in self.lines:
            key = key.rpartition(".")[0]
        return self.lines.get(key, 1)


_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""Ids of offices and categories become parts of addresses."""
TRUE_WORDS, FALSE_WORDS = ("true", "yes", "是"), ("false", "no", "否")


def read_site_file(root: Path, path: str, kind: str = "") -> tuple[SiteFile, list[Problem]]:
    """The file catalog/<path> and its problems.

    `kind` names the entry of data/site_files.yml when it is not the file's own name. A missing optional file, and
    one that can't be read, has no values.
    """
    schema = load_data("site_files.yml")["files"][kind or path]
    place = f"catalog/{path}"
    try:
        data = (root / place).read_bytes()
    except FileNotFoundError:
        return SiteFile(place, {}, {}), [problem("S001", place)] if schema["required"] else []
    except OSError as error:
        return SiteFile(place, {}, {}), [problem("S002", place, value=system_reason(error))]
    return parse_site_file(data, place, kind or path)


def parse_site_file(data: bytes, place: str, kind: str) -> tuple[SiteFile, list[Problem]]:
    """The file with the bytes `data`, said to lie at `place`, and its problems; `kind` as in `read_site_file`."""
    schema = load_data("site_files.yml")["files"][kind]
    empty = SiteFile(place, {}, {})
    text, problems = decode_text(data, place)
    if not text:
        return empty, problems or [problem("S003", place)]
    node, found = parse_nodes(text, place)
    problems += found
    if not isinstance(node, Mapping):
        return empty, problems if found else [*problems, problem("S003", place)]
    if schema["keys"] != "any":
        problems += _check_keys(node, schema["keys"], place)
    version = node.entries.get("format")
    if not isinstance(version, Scalar) or version.value != FORMAT:
        problems.append(problem("S004", place, version.line if version else 1, "format"))
    lines: dict[str, int] = {}
    values = _plain(node, "", lines)
    return SiteFile(place, values, lines), problems


def text(values: Any, key: str) -> str:
    """The text at `key`, without spaces around it; an empty text where there is none."""
    value = values.get(key, "") if isinstance(values, dict) else ""
    return value.strip() if isinstance(value, str) else ""


def texts(values: Any, key: str) -> list[str]:
    """The texts of the list at `key`."""
    value = values.get(key, []) if isinstance(values, dict) else []
    return [v.strip() for v in value if isinstance(v, str)] if isinstance(value, list) else []


def mapping(values: Any, key: str) -> Values:
    """The mapping at `key`; an empty one where there is none."""
    value = values.get(key) if isinstance(values, dict) else None
    return value if isinstance(value, dict) else {}


def entries(values: Any, key: str) -> list[tuple[int, Values]]:
    """The mappings of the list at `key`, each with its position."""
    value = values.get(key) if isinstance(values, dict) else None
    return [(n, v) for n, v in enumerate(value) if isinstance(v, dict)] if isinstance(value, list) else []


def _plain(node: Node, key: str, lines: dict[str, int]) -> Any:
    """A node as text, list or dict; `lines` gets the line of every key below it."""
    if isinstance(node, Scalar):
        return node.value
    prefix = f"{key}." if key else ""
    if isinstance(node, Sequence):
        for number, inner in enumerate(node.items):
            lines[f"{prefix}{number}"] = inner.line
        return [_plain(inner, f"{prefix}{number}", lines) for number, inner in enumerate(node.items)]
    for name in node.entries:
        lines[f"{prefix}{name}"] = node.key_lines[name]
    return {name: _plain(inner, f"{prefix}{name}", lines) for name, inner in node.entries.items()}


def _check_keys(node: Mapping, keys: dict[str, Any], place: str, prefix: str = "") -> list[Problem]:
    problems = []
    for key, value in node.entries.items():
        line = node.key_lines[key]
        if key not in keys:
            near = get_close_matches(key, keys, n=1, cutoff=0.6)
            advice = f"是否要写 {near[0]}？" if near else "请删去这一行。"
            problems.append(problem("S005", place, line, prefix + key, key, near=advice))
            continue
        problems += _check_value(value, keys[key], place, line, prefix + key)
    problems += [
        problem("S006", place, node.line, prefix + key)
        for key, spec in keys.items()
        if spec.get("required") and key not in node.entries and key != "format"
    ]
    return problems


def _check_value(value: Node, spec: dict[str, Any], place: str, line: int, name: str) -> list[Problem]:
    kind = spec["type"]
    shapes = {"text": Scalar, "flag": Scalar, "list": Sequence, "entries": Sequence, "mapping": Mapping}
    if kind in shapes and not isinstance(value, shapes[kind]):
        return [problem("S007", place, line, name, expected=_SHAPE_WORDS[kind])]
    if kind == "flag" and isinstance(value, Scalar) and value.value not in TRUE_WORDS + FALSE_WORDS:
        return [problem("S008", place, line, name, value.value, choices="true、false")]
    choices = spec.get("choices")
    if choices and isinstance(value, Scalar) and value.value not in choices:
        return [problem("S008", place, line, name, value.value, choices="、".join(choices))]
    if kind == "text" and isinstance(value, Scalar) and spec.get("required") and not value.value.strip():
        return [problem("S006", place, line, name)]
    if kind == "entries" and isinstance(value, Sequence):
        if spec.get("required") and not value.items:
            return [problem("S006", place, line, name)]
        return _check_entries(value, spec["entry"], place, name)
    return []


def _check_entries(value: Sequence, entry: dict[str, Any], place: str, name: str) -> list[Problem]:
    problems = []
    seen: dict[tuple[str, str], int] = {}
    for inner in value.items:
        if not isinstance(inner, Mapping):
            problems.append(problem("S007", place, inner.line, name, expected=_SHAPE_WORDS["mapping"]))
            continue
        problems += _check_keys(inner, entry, place, f"{name}.")
        identifier = inner.entries.get("id")
        if isinstance(identifier, Scalar) and not _IDENTIFIER.fullmatch(identifier.value):
            choices = "小写英文字母、数字和连字符，例如 office-general"
            row = problem("S008", place, identifier.line, f"{name}.id", identifier.value, choices=choices)
            problems.append(row)
        for key in ("id", "name"):
            unique = inner.entries.get(key)
            if isinstance(unique, Scalar):
                first = seen.setdefault((key, unique.value), unique.line)
                if first != unique.line:
                    row = problem("S009", place, unique.line, f"{name}.{key}", unique.value, first=first)
                    problems.append(row)
    return problems


_SHAPE_WORDS = {
    "text": "一个文字值",
    "flag": "true 或 false",
    "list": "一个列表（每行以 - 开头）",
    "entries": "一个列表（每项以 - 开头）",
    "mapping": "若干“键: 值”",
}
