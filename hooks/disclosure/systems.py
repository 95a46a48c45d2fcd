"""Local systems (制度) as ready choices: what each brings, and where it conflicts with the law. Data: data/systems/."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from disclosure.data_files import data_names, load_data


@dataclass(frozen=True, slots=True)
class Conflict:
    """A point on which a local system asks something else than the law; `counts` says what is followed."""

    duty: str
    point: str
    local: str
    law: str
    counts: str


@dataclass(frozen=True, slots=True)
class System:
    """A local system: its chains, terms, companions, its words for 公开属性, and its conflicts with the law."""

    id: str
    name: str
    source: str
    categories: str
    chains: tuple[str, ...]
    time_limits: tuple[str, ...]
    companions: tuple[str, ...]
    disclosure: Mapping[str, str]
    conflicts: tuple[Conflict, ...]


@cache
def shipped_systems() -> Mapping[str, System]:
    """The systems by id; conflicts of their lists of exemptions stand with their own."""
    return {name: _system(name, load_data(f"systems/{name}.yml")) for name in data_names("systems")}


def _system(name: str, data: Mapping[str, Any]) -> System:
    own = [Conflict(**{key: entry[key] for key in Conflict.__slots__}) for entry in data["conflicts"]]
    return System(
        id=name,
        name=data["name"],
        source=data["source"],
        categories=data["categories"],
        chains=tuple(data["chains"]),
        time_limits=tuple(data["time_limits"]),
        companions=tuple(data["companions"]),
        disclosure=data["disclosure"],
        conflicts=(*own, *_exemption_conflicts(data.get("exemptions", ""))),
    )


def _exemption_conflicts(name: str) -> list[Conflict]:
    """What data/exemptions.yml says of a local list, where that says more or less than the law."""
    data = load_data("exemptions.yml")
    found = []
    for entry in data["local"]:
        if entry["id"] != name:
            continue
        law, counts = data["source"], data["prevails"]
        for ground in entry["grounds"]:
            if "conflict" in ground:
                point = f"{entry['name']}{ground['number']}"
                found.append(Conflict(entry["duty"], point, ground["text"], ground["conflict"], counts))
        found += [Conflict(entry["duty"], entry["name"], said, law, counts) for said in entry["conflicts"]]
    return found
