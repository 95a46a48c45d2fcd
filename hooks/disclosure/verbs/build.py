"""`disclosure build`: MkDocs as a child, with the generator's own hooks, on any site folder."""

import sys
from pathlib import Path

import click

from disclosure.problems import Problem, has_errors
from disclosure.publish.folders import CHANGES, forget_kept, release_folder
from disclosure.verbs.mkdocs_run import run_build
from disclosure.verbs.options import FINE, MISUSE, PROBLEMS, site_option, today_option
from disclosure.verbs.problem_output import FORMATS, Format, print_problems
from disclosure.verbs.progress_bar import ProgressBar


@click.command("build", help="生成网站。有错误的事项不发布，其余照常；设置有错误时旧网站保持不变。")
@site_option
@today_option
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="输出文件夹（默认为站点的 site）。"
)
@click.option("--search/--no-search", default=True, help="是否生成检索索引。")
@click.option("--clean", is_flag=True, help="不用上一次生成时保留的结果，全部重新检查、重新生成。")
@click.option("--changes", is_flag=True, help="列出与上一次生成相比要上传（+）和要删除（-）的文件。")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="问题的输出格式。")
@click.option("--quiet", is_flag=True, help="不显示过程。")
def command(
    root: Path,
    today: str,
    out: Path | None,
    search: bool,
    clean: bool,
    changes: bool,
    form: Format,
    quiet: bool,
) -> None:
    """Build the site; exit 1 when items were held back by errors, 2 when nothing could be built."""
    target = (out or root / "site").resolve()
    if clean:
        forget_kept(root)
    with ProgressBar(shown=sys.stderr.isatty() and not quiet) as bar:
        result = run_build(root, target, today, search=search, told=bar.place)
    report = result.published
    if report is None:
        click.echo(result.reason or result.output.rstrip(), err=True)
        sys.exit(MISUSE)
    rows = [Problem(**entry) for entry in report["problems"]]
    if not quiet:
        print_problems([row for row in rows if row.severity != "info"], form)
    if report["quarantined"]:
        names = "、".join(entry["id"] for entry in report["quarantined"])
        click.echo(f"隔离清单（{len(report['quarantined'])} 件，改正前不发布）：{names}", err=True)
    if not quiet and form == "text":
        held = f"，待发布 {len(report['held'])} 件" if report["held"] else ""
        click.echo(f"已公开 {report['published']} 件{held}，共 {report['files']} 个文件：{target}")
    if changes:
        click.echo((release_folder(root, target) / CHANGES).read_text(encoding="utf-8"), nl=False)
    sys.exit(PROBLEMS if has_errors(rows) else FINE)
