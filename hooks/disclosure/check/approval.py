"""An item's decisions against chain and policy: only what the right people approved, byte for byte, is published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from disclosure.approval.acceptance import acceptances
from disclosure.approval.chain import Chain, shipped_chains
from disclosure.approval.evaluate import Outcome, Record, evaluate, sound_records
from disclosure.approval.policy import Policy
from disclosure.approval.subject import Subject, item_subject, subject_digest
from disclosure.check.acceptance import settle_findings
from disclosure.check.visibility import told_in_public
from disclosure.ledger import REVISIONS
from disclosure.problems import Problem, problem
from disclosure.read.approvals import read_records, records_path
from disclosure.types import Item, Site

_MINUTES = len("2026-03-02T09:30")


def check_approval(site: Site, item: Item, findings: Sequence[Problem]) -> tuple[Item, list[Problem]]:
    """The item with the publication time that its publisher's record sets, and why it is not approved.

    `findings` of the gates are among the rows given back, as those who approved the item left them.
    """
    if site.approval == "none" or site.policy is None or is_migrated(site, item):
        return item, list(findings)
    subject = item_subject(item)
    outcome, problems = judge(site, subject, item.category, item_facts(item))
    problems += settled(site, findings, outcome, item.category, item_facts(item))
    if not outcome.approved:
        if item.imported_source and item.id in site.migration:
            problems.append(problem("V151", item.path, item=item.id))
        if site.preview:
            kept = [row if row.carrier else replace(row, severity="warning") for row in problems]
            return replace(item, unapproved=True), kept
        return item, problems
    first, *later = _publications(site, item) or [outcome.published_at]
    moments = tuple(time[:_MINUTES].replace("T", " ") for time in later)
    published = max(first[:_MINUTES].replace("T", " "), item.publish_on)
    decided = outcome.published_at
    return replace(item, published=published, decided=decided, corrected=moments), problems


def settled(
    site: Site, findings: Iterable[Problem], outcome: Outcome, category: str, facts: Mapping[str, str]
) -> list[Problem]:
    """Findings of the gates as the decisions of `outcome` left them (M018 holds back until somebody looked)."""
    assert site.policy is not None, "asked only where approval is required"  # noqa: S101
    steps = chain_of(site.policy, category).steps_for(facts)
    accepted = acceptances(outcome, steps, site.policy)
    return settle_findings(findings, accepted, notes_needed=not site.preview)


def is_migrated(site: Site, item: Item) -> bool:
    """Whether the item stands, as it is, in the list of imported items that were approved together (迁移清单)."""
    return bool(item.imported_source) and site.migration.get(item.id) == subject_digest(item_subject(item))


def _publications(site: Site, item: Item) -> list[str]:
    """When each revision of a changed item was published, oldest first: as the ledger says and the records prove."""
    entries = site.revised.get(item.id)
    if not entries or site.policy is None:
        return []
    chain = shipped_chains()[site.policy.chain_for(item.category)]
    records = sound_records(site.unit_codes[0], read_records(site.root, item.id)[0], chain, site.policy)
    signed = {record.digest: record.decision.time for record in records}
    return [signed[e.decision] for e in entries if e.action in REVISIONS and signed.get(e.decision) == e.time]


def item_facts(item: Item) -> dict[str, str]:
    """What decides which steps of a chain apply to an item, and which division's head decides on it."""
    return {
        "importance": item.importance,
        "disclosure": item.disclosure,
        "category": item.category,
        "department": item.department,
    }


def chain_of(policy: Policy, category: str) -> Chain:
    """The chain that a subject of this category must pass; pages and settings have none and take the usual one."""
    return shipped_chains()[policy.chain_for(category)]


def judge(
    site: Site, subject: Subject, category: str, facts: Mapping[str, str], unwritten: Sequence[Record] = ()
) -> tuple[Outcome, list[Problem]]:
    """The state of a subject's approval, with a row for every record refused and for the step that is missing.

    `unwritten` are records that are about to be appended to the subject's file.
    """
    policy: Policy | None = site.policy
    assert policy is not None, "asked only where approval is required"  # noqa: S101
    chain = chain_of(policy, category)
    assert not chain.later or subject.id.startswith("status:"), chain.id  # noqa: S101 (V165 refuses such a policy)
    records, problems = read_records(site.root, subject.id)
    outcome = evaluate(subject, site.unit_codes[0], facts, [*records, *unwritten], chain, policy)
    path = records_path(subject.id)
    for refusal in outcome.refusals:
        line = refusal.record.line
        severity = None if outcome.waiting_for else "warning"  # refused, but not needed
        facts_of = dict(refusal.facts)
        problems.append(
            problem(refusal.code, path, line, item=subject.id, severity=severity, **facts_of)  # type: ignore[arg-type]
        )
    for record in outcome.counted.values():
        when = record.decision.time
        if when[: len(site.today)] > site.today:
            # It counts on its day: until then nothing that it publishes is out (anti-backdating has two sides).
            who = record.decision.person
            problems.append(problem("V116", path, record.line, value=when, item=subject.id, person=who))
    problems += told_in_public(site, subject.id, path, [*records, *unwritten])
    if outcome.objection:
        decision = outcome.objection.decision
        problems.append(
            problem(
                "V102",
                path,
                outcome.objection.line,
                value=decision.opinion,
                item=subject.id,
                person=decision.person,
            )
        )
    elif outcome.waiting_for:
        step = outcome.waiting_for
        problems.append(problem("V103", path, value=step.name, item=subject.id, chain=chain.name))
    return outcome, problems
