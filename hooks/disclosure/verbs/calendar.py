"""`disclosure calendar`: the years that terms are counted on, and a new one from the text of the holiday notice."""

import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from disclosure.system_errors import system_reason
from disclosure.verbs.options import FINE, PROBLEMS, fail, site_option

if TYPE_CHECKING:
    from disclosure.intake.holiday_notice import HolidayNotice

_LARGEST = 1 << 20
"""Bytes; a notice is one page."""


@click.group("calendar", help="工作日历：列出现有年份，或者由放假安排的通知加一年。")
def command() -> None:
    """Group the verbs of calendars."""


@click.command("list", help="列出每一年的日历从哪里来、是否与通知核对过。")
@site_option
def list_years(root: Path) -> None:
    """Print a line a year."""
    from disclosure.read.calendars import read_calendar
    from disclosure.verbs.problem_output import print_problems
    from disclosure.working_days import shipped_calendar

    calendar, problems = read_calendar(root)
    for number, year in sorted((calendar or shipped_calendar()).years.items()):
        checked = "已与通知核对" if year.checked else "未与通知原文核对"
        click.echo(f"{number}  {year.place}  {checked}  {year.source}")
    print_problems(problems, "text")
    sys.exit(PROBLEMS if problems else FINE)


@click.command("add", help="由放假安排的通知加一年。FILE 是通知的文字（.txt），写 - 则粘贴后按 Ctrl-D 结束。")
@site_option
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--replace", is_flag=True, help="这一年已经有日历的，换成新的。")
@click.option("--yes", is_flag=True, help="不再询问，直接写入（读出的内容没有疑问时）。")
def add_year(root: Path, file: Path, *, replace: bool, yes: bool) -> None:
    """Read a notice, show what was understood, and write catalog/calendars/<year>.yml."""
    from disclosure.intake.holiday_notice import NoNoticeError, read_notice, title_of
    from disclosure.read.calendars import FOLDER, differing_days

    try:
        notice = read_notice(_text(file))
    except NoNoticeError:
        fail(f"没有读出放假安排。请粘贴《{title_of('××××')}》全文，从标题到日期。")
    click.echo("\n".join(_shown(notice)))
    if notice.doubts:
        fail("通知的文字有疑问，没有写入：\n" + "\n".join(f"  {doubt}。" for doubt in notice.doubts))
    place = f"{FOLDER}/{notice.year}.yml"
    target = root / place
    if target.exists() and not replace:
        fail(f"{place} 已经有了；确要换成新的，加 --replace。")
    days = differing_days(notice.calendar_year(place))
    if days:
        click.echo(f"与随程序提供的日历不同：{'、'.join(map(str, days))}。请对照通知原文。")
    if not yes and not _agreed():
        fail("没有写入。")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_yaml(notice), encoding="utf-8", newline="\n")
    except OSError as error:
        fail(f"文件写不进去：{system_reason(error)}。")
    click.echo(f"已写入 {place}，请提交。")


def _agreed() -> bool:
    try:
        return click.confirm("以上与通知原文逐日核对无误，写入？")
    except click.Abort:  # a pasted notice has used up the input
        return False


def _text(file: Path) -> str:
    try:
        data = sys.stdin.buffer.read(_LARGEST) if str(file) == "-" else file.open("rb").read(_LARGEST)
    except OSError as error:
        fail(f"读不出 {file}：{system_reason(error)}。")
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return fail("文件不是文字文件。请把通知的文字另存为 .txt，或者用 - 粘贴。")


def _shown(notice: "HolidayNotice") -> list[str]:
    from disclosure.deadline_words import day_words

    lines = [notice.source + (f"，{notice.issued}" if notice.issued else "，没有读出印发日期")]
    for arrangement in notice.arrangements:
        off = arrangement.off
        days = "、".join(day_words(day) for day in _ends(off))
        worked = "；调休上班 " + "、".join(map(day_words, arrangement.worked)) if arrangement.worked else ""
        lines.append(f"  {arrangement.name}：{days}，放假 {len(off)} 天{worked}")
    return lines


def _ends(days: tuple[date, ...]) -> list[date]:
    return [days[0], days[-1]] if len(days) > 1 else list(days)


def _yaml(notice: "HolidayNotice") -> str:
    year = notice.calendar_year("")
    lines = [
        "# 由 disclosure calendar add 写入，并由写入的人与通知核对。",
        "format: 1",
        f'year: "{notice.year}"',
    ]
    lines.append(f"source: {notice.source}")
    if notice.issued:
        lines.append(f'issued: "{notice.issued}"')
    lines += ["checked: true", "holidays:"]
    for arrangement in notice.arrangements:
        days = [day for day in arrangement.off if day in year.holidays]
        if days:
            lines.append(f"  {arrangement.name}: [{', '.join(map(str, days))}]")
    worked = ", ".join(map(str, sorted(year.working_weekends)))
    return "\n".join([*lines, f"working_weekends: [{worked}]", ""])


command.add_command(list_years)
command.add_command(add_year)
