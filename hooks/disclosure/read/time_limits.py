"""catalog/time_limits.yml → the terms that bind this office: the shipped ones, tightened where it says so."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from disclosure.problems import Problem, problem
from disclosure.read.site_files import SiteFile, entries, read_site_file, text, texts
from disclosure.time_limits import Limit, is_longer, shipped_limits, tightened

FILE = "time_limits.yml"
_DIGITS = 4
"""More digits than any term needs."""


def read_limits(root: Path) -> tuple[Mapping[str, Limit], list[Problem]]:
    """The terms by id. What would stretch a term of the law is told and has no effect; local terms may be left out."""
    file, problems = read_site_file(root, FILE)
    limits = dict(shipped_limits())
    for number, entry in entries(file.values, "limits"):
        limit = limits.get(text(entry, "id"))
        if limit is None:
            problems.append(_unknown(file, f"limits.{number}.id", text(entry, "id")))
            continue
        changed, rows = _own_form(file, number, entry, limit)
        problems += rows
        limits[limit.id] = changed
    for number, name in enumerate(texts(file.values, "off")):
        shipped = shipped_limits().get(name)
        if shipped is None:
            problems.append(_unknown(file, f"off.{number}", name))
        elif not shipped.profile:
            problems.append(
                problem("T005", file.path, file.line(f"off.{number}"), "off", name, limit=shipped.name)
            )
        else:
            limits.pop(name, None)
    return limits, problems


def _own_form(
    file: SiteFile, number: int, entry: Mapping[str, Any], limit: Limit
) -> tuple[Limit, list[Problem]]:
    key = f"limits.{number}"
    stated = text(entry, "length")
    if stated and not (stated.isascii() and stated.isdigit() and len(stated) <= _DIGITS and int(stated) > 0):
        row = problem(
            "S008", file.path, file.line(f"{key}.length"), "limits.length", stated, choices="1 以上的整数"
        )
        return limit, [row]
    length = int(stated) if stated else limit.length
    unit = text(entry, "unit") or limit.unit
    hard = text(entry, "level") == "error"
    source = text(entry, "source")
    if is_longer(limit, length, unit) and not limit.profile:
        row = problem(
            "T005", file.path, file.line(key), "limits", limit.id, limit=f"{limit.name}，{limit.words}"
        )
        length, unit = limit.length, limit.unit
        return tightened(limit, length=length, unit=unit, hard=hard, source=source), [row]
    return tightened(limit, length=length, unit=unit, hard=hard, source=source), []


def _unknown(file: SiteFile, key: str, value: str) -> Problem:
    choices = "、".join(shipped_limits())
    return problem("S008", file.path, file.line(key), key.partition(".")[0], value, choices=choices)
