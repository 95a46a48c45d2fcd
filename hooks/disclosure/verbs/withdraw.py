"""`disclosure withdraw`: take an item from the public: write its status file, and sign the first decision on it."""

import sys
from datetime import datetime
from pathlib import Path

import click

from disclosure.approval.chain import role_name, shipped_chains
from disclosure.approval.decision import TIME
from disclosure.check.site import read_approving_site
from disclosure.data_files import load_data
from disclosure.dates import ZONE
from disclosure.ledger import PURGE
from disclosure.types import Site
from disclosure.verbs.approval_writing import NotRecordedError
from disclosure.verbs.options import FINE, MISUSE, fail, site_option, today_option
from disclosure.verbs.problem_output import print_problems
from disclosure.verbs.purging import named_elsewhere, purge
from disclosure.verbs.withdrawal import Request, WithdrawalRefusedError, known_facts, refusal, status_text
from disclosure.verbs.withdrawal_signing import sign_withdrawal

_NEUTRAL = "隐私撤回"


@click.command("withdraw", help="撤回一件已发布的信息：写状态文件，并签署第一个意见。")
@site_option
@today_option
@click.argument("identifier", metavar="编号")
@click.option("--kind", default="", metavar="种类", help="一般撤回、隐私撤回或涉密处置。")
@click.option("--reason", default="", help="撤回原因；一般撤回必填，公众看得到。")
@click.option("--successor", default="", help="接替它的事项的编号（只用于一般撤回）。")
@click.option("--urgent", is_flag=True, help="紧急撤回：值班人员一人签署，立即撤下，一个工作日内补签。")
@click.option("--authorised-by", default="", help="紧急撤回：由谁授权，写岗位，例如 leader 或 主管领导。")
@click.option("--person", default="", help="签署人在授权文件中的代号。")
@click.option("--key", type=click.Path(path_type=Path, dir_okay=False), help="签署人的私钥文件。")
@click.option("--sample-key", is_flag=True, help="使用示例密钥（只限示例站点）。")
@click.option("--time", help="作出决定的时间，例如 2026-03-04T10:00+08:00（默认为现在）。")
@click.option("--yes", is_flag=True, help="不再询问。")
def command(
    root: Path,
    today: str,
    identifier: str,
    kind: str,
    reason: str,
    successor: str,
    urgent: bool,
    authorised_by: str,
    person: str,
    key: Path | None,
    sample_key: bool,
    time: str | None,
    yes: bool,
) -> None:
    """Withdraw an item and end with the exit code."""
    site, problems = read_approving_site(root, today)
    approving = site.approval != "none"
    if approving and site.policy is None:
        print_problems([p for p in problems if p.severity == "error" and not p.item], "text")
        click.echo("本站的授权文件不可用，签不了撤回。要立即撤下，先从服务器上移走这个网页和附件。", err=True)
        sys.exit(MISUSE)
    when = time or datetime.now(ZONE).strftime("%Y-%m-%dT%H:%M+08:00")
    if not TIME.fullmatch(when):
        fail("时间写成 2026-03-04T10:00+08:00 的形式。")
    request = Request(
        identifier=identifier,
        kind=kind or (_NEUTRAL if urgent else ""),
        reason=" ".join(reason.split()),
        successor=successor,
        urgent=urgent,
        authorised_by=_role(authorised_by),
        on=when[:10],
    )
    facts = known_facts(site, identifier)
    if why := refusal(site, request, facts):
        fail(why)
    if approving and (urgent or request.kind == PURGE) and not person:
        fail("立即撤下的撤回要由一人签署：请用 --person 写明代号。")
    _announce(request, facts.title, facts.index, kind_given=bool(kind))
    if not yes and not click.confirm("撤回这一件？"):
        fail("没有撤回。")
    if facts.status and facts.status.withdrawn_kind == PURGE:
        _purged(site, request, facts.title)  # broken off the first time
        sys.exit(FINE)
    try:
        done = sign_withdrawal(
            site, request, status_text(request, facts), person, when, key, sample=sample_key
        )
    except (WithdrawalRefusedError, NotRecordedError) as error:
        fail(str(error))
    files = [*done.files]
    if request.kind == PURGE:
        files += _purged(site, request, facts.title)
    click.echo(f"{done.state}请提交：{'、'.join(sorted(set(files)))}。")
    _print_rest(request, in_effect=done.in_effect)
    sys.exit(FINE)


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
        fail(f"没有删净：{error.filename}（{error.strerror}）。排除后再运行一次同样的命令。")
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
