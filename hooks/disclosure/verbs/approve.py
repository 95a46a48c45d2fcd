"""`disclosure approve`: options and dispatch; each way of approving is a module beside this one."""

import sys
from pathlib import Path

import click

from disclosure.approval.policy import Policy
from disclosure.check.site import read_approving_site
from disclosure.problems import has_errors
from disclosure.types import Site
from disclosure.verbs.approval_candidates import Candidate, find_candidate
from disclosure.verbs.approval_export import export_decisions
from disclosure.verbs.approve_key import sign_one
from disclosure.verbs.approve_status import print_status
from disclosure.verbs.options import FINE, fail, site_option, today_option
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
    site, policy = _approving_site(root, today)
    if status or identifier is None:
        sys.exit(print_status(site))
    if export:
        candidate = _candidate(site, identifier)
        count = export_decisions(root, candidate.subject.id, policy, export)
        click.echo(f"已写出 {count} 条审批记录：{export}")
        sys.exit(FINE)
    code = sign_one(
        site,
        policy,
        _sound_candidate(site, identifier),
        person=person,
        principal=principal,
        time=time,
        objects=objects,
        opinion=opinion,
        key=key,
        sample=sample_key,
        ask=not yes,
    )
    sys.exit(code)


def _approving_site(root: Path, today: str) -> tuple[Site, Policy]:
    site, problems = read_approving_site(root, today)
    if site.policy is None:
        print_problems([p for p in problems if p.severity == "error"], "text")
        fail("本站没有可用的授权文件，或没有设置 approval: required，不能审批。")
    return site, site.policy


def _candidate(site: Site, identifier: str) -> Candidate:
    candidate = find_candidate(site, identifier)
    if candidate is None:
        fail(f"没有编号为 {identifier} 的事项，或它的文件读不出来。")
    return candidate


def _sound_candidate(site: Site, identifier: str) -> Candidate:
    candidate = _candidate(site, identifier)
    if has_errors(candidate.problems):
        print_problems(candidate.problems, "text")
        fail("事项有错误，改正后才能审批。")
    return candidate
