"""`approve --status`: what waits for whom, and since when; as text, by person, for programs and for a pull request."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import click

from disclosure.approval.chain import role_name
from disclosure.approval.policy import Policy
from disclosure.check.approval import chain_of, is_migrated, judge
from disclosure.problems import Problem
from disclosure.types import Site
from disclosure.verbs.approval_candidates import candidates
from disclosure.verbs.options import FINE, PROBLEMS
from disclosure.verbs.problem_output import Format, print_problems

_CODE = "V103"
_NOBODY = "（没有人担任）"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One subject that waits: for which step, who may decide it, since when, and an objection that stands.

    `since` is the time of the decision before, or for the first step the day on which the item was formed.
    """

    id: str
    path: str
    title: str
    chain: str
    step: str
    role: str
    persons: tuple[str, ...]
    since: str
    objection: str = ""


def print_status(site: Site, policy: Policy, form: Format, *, by_person: bool) -> int:
    """List every subject that waits; returns the exit code."""
    waiting = list(_all_waiting(site, policy))
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


def _all_waiting(site: Site, policy: Policy) -> Iterator[Waiting]:
    for candidate in candidates(site):
        if candidate.item and is_migrated(site, candidate.item):
            continue
        outcome, _ = judge(site, candidate.subject, candidate.category, candidate.facts)
        step = outcome.waiting_for
        if step is None:
            continue
        decided = [record.decision.time for record in outcome.counted.values()]
        objection = outcome.objection.decision if outcome.objection else None
        if objection:
            decided.append(objection.time)
        since = max(decided, default=candidate.since)[:16].replace("T", " ")
        yield Waiting(
            id=candidate.subject.id,
            path=candidate.path,
            title=candidate.title,
            chain=chain_of(policy, candidate.category).name,
            step=step.name,
            role=role_name(step.role),
            persons=_holders(
                policy, step.role, site.today, {r.decision.person for r in outcome.counted.values()}
            ),
            since=since,
            objection=f"{policy.persons[objection.person].name}：{objection.opinion}" if objection else "",
        )


def _holders(policy: Policy, role: str, today: str, already: set[str]) -> tuple[str, ...]:
    """Names of those who may decide in `role` today, deputies marked; whoever decided before may not again."""
    day = f"{today}T12:00+08:00"
    names = []
    for person in policy.persons.values():
        gone = any(end and end <= day for end in (person.valid_until, person.revoked_from))
        if person.id in already or gone:
            continue
        if role in person.roles:
            names.append(person.name)
        elif any(
            policy.holds_role(person.id, role, d.principal, day)
            for d in policy.delegations
            if d.deputy == person.id
        ):
            names.append(f"{person.name}（代）")
    return tuple(names)


def _sentence(entry: Waiting) -> str:
    who = "、".join(entry.persons) or _NOBODY
    since = f"，自 {entry.since} 起" if entry.since else ""
    objection = f"；不同意见：{entry.objection}" if entry.objection else ""
    return f"等待：{entry.step}（{entry.role}）：{who}{since}{objection}"


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
            click.echo(f"    {entry.id}  {entry.title}  {entry.step}{since}")
