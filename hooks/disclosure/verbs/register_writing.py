"""A case written or continued: checked first, and not written where that would be an error."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from disclosure.problems import format_problem, has_errors
from disclosure.read.site_files import parse_site_file
from disclosure.registers.check import check_case
from disclosure.registers.kinds import RegisterKind
from disclosure.registers.read import case_of
from disclosure.registers.types import Case
from disclosure.system_errors import system_reason
from disclosure.types import Site
from disclosure.verbs.options import fail

_LATE = "L031"
"""A term that has run out keeps nobody from entering what was done."""


def pairs_of(arguments: Sequence[str]) -> dict[str, str]:
    """`key=value` arguments as a mapping; ends the program for one that is none."""
    pairs = {}
    for argument in arguments:
        key, equals, value = argument.partition("=")
        if not equals or not key or not value.strip() or key in pairs:
            fail(f"写成“键=值”，每个键一次：{argument}")
        pairs[key] = value.strip()
    return pairs


def write_case(site: Site, kind: RegisterKind, path: Path, text: str, *, new: bool) -> Case:
    """Write `text` to the file of a case and return the case; ends the program where it has an error."""
    file, rows = parse_site_file(text.encode("utf-8"), path.name, f"register-{kind.id}")
    case = case_of(kind, path.stem, file)
    rows += check_case(site, case) if not has_errors(rows) else []
    if any(row.severity == "error" and row.code != _LATE for row in rows):
        fail("\n".join(["没有写入：", *(format_problem(row) for row in rows if row.severity == "error")]))
    for row in rows:
        click.echo(format_problem(row), err=True)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A new case never takes the place of one that another clerk has just entered.
        with path.open("x" if new else "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
    except FileExistsError:
        fail(f"案号 {path.stem} 刚刚被占用，请再运行一次。")
    except OSError as error:
        fail(f"写不进去：{path.name}（{system_reason(error)}）。")
    return case
