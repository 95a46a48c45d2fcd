"""`disclosure approve`: who waits for what, and one person's signed decision on exactly these bytes."""

import sys
from datetime import datetime
from pathlib import Path

import click

from disclosure.approval.chain import role_name, shipped_chains
from disclosure.approval.decision import AGREE, NAMESPACE, OBJECT, TIME, Decision, write_payload
from disclosure.approval.evaluate import Outcome
from disclosure.approval.policy import Policy
from disclosure.approval.sample_keys import sample_key
from disclosure.check.approval import judge
from disclosure.check.site import read_approving_site
from disclosure.dates import ZONE
from disclosure.ledger import PATH as LEDGER
from disclosure.ledger import PUBLISH, next_entry, write_line
from disclosure.problems import has_errors
from disclosure.read.approvals import records_path, write_record
from disclosure.read.ledger import read_ledger
from disclosure.sshsig import public_line, sign
from disclosure.types import Site
from disclosure.verbs.approval_candidates import Candidate, candidates, find_candidate
from disclosure.verbs.approval_export import export_decisions
from disclosure.verbs.options import FINE, PROBLEMS, fail, site_option, today_option
from disclosure.verbs.private_key import load_private_key
from disclosure.verbs.problem_output import print_problems


@click.command("approve", help="列出待审批的事项（--status），或以本人的密钥对一件事项签署意见。")
@site_option
@today_option
@click.argument("identifier", required=False)
@click.option("--status", is_flag=True, help="列出每一件待审批的事项在等谁、从何时起。")
@click.option("--person", default="", help="审批人在授权文件中的代号。")
@click.option(
    "--key", type=click.Path(path_type=Path, dir_okay=False), help="审批人的私钥文件（OpenSSH 格式）。"
)
@click.option("--sample-key", is_flag=True, help="使用示例密钥（只限示例站点）。")
@click.option("--object", "objects", is_flag=True, help="不同意公开（须写 --opinion）。")
@click.option("--opinion", default="", help="意见。")
@click.option("--on-behalf-of", "principal", default="", help="代签：授权人的代号。")
@click.option("--time", help="作出决定的时间，例如 2026-03-04T10:00+08:00（默认为现在）。")
@click.option(
    "--export",
    type=click.Path(path_type=Path, file_okay=False),
    help="把这件事项的审批记录写成 ssh-keygen 可以核验的文件。",
)
@click.option("--yes", is_flag=True, help="不再询问，直接签署。")
def command(
    root: Path,
    today: str,
    identifier: str | None,
    status: bool,
    person: str,
    key: Path | None,
    sample_key: bool,
    objects: bool,
    opinion: str,
    principal: str,
    time: str | None,
    export: Path | None,
    yes: bool,
) -> None:
    """Show the state of approvals, or sign one decision and append it to the subject's record."""
    site, problems = read_approving_site(root, today)
    policy = site.policy
    if policy is None:
        print_problems([p for p in problems if p.severity == "error"], "text")
        fail("本站没有可用的授权文件，或没有设置 approval: required，不能审批。")
    if status or identifier is None:
        sys.exit(_print_status(site))
    candidate = find_candidate(site, identifier)
    if candidate is None:
        fail(f"没有编号为 {identifier} 的事项，或它的文件读不出来。")
    if export:
        count = export_decisions(root, candidate.subject.id, policy, export)
        click.echo(f"已写出 {count} 条审批记录：{export}")
        sys.exit(FINE)
    if has_errors(candidate.problems):
        print_problems(candidate.problems, "text")
        fail("事项有错误，改正后才能审批。")
    outcome, _ = judge(site, candidate.subject, candidate.category, candidate.facts)
    if outcome.approved:
        click.echo(f"{identifier} 已完成全部审批，于 {outcome.published_at} 发布。")
        sys.exit(FINE)
    when = time or datetime.now(ZONE).strftime("%Y-%m-%dT%H:%M+08:00")
    decision = _decision(site, policy, candidate, outcome, person, principal, when, opinion, objects=objects)
    _show(policy, candidate, decision)
    _sign(site, policy, candidate, decision, key, sample=sample_key, ask=not yes)


def _register(site: Site, candidate: Candidate, outcome: Outcome) -> None:
    """Append the publication to the ledger (登记)."""
    lines, problems = read_ledger(site.root)
    if problems:
        print_problems(problems, "text")
        fail("登记簿有错误，没有登记；请先恢复登记簿。")
    identifier = candidate.subject.id
    entry = next_entry(
        lines,
        action=PUBLISH,
        item=identifier,
        index=candidate.index,
        address=f"items/{identifier.split('-')[-2]}/{identifier}.html",
        title=candidate.title,
        sha256=candidate.subject.sha256,
        time=outcome.published_at,
        decision=list(outcome.counted.values())[-1].digest,
    )
    with (site.root / LEDGER).open("a", encoding="utf-8", newline="\n") as file:
        file.write(write_line(entry) + "\n")


def _print_status(site: Site) -> int:
    waiting = 0
    for candidate in candidates(site):
        outcome, _ = judge(site, candidate.subject, candidate.category, candidate.facts)
        if outcome.waiting_for:
            waiting += 1
            since = max((r.decision.time for r in outcome.counted.values()), default=candidate.since)
            step = outcome.waiting_for
            who = f"等待：{step.name}（{role_name(step.role)}）" + (f"，自 {since} 起" if since else "")
            click.echo(f"{candidate.subject.id}  {candidate.title}  {who}")
    click.echo(f"共 {waiting} 件待审批。" if waiting else "没有待审批的事项。")
    return PROBLEMS if waiting else FINE


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


def _sign(
    site: Site,
    policy: Policy,
    candidate: Candidate,
    decision: Decision,
    key: Path | None,
    *,
    sample: bool,
    ask: bool,
) -> None:
    if sample and not site.sample:
        fail("示例密钥只能用于示例站点。")
    if key is None and not sample:
        fail("请用 --key 指定私钥文件。")
    private = load_private_key(key) if key else sample_key(decision.person)
    if public_line(private).split() != policy.persons[decision.person].key.split()[:2]:
        fail("这把密钥不是授权文件中登记的那一把。")
    if ask and not click.confirm("以上内容逐字核对无误，签署？"):
        fail("没有签署。")
    payload = write_payload(decision)
    name = records_path(candidate.subject.id)
    record = site.root / name
    record.parent.mkdir(parents=True, exist_ok=True)
    with record.open("a", encoding="utf-8", newline="\n") as file:
        file.write(write_record(payload, sign(private, NAMESPACE, payload.encode("utf-8"))))
    after, _ = judge(site, candidate.subject, candidate.category, candidate.facts)
    if after.approved and candidate.index:
        _register(site, candidate, after)
        name += f" 和 {LEDGER}"
    state = f"下一环节：{after.waiting_for.name}" if after.waiting_for else "已完成全部审批"
    click.echo(f"已签署（{decision.decision}）。{state}。请提交 {name}。")
