"""`disclosure register counts`: what the annual report's tables three and four take from the registers."""

import json
import sys
from pathlib import Path

import click

from disclosure.registers.counts import count_applications, count_reviews, fees_collected, not_counted
from disclosure.registers.kinds import applicant_columns, outcomes
from disclosure.verbs.options import FINE, PROBLEMS, site_option, today_option
from disclosure.verbs.register_place import read_cases, registers_option

_NAMES = {"received": "本年新收", "carried-in": "上年结转", "carried-out": "结转下年度继续办理"}


@click.command("counts", help="某一年表三（申请）、表四（复议、诉讼）的数字，不含合计。")
@site_option
@today_option
@registers_option
@click.option("--year", type=click.IntRange(2008, 9998), required=True, metavar="年", help="哪一年。")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="输出格式。")
def command(root: Path, today: str, outside: Path | None, year: int, form: str) -> None:
    """Print the counts of a year; exit 1 when a case could not be counted."""
    _, cases, _ = read_cases(root, today, outside)
    table, reviews, missing = count_applications(cases, year), count_reviews(cases, year), not_counted(cases)
    number, yuan = fees_collected(cases, year)
    if form == "json":
        found = {
            "format": 1,
            "year": year,
            "applications": table,
            "reviews": reviews,
            "fees": {"cases": number, "yuan": yuan},
            "not_counted": missing,
        }
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        names = _NAMES | {outcome.id: outcome.name for outcome in outcomes().values()}
        click.echo("\t".join([f"{year} 年", *applicant_columns(), "总计"]))
        for row, cells in table.items():
            click.echo("\t".join([names[row], *map(str, cells.values()), str(sum(cells.values()))]))
        for column, count in reviews.items():
            click.echo(f"{column}\t{count}")
        click.echo(f"信息处理费\t{number} 件\t{yuan} 元")
    for name in missing:
        click.echo(f"没有计入：{name}（申请人类别、结果写错，或者没有确认收件）", err=True)
    sys.exit(PROBLEMS if missing else FINE)
