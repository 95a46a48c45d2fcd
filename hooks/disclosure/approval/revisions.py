"""Revisions of a subject (更正、修改): which earlier bytes were fully approved, and the number of the next one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from disclosure.approval.chain import Chain
from disclosure.approval.evaluate import Record, evaluate
from disclosure.approval.policy import Policy
from disclosure.approval.subject import Subject


@dataclass(frozen=True, slots=True)
class Revision:
    """A subject that had its full chain: its number, its exact bytes, and when its publisher decided."""

    number: int
    subject: Subject
    published_at: str


def approved_revisions(
    current: Subject,
    catalog: str,
    facts: Mapping[str, str],
    records: Sequence[Record],
    chains: Sequence[Chain],
    policy: Policy,
) -> list[Revision]:
    """The earlier revisions with a full chain, the latest last.

    What an earlier revision said of its importance, category or division is no longer known, only its digest: it counts when
    it satisfies one of `chains` for any values that a step asks for.
    """
    found = []
    for subject in {r.decision.subject: None for r in records if r.decision.subject != current}:
        own = [r for r in records if r.decision.subject == subject]
        for chain in chains:
            outcomes = (evaluate(subject, catalog, f, own, chain, policy) for f in _possible(chain, facts))
            done = next((o for o in outcomes if o.approved and o.counted), None)
            if done:
                number = max(r.decision.revision for r in done.counted.values())
                found.append(Revision(number, subject, done.published_at))
                break
    return sorted(found, key=lambda revision: (revision.number, revision.published_at))


def _possible(chain: Chain, facts: Mapping[str, str]) -> Iterator[dict[str, str]]:
    asked: dict[str, dict[str, None]] = {key: {value: None} for key, value in facts.items()}
    asked["department"] = {"": None}
    for step in chain.steps:
        for key, values in step.when:
            asked.setdefault(key, {}).update(dict.fromkeys(values))
    for values in product(*asked.values()):
        yield dict(zip(asked, values, strict=True))
