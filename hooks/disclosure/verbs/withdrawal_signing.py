"""A withdrawal (撤回) decided: its status file and the first decisions on it, written together or not at all."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from disclosure.approval.chain import Chain, shipped_chains
from disclosure.approval.decision import AGREE, Decision
from disclosure.approval.evaluate import Outcome
from disclosure.approval.policy import Policy
from disclosure.check.approval import judge
from disclosure.check.later_facts import deciding_record
from disclosure.ledger import PATH, PURGE, entries_by_item, next_entry, write_line
from disclosure.problems import has_errors, sentence
from disclosure.read.ledger import read_ledger
from disclosure.read.statuses import parse_status
from disclosure.types import Site
from disclosure.verbs.approval_candidates import Candidate, status_candidate
from disclosure.verbs.approval_facts import next_revision
from disclosure.verbs.approval_writing import (
    Signer,
    Written,
    longer,
    make_record,
    write_decisions,
    write_together,
)
from disclosure.verbs.entitled import why_not
from disclosure.verbs.withdrawal import (
    GENERAL,
    Facts,
    Request,
    WithdrawalRefusedError,
    status_path,
    status_text,
)


@dataclass(frozen=True, slots=True)
class Done:
    """Files written, a sentence on the state, and whether the item is hidden from now on."""

    files: tuple[str, ...]
    state: str
    in_effect: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """A withdrawal that is not written yet: the site as it will be with its status file, and what is decided on."""

    site: Site
    policy: Policy
    request: Request
    candidate: Candidate

    @property
    def chain(self) -> Chain:
        """The chain of its kind."""
        return shipped_chains()[self.policy.chain_for(self.candidate.category)]

    @property
    def reason_apart(self) -> str:
        """The reason where the file does not tell it, and the decision must; of a secret nothing is kept."""
        return "" if self.request.kind in (GENERAL, PURGE) else self.request.reason


FindSigner = Callable[[str], Signer]
"""Gives what signs for a person of the policy."""


def propose(site: Site, policy: Policy, request: Request, facts: Facts) -> Proposed:
    """The withdrawal as its deciders get it. Raises WithdrawalRefusedError where its status file would have errors."""
    data = status_text(request, facts).encode("utf-8")
    status, found = parse_status(request.identifier, data)
    fresh = replace(site, statuses={**site.statuses, request.identifier: status})
    candidate = status_candidate(fresh, status, found)
    if has_errors(candidate.problems):
        raise WithdrawalRefusedError("没有撤回：" + "".join(sentence(row) for row in candidate.problems))
    about = [("撤回的信息", facts.title), ("撤回原因", request.reason)]
    told = () if request.kind == PURGE else tuple((label, text) for label, text in about if text)
    return Proposed(fresh, policy, request, replace(candidate, unwritten=data, told=told))


def write_unsigned(proposed: Proposed) -> Done:
    """Write the status file alone: it changes nothing until somebody signs. Raises NotRecordedError."""
    name, first = proposed.candidate.path, proposed.chain.steps[0].name
    write_together(proposed.site.root, {name: proposed.candidate.unwritten})
    return Done((name,), f"已写好状态文件，还没有人签署，等待：{first}。", in_effect=False)


def sign_withdrawal(
    proposed: Proposed, person: str, principal: str, time: str, find_signer: FindSigner
) -> Done:
    """Sign the first decision as `person` (for `principal`, where not empty) and write it with the status file.

    Raises WithdrawalRefusedError and NotRecordedError; then nothing was written.
    """
    decision = _decision(proposed, person, principal, time)
    record = make_record(decision, find_signer(person))
    return state_after(proposed, write_decisions(proposed.site, [(proposed.candidate, [record])]))


def state_after(proposed: Proposed, written: Written) -> Done:
    """What was written, and what that means for the item."""
    outcome = written.outcomes[0][1]
    status = proposed.site.statuses[proposed.request.identifier]
    in_effect = deciding_record(proposed.chain, status, outcome) is not None
    state = "已签署。" + ("从下一次生成起撤下。" if in_effect else "")
    if outcome.waiting_for:
        state += f"等待：{outcome.waiting_for.name}（disclosure approve {proposed.candidate.subject.id}）。"
    return Done(written.files, state, in_effect)


def _decision(proposed: Proposed, person: str, principal: str, time: str) -> Decision:
    site, policy, candidate = proposed.site, proposed.policy, proposed.candidate
    outcome, _ = judge(site, candidate.subject, candidate.category, candidate.facts)
    step = outcome.waiting_for
    if step is None:
        raise WithdrawalRefusedError("同样的撤回已经完成审批。")
    if person not in policy.persons:
        raise WithdrawalRefusedError("没有这个代号；可用的有：" + "、".join(sorted(policy.persons)) + "。")
    if reason := why_not(policy, step, person, principal, time, candidate.facts):
        raise WithdrawalRefusedError(f"{reason}。")
    return Decision(
        catalog=site.unit_codes[0],
        subject=candidate.subject,
        revision=next_revision(site, policy, candidate),
        step=step.id,
        role=step.role,
        person=person,
        decision=AGREE,
        time=time,
        # The reason of a withdrawal that protects a person is kept here, where no page can show it.
        opinion=proposed.reason_apart,
        after=_relied(outcome),
        evidence=proposed.request.evidence,
        on_behalf_of=principal,
    )


def _relied(outcome: Outcome) -> tuple[str, ...]:
    return tuple(sorted(record.digest for record in outcome.counted.values()))


def write_at_once(site: Site, request: Request, facts: Facts, time: str) -> Done:
    """Where no approvals are asked for the status file counts as it is written. Raises NotRecordedError."""
    name = status_path(request.identifier)
    contents = {name: status_text(request, facts).encode("utf-8"), **_unsigned_line(site, request, time)}
    write_together(site.root, contents)
    return Done(tuple(contents), "已撤回（本站未启用审批核验）。", in_effect=True)


def _unsigned_line(site: Site, request: Request, time: str) -> dict[str, bytes]:
    """Where the ledger already knows an item that must vanish, the line without which nothing may be emptied."""
    lines, problems = read_ledger(site.root)
    entries = entries_by_item(lines).get(request.identifier, ())
    if request.kind != PURGE or problems or not entries or entries[-1].action == PURGE:
        return {}
    blank = dict.fromkeys(("index", "address", "title", "sha256", "decision"), "")
    entry = next_entry(lines, action=PURGE, item=request.identifier, time=time, **blank)
    return {PATH: longer(site.root / PATH, write_line(entry) + "\n")}
