"""The key way (密钥审批): a person is shown what they sign, and signs it with their own key."""

from dataclasses import dataclass

import click

from disclosure.approval.decision import AGREE, OBJECT, Decision
from disclosure.approval.evaluate import Outcome
from disclosure.approval.policy import Policy
from disclosure.approval.sheet_form import review_points
from disclosure.check.approval import chain_of, judge
from disclosure.types import Site
from disclosure.verbs.approval_accepts import Accept, accepts_of
from disclosure.verbs.approval_candidates import Candidate
from disclosure.verbs.approval_facts import Facts, next_revision
from disclosure.verbs.approval_view import show
from disclosure.verbs.approval_writing import (
    NotRecordedError,
    Signer,
    Written,
    make_record,
    write_decisions,
)
from disclosure.verbs.deciding import decision_time
from disclosure.verbs.entitled import why_not
from disclosure.verbs.options import fail


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says on a subject, as given on the command line. `time` empty: now."""

    person: str
    principal: str
    time: str
    objects: bool
    opinion: str
    conditions: tuple[str, ...]
    facts: Facts
    accepts: tuple[Accept, ...] = ()


def sign_one(
    site: Site, policy: Policy, candidate: Candidate, said: Said, signer: Signer, *, ask: bool
) -> Written | None:
    """Show a subject, ask, sign the decision that is waited for, and write it; None where nothing is waited for."""
    outcome, _ = judge(site, candidate.subject, candidate.category, candidate.facts)
    if outcome.approved:
        click.echo(f"{candidate.subject.id} 已完成全部审批，于 {outcome.published_at} 发布。")
        return None
    decision = _decision(site, policy, candidate, outcome, said)
    show(site, policy, candidate, outcome, decision)
    question = f"以上内容逐字核对无误，{'、'.join(review_points())}均已审查，签署？"
    if ask and not click.confirm(question):
        fail("没有签署。")
    try:
        written = write_decisions(site, [(candidate, [make_record(decision, signer)])])
    except NotRecordedError as error:
        fail(str(error))
    after = written.outcomes[0][1]
    state = f"下一环节：{after.waiting_for.name}" if after.waiting_for else "已完成全部审批"
    click.echo(f"已签署（{decision.decision}）。{state}。")
    return written


def _decision(site: Site, policy: Policy, candidate: Candidate, outcome: Outcome, said: Said) -> Decision:
    step, person = outcome.waiting_for, said.person
    assert step is not None  # noqa: S101 (asked for by the caller)
    time = decision_time(said.time)
    if reason := why_not(policy, step, person, said.principal, time, candidate.facts):
        fail(f"{candidate.subject.id}：{reason}。")
    if said.objects and not said.opinion:
        fail("不同意的，请用 --opinion 写明意见。")
    evidence = said.facts.evidence(agrees=not said.objects)
    if not said.objects and not all(evidence.get(key) for key in step.evidence):
        fail(f"“{step.name}”是集体研究的环节，请用 --meeting 和 --meeting-on 写明会议纪要的编号和日期。")
    steps = chain_of(policy, candidate.category).steps_for(candidate.facts)
    accepts = accepts_of(candidate, step, steps, said.accepts, agrees=not said.objects)
    relied = [r.digest for r in outcome.counted.values()]
    if outcome.objection:
        relied.append(outcome.objection.digest)
    return Decision(
        catalog=site.unit_codes[0],
        subject=candidate.subject,
        revision=next_revision(site, policy, candidate),
        step=step.id,
        role=step.role,
        person=person,
        decision=OBJECT if said.objects else AGREE,
        time=time,
        opinion=said.opinion,
        conditions=said.conditions,
        after=tuple(sorted(relied)),
        evidence=evidence,
        on_behalf_of=said.principal,
        accepts=accepts,
    )
