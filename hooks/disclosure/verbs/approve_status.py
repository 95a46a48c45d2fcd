"""`approve --status`: what waits for whom, and since when."""

import click

from disclosure.approval.chain import role_name
from disclosure.check.approval import judge
from disclosure.types import Site
from disclosure.verbs.approval_candidates import candidates
from disclosure.verbs.options import FINE, PROBLEMS


def print_status(site: Site) -> int:
    """List every subject that waits; returns the exit code."""
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
