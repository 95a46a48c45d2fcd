"""`disclosure register check`: all problems of all cases in one run."""

import sys
from pathlib import Path

import click

from disclosure.problems import has_errors
from disclosure.verbs.options import FINE, PROBLEMS, site_option, today_option
from disclosure.verbs.problem_output import FORMATS, Format, print_problems, summary
from disclosure.verbs.register_place import read_cases, registers_option


@click.command("check", help="检查全部台账：写法、先后、期限、收费、救济途径。发布网站不受台账的问题影响。")
@site_option
@today_option
@registers_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="输出格式。")
@click.option("--quiet", is_flag=True, help="只列错误，不列提醒和提示。")
def command(root: Path, today: str, outside: Path | None, form: Format, quiet: bool) -> None:
    """Print the problems of the registers; exit 1 when one of them is an error."""
    _, cases, rows = read_cases(root, today, outside)
    print_problems([row for row in rows if row.severity == "error" or not quiet], form)
    if form == "text":
        click.echo(f"共 {len(cases)} 件。{summary(rows)}")
    sys.exit(PROBLEMS if has_errors(rows) else FINE)
