"""Which later facts count: where approval is required, only what the right people signed, byte for byte.

A status file that is not approved, or changed since, has no effect: its item stays as it was, by the newest registered
file, taken from git. What the ledger registered as withdrawn stays hidden, whatever becomes of the file that said so.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from disclosure.approval.chain import Chain, shipped_chains
from disclosure.approval.clock import step_deadline
from disclosure.approval.evaluate import Outcome, Record
from disclosure.approval.subject import Subject
from disclosure.check.approval import judge
from disclosure.check.statuses import check_statuses
from disclosure.deadline_words import due_words
from disclosure.identifiers import parse_item_id
from disclosure.ledger import (
    PURGE,
    RESTORE,
    REVISIONS,
    STATUSES,
    Entry,
    Line,
    entries_by_item,
    last_of,
    withdrawal_of,
)
from disclosure.problems import Problem, has_errors, problem
from disclosure.read.approvals import records_path
from disclosure.read.history import find_earlier
from disclosure.read.statuses import parse_status
from disclosure.types import Site, Status

FOLDER = "catalog/status/"
PREFIX = "status:"
LATER_FACT, WITHDRAWAL, URGENT = f"{PREFIX}later-fact", f"{PREFIX}withdrawal", f"{PREFIX}urgent-withdrawal"
FACTS = {"importance": "一般", "disclosure": "主动公开", "category": ""}
NEUTRAL = "隐私撤回"
"""The kind of withdrawal whose page says nothing: what one person alone hides shows no more than that."""


def settle_statuses(
    site: Site, problems: Sequence[Problem], present: AbstractSet[str], lines: Sequence[Line]
) -> tuple[Site, list[Problem]]:
    """The site with the later facts that count, and all rows, those of its status files among them.

    A fault of a status file concerns its item alone. `present` are the ids of all item files.
    """
    approving = site.approval != "none" and site.policy is not None
    ledger = entries_by_item(lines)
    own = [row for row in problems if row.path.startswith(FOLDER)]
    rows = [row for row in problems if not row.path.startswith(FOLDER)]
    own += check_statuses(site, present)
    faulty = {_id(row.path) for row in own if row.severity == "error"}
    # Without approvals nobody knows which later facts held before: the item itself is held back.
    rows += [replace(row, item=(PREFIX if approving else "") + _id(row.path)) for row in own]
    settled: dict[str, Status] = {}
    for identifier, status in site.statuses.items():
        if parse_item_id(identifier) is None:
            continue
        state: Status | None = status
        if approving:
            state, found = _judged(site, status, ledger.get(identifier, ()))
            rows += found
        if state and identifier in faulty:
            state = _hidden(status) if status.withdrawn_kind else None
        if state:
            settled[identifier] = state
    for identifier, entries in ledger.items():
        rows += _keep_registered(site, identifier, entries, settled)
    return replace(site, statuses=settled), rows


def _keep_registered(
    site: Site, identifier: str, entries: Sequence[Entry], settled: dict[str, Status]
) -> Iterator[Problem]:
    """Put the newest registered file in the place of one that does not count, and tell what is lost.

    Its bytes come out of git's history. Where they can't be found, what was withdrawn stays hidden all the same.
    """
    last, gone = last_of(entries, STATUSES), withdrawal_of(entries)
    hidden = identifier in settled and settled[identifier].withdrawn_kind
    if last is None or (identifier in settled and (hidden or not gone)):
        return
    path = f"{FOLDER}{identifier}.yml"
    if gone:
        yield problem("V161", path, 0, "withdrawn", identifier, item=PREFIX + identifier)
    elif identifier not in site.statuses:
        yield problem("V169", path, value=identifier, item=PREFIX + identifier)
    settled.pop(identifier, None)
    data = find_earlier(site.root, path, last.sha256) if last.sha256 and site.policy else None
    if data is not None:
        status, found = parse_status(identifier, data)
        state, _ = _judged(site, status, entries)
        if state and not has_errors(found):
            settled[identifier] = state
    if gone and identifier not in settled:
        settled[identifier] = _as_registered(identifier, path, gone)


def status_subject(status: Status) -> Subject:
    """What is signed of a status file: its bytes."""
    return Subject(PREFIX + status.id, status.sha256)


def status_category(status: Status, entries: Sequence[Entry]) -> str:
    """What a status file says, as the policy routes it; `entries` are the ledger's of its item.

    To put a withdrawn item back before the public takes those who may withdraw it.
    """
    if not status.withdrawn_kind:
        own = next((e for e in entries if e.sha256 == status.sha256 and e.action in STATUSES), None)
        restores = own.action == RESTORE if own else withdrawal_of(entries) is not None
        return WITHDRAWAL if restores else LATER_FACT
    return URGENT if status.urgent or status.withdrawn_kind == PURGE else WITHDRAWAL


def deciding_record(chain: Chain, status: Status, outcome: Outcome) -> Record | None:
    """The decision with which a status file takes effect, or None while it has none.

    The last of its chain; for a withdrawal the first that hides, where the chain knows such a step.
    """
    hiding = {step.id for step in chain.steps if step.hides and status.withdrawn_kind}
    counted = list(outcome.counted.values())
    found = next((record for record in counted if record.decision.step in hiding), None)
    return found or (counted[-1] if outcome.approved else None)


def _judged(site: Site, status: Status, entries: Sequence[Entry]) -> tuple[Status | None, list[Problem]]:
    """`status` as far as it counts, None where it does not, and the rows of its approval."""
    category = status_category(status, entries)
    outcome, rows = judge(site, status_subject(status), category, FACTS)
    assert site.policy is not None, "asked only where approval is required"  # noqa: S101
    chain = shipped_chains()[site.policy.chain_for(category)]
    last = last_of(entries, STATUSES)
    if outcome.approved and last and last.sha256 and last.sha256 != status.sha256:
        # An older approved file was put back: the newest registered one holds.
        rows.append(problem("V162", status.path, item=PREFIX + status.id))
        return None, rows
    if outcome.approved:
        return status, rows
    hidden = deciding_record(chain, status, outcome)
    if hidden is None:
        return None, rows
    rows = [row for row in rows if row.code != "V103"]
    rows.append(_countersignature(site, status, outcome, hidden))
    return replace(_hidden(status), withdrawn_on=hidden.decision.time[:10]), rows


def _hidden(status: Status) -> Status:
    """The withdrawal alone, without what its file says: enough to hide an item, and nothing to show."""
    kind = PURGE if status.withdrawn_kind == PURGE else NEUTRAL
    return Status(status.id, status.path, withdrawn_kind=kind, sha256=status.sha256)


def _countersignature(site: Site, status: Status, outcome: Outcome, hidden: Record) -> Problem:
    """The row for a withdrawal by one person that the next has not countersigned (补签) yet."""
    step = outcome.waiting_for
    assert step is not None, "asked before the chain is complete"  # noqa: S101
    deadline = step_deadline(step, hidden.decision.time, site.calendar)
    assert deadline is not None, "a countersignature has its term (chains.yml)"  # noqa: S101
    late = site.today > deadline.due
    return problem(
        "V164" if late else "V163",
        records_path(PREFIX + status.id),
        hidden.line,
        value=status.id,
        item=PREFIX + status.id,
        person=hidden.decision.person,
        step=step.name,
        since=hidden.decision.time,
        due=due_words(deadline),
    )


def _as_registered(identifier: str, path: str, entry: Entry) -> Status:
    kind = PURGE if entry.action == PURGE else NEUTRAL
    return Status(identifier, path, withdrawn_kind=kind, withdrawn_on=entry.time[:10], index=entry.index)


def _id(path: str) -> str:
    return path.removeprefix(FOLDER).removesuffix(".yml")


def revised_items(lines: Sequence[Line]) -> Mapping[str, tuple[Entry, ...]]:
    """What the ledger says of items that were changed after their publication."""
    return {
        item: entries
        for item, entries in entries_by_item(lines).items()
        if sum(entry.action in REVISIONS for entry in entries) > 1
    }
