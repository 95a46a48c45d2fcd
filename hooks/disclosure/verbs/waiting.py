"""What waits for whom: every subject that lacks a decision, who may give it, since when, and until when."""

from collections.abc import Iterator
from dataclasses import dataclass

from disclosure.approval.chain import role_name
from disclosure.approval.clock import step_deadline
from disclosure.approval.policy import Policy
from disclosure.check.approval import chain_of, is_migrated, judge
from disclosure.check.timeliness import is_waiting, publication_deadlines
from disclosure.deadline_words import due_words, overrun_words
from disclosure.deadlines import Deadline, find_overrun
from disclosure.types import Site
from disclosure.verbs.approval_candidates import Candidate, candidates


@dataclass(frozen=True, slots=True)
class Waiting:
    """One subject that waits: for which step, who may decide it, since when, and an objection that stands.

    `department` is the division that provided it (提供科室), empty for pages and settings.
    `since` is the time of the decision before, or for the first step the day on which the item was formed.
    `due` is the end of this step's own clock, `publish_by` that of the term for publication, empty where there is
    none; `overdue` and `publish_overdue` say how far each is over, in words.
    """

    id: str
    path: str
    title: str
    chain: str
    step: str
    role: str
    department: str
    persons: tuple[str, ...]
    since: str
    objection: str = ""
    due: str = ""
    overdue: str = ""
    publish_by: str = ""
    publish_overdue: str = ""


def find_waiting(site: Site, policy: Policy) -> Iterator[Waiting]:
    """Every subject of `site` that waits for a decision, in the order of the candidates."""
    for candidate in candidates(site):
        if candidate.item and is_migrated(site, candidate.item):
            continue
        outcome, _ = judge(site, candidate.subject, candidate.category, candidate.facts)
        step = outcome.waiting_for
        if step is None:
            continue
        decided = [record.decision.time for record in outcome.counted.values()]
        objection = outcome.objection.decision if outcome.objection else None
        if objection:
            decided.append(objection.time)
        since = max(decided, default=candidate.since)[:16].replace("T", " ")
        department = candidate.facts.get("department", "")
        already = {record.decision.person for record in outcome.counted.values()}
        due, overdue = _clock(site, step_deadline(step, since, site.calendar))
        publish_by, publish_overdue = _clock(site, _publication(site, candidate))
        yield Waiting(
            id=candidate.subject.id,
            path=candidate.path,
            title=candidate.title,
            chain=chain_of(policy, candidate.category).name,
            step=step.name,
            role=role_name(step.role),
            department=department,
            persons=_holders(policy, step.role, site.today, department, already),
            since=since,
            objection=f"{policy.persons[objection.person].name}：{objection.opinion}" if objection else "",
            due=due,
            overdue=overdue,
            publish_by=publish_by,
            publish_overdue=publish_overdue,
        )


def _clock(site: Site, deadline: Deadline | None) -> tuple[str, str]:
    """The end of a term, and how far it is over; both in words, empty where there is nothing to say."""
    if deadline is None:
        return "", ""
    overrun = find_overrun(deadline, site.today, site.calendar)
    return due_words(deadline), overrun_words(overrun) if overrun else ""


def _publication(site: Site, candidate: Candidate) -> Deadline | None:
    """The first term to end for an item that was never published; a change has one of its own."""
    item = candidate.item
    if item is None or not item.formed or not is_waiting(site, item):
        return None
    return next(iter(publication_deadlines(site, item)), None)


def _holders(policy: Policy, role: str, today: str, division: str, already: set[str]) -> tuple[str, ...]:
    """Names of those who may decide in `role` today on what `division` provided, deputies marked.

    Whoever decided before may not again.
    """
    day = f"{today}T12:00+08:00"
    names = []
    for person in policy.persons.values():
        gone = any(end and end <= day for end in (person.valid_until, person.revoked_from))
        if person.id in already or gone:
            continue
        if person.decides_for(role, division):
            names.append(person.name)
        elif any(
            policy.holds_role(person.id, role, d.principal, day, division)
            for d in policy.delegations
            if d.deputy == person.id
        ):
            names.append(f"{person.name}（代）")
    return tuple(names)
