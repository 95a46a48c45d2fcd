"""Approval chains (审批链) as data: steps, who may decide them, and when a step applies."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from disclosure.data_files import load_data


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its id, Chinese name, role and kind; `when` limits it to items whose field has these values."""

    id: str
    name: str
    role: str
    kind: str
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    working_days: int = 0

    def applies(self, facts: Mapping[str, str]) -> bool:
        """Whether the step is asked for by an item with these facts (importance, disclosure, category)."""
        return all(facts.get(key) in values for key, values in self.when)


@dataclass(frozen=True, slots=True)
class Chain:
    """A ready profile: its steps in order. `distinct`: no person decides two of them."""

    id: str
    name: str
    steps: tuple[Step, ...]
    distinct: bool

    def steps_for(self, facts: Mapping[str, str]) -> tuple[Step, ...]:
        """The steps that an item with these facts must pass, in order."""
        return tuple(step for step in self.steps if step.applies(facts))


@cache
def shipped_chains() -> dict[str, Chain]:
    """The chains of data/chains.yml by id."""
    return {entry["id"]: _chain(entry) for entry in load_data("chains.yml")["profiles"]}


def role_name(role: str) -> str:
    """The Chinese name of a role; the role itself where an office made its own."""
    return str(load_data("chains.yml")["roles"].get(role, role))


def _chain(entry: dict[str, Any]) -> Chain:
    return Chain(entry["id"], entry["name"], tuple(_step(s) for s in entry["steps"]), bool(entry["distinct"]))


def _step(entry: dict[str, Any]) -> Step:
    when = tuple((key, tuple(values)) for key, values in entry.get("when", {}).items())
    days = int(entry.get("clock", {}).get("length", 0))
    return Step(entry["id"], entry["name"], entry["role"], entry["kind"], when, days)
