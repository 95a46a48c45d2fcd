"""`approve --status`: what waits for whom, and since when; as text, by person, for programs and for a pull request."""

import json
from collections.abc import Sequence
from dataclasses import asdict

import click

from disclosure.approval.policy import Policy
from disclosure.problems import Problem
from disclosure.types import Site
from disclosure.verbs.options import FINE, PROBLEMS
from disclosure.verbs.problem_output import Format, print_problems
from disclosure.verbs.waiting import Waiting, find_waiting

_CODE = "V103"
_NOBODY = "（没有人担任）"


def print_status(site: Site, policy: Policy, form: Format, *, by_person: bool) -> int:
    """List every subject that waits; returns the exit code."""
    waiting = list(find_waiting(site, policy))
    if form == "json":
        rows = [{**asdict(entry), "persons": list(entry.persons)} for entry in waiting]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif form == "github":
        print_problems([_notice(entry) for entry in waiting], "github")
    elif by_person:
        _print_by_person(waiting)
    else:
        for entry in waiting:
            click.echo(f"{entry.id}  {entry.title}  {_sentence(entry)}")
    if form == "text":
        click.echo(f"共 {len(waiting)} 件待审批。" if waiting else "没有待审批的事项。")
    return PROBLEMS if waiting else FINE


def _sentence(entry: Waiting) -> str:
    who = "、".join(entry.persons) or _NOBODY
    since = f"，自 {entry.since} 起" if entry.since else ""
    objection = f"；不同意见：{entry.objection}" if entry.objection else ""
    return f"等待：{entry.step}（{entry.role}）：{who}{since}{_clocks(entry)}{objection}"


def _clocks(entry: Waiting) -> str:
    """The step's own clock and the term of publication, as far as they run."""
    step = f"，{entry.overdue}（应于 {entry.due} 前办理）" if entry.overdue else ""
    if entry.due and not entry.overdue:
        step = f"，应于 {entry.due} 前办理"
    publish = f"；公开期限{entry.publish_overdue}（{entry.publish_by}）" if entry.publish_overdue else ""
    if entry.publish_by and not entry.publish_overdue:
        publish = f"；最迟 {entry.publish_by} 公开"
    return step + publish


def _notice(entry: Waiting) -> Problem:
    return Problem(entry.path, 1, "", _CODE, "info", entry.step, f"{entry.title}：{_sentence(entry)}", "")


def _print_by_person(waiting: Sequence[Waiting]) -> None:
    groups: dict[str, list[Waiting]] = {}
    for entry in waiting:
        for name in entry.persons or (f"{entry.role}{_NOBODY}",):
            groups.setdefault(name, []).append(entry)
    for name in sorted(groups):
        click.echo(f"{name}（{len(groups[name])} 件）")
        for entry in sorted(groups[name], key=lambda e: (e.since, e.id)):
            since = f"，自 {entry.since} 起" if entry.since else ""
            click.echo(f"    {entry.id}  {entry.title}  {entry.step}{since}{_clocks(entry)}")
