"""The files of the registers → cases, and what is wrong with their form. A case is a file, so that two clerks never collide."""

import re
from collections.abc import Iterator
from pathlib import Path

from disclosure.data_files import load_data
from disclosure.problems import Problem, problem
from disclosure.read.site_files import SiteFile, Values, entries, parse_site_file, text
from disclosure.registers.kinds import FILE, RegisterKind, register_kinds
from disclosure.registers.types import Case, Event

FOLDER = "catalog/registers"
"""Where the registers lie in a site that keeps them inside."""
LETTERS = "letters.yml"
"""The office's own wording of letters, beside the registers."""


def read_registers(folder: Path, shown: str = FOLDER) -> tuple[list[Case], list[Problem]]:
    """Every case below `folder`, by register and number, and the problems of its files.

    `shown` is what the folder is called in messages. A file that cannot be used has no case.
    """
    cases, problems = [], []
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        place = f"{shown}/{name}"
        kind = register_kinds().get(name.partition("/")[0])
        data = _bytes(path) if kind and _well_named(name, kind) else None
        if kind is None or data is None:
            if name != LETTERS:
                problems.append(problem("L002", place, value=path.name, folders="、".join(register_kinds())))
            continue
        file, found = parse_site_file(data, place, f"register-{kind.id}")
        problems += _told(found)
        if file.values:
            cases.append(case_of(kind, path.stem, file))
    order = list(register_kinds())
    return sorted(cases, key=lambda case: (order.index(case.register), case.number)), problems


def _files(folder: Path) -> Iterator[Path]:
    """Every file below `folder`, sorted; links are not followed."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.is_dir():
            yield from _files(path)
        else:
            yield path


def _well_named(name: str, kind: RegisterKind) -> bool:
    digits = kind.digits
    return re.fullmatch(rf"{kind.id}/([12]\d{{3}})/\1-\d{{{digits}}}\.yml", name, re.ASCII) is not None


def _bytes(path: Path) -> bytes | None:
    """What a file holds; None where it is none, or cannot be read."""
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def case_of(kind: RegisterKind, number: str, file: SiteFile) -> Case:
    """The case in a file, as far as it can be read."""
    facts = {key: text(file.values, key) for key, value in file.values.items() if isinstance(value, str)}
    events = tuple(
        Event(
            text(entry, "on"),
            text(entry, "what"),
            file.line(f"events.{position}"),
            {
                key: value.strip()
                for key, value in entry.items()
                if isinstance(value, str) and key not in ("on", "what")
            },
        )
        for position, entry in entries(file.values, "events")
    )
    return Case(kind.id, number, file.path, {k: v for k, v in facts.items() if v}, file.lines, events)


def _told(found: list[Problem]) -> Iterator[Problem]:
    """The rows of a file's form; a key that could name a person is told as such, and its value is shown nowhere."""
    personal = set(load_data(FILE)["personal_keys"]["keys"])
    for row in found:
        if row.code == "S005" and row.value in personal:
            yield problem("L004", row.path, row.line, row.value, row.value)
        else:
            yield row


def read_own_letters(folder: Path, shown: str) -> tuple[Values, list[Problem]]:
    """The office's own wording of letters, and what is wrong with the file; nothing where there is none."""
    data = _bytes(folder / LETTERS)
    if data is None:
        return {}, []
    file, found = parse_site_file(data, f"{shown}/{LETTERS}", "register-letters")
    return file.values, found
