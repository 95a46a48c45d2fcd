"""`disclosure register show`: state and clocks of a case, each explained."""

import sys
from pathlib import Path

import click

from disclosure.registers.clocks import clocks_of
from disclosure.registers.lateness import late_words
from disclosure.registers.types import state_of
from disclosure.verbs.options import FINE, site_option, today_option
from disclosure.verbs.register_place import find_case, read_cases, registers_option


@click.command("show", help="一件案件的状态、环节和期限。")
@site_option
@today_option
@registers_option
@click.argument("number")
def command(root: Path, today: str, outside: Path | None, number: str) -> None:
    """Print a case."""
    site, cases, _ = read_cases(root, today, outside)
    case = find_case(cases, number)
    click.echo(f"{case.kind.name} {case.number}：{state_of(case, today)}（截至 {today}）")
    received = "、".join(f"{key} {value}" for key, value in case.facts.items() if key != "format")
    click.echo(f"  {received}")
    for event in case.events:
        facts = "、".join(f"{key} {value}" for key, value in event.facts.items())
        click.echo(f"  {event.on}  {event.what}{'：' if facts else ''}{facts}")
    for clock in clocks_of(case, site.limits, site.calendar, today):
        if clock.done:
            said = f"已于 {clock.done} 办理，期限 {clock.due or '已停'}"
        else:
            early = "暂按 " if clock.provisional else ""
            late = late_words(site, clock)
            said = f"{early}{clock.due} 到期{f'，{late}' if late else ''}" if clock.due else "期限停走"
        click.echo(f"\n{clock.what}（{clock.who}）：{said}")
        for line in clock.lines:
            click.echo(f"  {line}")
    sys.exit(FINE)
