"""`disclosure register add`: one more event in a case."""

import sys
from pathlib import Path

import click

from disclosure.intake.yaml_append import append_entries
from disclosure.registers.kinds import register_kinds
from disclosure.registers.types import state_of
from disclosure.verbs.options import FINE, fail, site_option, today_option
from disclosure.verbs.register_place import place_of, read_settings, registers_option, split_name
from disclosure.verbs.register_writing import pairs_of, write_case

_HELP = """在一件案件里登记一个环节。

\b
disclosure register add 2026-0007 补正告知 on=2026-03-05 number=补2026-3号 until=2026-03-20
disclosure register add 2026-0007 答复 on=2026-04-01 number=答2026-7号 outcome=予以公开
disclosure register add reviews/2026-001 结案 on=2026-06-01 result=结果维持
"""


@click.command("add", help=_HELP)
@site_option
@today_option
@registers_option
@click.argument("number")
@click.argument("what")
@click.argument("facts", nargs=-1)
def command(
    root: Path, today: str, outside: Path | None, number: str, what: str, facts: tuple[str, ...]
) -> None:
    """Write an event into a case and print the state that follows."""
    site = read_settings(root, today)
    register, number = split_name(number)
    path = place_of(site, outside) / register / number[:4] / f"{number}.yml"
    values = pairs_of(facts)
    values.setdefault("on", today)
    entry = {"on": values.pop("on"), "what": what, **values}
    try:
        text = append_entries(path.read_text(encoding="utf-8"), "events", [entry])
    except FileNotFoundError:
        fail(f"台账里没有案号 {number}。")
    except (OSError, ValueError):
        fail(f"案件 {number} 的文件读不出来，先运行 disclosure register check。")
    case = write_case(site, register_kinds()[register], path, text, new=False)
    click.echo(f"{case.kind.name} {number}：{state_of(case, today)}")
    sys.exit(FINE)
