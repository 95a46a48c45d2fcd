"""catalog/units.yml → the units that an office supervises, and who has done what was asked of all (Y1–Y4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from disclosure.data_files import load_data
from disclosure.dates import is_day
from disclosure.problems import Problem, problem
from disclosure.read.site_files import TRUE_WORDS, SiteFile, entries, mapping, read_site_file, text, texts

FILE = "units.yml"


@dataclass(frozen=True, slots=True)
class Requirement:
    """事项: something asked of every unit; `date` and `people` (a text, 80余) where it was an event."""

    id: str
    name: str
    date: str = ""
    people: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """单位: `done` are the requirements it met, with the day where it is known; `follow_up` its 整改 by requirement."""

    id: str
    name: str
    also: tuple[str, ...]
    officer: str
    contact: str
    done: Mapping[str, str]
    follow_up: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Units:
    """What a circular is made from; `due` is the day by which what is open has to be done, or empty."""

    path: str
    subject: str
    as_of: str
    due: str
    requirements: tuple[Requirement, ...]
    units: tuple[Unit, ...]

    def missing(self, requirement: str) -> tuple[Unit, ...]:
        """The units that have not done it, in the order of the file."""
        return tuple(unit for unit in self.units if requirement not in unit.done)


def read_units(root: Path) -> tuple[Units | None, list[Problem]]:
    """The units and every problem of the file; None where there is none that can be used."""
    if not (root / "catalog" / FILE).exists():
        return None, []
    file, problems = read_site_file(root, FILE)
    keys = ("id", "name", "date", "people")
    requirements = tuple(
        Requirement(**{key: text(entry, key) for key in keys})
        for _, entry in entries(file.values, "requirements")
    )
    units = []
    for number, entry in entries(file.values, "units"):
        unit, rows = _unit(file, f"units.{number}", entry, requirements)
        units.append(unit)
        problems += rows
    problems += _doubles(file, units)
    if not requirements or not units:
        return None, problems
    stated = {key: text(file.values, key) for key in ("subject", "as_of", "due")}
    days = {key: stated[key] for key in ("as_of", "due")}
    days |= {f"requirements.{number}.date": asked.date for number, asked in enumerate(requirements)}
    problems += [
        problem("S008", file.path, file.line(key), key, day, choices="2026-03-02 这样的日期")
        for key, day in days.items()
        if day and not is_day(day)
    ]
    return Units(file.path, requirements=requirements, units=tuple(units), **stated), problems


def _unit(
    file: SiteFile, key: str, entry: dict[str, Any], requirements: tuple[Requirement, ...]
) -> tuple[Unit, list[Problem]]:
    known = [r.id for r in requirements]
    states = load_data("circular.yml")["follow_up_states"]
    rows = []
    found: dict[str, dict[str, str]] = {"done": {}, "follow_up": {}}
    name = text(entry, "name")
    for part, values in found.items():
        for requirement in mapping(entry, part):
            value = text(mapping(entry, part), requirement)
            place = f"{key}.{part}.{requirement}"
            words: dict[str, Any] = {"unit": name}
            if requirement not in known:
                row = problem(
                    "U001", file.path, file.line(place), part, requirement, **words, choices="、".join(known)
                )
            elif value in TRUE_WORDS or is_day(value) if part == "done" else value in states:
                values[requirement] = value
                continue
            else:
                row = problem(
                    "U002", file.path, file.line(place), part, value, **words, choices="、".join(states)
                )
            rows.append(row)
    return Unit(
        id=text(entry, "id"),
        name=name,
        also=tuple(texts(entry, "also")),
        officer=text(entry, "officer"),
        contact=text(entry, "contact"),
        done=found["done"],
        follow_up=found["follow_up"],
    ), rows


def _doubles(file: SiteFile, units: list[Unit]) -> list[Problem]:
    """Another name of a unit that is the name of one before it; two same names are told by the file's own check."""
    rows = []
    owner: dict[str, int] = {unit.name: number for number, unit in enumerate(units)}
    for number, unit in enumerate(units):
        for name in unit.also:
            if owner.setdefault(name, number) != number:
                place = f"units.{number}.also"
                rows.append(problem("U005", file.path, file.line(place), "units.also", name))
    return rows
