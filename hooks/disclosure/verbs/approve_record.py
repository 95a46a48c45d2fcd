"""`approve --record`: what was signed with a pen on the sheet, entered and vouched for by the registrar (登记人)."""

from collections.abc import Sequence

import click

from disclosure.approval.acceptance import accepting_steps
from disclosure.approval.check_code import check_code, same_code, sheet_code
from disclosure.approval.decision import AGREE, OBJECT, Decision
from disclosure.approval.evaluate import Outcome, Record
from disclosure.approval.policy import Policy
from disclosure.check.approval import chain_of, judge
from disclosure.check.later_facts import PREFIX as STATUS
from disclosure.types import Site
from disclosure.verbs.approval_accepts import Accept, accepts_for, accepts_of
from disclosure.verbs.approval_candidates import Candidate
from disclosure.verbs.approval_facts import next_revision
from disclosure.verbs.approval_writing import (
    NotRecordedError,
    Signer,
    Written,
    make_record,
    write_decisions,
)
from disclosure.verbs.options import fail
from disclosure.verbs.paper_sheet import Paper, signing_time


def record_paper(
    site: Site, policy: Policy, found: Sequence[Candidate], paper: Paper, signer: Signer, *, ask: bool
) -> Written:
    """Record every signature on the sheet for each of these subjects, or none."""
    _compare_codes(found, paper.codes)
    steps = {step.id: step.name for c in found for step in chain_of(policy, c.category).steps_for(c.facts)}
    for line in paper.signed:
        if line.step not in steps and line.step not in steps.values():
            named = "、".join(f"{identifier}（{name}）" for identifier, name in steps.items())
            fail(f"审批链上没有环节“{line.step}”；本表各件的环节有：{named}。")
    made = [(candidate, _records(site, policy, candidate, paper, signer)) for candidate in found]
    for candidate, records in made:
        click.echo(f"{candidate.subject.id}  {candidate.title}")
        for record in records:
            decision = record.decision
            name = policy.persons[decision.person].name
            click.echo(f"    {decision.step}  {name}  {decision.decision}  {decision.evidence['signed_on']}")
            for code, carrier, reason in decision.accepts:
                click.echo(f"        确认可以公开：{code}@{carrier}（{reason}）")
    if ask and not click.confirm("以上与签字的审批表原件核对无误，登记？"):
        fail("没有登记。")
    try:
        written = write_decisions(site, made)
    except NotRecordedError as error:
        fail(str(error))
    for candidate, outcome in written.outcomes:
        step = outcome.waiting_for
        click.echo(
            f"{candidate.subject.id} 已登记。{f'下一环节：{step.name}' if step else '已完成全部审批'}。"
        )
    return written


def _records(site: Site, policy: Policy, candidate: Candidate, paper: Paper, signer: Signer) -> list[Record]:
    """The records of one subject in the order of its chain, each judged together with those before it."""
    revision = next_revision(site, policy, candidate)
    records: list[Record] = []
    accepted: tuple[Accept, ...] = ()
    steps = chain_of(policy, candidate.category).steps_for(candidate.facts)
    for step in steps:
        own = [line for line in paper.signed if line.step in (step.id, step.name)]
        for line in sorted(own, key=lambda signed: signed.agrees):
            outcome, _ = judge(site, candidate.subject, candidate.category, candidate.facts, records)
            waiting = outcome.waiting_for
            if waiting is None or waiting.id != step.id:
                state = f"现在等待“{waiting.name}”" if waiting else "已完成全部审批"
                fail(f"{candidate.subject.id} {state}，不能登记“{step.name}”。没有写入任何记录。")
            last = max((r.decision.time for r in outcome.counted.values()), default="")
            evidence = {
                **paper.evidence,
                # A status file has no boxes for what is reviewed of a publication.
                **paper.facts.evidence(agrees=line.agrees and not candidate.subject.id.startswith(STATUS)),
                "code": check_code(candidate.subject),
                "signed_on": line.time[:10],
            }
            mine = paper.accepts if line.agrees and step in accepting_steps(steps) and not accepted else ()
            accepts = accepts_of(candidate, step, steps, mine, accepted, agrees=line.agrees)
            accepted += accepts
            decision = Decision(
                catalog=site.unit_codes[0],
                subject=candidate.subject,
                revision=revision,
                step=step.id,
                role=step.role,
                person=line.person,
                decision=AGREE if line.agrees else OBJECT,
                time=signing_time(line.time, last),
                opinion=line.opinion,
                conditions=line.conditions,
                after=_relied(outcome),
                mode="paper",
                evidence=evidence,
                on_behalf_of=line.principal,
                accepts=accepts,
            )
            record = make_record(decision, signer)
            _refuse_what_does_not_count(site, policy, candidate, [*records, record])
            records.append(record)
    if set(accepts_for(candidate, paper.accepts)) - set(accepted):
        names = "、".join(step.name for step in accepting_steps(steps))
        fail(f"--accept 只能由同意公开的“{names}”写明，这次登记的签字中没有。没有写入任何记录。")
    if not records:
        fail(f"审批表上没有 {candidate.subject.id} 所在审批链的签字，没有写入任何记录。")
    return records


def _refuse_what_does_not_count(
    site: Site, policy: Policy, candidate: Candidate, records: Sequence[Record]
) -> None:
    """End the program when the last of `records` would not count: what is refused is not written at all."""
    decision = records[-1].decision
    if decision.person not in policy.persons:
        fail(f"授权文件里没有“{decision.person}”；可用的有：" + "、".join(sorted(policy.persons)))
    outcome, rows = judge(site, candidate.subject, candidate.category, candidate.facts, records)
    refused = [refusal for refusal in outcome.refusals if refusal.record.digest == records[-1].digest]
    if refused:
        said = next(row for row in rows if row.code == refused[0].code)
        fail(f"{candidate.subject.id}：{said.message}{said.advice}没有写入任何记录。")


def _relied(outcome: Outcome) -> tuple[str, ...]:
    relied = [record.digest for record in outcome.counted.values()]
    if outcome.objection:
        relied.append(outcome.objection.digest)
    return tuple(sorted(relied))


def _compare_codes(found: Sequence[Candidate], codes: Sequence[str]) -> None:
    """One code of the whole sheet, or one for each subject in the order in which they are named."""
    subjects = [candidate.subject for candidate in found]
    if len(codes) == 1 and same_code(codes[0], sheet_code(subjects)):
        return
    if len(codes) != len(subjects):
        fail("请用 --code 写明审批表上的校验码：整表的一个，或按编号的顺序每件一个。")
    for subject, code in zip(subjects, codes, strict=True):
        if not same_code(code, check_code(subject)):
            fail(
                f"{subject.id} 的校验码与审批表上的不符：签字以后内容有改动，或登记的不是这一张表。"
                "请恢复签字时的内容，或重新填表送审。没有写入任何记录。"
            )
