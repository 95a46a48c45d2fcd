"""What registers there are, and what each event of a case means: data/registers.yml, typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from disclosure.contract import ground_names
from disclosure.data_files import load_data

APPLICATIONS, REVIEWS = "applications", "reviews"
FILE = "registers.yml"
ENDS = "ends"
"""What an event that only follows a decision names as `after`, whichever decision it was."""


@dataclass(frozen=True, slots=True)
class EventKind:
    """What an event (办理环节) does to a case; the fields are explained in data/registers.yml.

    `needs_for` is what it needs besides in a case of a certain kind.
    """

    name: str
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    needs_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    opens: str = ""
    who: str = ""
    closes: str = ""
    after: str = ""
    limit: str = ""
    pauses: bool = False
    restarts: bool = False
    stops: bool = False
    ends: bool = False
    once: bool = False
    moves: bool = False


@dataclass(frozen=True, slots=True)
class RegisterKind:
    """A register (台账): `id` is its folder, `digits` how many its numbers have after the year.

    `due_is`: what has to be done by the day that its file states, where it `asks_due`.
    """

    id: str
    name: str
    digits: int
    dated_by: tuple[str, ...]
    asks_due: bool
    due_is: str
    events: Mapping[str, EventKind]


@cache
def register_kinds() -> Mapping[str, RegisterKind]:
    """All registers by folder, in the order of the data."""
    data = load_data(FILE)
    return {
        name: RegisterKind(
            name,
            entry["name"],
            entry["digits"],
            tuple(entry["dated_by"]),
            entry.get("asks_due", False),
            entry.get("due_is", "办结"),
            {what: _event(what, said) for what, said in data["events"][name].items()},
        )
        for name, entry in data["registers"].items()
    }


def _event(name: str, said: Mapping[str, object]) -> EventKind:
    def words(key: str) -> tuple[str, ...]:
        value = said.get(key, ())
        assert isinstance(value, list | tuple), name  # noqa: S101 (shipped files are ours)
        return tuple(map(str, value))

    return EventKind(
        name,
        needs=words("needs"),
        may=words("may"),
        needs_for={str(kind): tuple(keys) for kind, keys in _mapping(said.get("needs_for")).items()},
        opens=str(said.get("opens", "")),
        who=str(said.get("who", "")),
        closes=str(said.get("closes", "")),
        after=str(said.get("after", "")),
        limit=str(said.get("limit", "")),
        **{flag: said.get(flag) is True for flag in ("pauses", "restarts", "stops", "ends", "once", "moves")},
    )


def _mapping(value: object) -> Mapping[object, list[str]]:
    return value if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome (办理结果): a leaf row of table three of the annual report (国办公开办函〔2021〕30号).

    `why` says why there is no letter, where there is none.
    """

    id: str
    group: str
    name: str
    row: str
    article: str
    letter: bool
    why: str = ""


@cache
def outcomes() -> Mapping[str, Outcome]:
    """All outcomes by the Chinese name that a case carries."""
    return {
        entry["name"]: Outcome(
            entry["id"],
            entry["group"],
            entry["name"],
            entry["row"],
            entry["article"],
            entry["letter"],
            entry.get("why", ""),
        )
        for entry in load_data("remedies.yml")["outcomes"]
    }


@cache
def applicant_columns() -> Mapping[str, str]:
    """申请人类别 → column of table three."""
    return dict(load_data(FILE)["applicants"])


@cache
def receipt_dates() -> Mapping[str, str]:
    """提交方式 → the date that counts as the receipt: `arrived` or `confirmed` (条例第三十一条)."""
    return {name: way["dated_by"] for name, way in load_data(FILE)["ways"].items()}


@cache
def choices_of(*keys: str) -> tuple[str, ...]:
    """What the first of `keys` that is chosen from a list may hold; nothing where none is."""
    data = load_data(FILE)
    name = next((data["fields"][key] for key in keys if key in data["fields"]), "")
    if name == "applicants":
        return tuple(applicant_columns())
    if name == "ways":
        return tuple(receipt_dates())
    if name == "grounds":
        return ground_names()
    if name == "outcomes":
        return tuple(outcomes())
    return tuple(data["choices"].get(name, ()))
