"""Files of catalog/ → plain mappings of text, checked against data/site_files.yml."""

from difflib import get_close_matches
from pathlib import Path
from typing import Any

from disclosure.data_files import load_data
from disclosure.problems import Problem, problem
from disclosure.read.nodes import Mapping, Node, Scalar, Sequence, parse_nodes
from disclosure.read.text_file import decode_text

FORMAT = "1"
TRUE_WORDS, FALSE_WORDS = ("true", "yes", "是"), ("false", "no", "否")


def read_site_file(root: Path, path: str, kind: str = "") -> tuple[dict[str, Any], list[Problem]]:
    """The mapping in catalog/<path> as text, lists and mappings, and its problems.

    `kind` names the entry of data/site_files.yml when it is not the file's own name. A missing optional file is
    an empty mapping.
    """
    schema = load_data("site_files.yml")["files"][kind or path]
    place = f"catalog/{path}"
    try:
        data = (root / place).read_bytes()
    except FileNotFoundError:
        return {}, [problem("S001", place)] if schema["required"] else []
    except OSError as error:
        return {}, [problem("S002", place, value=error.strerror or "")]
    text, problems = decode_text(data, place)
    if not text:
        return {}, problems or [problem("S003", place)]
    node, found = parse_nodes(text, place)
    problems += found
    if not isinstance(node, Mapping):
        return {}, problems if found else [*problems, problem("S003", place)]
    if schema["keys"] != "any":
        problems += _check_keys(node, schema["keys"], place)
    version = node.entries.get("format")
    if not isinstance(version, Scalar) or version.value != FORMAT:
        problems.append(problem("S004", place, version.line if version else 1, "format"))
    plain = as_plain(node)
    return (plain if isinstance(plain, dict) else {}), problems


def as_plain(node: Node) -> Any:
    """A node as text, list or dict."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [as_plain(inner) for inner in node.items]
    return {key: as_plain(inner) for key, inner in node.entries.items()}


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
