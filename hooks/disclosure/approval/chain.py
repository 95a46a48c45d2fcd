"""Approval chains (审批链) as data: steps, who may decide them, and when a step applies."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from disclosure.data_files import load_data


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its id, Chinese name, role and kind; `when` limits it to items whose field has these values.

    `hides`: a withdrawal takes effect with this step's agreement, before the steps after it (紧急撤回).
    `evidence` are keys that an agreement's evidence must hold, such as the minutes of a meeting (会议纪要).
    """

    id: str
    name: str
    role: str
    kind: str
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    working_days: int = 0
    hides: bool = False
    evidence: tuple[str, ...] = ()

    def applies(self, facts: Mapping[str, str]) -> bool:
        """Whether the step is asked for by an item with these facts (importance, disclosure, category)."""
        return all(facts.get(key) in values for key, values in self.when)


@dataclass(frozen=True, slots=True)
class Chain:
    """A ready profile: its steps in order. `distinct`: no person decides two of them.

    `later`: for what happens after publication (catalog/status/) alone; no item is published by it.
    """

    id: str
    name: str
    steps: tuple[Step, ...]
    distinct: bool
    later: bool = False

    def steps_for(self, facts: Mapping[str, str]) -> tuple[Step, ...]:
        """The steps that an item with these facts must pass, in order."""
        return tuple(step for step in self.steps if step.applies(facts))


@cache
def shipped_chains() -> dict[str, Chain]:
    """The chains of data/chains.yml by id."""
    return {entry["id"]: _chain(entry) for entry in load_data("chains.yml")["profiles"]}


@cache
def later_chains() -> dict[str, str]:
    """What a status file says (`status:withdrawal`, …) → the chain that it goes through unless policy routes it."""
    return {str(name): str(chain) for name, chain in load_data("chains.yml")["later"].items()}


@cache
def division_roles() -> frozenset[str]:
    """Roles that a person holds for a division (科室负责人): X10, J17."""
    return frozenset(load_data("chains.yml")["of_a_division"])


def names_a_post(name: str) -> bool:
    """Whether `name` is that of a post (岗位) and not a person's, as far as its words tell."""
    return any(word in name for word in load_data("chains.yml")["post_words"])


def role_name(role: str) -> str:
    """The Chinese name of a role; the role itself where an office made its own."""
    return str(load_data("chains.yml")["roles"].get(role, role))


def _chain(entry: dict[str, Any]) -> Chain:
    steps = tuple(_step(s) for s in entry["steps"])
    return Chain(entry["id"], entry["name"], steps, bool(entry["distinct"]), bool(entry.get("later")))


def _step(entry: dict[str, Any]) -> Step:
    when = tuple((key, tuple(values)) for key, values in entry.get("when", {}).items())
    days = int(entry.get("clock", {}).get("length", 0))
    hides, evidence = bool(entry.get("hides")), tuple(entry.get("evidence", ()))
    return Step(entry["id"], entry["name"], entry["role"], entry["kind"], when, days, hides, evidence)
