"""`disclosure withdraw`: take an item from the public: write its status file, and sign the first decision on it."""

import sys
from pathlib import Path
from typing import Any

import click

from disclosure.approval.chain import role_name, shipped_chains
from disclosure.approval.policy import Policy
from disclosure.check.site import read_approving_site
from disclosure.data_files import load_data
from disclosure.ledger import PURGE
from disclosure.system_errors import system_reason
from disclosure.types import Site
from disclosure.verbs.approval_facts import facts_options, person_id
from disclosure.verbs.approval_writing import NotRecordedError, Signer
from disclosure.verbs.deciding import deciding_options, decision_time
from disclosure.verbs.options import FINE, MISUSE, fail, site_option, today_option, yes_option
from disclosure.verbs.paper_sheet import Paper, paper_options
from disclosure.verbs.problem_output import print_problems
from disclosure.verbs.purging import named_elsewhere, purge
from disclosure.verbs.signing_key import find_signer, key_options
from disclosure.verbs.withdraw_paper import day_of, print_sheet, read_sheet, record_withdrawal
from disclosure.verbs.withdrawal import Facts, Request, WithdrawalRefusedError, known_facts, refusal
from disclosure.verbs.withdrawal_signing import Done, propose, sign_withdrawal, write_at_once, write_unsigned

_NEUTRAL = "隐私撤回"
_SIGNED = "没有写入别的文件。签字以后，用同样的种类、原因和接替的事项加 --record 登记，--date 写填表日期。"


@click.command("withdraw", help="撤回一件已发布的信息：写状态文件，并签署第一个意见。")
@site_option
@today_option
@click.argument("identifier", metavar="编号")
@click.option("--kind", default="", metavar="种类", help="一般撤回、隐私撤回或涉密处置。")
@click.option("--reason", default="", help="撤回原因；一般撤回必填，公众看得到。")
@click.option("--successor", default="", help="接替它的事项的编号（只用于一般撤回）。")
@click.option("--urgent", is_flag=True, help="紧急撤回：值班人员一人签署，立即撤下，一个工作日内补签。")
@click.option("--authorised-by", default="", help="紧急撤回：由谁授权，写岗位，例如 leader 或 主管领导。")
@deciding_options
@key_options
@paper_options
@facts_options
@yes_option
def command(root: Path, today: str, identifier: str, **given: Any) -> None:
    """Withdraw an item and end with the exit code."""
    site, problems = read_approving_site(root, today)
    policy = site.policy
    on_paper = given["sheet"] or given["record"]
    if site.approval != "none" and policy is None:
        print_problems([p for p in problems if p.severity == "error" and not p.item], "text")
        click.echo("本站的授权文件不可用，签不了撤回。要立即撤下，先从服务器上移走这个网页和附件。", err=True)
        sys.exit(MISUSE)
    if on_paper and policy is None:
        fail("本站没有启用审批核验，不用打印和登记审批表。")
    when = decision_time(given["time"] if not on_paper else "")
    paper = read_sheet(site, policy, given) if given["record"] and policy else None
    request = Request(
        identifier=identifier,
        kind=given["kind"] or (_NEUTRAL if given["urgent"] else ""),
        reason=" ".join(given["reason"].split()),
        successor=given["successor"],
        urgent=given["urgent"],
        authorised_by=_role(given["authorised_by"]),
        on=day_of(site.today, given) if on_paper else when[:10],
    )
    facts = known_facts(site, identifier)
    if why := refusal(site, request, facts):
        fail(why)
    if policy and not on_paper and (request.urgent or request.kind == PURGE) and not given["person"]:
        fail("立即撤下的撤回要由一人签署：请用 --person 写明代号；签在纸上的，用 --sheet 和 --record。")
    _announce(request, facts.title, facts.index, kind_given=bool(given["kind"]))
    try:
        if given["sheet"] and policy:
            code = print_sheet(propose(site, policy, request, facts), given["sheet_number"], given["out"])
            click.echo(_SIGNED)
            sys.exit(code)
        if not given["yes"] and not click.confirm("撤回这一件？"):
            fail("没有撤回。")
        if facts.status and facts.status.withdrawn_kind == PURGE:
            _purged(site, request, facts.title)  # broken off the first time
            sys.exit(FINE)
        done = _done(site, policy, request, facts, paper, when, given)
    except (WithdrawalRefusedError, NotRecordedError) as error:
        fail(str(error))
    files = [*done.files]
    if request.kind == PURGE:
        files += _purged(site, request, facts.title)
    click.echo(f"{done.state}请提交：{'、'.join(sorted(set(files)))}。")
    _print_rest(request, in_effect=done.in_effect)
    sys.exit(FINE)


def _done(
    site: Site,
    policy: Policy | None,
    request: Request,
    facts: Facts,
    paper: Paper | None,
    when: str,
    given: dict[str, Any],
) -> Done:
    """Write the withdrawal: without approvals, from a sheet, signed with a key, or for others to sign."""
    if policy is None:
        return write_at_once(site, request, facts, when)
    proposed = propose(site, policy, request, facts)
    if paper:
        return record_withdrawal(proposed, paper, given)
    if not given["person"]:
        return write_unsigned(proposed)

    def signer_of(person: str) -> Signer:
        key = {"key": given["key"], "sample": given["sample_key"], "agent": given["agent"]}
        return find_signer(proposed.site, policy, person, **key)

    person, principal = (person_id(policy, given[name]) for name in ("person", "principal"))
    return sign_withdrawal(proposed, person, principal, when, signer_of)


def _role(given: str) -> str:
    """A role by its id or its Chinese name; what is no role is left for the refusal."""
    roles = load_data("chains.yml")["roles"]
    return next((role for role, name in roles.items() if given in (role, name)), given)


def _announce(request: Request, title: str, index: str, *, kind_given: bool) -> None:
    chain = shipped_chains()["urgent-withdrawal" if request.urgent or request.kind == PURGE else "withdrawal"]
    click.echo(f"事项：{request.identifier}  {title or '（名称读不出来）'}")
    click.echo(f"索引号：{index or '（读不出来）'}")
    click.echo(f"撤回种类：{request.kind}" + ("，紧急" if request.urgent else ""))
    if not kind_given:
        click.echo("没有写 --kind，先按隐私撤回处理：原地址不显示名称和原因；补签时可以改定。")
    if request.authorised_by:
        click.echo(f"授权：{role_name(request.authorised_by)}")
    click.echo("环节：" + "、".join(step.name for step in chain.steps))
    if request.reason and request.kind == PURGE:
        click.echo("原因不写入任何文件，请按保密办公室的要求在系统之外留存。")
    if request.kind == PURGE:
        click.echo(
            "将从工作区删除它的正文、附件和审批记录。依规定要保存的证据，请先按保密办公室的要求另行保存。"
        )


def _purged(site: Site, request: Request, title: str) -> list[str]:
    try:
        removed = purge(site.root, request.identifier)
    except OSError as error:
        fail(f"没有删净：{error.filename}（{system_reason(error)}）。排除后再运行一次同样的命令。")
    for name in removed:
        click.echo(f"已清除：{name}")
    for name in named_elsewhere(site.root, request.identifier, title):
        click.echo(f"还提到它，请人工核对：{name}")
    return removed


def _print_rest(request: Request, *, in_effect: bool) -> None:
    """What no program here can do, said where it is needed."""
    if not in_effect:
        click.echo("审批完成之前，这一件仍然公开。")
        return
    rest = [
        "运行 disclosure build，把新的网站放到服务器上，打开原地址核对",
        "刷新 CDN 缓存，删除服务器上保留的旧版本和离线包",
    ]
    if request.kind != "一般撤回":
        rest += ["请搜索引擎删除快照，通知转载过的网站"]
        rest += [
            "原文仍在 git 的历史记录里：按 docs/runbooks/takedown.md 处理，由网站管理员会同保密、档案部门进行"
        ]
    if request.kind == PURGE:
        rest += ["报告保密办公室；各人电脑上的仓库副本、备份、邮件和聊天记录一并按其要求处置"]
    click.echo("还要做的事：")
    for number, text in enumerate(rest, 1):
        click.echo(f"  {number}. {text}。")
