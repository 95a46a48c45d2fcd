"""A former register (.xlsx) → files of cases, for the time before adoption (补录). Persons and requests are not read."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import openpyxl

from disclosure.data_files import load_data
from disclosure.intake.dates import parse_date
from disclosure.intake.write_front_matter import entry_lines, scalar
from disclosure.problems import Problem, has_errors, problem
from disclosure.read.site_files import parse_site_file
from disclosure.registers.check import check_case
from disclosure.registers.kinds import (
    APPLICATIONS,
    FILE,
    RegisterKind,
    outcomes,
    receipt_dates,
    register_kinds,
)
from disclosure.registers.read import case_of
from disclosure.types import Site

_DATES = ("arrived", "confirmed", "received", "end.on")
_END = "end."
_MOST_ROWS = 20_000
_LATE = "L031"
"""A case that is open and late is entered all the same."""
_NUMBER = re.compile(r"([12]\d{3})\D+(\d{1,5})\D*", re.ASCII)


@dataclass(frozen=True, slots=True)
class FormerCase:
    """A case as it will be written: register, 案号, the text of its file, and the row it comes from."""

    register: str
    number: str
    text: str
    row: int


class UnreadableError(ValueError):
    """The file is no workbook that can be read."""


def read_former_register(
    site: Site, data: bytes, name: str
) -> tuple[list[FormerCase], list[Problem], list[str]]:
    """The cases of the workbook `data` called `name`, the problems of its rows, and headings that were passed over.

    The register is told by the name of the sheet, or is that of applications. Raises UnreadableError.
    """
    cases: list[FormerCase] = []
    problems: list[Problem] = []
    passed: list[str] = []
    for title, rows in _sheets(data):
        kind = next((k for k in register_kinds().values() if k.name in title or k.id in title), None)
        kind = kind or register_kinds()[APPLICATIONS]
        columns = load_data(FILE)["import_columns"].get(kind.id, {})
        heads = [str(cell or "").strip() for cell in rows[0]] if rows else []
        passed += [head for head in heads if head and head not in columns]
        if lacking := _lacking(kind, columns, heads):
            problems.append(problem("I053", name, 1, value="、".join(lacking), sheet=title))
            continue
        labels = {columns[head]: head for head in (*reversed(columns), *heads) if head in columns}
        for number, row in enumerate(rows[1:], 2):
            values = {
                columns[h]: _text(c) for h, c in zip(heads, row, strict=False) if h in columns and _text(c)
            }
            if not values:
                continue
            case, found = _case(site, kind, values, name, number)
            problems += [_in_words(row, labels) for row in found]
            if case:
                cases.append(case)
    return cases, problems, list(dict.fromkeys(passed))


def _sheets(data: bytes) -> Iterator[tuple[str, Sequence[Sequence[object]]]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            yield sheet.title, list(sheet.iter_rows(max_row=_MOST_ROWS, values_only=True))
    except Exception as error:  # openpyxl raises whatever the broken part of a file makes it
        raise UnreadableError(str(error)) from error


def _lacking(kind: RegisterKind, columns: Mapping[str, str], heads: Sequence[str]) -> list[str]:
    """Columns that every case needs and the sheet has not, by their usual headings; none where it is no register."""
    required = load_data("site_files.yml")["files"][f"register-{kind.id}"]["keys"]
    wanted = ["number", *(key for key, spec in required.items() if spec.get("required") and key != "format")]
    there = {columns[head] for head in heads if head in columns}
    return (
        [next(h for h, k in columns.items() if k == key) for key in wanted if key not in there]
        if there
        else []
    )


def _in_words(row: Problem, labels: Mapping[str, str]) -> Problem:
    """`row` with the heading of the column in place of the English name of the field."""
    head = labels.get(f"{_END}{row.field}") or labels.get(row.field)
    if head is None or row.field not in row.message:
        return row
    message = re.sub(rf" ?\b{row.field}\b ?", f"“{head}”", row.message, count=1, flags=re.ASCII)
    return replace(row, field=head, message=message)


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip() if cell is not None else ""


def _case(
    site: Site, kind: RegisterKind, values: Mapping[str, str], name: str, row: int
) -> tuple[FormerCase | None, list[Problem]]:
    named = _NUMBER.fullmatch(values.get("number", "").strip("〔〕[]（）()"))
    if not named or len(str(int(named[2]))) > kind.digits:
        return None, [problem("I051", name, row, "number", values.get("number", ""))]
    number = f"{named[1]}-{int(named[2]):0{kind.digits}}"
    values = {key: (parse_date(v) or v) if key in _DATES else v for key, v in values.items()}
    text = _file_text(kind, values, name)
    file, rows = parse_site_file(text.encode("utf-8"), name, f"register-{kind.id}")
    if not has_errors(rows):
        rows += check_case(site, case_of(kind, number, file))
    rows = [
        replace(found, path=name, line=row)
        for found in rows
        if found.severity == "error" and found.code != _LATE
    ]
    return (None, rows) if rows else (FormerCase(kind.id, number, text, row), [])


def _file_text(kind: RegisterKind, values: Mapping[str, str], name: str) -> str:
    facts = {key: value for key, value in values.items() if key != "number" and not key.startswith(_END)}
    end = {key.removeprefix(_END): value for key, value in values.items() if key.startswith(_END)}
    if kind.id == APPLICATIONS and receipt_dates().get(facts.get("way", "")) == "confirmed":
        # A former register knows one date of receipt.
        facts.setdefault("confirmed", facts.get("arrived", ""))
    if end:
        facts["imported"] = name
    lines = ["format: 1", *(f"{key}: {scalar(value)}" for key, value in facts.items() if value)]
    if end:
        what = "结案"
        if kind.id == APPLICATIONS:
            outcome = outcomes().get(end.get("outcome", ""))
            what = "答复" if end.get("number") and (outcome is None or outcome.letter) else "终止办理"
        event = {"on": end.pop("on", ""), "what": what, **end}
        lines += ["events:", *entry_lines({k: v for k, v in event.items() if v}, "  ")]
    return "\n".join(lines) + "\n"
