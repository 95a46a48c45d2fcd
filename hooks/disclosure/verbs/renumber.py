"""`disclosure renumber`: another id for an item that is not approved yet, as after two drafts took the same one."""

from pathlib import Path

import click

from disclosure.problems import has_errors
from disclosure.system_errors import system_reason
from disclosure.verbs.options import FINE, MISUSE, PROBLEMS, fail, site_option, today_option
from disclosure.verbs.problem_output import print_problems


@click.command("renumber", help="给尚未审批的事项换一个编号，并改正所有引用它的地方。")
@click.argument("identifier", metavar="编号")
@click.option("--to", "new", default="", metavar="新编号", help="不写则取下一个空号。")
@site_option
@today_option
def command(identifier: str, new: str, root: Path, today: str) -> None:
    """Renumber an item and end with the exit code."""
    raise SystemExit(renumber_item(root, today, identifier, new))


def renumber_item(root: Path, today: str, identifier: str, new: str = "") -> int:
    """Give the item `identifier` of the site in `root` the id `new`, or the next free one. Returns the exit code."""
    from disclosure.intake.numbering import NumbersExhaustedError
    from disclosure.intake.renumbering import RenumberRefusedError, carry_out, plan_renumbering
    from disclosure.read.site import read_site

    site, problems = read_site(root, today)
    if has_errors(problems):
        print_problems([p for p in problems if p.severity == "error"], "text")
        return MISUSE
    try:
        plan = plan_renumbering(site, identifier, new)
    except RenumberRefusedError as refused:
        click.echo(str(refused), err=True)
        return PROBLEMS
    except NumbersExhaustedError:
        click.echo("这一年的编号已经用完。", err=True)
        return PROBLEMS
    try:
        carry_out(root, plan)
    except OSError as error:
        fail(f"文件写不进去：{error.filename}（{system_reason(error)}）。")
    index = f"，索引号改为 {plan.index}" if plan.index else ""
    click.echo(f"{plan.old} 改为 {plan.new}{index}；改动了 {len(plan.texts)} 个文件。")
    return FINE
