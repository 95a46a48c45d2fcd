"""Problems: what is wrong with an office's content, as rows that an officer can act on.

Bad content never raises. A check returns `Problem` rows; their Chinese wording, severity and advice are data
(data/problems.yml), so that the handbook, the messages and the tests cannot drift apart.
"""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from disclosure.data_files import load_data
from disclosure.parcels import parcel

Severity = Literal["error", "warning", "info"]
"""error: the item (or, for site files, the build) is held back. warning: published, reported. info: reported."""


@parcel
@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding (问题), sorted by place so that a report reads like the folder.

    `path` is relative to the site folder with forward slashes; `line` counts from 1, 0 when the whole file is
    meant; `field` is the front-matter key or an empty string; `item` is the id of the item that is held back
    by an error, or an empty string for errors of the site itself. `carrier` is the file below content/ (or the
    settings file) that a finding of the gates is in, by which a signed decision names it; else empty.
    """

    path: str
    line: int
    field: str
    code: str
    severity: Severity
    value: str
    message: str
    advice: str
    item: str = dataclasses.field(default="", compare=False)
    carrier: str = dataclasses.field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """The shipped description of a problem code: wording with {placeholders}, advice, and where it comes from.

    `never_accepted`: why no signed decision can let a finding of this code pass. `needs_note`: where approval is
    required, one holds back until a decision has.
    """

    code: str
    severity: Severity
    message: str
    advice: str
    explanation: str
    rows: tuple[int, ...]
    duties: tuple[str, ...]
    never_accepted: str = ""
    needs_note: bool = False


KIND_FILES = (
    "problems.yml",
    "approval_problems.yml",
    "gate_problems.yml",
    "later_problems.yml",
    "annual_problems.yml",
    "register_problems.yml",
    "unit_problems.yml",
    "companion_problems.yml",
)
"""Shipped files that describe problem codes."""


@cache
def problem_kinds() -> dict[str, ProblemKind]:
    """All problem codes by code, from the files of `KIND_FILES`."""
    return {
        code: ProblemKind(
            code=code,
            severity=entry["severity"],
            message=entry["message"],
            advice=entry["advice"],
            explanation=entry.get("explanation", ""),
            rows=tuple(entry.get("rows", ())),
            duties=tuple(entry.get("duties", ())),
            never_accepted=entry.get("never_accepted", ""),
            needs_note=entry.get("needs_note") in (True, "true"),
        )
        for name in KIND_FILES
        for code, entry in load_data(name)["problems"].items()
    }


def shorten(value: str, limit: int = 60) -> str:
    """A value as it may stand in a message: one line, at most `limit` characters, no control characters."""
    clean = "".join(c if c.isprintable() else " " for c in value)
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


def problem(
    code: str,
    path: str,
    line: int = 0,
    field: str = "",
    value: str = "",
    *,
    item: str = "",
    severity: Severity | None = None,
    carrier: str = "",
    **facts: object,
) -> Problem:
    """Make a row of kind `code`; `facts` fill the placeholders of its message and advice.

    `severity` overrides the shipped one (for imported history). Raises KeyError for an unknown code or a
    missing fact: that is an error of the programmer.
    """
    kind = problem_kinds()[code]
    shown = {"value": shorten(value), "field": field, **{k: shorten(str(v), 200) for k, v in facts.items()}}
    return Problem(
        path=_printable(path),
        line=line,
        field=field,
        code=code,
        severity=severity or kind.severity,
        value=shorten(value),
        message=kind.message.format_map(shown),
        advice=kind.advice.format_map(shown),
        item=_printable(item),
        carrier=carrier,
    )


def _printable(name: str) -> str:
    """A file's name as it can be printed and stored: bytes that are no UTF-8 become question marks."""
    return name if name.isascii() else name.encode("utf-8", "replace").decode("utf-8")


def sentence(row: Problem) -> str:
    """What is wrong and what to do, as one piece of text."""
    stop = "" if row.message.endswith(("。", "？")) else "。"
    return f"{row.message}{stop}{row.advice}"


def format_problem(row: Problem) -> str:
    """A problem as one line of text: place, severity, code, what is wrong, what to do."""
    words = {"error": "错误", "warning": "提醒", "info": "提示"}
    place = f"{row.path}:{row.line}" if row.line else row.path
    return f"{place}: {words[row.severity]} {row.code}：{sentence(row)}"


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any row holds something back."""
    return any(p.severity == "error" for p in problems)
