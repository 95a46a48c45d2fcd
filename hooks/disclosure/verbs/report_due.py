"""`disclosure report due`: everything open, most urgent first; as text, JSON, and a calendar to subscribe to."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import click

from disclosure.annual_format import annual_format
from disclosure.check.site import check_site
from disclosure.ics_writer import DayEntry, write_calendar
from disclosure.model.catalog import assemble
from disclosure.read.annual_figures import read_year
from disclosure.read.information_classes import read_information_classes
from disclosure.reports.due import (
    Due,
    case_dues,
    class_dues,
    edition_dues,
    item_dues,
    most_urgent,
    report_dues,
)
from disclosure.system_errors import system_reason
from disclosure.types import Item, Site
from disclosure.verbs.options import FINE, PROBLEMS, fail, site_option, today_option
from disclosure.verbs.register_place import read_cases, registers_option
from disclosure.verbs.report_files import refuse_public_place
from disclosure.verbs.waiting import find_waiting

_NAMED = 3
"""Persons who are told by name where any one of them may act."""
_EARLY = "暂按 "


@click.command(
    "due",
    help="待办清单：台账、审批、公开期限、年度报告、阅览室版，最急的在前，每个日期写明怎样算出。只列案号和编号。",
)
@site_option
@today_option
@registers_option
@click.option("--by", type=click.Choice(("day", "person")), default="day", help="按日期或者按经办人排列。")
@click.option("--person", default="", metavar="经办", help="只列这个科室或者岗位的。")
@click.option("--explain", is_flag=True, help="写明每个日期怎样算出。")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="输出格式。")
@click.option(
    "--ics",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="文件.ics",
    help="另写成可以订阅的日历。",
)
def command(
    root: Path,
    today: str,
    outside: Path | None,
    by: str,
    person: str,
    explain: bool,
    form: str,
    ics: Path | None,
) -> None:
    """Print what is due; exit 1 when a term of the law has run out."""
    site, cases, _ = read_cases(root, today, outside)
    checked = check_site(root, today)
    catalog = assemble(checked.site, checked.items, checked.problems)
    years = (int(today[:4]) - 1, int(today[:4]))
    done = {year: _annual_days(checked.site, year, catalog.items) for year in years}
    found = [*case_dues(site, cases), *item_dues(checked.site, catalog.items), *report_dues(site, done)]
    found += class_dues(checked.site, read_information_classes(checked.site)[0])
    found += [*_approvals(checked.site), *edition_dues(checked.site, checked.items)]
    dues = [due for due in most_urgent(found) if not person or person in due.who]
    if ics:
        _write_calendar(root, ics, site, dues)
    if form == "json":
        click.echo(json.dumps([asdict(due) for due in dues], ensure_ascii=False, indent=1))
    else:
        _print(dues, by=by, explained=explain)
    sys.exit(PROBLEMS if any(due.law and due.overdue for due in dues) else FINE)


def _annual_days(site: Site, year: int, items: Iterable[Item]) -> tuple[str, str]:
    """When the report of `year` was 报送 and 公布. Of one that was published without figures here, 报送 is not asked."""
    given, _ = read_year(site.root, year)
    title = annual_format().title.format(name=site.name, year=year)
    published = min((item.publication[:10] for item in items if item.title == title), default="")
    if given is None:
        return published, published
    return given.reported, given.published or published


def _approvals(site: Site) -> Iterator[Due]:
    """Steps of approval that wait, each with its clock, and the term of the publication behind them."""
    if site.policy is None:
        return
    for waiting in find_waiting(site, site.policy):
        # Whoever of many may sign is told by the role that they share.
        who = "、".join(waiting.persons) if 0 < len(waiting.persons) <= _NAMED else waiting.role
        since = f"，自 {waiting.since} 起等待" if waiting.since else ""
        base = Due(
            "",
            "审批",
            waiting.id,
            "",
            who,
            False,
            (f"{waiting.step}（{waiting.role}）{since}",),
        )
        for what, due, over in (
            (waiting.step, waiting.due, waiting.overdue),
            ("公开期限", waiting.publish_by, waiting.publish_overdue),
        ):
            if due:
                early = due.startswith(_EARLY)
                day = due.removeprefix(_EARLY)[:10]
                yield replace(
                    base, due=day, what=what, overdue=over, provisional=early, law=what != waiting.step
                )
        if not waiting.due:
            yield replace(base, what=waiting.step)


def _print(dues: Sequence[Due], *, by: str, explained: bool) -> None:
    if by == "person":
        for who in sorted({due.who for due in dues}):
            own = [due for due in dues if due.who == who]
            click.echo(f"{who}（{len(own)} 件）")
            for due in own:
                _line(due, explained=explained)
    else:
        for due in dues:
            _line(due, explained=explained)
    late = sum(bool(due.overdue) for due in dues)
    click.echo(f"共 {len(dues)} 项待办，{late} 项已超期。")


def _line(due: Due, *, explained: bool) -> None:
    day = f"{_EARLY if due.provisional else ''}{due.due or '没有期限'}"
    over = f"，{due.overdue}" if due.overdue else ""
    state = f"，{due.state}" if due.state else ""
    click.echo(f"  {day}  {due.kind} {due.number}：{due.what}（{due.who}{state}）{over}")
    if explained:
        for line in due.lines:
            click.echo(f"      {line}")


def _write_calendar(root: Path, target: Path, site: Site, dues: Sequence[Due]) -> None:
    refuse_public_place(root, target.parent)
    entries = [
        DayEntry(
            f"{due.kind}-{due.number}-{due.what}@{site.unit_codes[0] if site.unit_codes else 'disclosure'}",
            due.due,
            f"{'【超期】' if due.overdue else ''}{due.kind} {due.number}：{due.what}（{due.who}）",
            "\n".join(due.lines),
        )
        for due in dues
        if due.due
    ]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(write_calendar(f"{site.name}信息公开待办", entries, site.today))
    except OSError as error:
        fail(f"日历写不进去：{target.name}（{system_reason(error)}）。")
