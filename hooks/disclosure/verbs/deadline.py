"""`disclosure deadline`: by when a term ends, and how that was reached."""

from datetime import datetime
from pathlib import Path

import click

from disclosure.deadlines import Pause, find_deadline, find_overrun
from disclosure.verbs.options import FINE, PROBLEMS, fail, site_option, today_option

_HELP = """算出期限到哪一天，并写明是怎样算出来的。

\b
disclosure deadline --from 2026-02-09                        主动公开的期限
disclosure deadline --from 2026-02-09 --limit reprint        转载的期限
disclosure deadline --from 2026-02-09 --working-days 5       任意若干个工作日
disclosure deadline --list                                   列出全部期限
"""


@click.command("deadline", help=_HELP)
@site_option
@today_option
@click.option("--from", "start", metavar="日期", help="从哪一天起算，写成 2026-03-02 或者 2026-03-02T09:30。")
@click.option("--limit", "name", metavar="代号", help="期限的代号（默认为主动公开的期限）。")
@click.option("--working-days", type=click.IntRange(1, 2000), metavar="天数", help="若干个工作日。")
@click.option(
    "--pause",
    "pauses",
    multiple=True,
    metavar="起/止",
    help="不计算的一段时间，两头都含，可重复：2026-03-02/2026-03-06",
)
@click.option(
    "--restart", "restarts", multiple=True, metavar="日期", help="重新计算的日期（如收到补正之日），可重复。"
)
@click.option("--list", "listed", is_flag=True, help="列出全部期限的代号、长短和依据。")
def command(
    root: Path,
    today: str,
    start: str | None,
    name: str | None,
    working_days: int | None,
    pauses: tuple[str, ...],
    restarts: tuple[str, ...],
    listed: bool,
) -> None:
    """Print a deadline; the exit code is 1 when it has run out."""
    from disclosure.deadline_words import explain, overrun_words
    from disclosure.read.calendars import read_calendar
    from disclosure.read.time_limits import read_limits
    from disclosure.time_limits import Limit
    from disclosure.verbs.problem_output import print_problems

    calendar, found = read_calendar(root)
    limits, more = read_limits(root)
    print_problems([row for row in (*found, *more) if row.severity == "error"], "text")
    if listed:
        for one in limits.values():
            doubt = "" if one.verified else "（未经核对原文）"
            click.echo(f"{one.id}  {one.name}：{one.words}。{one.source}{doubt}")
        raise SystemExit(FINE)
    if start is None:
        fail("请用 --from 写明从哪一天起算。")
    if name and working_days:
        fail("--limit 和 --working-days 只写一个。")
    limit = Limit("", "", working_days) if working_days else limits.get(name or "proactive-disclosure")
    if limit is None:
        fail(f"没有代号为 {name} 的期限。用 disclosure deadline --list 查看全部。")
    begun = [_moment(text) for text in (start, *restarts)]
    try:
        deadline = find_deadline(begun[0], limit, calendar, [_pause(p) for p in pauses], begun[1:])
    except (OverflowError, ValueError):
        fail("期限超出了能够计算的年份。")
    for line in explain(deadline):
        click.echo(line)
    overrun = find_overrun(deadline, today, calendar)
    click.echo(f"今天 {today}：{overrun_words(overrun)}" if overrun else f"今天 {today}：没有到期")
    raise SystemExit(PROBLEMS if overrun else FINE)


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        fail(f"不是日期：{text}。写成 2026-03-02 或者 2026-03-02T09:30。")
    if moment.tzinfo:
        fail("时间不写时区，按北京时间计算。")
    return moment.isoformat(" ", "minutes") if len(text) > len("2026-03-02") else moment.date().isoformat()


def _pause(text: str) -> Pause:
    first, _, last = text.partition("/")
    days = [datetime.fromisoformat(_moment(day)).date() for day in (first, last or first)]
    if days[0] > days[1]:
        fail(f"起止颠倒：{text}。")
    return Pause(days[0], days[1], "期限中止")
