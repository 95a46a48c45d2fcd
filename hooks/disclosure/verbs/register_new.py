"""`disclosure register new`: a new case with the next number of its year."""

import sys
from pathlib import Path

import click

from disclosure.intake.write_front_matter import scalar
from disclosure.registers.kinds import register_kinds
from disclosure.registers.types import state_of
from disclosure.verbs.options import FINE, fail, site_option, today_option
from disclosure.verbs.register_place import place_of, read_settings, registers_option
from disclosure.verbs.register_writing import pairs_of, write_case

_HELP = """登记一件新的案件，给出案号。

\b
disclosure register new applications applicant=自然人 way=当面 arrived=2026-03-02 handler=办公室
disclosure register new reviews kind=行政复议 received=2026-03-02 application=2026-0003
disclosure register new tasks kind=培训 opened=2026-03-02 due=2026-06-30 handler=办公室
"""


@click.command("new", help=_HELP)
@site_option
@today_option
@registers_option
@click.argument("register", type=click.Choice([*register_kinds()]))
@click.argument("facts", nargs=-1)
def command(root: Path, today: str, outside: Path | None, register: str, facts: tuple[str, ...]) -> None:
    """Write a new case and print its number."""
    site = read_settings(root, today)
    kind = register_kinds()[register]
    values = pairs_of(facts)
    dated = next((values[key] for key in reversed(kind.dated_by) if values.get(key)), "")
    if not dated:
        fail(f"请写明日期：{kind.dated_by[-1]}=2026-03-02")
    folder = place_of(site, outside) / register / dated[:4]
    number = f"{dated[:4]}-{_next(folder, kind.digits):0{kind.digits}}"
    text = "".join(["format: 1\n", *(f"{key}: {scalar(value)}\n" for key, value in values.items())])
    case = write_case(site, kind, folder / f"{number}.yml", text, new=True)
    click.echo(f"{kind.name} {number}：{state_of(case, today)}")
    sys.exit(FINE)


def _next(folder: Path, digits: int) -> int:
    """The number after the highest one of the year; a number is never used again."""
    taken = [path.stem[5:] for path in folder.glob("*.yml")] if folder.is_dir() else []
    found = max((int(text) for text in taken if text.isascii() and text.isdigit()), default=0) + 1
    if len(str(found)) > digits:
        fail("这一年的案号用完了。")
    return found
