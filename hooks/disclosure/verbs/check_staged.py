"""`disclosure check --staged`: what git is about to commit, for the hook that scripts/install_hooks.py installs."""

import tempfile
from pathlib import Path

import click

from disclosure.check.staged import check_staged, needed_for
from disclosure.problems import has_errors
from disclosure.read.staged import Index, NoIndexError
from disclosure.system_errors import system_reason
from disclosure.verbs.options import FINE, PROBLEMS, fail
from disclosure.verbs.problem_output import Format, print_problems, summary


def check_index(root: Path, today: str, form: Format, *, quiet: bool) -> int:
    """Print the problems of the staged files; the exit code is 1 when one of them is an error, never for less."""
    try:
        index = Index(root)
        staged = index.staged()
        with tempfile.TemporaryDirectory(prefix="disclosure-staged-") as folder:
            index.lay_out(Path(folder), needed_for(staged, index.below("")))
            rows = check_staged(Path(folder), staged, today) if staged else []
    except NoIndexError as error:
        fail(f"这里不是 git 仓库，或者 git 不能用：{error}")
    except OSError as error:
        fail(f"暂存的文件取不出来：{system_reason(error)}（{error.filename}）")
    print_problems([row for row in rows if row.severity == "error"] if quiet else rows, form)
    if form == "text":
        click.echo(f"本次提交 {len(staged)} 个文件。{summary(rows)}")
        if has_errors(rows):
            click.echo("没有提交。提交以后就永远留在历史里：请先改正，再重新 git add、git commit。")
    return PROBLEMS if has_errors(rows) else FINE
