"""Names of places, outcomes and reasons, from data/gate_wording.yml."""

from functools import cache
from typing import Any

from disclosure.data_files import load_data


@cache
def _data() -> dict[str, Any]:
    return load_data("gate_wording.yml")


def place(name: str, /, **facts: object) -> str:
    """The place `name` in words; `facts` fill it in."""
    return str(_data()["places"][name]).format_map(facts)


def within(outer: str, inner: str) -> str:
    """A place within another one, as it is said."""
    joint = str(_data()["joint"]) if outer and inner and not inner.startswith(str(_data()["inside"])) else ""
    return f"{outer}{joint}{inner}"


def property_name(name: str) -> str:
    """What people call a property of a document."""
    return str(_data()["properties"].get(name, name))


def reason(name: str, /, **facts: object) -> str:
    """Why a file can't be checked."""
    return str(_data()["reasons"][name]).format_map(facts)


def outcome(name: str) -> str:
    """What looking at a file came to: found, none, unreadable."""
    return str(_data()["outcomes"][name])


def spaced(place: str) -> str:
    """A place as a sentence begins with it: Latin letters are set off from the Chinese that follows."""
    return f"{place} " if place[-1:].isascii() and place[-1:].isalnum() else place


def times(count: int) -> str:
    """How often something comes; nothing for once."""
    return str(_data()["count"]).format(count=count) if count > 1 else ""


def accepted_by(person: str, day: str, reason: str) -> str:
    """The sentence that says who let a finding pass, and why."""
    return str(_data()["accepted"]).format(person=person, day=day, reason=reason)
