"""Findings that a person looked at and let pass (保密审查中的确认): part of a signed decision, with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from disclosure.approval.chain import Step
from disclosure.approval.evaluate import Outcome
from disclosure.approval.policy import Policy

SECRECY, PUBLICATION = "保密审查", "发布"
"""Kinds of steps."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One finding let pass: problem code, the file it is in (below content/), reason; who said so, and when."""

    code: str
    path: str
    reason: str
    person: str
    time: str


def accepting_steps(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps whose decisions may let a finding pass: those of secrecy review, else all before publication."""
    secrecy = tuple(step for step in steps if step.kind == SECRECY)
    return secrecy or tuple(step for step in steps if step.kind != PUBLICATION)


def acceptances(outcome: Outcome, steps: Sequence[Step], policy: Policy) -> tuple[Acceptance, ...]:
    """What the decisions that count let pass. They cover exactly the bytes that were judged; others say nothing here."""
    allowed = {step.id for step in accepting_steps(steps)}
    return tuple(
        Acceptance(code, path, reason, policy.persons[decision.person].name, decision.time)
        for decision in (record.decision for record in outcome.counted.values())
        if decision.step in allowed
        for code, path, reason in decision.accepts
    )
