"""`disclosure check`: all problems of all files in one run."""

import sys
from pathlib import Path

import click

from disclosure.check.catalog import check_published
from disclosure.check.site import check_site
from disclosure.model.catalog import Catalog, assemble
from disclosure.problems import has_errors
from disclosure.verbs.check_staged import check_index
from disclosure.verbs.options import FINE, PROBLEMS, site_option, today_option
from disclosure.verbs.problem_output import FORMATS, Format, print_problems, summary


@click.command("check", help="检查全部内容，一次列出所有问题；有错误的事项进入隔离清单。")
@site_option
@today_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="输出格式。")
@click.option("--staged", is_flag=True, help="只查 git 将要提交的文件，按暂存的内容，不看工作文件夹。")
@click.option("--quiet", is_flag=True, help="只列错误，不列提醒和提示。")
def command(root: Path, today: str, form: Format, staged: bool, quiet: bool) -> None:
    """Print the problems of a site; exit 1 when one of them is an error."""
    if staged:
        sys.exit(check_index(root, today, form, quiet=quiet))
    checked = check_site(root, today)
    catalog = assemble(checked.site, checked.items, checked.problems)
    rows = sorted((*checked.problems, *check_published(checked.site, catalog.items)))
    shown = [row for row in rows if row.severity == "error"] if quiet else rows
    print_problems(shown, form)
    if form == "text":
        click.echo(summary(rows))
        _print_quarantine(catalog)
    sys.exit(PROBLEMS if has_errors(rows) else FINE)


def _print_quarantine(catalog: Catalog) -> None:
    if catalog.quarantined:
        click.echo(f"隔离清单（{len(catalog.quarantined)} 件，改正前不发布）：")
        for entry in catalog.quarantined:
            click.echo(f"  {entry.id}  {entry.title or '（无标题）'}  {' '.join(entry.codes)}")
    if catalog.held:
        click.echo(f"待发布（{len(catalog.held)} 件）：")
        for waiting in catalog.held:
            click.echo(f"  {waiting.id}  {waiting.title}  {waiting.publish_on} 起发布")
