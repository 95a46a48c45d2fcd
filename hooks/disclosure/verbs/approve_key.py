"""The key way (密钥审批): a person is shown what they sign, and signs it with their own key."""

from datetime import datetime
from pathlib import Path

import click

from disclosure.approval.chain import shipped_chains
from disclosure.approval.decision import AGREE, NAMESPACE, OBJECT, TIME, Decision
from disclosure.approval.evaluate import Outcome
from disclosure.approval.policy import Policy
from disclosure.approval.sample_keys import sample_key
from disclosure.check.approval import judge
from disclosure.dates import ZONE
from disclosure.sshsig import public_line, sign
from disclosure.types import Site
from disclosure.verbs.approval_candidates import Candidate
from disclosure.verbs.approval_writing import NotRecordedError, Signer, make_record, write_decisions
from disclosure.verbs.options import FINE, fail
from disclosure.verbs.private_key import load_private_key
from disclosure.verbs.problem_output import print_problems


def sign_one(
    site: Site,
    policy: Policy,
    candidate: Candidate,
    *,
    person: str,
    principal: str,
    time: str | None,
    objects: bool,
    opinion: str,
    key: Path | None,
    sample: bool,
    ask: bool,
) -> int:
    """Show a subject, ask, sign the decision that is waited for, and write it; returns the exit code."""
    outcome, _ = judge(site, candidate.subject, candidate.category, candidate.facts)
    if outcome.approved:
        click.echo(f"{candidate.subject.id} 已完成全部审批，于 {outcome.published_at} 发布。")
        return FINE
    when = time or datetime.now(ZONE).strftime("%Y-%m-%dT%H:%M+08:00")
    decision = _decision(site, policy, candidate, outcome, person, principal, when, opinion, objects=objects)
    _show(policy, candidate, decision)
    signer = find_signer(site, policy, person, key, sample=sample)
    if ask and not click.confirm("以上内容逐字核对无误，签署？"):
        fail("没有签署。")
    try:
        written = write_decisions(site, [(candidate, [make_record(decision, signer)])])
    except NotRecordedError as error:
        fail(str(error))
    after = written.outcomes[0][1]
    state = f"下一环节：{after.waiting_for.name}" if after.waiting_for else "已完成全部审批"
    click.echo(f"已签署（{decision.decision}）。{state}。请提交 {' 和 '.join(written.files)}。")
    return FINE


def find_signer(site: Site, policy: Policy, person: str, key: Path | None, *, sample: bool) -> Signer:
    """What signs for `person`, with exactly the key that the policy names."""
    if sample and not site.sample:
        fail("示例密钥只能用于示例站点。")
    if key is None and not sample:
        fail("请用 --key 指定私钥文件。")
    private = load_private_key(key) if key else sample_key(person)
    if public_line(private).split() != policy.persons[person].key.split()[:2]:
        fail("这把密钥不是授权文件中登记的那一把。")
    return lambda payload: sign(private, NAMESPACE, payload)


def _decision(
    site: Site,
    policy: Policy,
    candidate: Candidate,
    outcome: Outcome,
    person: str,
    principal: str,
    time: str,
    opinion: str,
    *,
    objects: bool,
) -> Decision:
    step = outcome.waiting_for
    assert step is not None  # noqa: S101 (asked for by the caller)
    if person not in policy.persons:
        fail("请用 --person 写明审批人的代号；可用的有：" + "、".join(sorted(policy.persons)))
    if not TIME.fullmatch(time):
        fail("时间写成 2026-03-04T10:00+08:00 的形式。")
    if not policy.holds_role(person, step.role, principal, time):
        fail(
            f"{candidate.subject.id} 现在等待“{step.name}”，{policy.persons[person].name}没有这个环节的权限。"
        )
    if objects and not opinion:
        fail("不同意的，请用 --opinion 写明意见。")
    relied = [r.digest for r in outcome.counted.values()]
    if outcome.objection:
        relied.append(outcome.objection.digest)
    return Decision(
        catalog=site.unit_codes[0],
        subject=candidate.subject,
        revision=1,
        step=step.id,
        role=step.role,
        person=person,
        decision=OBJECT if objects else AGREE,
        time=time,
        opinion=opinion,
        after=tuple(sorted(relied)),
        on_behalf_of=principal,
    )


def _show(policy: Policy, candidate: Candidate, decision: Decision) -> None:
    """Everything that the signature covers, so that nobody signs what was not shown."""
    chain = shipped_chains()[policy.chain_for(candidate.category)]
    steps = "、".join(step.name for step in chain.steps_for(candidate.facts))
    opinion = f"{decision.decision}  {decision.opinion}".rstrip()
    own = (("审批链", steps), ("本次意见", opinion), ("校验码", candidate.subject.sha256[:16]))
    for label, value in (*candidate.shown, *own):
        click.echo(f"{label}：{value}")
    for name, size, digest in candidate.subject.files:
        click.echo(f"附件：{name}（{size} 字节，SHA-256 {digest[:16]}…）")
    click.echo(f"—— 正文 ——\n{candidate.text}\n—— 检查结果 ——")
    print_problems(candidate.problems, "text")
    if not candidate.problems:
        click.echo("没有发现问题。")
