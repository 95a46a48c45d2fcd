"""Write a status file and sign the first decision on it: both, or neither."""

from dataclasses import dataclass, replace
from pathlib import Path

from disclosure.approval.chain import shipped_chains
from disclosure.approval.decision import AGREE, Decision
from disclosure.check.approval import judge
from disclosure.check.later_facts import PREFIX, deciding_record
from disclosure.ledger import PATH, PURGE, entries_by_item, next_entry, write_line
from disclosure.problems import has_errors, sentence
from disclosure.read.ledger import read_ledger
from disclosure.read.statuses import read_statuses
from disclosure.types import Site
from disclosure.verbs.approval_candidates import Candidate, find_candidate
from disclosure.verbs.approval_facts import next_revision
from disclosure.verbs.approval_writing import make_record, write_decisions
from disclosure.verbs.entitled import why_not
from disclosure.verbs.signing_key import find_signer
from disclosure.verbs.withdrawal import GENERAL, Request, WithdrawalRefusedError


@dataclass(frozen=True, slots=True)
class Done:
    """Files written, a sentence on the state, and whether the item is hidden from now on."""

    files: tuple[str, ...]
    state: str
    in_effect: bool


def sign_withdrawal(
    site: Site, request: Request, text: str, person: str, time: str, key: Path | None, *, sample: bool
) -> Done:
    """Write `text` as the item's status file and, where approval is required, sign it as `person`.

    Raises WithdrawalRefusedError and NotRecordedError; the status file is then as it was.
    """
    name = f"catalog/status/{request.identifier}.yml"
    file = site.root / name
    before = file.read_bytes() if file.is_file() else None
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        file.write_bytes(text.encode("utf-8"))
        if site.approval == "none":
            return Done(
                (name, *_unsigned_line(site, request, time)), "已撤回（本站未启用审批核验）。", in_effect=True
            )
        return _signed(site, request, name, person, time, key, sample=sample)
    except BaseException as error:
        # An unsigned status file would be an error of the item until somebody removes it.
        file.unlink(missing_ok=True) if before is None else file.write_bytes(before)
        if isinstance(error, OSError):
            raise WithdrawalRefusedError(f"没有撤回，写入失败：{error.strerror}。") from error
        raise


def _signed(
    site: Site, request: Request, name: str, person: str, time: str, key: Path | None, *, sample: bool
) -> Done:
    policy = site.policy
    assert policy is not None, "the verb ends before"  # noqa: S101
    fresh = replace(site, statuses=read_statuses(site.root)[0])
    candidate = find_candidate(fresh, PREFIX + request.identifier)
    assert candidate is not None, "the file was just written"  # noqa: S101
    if has_errors(candidate.problems):
        raise WithdrawalRefusedError("没有撤回：" + "".join(sentence(row) for row in candidate.problems))
    if not person:
        chain = shipped_chains()[policy.chain_for(candidate.category)]
        return Done((name,), f"已写好状态文件，还没有人签署，等待：{chain.steps[0].name}。", in_effect=False)
    decision = _decision(fresh, request, candidate, person, time)
    signer = find_signer(fresh, policy, person, key, sample=sample)
    written = write_decisions(fresh, [(candidate, [make_record(decision, signer)])])
    outcome = written.outcomes[0][1]
    chain = shipped_chains()[policy.chain_for(candidate.category)]
    in_effect = deciding_record(chain, fresh.statuses[request.identifier], outcome) is not None
    state = "已签署。" + ("从下一次生成起撤下。" if in_effect else "")
    if outcome.waiting_for:
        state += f"等待：{outcome.waiting_for.name}（disclosure approve {candidate.subject.id}）。"
    return Done((name, *written.files), state, in_effect)


def _decision(site: Site, request: Request, candidate: Candidate, person: str, time: str) -> Decision:
    policy = site.policy
    assert policy is not None, "the verb ends before"  # noqa: S101
    outcome, _ = judge(site, candidate.subject, candidate.category, candidate.facts)
    step = outcome.waiting_for
    if step is None:
        raise WithdrawalRefusedError("同样的撤回已经完成审批。")
    if person not in policy.persons:
        raise WithdrawalRefusedError("没有这个代号；可用的有：" + "、".join(sorted(policy.persons)) + "。")
    if reason := why_not(policy, step, person, "", time):
        raise WithdrawalRefusedError(f"{reason}。")
    public = request.kind in (GENERAL, PURGE)
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
        opinion="" if public else request.reason,
        after=tuple(sorted(record.digest for record in outcome.counted.values())),
        evidence={"authorised-by": request.authorised_by} if request.urgent else {},
    )


def _unsigned_line(site: Site, request: Request, time: str) -> tuple[str, ...]:
    """Where the ledger already knows an item that must vanish, the line without which nothing may be emptied."""
    lines, problems = read_ledger(site.root)
    entries = entries_by_item(lines).get(request.identifier, ())
    if request.kind != PURGE or problems or not entries or entries[-1].action == PURGE:
        return ()
    blank = dict.fromkeys(("index", "address", "title", "sha256", "decision"), "")
    entry = next_entry(lines, action=PURGE, item=request.identifier, time=time, **blank)
    with (site.root / PATH).open("a", encoding="utf-8", newline="\n") as file:
        file.write(write_line(entry) + "\n")
    return (PATH,)
