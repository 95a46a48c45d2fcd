"""Tests that a page of docs/ names, as `file.py::test_function`."""

import ast
import re
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent


def quoted(text):
    """What stands in backticks."""
    return re.findall(r"`([^`]+)`", text)


def docstring_of(name):
    """The docstring of `file.py::test_function`, or None where there is no such test."""
    file, _, function = name.partition("::")
    path = _FOLDER / file
    if not path.is_file():
        return None
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name == function:
            return ast.get_docstring(node) or ""
    return None
