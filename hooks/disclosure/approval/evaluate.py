"""Does a subject have its full chain? Judges signed decisions against chain and policy; nothing else decides."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache

from disclosure.approval.chain import Chain, Step
from disclosure.approval.decision import AGREE, NAMESPACE, Decision
from disclosure.approval.policy import Policy
from disclosure.approval.subject import Subject
from disclosure.sshsig import SignatureFormatError, verify


@dataclass(frozen=True, slots=True)
class Record:
    """A line of a record file: the signed text as it stands, its digest, what it says, and the signature."""

    line: int
    payload: str
    digest: str
    decision: Decision
    signature: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a record does not count: a problem code and facts for its message."""

    record: Record
    code: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state of a subject: decisions that count by step, refusals, and the step that is waited for (None: done)."""

    counted: Mapping[str, Record]
    refusals: tuple[Refusal, ...]
    waiting_for: Step | None
    objection: Record | None

    @property
    def approved(self) -> bool:
        """Whether every step agreed, the publisher's too."""
        return self.waiting_for is None

    @property
    def published_at(self) -> str:
        """The publisher's time, which is the publication time; empty until then."""
        return list(self.counted.values())[-1].decision.time if self.approved and self.counted else ""


def evaluate(
    subject: Subject,
    catalog: str,
    facts: Mapping[str, str],
    records: Sequence[Record],
    chain: Chain,
    policy: Policy,
) -> Outcome:
    """Judge `records` for exactly this `subject`; those for other bytes are older revisions and do not count."""
    mine = [r for r in records if r.decision.subject == subject]
    refusals = []
    sound: list[Record] = []
    steps = chain.steps_for(facts)
    for record in mine:
        refusal = _refuse(record, catalog, steps, policy, facts.get("department", ""))
        if refusal:
            refusals.append(refusal)
        else:
            sound.append(record)
    if not mine and records:
        refusals.append(Refusal(records[-1], "V104", {}))
    sound.sort(key=lambda record: (record.decision.time, record.digest))
    best = _walk(steps, sound, chain, frozenset())
    if best.waiting_for and _rivals(sound):
        # Two who hold a role may agree at once: what counts is the one that the later steps relied on.
        for leader in sound:
            tried = _walk(steps, sound, chain, frozenset((leader.digest, *leader.decision.after)))
            best = max(best, tried, key=lambda outcome: len(outcome.counted))
    return replace(best, refusals=(*refusals, *best.refusals))


def _walk(
    steps: Sequence[Step], sound: Sequence[Record], chain: Chain, preferred: AbstractSet[str]
) -> Outcome:
    """The state when, of several agreements in one step, a preferred one is taken."""
    counted: dict[str, Record] = {}
    refusals: list[Refusal] = []
    for step in steps:
        required = {r.digest for r in counted.values()}
        agreed, objection, found = _decide(step, sound, required, chain, counted, preferred)
        refusals += found
        if agreed is None:
            return Outcome(counted, tuple(refusals), step, objection)
        counted[step.id] = agreed
    return Outcome(counted, tuple(refusals), None, None)


def _rivals(sound: Iterable[Record]) -> bool:
    """Whether a step has two agreements."""
    steps = [record.decision.step for record in sound if record.decision.decision == AGREE]
    return len(steps) > len(set(steps))


def sound_records(catalog: str, records: Iterable[Record], chain: Chain, policy: Policy) -> list[Record]:
    """Those of `records` that are good on their own, whichever bytes they are about: role, person, key, signature.

    What provided those bytes is not known any more, so that a head of any division is good.
    """
    return [record for record in records if _refuse(record, catalog, chain.steps, policy, "") is None]


def _decide(
    step: Step,
    sound: Iterable[Record],
    required: set[str],
    chain: Chain,
    counted: Mapping[str, Record],
    preferred: AbstractSet[str],
) -> tuple[Record | None, Record | None, list[Refusal]]:
    """The agreement that counts for `step`, the objection that stands, and records out of order."""
    refusals: list[Refusal] = []
    standing: list[Record] = []
    for record in (r for r in sound if r.decision.step == step.id):
        relied = set(record.decision.after)
        before = max((r.decision.time for r in counted.values()), default="")
        if not required <= relied or record.decision.time < before:
            refusals.append(Refusal(record, "V105", {"step": step.name}))
        elif chain.distinct and any(_same_person(record, other) for other in counted.values()):
            refusals.append(Refusal(record, "V106", {"person": record.decision.person}))
        elif any(
            _registered(one, other) for o in counted.values() for one, other in ((record, o), (o, record))
        ):
            refusals.append(Refusal(record, "V110", {"step": step.name}))
        else:
            standing.append(record)
    # An agreement overcomes an objection only when it names it: the dissent stays on record (承办人的不同意见).
    objections = [r for r in standing if r.decision.decision != AGREE]
    for record in sorted(standing, key=lambda r: r.digest not in preferred):
        if record.decision.decision == AGREE and {o.digest for o in objections} <= set(record.decision.after):
            return record, None, refusals
    return None, (objections[-1] if objections else None), refusals


def _same_person(one: Record, other: Record) -> bool:
    return one.decision.person == other.decision.person


def _registered(paper: Record, other: Record) -> bool:
    """Whether the registrar of a decision on paper decided another step of the same subject."""
    return paper.decision.mode == "paper" and paper.decision.signer == other.decision.person


def _refuse(
    record: Record, catalog: str, steps: Sequence[Step], policy: Policy, division: str
) -> Refusal | None:
    """Why a record does not count on its own, before order is looked at; None when it does."""
    decision = record.decision
    step = next((s for s in steps if s.id == decision.step), None)
    person, signer = policy.persons.get(decision.person), policy.persons.get(decision.signer)
    facts = {"person": decision.person, "step": step.name if step else decision.step}
    if decision.catalog != catalog:
        return Refusal(record, "V107", facts)
    if step is None or step.role != decision.role:
        return Refusal(record, "V108", facts)
    if person is None or signer is None:
        return Refusal(record, "V109", facts)
    if decision.mode == "paper" and (
        "registrar" not in signer.roles or signer.id in (decision.person, decision.evidence.get("drafter"))
    ):
        return Refusal(record, "V110", facts)
    if decision.decision == AGREE and not all(decision.evidence.get(key) for key in step.evidence):
        return Refusal(record, "V115", facts)
    acting = decision.person, decision.role, decision.on_behalf_of, decision.time
    if not policy.holds_role(*acting, division):
        return Refusal(record, "V111", facts)
    if not signer.may_sign(decision.time):
        return Refusal(record, "V112", facts)
    return (
        None if _is_signed(signer.key, record.payload, record.signature) else Refusal(record, "V113", facts)
    )


@lru_cache(maxsize=64)
def _is_signed(key: str, payload: str, signature: str) -> bool:
    """Whether exactly this text carries a good signature by this key.

    The last few are remembered within the process: a changed item's records are judged for its bytes, for its earlier
    ones, and for each chain that they may have gone through.
    """
    try:
        return verify(key, NAMESPACE, payload.encode("utf-8"), signature)
    except SignatureFormatError:
        return False
