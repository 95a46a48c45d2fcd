"""`disclosure approve`: options and dispatch; each way of approving is a module beside this one."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from disclosure.approval.policy import Policy
from disclosure.check.site import read_approving_site
from disclosure.types import Site
from disclosure.verbs.approval_accepts import accepts_option, blocks, read_accepts
from disclosure.verbs.approval_candidates import Candidate, find_candidate
from disclosure.verbs.approval_export import export_decisions
from disclosure.verbs.approval_facts import facts_options, make_facts, person_id
from disclosure.verbs.approve_commit import commit_decisions
from disclosure.verbs.approve_key import Said, sign_one
from disclosure.verbs.approve_migration import write_migration_list
from disclosure.verbs.approve_record import record_paper
from disclosure.verbs.approve_sheet import write_sheet
from disclosure.verbs.approve_status import print_status
from disclosure.verbs.deciding import deciding_options
from disclosure.verbs.options import FINE, MISUSE, fail, site_option, today_option, yes_option
from disclosure.verbs.paper_sheet import make_paper, paper_options
from disclosure.verbs.problem_output import FORMATS, Format, print_problems
from disclosure.verbs.signing_key import find_signer, key_options


@click.command(
    "approve",
    help="审批：列出待审批的事项（--status），打印审批表（--sheet），登记纸面审批（--record），"
    "或以本人的密钥对一件事项签署意见（写编号）。",
)
@site_option
@today_option
@click.argument("identifiers", nargs=-1, metavar="[编号]...")
@click.option("--status", is_flag=True, help="列出每一件待审批的事项在等谁、从何时起。")
@click.option("--by-person", is_flag=True, help="与 --status 合用：按人列出。")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="--status 的输出格式。")
@click.option("--migration-list", is_flag=True, help="写出全部导入的历史信息的迁移清单，供整体审批。")
@paper_options
@deciding_options
@click.option("--object", "objects", is_flag=True, help="不同意公开（须写 --opinion）。")
@click.option("--opinion", default="", help="意见。")
@click.option("--condition", "conditions", multiple=True, help="审签意见中的条件，可以写多次。")
@accepts_option
@facts_options
@key_options
@click.option(
    "--export",
    type=click.Path(path_type=Path, file_okay=False),
    help="把这件事项的审批记录写成 ssh-keygen 可以核验的文件。",
)
@click.option("--commit", is_flag=True, help="把审批记录和登记簿提交到版本库，有远程仓库的并推送。")
@yes_option
def command(root: Path, today: str, identifiers: tuple[str, ...], **given: Any) -> None:
    """Show the state of approvals, print or record a sheet, or sign one decision."""
    if given["commit"] and not identifiers:
        sys.exit(commit_decisions(root))
    form: Format = given["form"]
    site, problems = read_approving_site(root, today)
    if given["status"] and site.approval == "none":
        click.echo("本站没有启用审批核验，没有待审批的事项。" if form != "json" else "[]")
        sys.exit(FINE)
    policy = site.policy
    if policy is None:
        print_problems([p for p in problems if p.severity == "error"], "text")
        fail("本站没有可用的授权文件，或没有设置 approval: required，不能审批。")
    if given["migration_list"]:
        sys.exit(write_migration_list(site))
    if given["status"] or not identifiers:
        sys.exit(print_status(site, policy, form, by_person=given["by_person"]))
    if given["sheet"]:
        found = [_sound(site, identifier) for identifier in identifiers]
        sys.exit(write_sheet(site, policy, found, given["sheet_number"], given["out"]))
    if given["export"]:
        for identifier in identifiers:
            count = export_decisions(root, _find(site, identifier).subject.id, policy, given["export"])
            click.echo(f"已写出 {count} 条审批记录：{given['export']}")
        sys.exit(FINE)
    sys.exit(_decide(site, policy, identifiers, given))


def _decide(site: Site, policy: Policy, identifiers: tuple[str, ...], given: dict[str, Any]) -> int:
    """Record decisions on paper, or sign one with a key; then commit them where that was asked for."""
    facts = make_facts(given["drafter"], given["keeper"], given["meeting"], given["meeting_on"])
    signing = {"key": given["key"], "sample": given["sample_key"], "agent": given["agent"]}
    if given["record"]:
        found = [_sound(site, identifier) for identifier in identifiers]
        paper = make_paper(site, policy, facts, given)
        paper = replace(paper, accepts=read_accepts(given["accepts"], found))
        signer = find_signer(site, policy, paper.registrar, **signing)
        written = record_paper(site, policy, found, paper, signer, ask=not given["yes"])
    else:
        if len(identifiers) > 1:
            fail("密钥审批一次只能签一件：每一件都要看过再签。")
        candidate = _sound(site, identifiers[0])
        person = person_id(policy, given["person"])
        if person not in policy.persons:
            fail("请用 --person 写明审批人的代号；可用的有：" + "、".join(sorted(policy.persons)))
        principal = person_id(policy, given["principal"])
        words = (person, principal, given["time"], given["objects"], given["opinion"])
        said = Said(*words, given["conditions"], facts, read_accepts(given["accepts"], [candidate]))
        signer = find_signer(site, policy, said.person, **signing)
        signed = sign_one(site, policy, candidate, said, signer, ask=not given["yes"])
        if signed is None:
            return FINE
        written = signed
    if given["commit"]:
        return commit_decisions(site.root, written.files)
    click.echo(f"请提交 {' 和 '.join(written.files)}。")
    return FINE


def _find(site: Site, identifier: str) -> Candidate:
    candidate = find_candidate(site, identifier)
    if candidate is None:
        fail(f"没有编号为 {identifier} 的事项，或它的文件读不出来。")
    return candidate


def _sound(site: Site, identifier: str) -> Candidate:
    candidate = _find(site, identifier)
    if blocks(candidate):
        print_problems(candidate.problems, "text")
        click.echo(f"{identifier} 有错误，改正后才能审批。", err=True)
        sys.exit(MISUSE)
    return candidate
