"""`disclosure approve`: who waits for what, and one person's signed decision on exactly these bytes."""

import sys
from datetime import datetime
from pathlib import Path

import click
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_ssh_private_key

from disclosure.approval.chain import role_name, shipped_chains
from disclosure.approval.decision import AGREE, NAMESPACE, OBJECT, TIME, Decision, write_payload
from disclosure.approval.evaluate import Outcome
from disclosure.approval.policy import Policy
from disclosure.approval.sample_keys import sample_key
from disclosure.approval.subject import Subject, item_subject
from disclosure.check.approval import item_facts, judge
from disclosure.check.item import check_item
from disclosure.check.site import read_approving_site
from disclosure.dates import ZONE
from disclosure.problems import Problem, has_errors
from disclosure.read.approvals import records_path, write_record
from disclosure.read.inventory import list_items
from disclosure.read.item_file import read_body
from disclosure.sshsig import public_line, sign
from disclosure.types import Item, Site
from disclosure.verbs.approval_export import export_decisions
from disclosure.verbs.options import FINE, PROBLEMS, fail, site_option, today_option
from disclosure.verbs.problem_output import print_problems

_OWN_CODES = "V"
"""First letter of the codes of approval: an item that only lacks approval may be approved."""


@click.command("approve", help="列出待审批的事项（--status），或以本人的密钥对一件事项签署意见。")
@site_option
@today_option
@click.argument("identifier", required=False)
@click.option("--status", is_flag=True, help="列出每一件待审批的事项在等谁、从何时起。")
@click.option("--person", help="审批人在授权文件中的代号。")
@click.option(
    "--key", type=click.Path(path_type=Path, dir_okay=False), help="审批人的私钥文件（OpenSSH 格式）。"
)
@click.option("--sample-key", is_flag=True, help="使用示例密钥（只限示例站点）。")
@click.option("--object", "objects", is_flag=True, help="不同意公开（须写 --opinion）。")
@click.option("--opinion", default="", help="意见。")
@click.option("--on-behalf-of", default="", help="代签：授权人的代号。")
@click.option("--time", help="作出决定的时间，例如 2026-03-04T10:00+08:00（默认为现在）。")
@click.option(
    "--export",
    type=click.Path(path_type=Path, file_okay=False),
    help="把这件事项的审批记录写成 ssh-keygen 可以核验的文件。",
)
@click.option("--yes", is_flag=True, help="不再询问，直接签署。")
def command(root: Path, today: str, identifier: str | None, status: bool, **given: object) -> None:
    """Show the state of approvals, or sign one decision and append it to the item's record."""
    site, problems = read_approving_site(root, today)
    if site.policy is None:
        print_problems([p for p in problems if p.severity == "error"], "text")
        fail("本站没有可用的授权文件，或没有设置 approval: required，不能审批。")
    if status or identifier is None:
        sys.exit(_print_status(site))
    paths = [p for p in list_items(root)[0] if Path(p).stem == identifier]
    if not paths:
        fail(f"没有编号为 {identifier} 的事项。")
    if isinstance(folder := given.pop("export"), Path):
        click.echo(f"已写出 {export_decisions(root, identifier, site.policy, folder)} 条审批记录：{folder}")
        sys.exit(FINE)
    item, rows = check_item(site, paths[0])
    rows = [row for row in rows if not row.code.startswith(_OWN_CODES)]
    if item is None or has_errors(rows):
        print_problems(rows, "text")
        fail("事项有错误，改正后才能审批。")
    _decide(site, site.policy, item, rows, given)


def _print_status(site: Site) -> int:
    waiting = 0
    for path in list_items(site.root)[0]:
        item, _ = check_item(site, path)
        if item is None:
            continue
        outcome, _ = judge(site, item_subject(item), item.category, item_facts(item))
        if outcome.waiting_for:
            waiting += 1
            since = max((r.decision.time for r in outcome.counted.values()), default=item.formed)
            step = outcome.waiting_for
            click.echo(f"{item.id}  {item.title}  等待：{step.name}（{role_name(step.role)}），自 {since} 起")
    click.echo(f"共 {waiting} 件待审批。" if waiting else "没有待审批的事项。")
    return PROBLEMS if waiting else FINE


def _decide(site: Site, policy: Policy, item: Item, rows: list[Problem], given: dict[str, object]) -> None:
    outcome, _ = judge(site, item_subject(item), item.category, item_facts(item))
    if outcome.waiting_for is None:
        click.echo(f"{item.id} 已完成全部审批，于 {outcome.published_at} 发布。")
        sys.exit(FINE)
    decision = _decision(site, policy, item, outcome, given)
    _show(site, item, rows, decision)
    private = _private_key(site, decision.person, given)
    if public_line(private).split() != policy.persons[decision.person].key.split()[:2]:
        fail("这把密钥不是授权文件中登记的那一把。")
    if not given["yes"] and not click.confirm("以上内容逐字核对无误，签署？"):
        fail("没有签署。")
    payload = write_payload(decision)
    record = site.root / records_path(item.id)
    record.parent.mkdir(parents=True, exist_ok=True)
    with record.open("a", encoding="utf-8", newline="\n") as file:
        file.write(write_record(payload, sign(private, NAMESPACE, payload.encode("utf-8"))))
    after, _ = judge(site, item_subject(item), item.category, item_facts(item))
    state = f"下一环节：{after.waiting_for.name}" if after.waiting_for else "已完成全部审批"
    click.echo(f"已签署（{decision.decision}）。{state}。请提交 {records_path(item.id)}。")
    sys.exit(FINE)


def _decision(site: Site, policy: Policy, item: Item, outcome: Outcome, given: dict[str, object]) -> Decision:
    step = outcome.waiting_for
    assert step is not None  # noqa: S101 (asked for by the caller)
    person, principal = str(given["person"] or ""), str(given["on_behalf_of"] or "")
    if person not in policy.persons:
        fail("请用 --person 写明审批人的代号；可用的有：" + "、".join(sorted(policy.persons)))
    time = str(given["time"] or datetime.now(ZONE).strftime("%Y-%m-%dT%H:%M+08:00"))
    if not TIME.fullmatch(time):
        fail("时间写成 2026-03-04T10:00+08:00 的形式。")
    if not policy.holds_role(person, step.role, principal, time):
        fail(f"{item.id} 现在等待“{step.name}”，{policy.persons[person].name}没有这个环节的权限。")
    if given["objects"] and not given["opinion"]:
        fail("不同意的，请用 --opinion 写明意见。")
    relied = [r.digest for r in outcome.counted.values()]
    if outcome.objection:
        relied.append(outcome.objection.digest)
    return Decision(
        catalog=site.unit_codes[0],
        subject=item_subject(item),
        revision=1,
        step=step.id,
        role=step.role,
        person=person,
        decision=OBJECT if given["objects"] else AGREE,
        time=time,
        opinion=str(given["opinion"]),
        after=tuple(sorted(relied)),
        on_behalf_of=principal,
    )


def _show(site: Site, item: Item, rows: list[Problem], decision: Decision) -> None:
    """Everything that the signature covers, so that nobody signs what was not shown."""
    subject: Subject = decision.subject
    body, _ = read_body(site.root, item.path)
    chain = shipped_chains()[site.policy.chain_for(item.category)] if site.policy else None
    steps = "、".join(s.name for s in chain.steps_for(item_facts(item))) if chain else ""
    for label, value in (
        ("名称", item.title),
        ("索引号", item.index),
        ("公开类别", item.category),
        ("公开属性", item.disclosure),
        ("内容概述", item.summary),
        ("审批链", steps),
        ("本次意见", f"{decision.decision}  {decision.opinion}".rstrip()),
        ("校验码", subject.sha256[:16]),
    ):
        click.echo(f"{label}：{value}")
    for name, size, digest in subject.files:
        click.echo(f"附件：{name}（{size} 字节，SHA-256 {digest[:16]}…）")
    click.echo("—— 正文 ——")
    click.echo(body.strip())
    click.echo("—— 检查结果 ——")
    print_problems(rows, "text")
    if not rows:
        click.echo("没有发现问题。")


def _private_key(site: Site, person: str, given: dict[str, object]) -> Ed25519PrivateKey:
    if given["sample_key"]:
        if not site.sample:
            fail("示例密钥只能用于示例站点。")
        return sample_key(person)
    path = given["key"]
    if not isinstance(path, Path):
        fail("请用 --key 指定私钥文件。")
    try:
        data = path.read_bytes()
    except OSError:
        fail(f"读不出密钥文件 {path}。")
    for password in (None, "ask"):
        try:
            secret = click.prompt("密钥口令", hide_input=True).encode() if password else None
            key = load_ssh_private_key(data, secret)
        except TypeError:
            continue  # the key is protected: ask
        except (ValueError, UnsupportedAlgorithm):
            break
        if isinstance(key, Ed25519PrivateKey):
            return key
        break
    fail("密钥文件不是可用的 Ed25519 私钥，或口令不对。")
