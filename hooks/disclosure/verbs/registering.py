"""What the ledger gets (登记) for a decision: a publication, a change, a later fact, a withdrawal (J20, J22)."""

from collections.abc import Mapping, Sequence

from disclosure.approval.chain import shipped_chains
from disclosure.approval.evaluate import Outcome
from disclosure.check.later_facts import PREFIX, deciding_record
from disclosure.ledger import (
    CHANGE,
    LATER_FACT,
    PUBLISH,
    PURGE,
    RESTORE,
    REVISIONS,
    STATUSES,
    WITHDRAW,
    Entry,
    last_of,
    withdrawal_of,
)
from disclosure.types import Site, Status
from disclosure.verbs.approval_candidates import Candidate


def entry_facts(
    site: Site, candidate: Candidate, outcome: Outcome, ledger: Mapping[str, Sequence[Entry]]
) -> dict[str, str] | None:
    """The values of the line that `outcome` calls for, or None; pages and settings have no number in the ledger."""
    identifier = candidate.subject.id.removeprefix(PREFIX)
    entries = ledger.get(identifier, ())
    if candidate.subject.id.startswith(PREFIX):
        return _status_facts(site, candidate, outcome, entries, site.statuses[identifier])
    if not outcome.approved or not candidate.index:
        return None
    last = last_of(entries, REVISIONS)
    if last and last.sha256 == candidate.subject.sha256:
        return None
    record = list(outcome.counted.values())[-1]
    return {
        "action": CHANGE if last else PUBLISH,
        "item": identifier,
        "index": candidate.index,
        "address": _address(identifier),
        "title": candidate.title,
        "sha256": candidate.subject.sha256,
        "time": outcome.published_at,
        "decision": record.digest,
    }


def _status_facts(
    site: Site, candidate: Candidate, outcome: Outcome, entries: Sequence[Entry], status: Status
) -> dict[str, str] | None:
    assert site.policy is not None, "asked only where approval is required"  # noqa: S101
    record = deciding_record(shipped_chains()[site.policy.chain_for(candidate.category)], status, outcome)
    if record is None or any(entry.decision == record.digest for entry in entries):
        return None
    facts = {"item": status.id, "time": record.decision.time, "decision": record.digest}
    if status.withdrawn_kind == PURGE:
        # Nothing but the number of an item that must vanish whole.
        return facts | {"action": PURGE, "index": "", "address": "", "title": "", "sha256": ""}
    later = RESTORE if withdrawal_of(entries) else LATER_FACT
    last = last_of(entries, (*REVISIONS, *STATUSES))
    return facts | {
        "action": WITHDRAW if status.withdrawn_kind else later,
        "index": last.index if last else status.index,
        "address": _address(status.id),
        "title": last.title if last else status.title,
        "sha256": status.sha256,
    }


def _address(identifier: str) -> str:
    return f"items/{identifier.split('-')[-2]}/{identifier}.html"
