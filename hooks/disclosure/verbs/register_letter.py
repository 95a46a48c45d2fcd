"""`disclosure register letter`: the letter of an event as a Word file, outside of every git tree."""

import sys
from pathlib import Path

import click

from disclosure.read.nodes import Mapping, Scalar, parse_nodes
from disclosure.read.text_file import decode_text
from disclosure.registers.clocks import ANSWER, clocks_of
from disclosure.registers.letters import MissingError, WrongTrackError, fields, letter_for, write_letter
from disclosure.registers.read import FOLDER, LETTERS, read_own_letters
from disclosure.registers.types import Case, Event
from disclosure.system_errors import system_reason
from disclosure.verbs.options import FINE, fail, site_option, today_option
from disclosure.verbs.register_place import (
    find_case,
    out_option,
    read_cases,
    refuse_git_tree,
    registers_of,
    registers_option,
)
from disclosure.verbs.report_files import refuse_public_place

_HELP = """写出一件申请的文书（Word），以案号对应仓库以外的个人信息和申请内容。

\b
disclosure register letter 2026-0007 --person 加密盘/2026-0007.yml --out 加密盘/文书
disclosure register letter 2026-0007 --event 补正告知 --person - --out 加密盘/文书
"""
_NUMBER = "number"


@click.command("letter", help=_HELP)
@site_option
@today_option
@registers_option
@click.argument("number")
@click.option(
    "--event", "what", default="", metavar="环节", help="哪个环节的文书（默认为最后一个有文书的）。"
)
@click.option(
    "--person",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True, allow_dash=True),
    metavar="文件",
    help="个人信息和申请内容，放在仓库以外；- 为标准输入。",
)
@out_option
def command(
    root: Path, today: str, outside: Path | None, number: str, what: str, person: Path, out: Path
) -> None:
    """Write a letter."""
    refuse_public_place(root, out)
    refuse_git_tree(out, "文书")
    if str(person) != "-":
        refuse_git_tree(person, "个人信息")
    site, cases, _ = read_cases(root, today, outside)
    case = find_case(cases, number)
    event = _event(case, what, today)
    given = _given(person, case)
    own, _ = read_own_letters(registers_of(site, outside), FOLDER)
    due = next((c.due for c in clocks_of(case, site.limits, site.calendar, event.on) if c.id == ANSWER), "")
    try:
        letter = write_letter(case, event, given, site.name, {"guide": site.guide, "own": own}, due)
    except MissingError as error:
        fail(f"文书还缺：{'、'.join(error.labels)}。写在 --person 的文件里；文号等登记在台账里。")
    except WrongTrackError as error:
        fail(f"本机关自定的救济途径与当天的法律不符：{error}。请改正 {LETTERS}。")
    target = out / f"{case.number}-{event.what}.docx"
    try:
        out.mkdir(parents=True, exist_ok=True)
        target.write_bytes(letter.data)
    except OSError as error:
        fail(f"文书写不进去：{target.name}（{system_reason(error)}）。")
    click.echo(f"已写出{letter.title}：{target}")
    if letter.note:
        click.echo(f"救济途径须由本机关法制机构确认：{letter.note}", err=True)
    sys.exit(FINE)


def _event(case: Case, what: str, today: str) -> Event:
    """The event whose letter is wanted; ends the program where there is none."""
    found = [e for e in case.until(today) if letter_for(e) and what in ("", e.what)]
    return found[-1] if found else fail(f"案件 {case.number} 没有{what or '有文书的环节'}的文书。")


def _given(person: Path, case: Case) -> dict[str, str]:
    """What the file outside holds; ends the program where it is of another case or has an unknown key."""
    try:
        data = sys.stdin.buffer.read() if str(person) == "-" else person.read_bytes()
    except OSError as error:
        fail(f"读不出 --person 的文件（{system_reason(error)}）。")
    text, problems = decode_text(data, "--person")
    node, found = parse_nodes(text, "--person")
    if not isinstance(node, Mapping):
        fail("\n".join(row.message for row in (*problems, *found)) or "--person 的文件应是若干“键: 值”。")
    values = {key: inner.value for key, inner in node.entries.items() if isinstance(inner, Scalar)}
    if values.pop(_NUMBER, "") != case.number:
        fail(f"--person 的文件不是案件 {case.number} 的：请写明 {_NUMBER}: {case.number}")
    unknown = [key for key in values if key not in fields()]
    if unknown or len(values) + 1 != len(node.entries):
        known = "、".join(f"{key}（{label}）" for key, label in fields().items())
        fail(f"--person 的文件里有认不出的键。可以写：{known}")
    return values
