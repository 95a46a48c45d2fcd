"""Problems as text for people, JSON for programs, and annotations for a pull request; the same rows in each."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Literal

import click

from disclosure.problems import Problem, format_problem, sentence

Format = Literal["text", "json", "github"]
FORMATS: tuple[Format, ...] = ("text", "json", "github")
_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def print_problems(rows: Sequence[Problem], form: Format) -> None:
    """Write `rows` to standard output in `form`."""
    if form == "json":
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
    elif form == "github":
        for row in rows:
            click.echo(_annotation(row))
    else:
        for row in rows:
            click.echo(format_problem(row))


def _annotation(row: Problem) -> str:
    """A workflow command that puts the message on the line of the changed file."""
    place = f"file={_escape(row.path, property_value=True)},line={max(1, row.line)}"
    title = _escape(f"{row.code} {row.field}".strip(), property_value=True)
    return f"::{_LEVELS[row.severity]} {place},title={title}::{_escape(sentence(row))}"


def _escape(text: str, *, property_value: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_value else text


def summary(rows: Iterable[Problem]) -> str:
    """How many of each kind, as one sentence."""
    found = [row.severity for row in rows]
    if not found:
        return "没有发现问题。"
    return (
        f"共 {found.count('error')} 处错误、{found.count('warning')} 处提醒、{found.count('info')} 条提示。"
    )
