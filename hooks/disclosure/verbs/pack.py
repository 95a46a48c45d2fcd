"""`disclosure pack --archive`: a period's information as a folder for 档案馆 and 图书馆 (条例第二十五条)."""

import sys
from pathlib import Path

import click

from disclosure.check.values import wrong_date
from disclosure.verbs.options import FINE, fail, site_option, today_option
from disclosure.verbs.report_files import refuse_public_place

_HELP = """把一段时间内公开的信息打成一个文件夹，送交档案馆、图书馆。

\b
disclosure pack --archive --from 2026-01-01 --until 2026-06-30 ../档案版

里面有每一件的网页和附件、可以公开的登记记录、校验值清单和首页，不用网络就能打开。
"""


@click.command("pack", help=_HELP)
@site_option
@today_option
@click.option("--archive", is_flag=True, required=True, help="档案版。")
@click.option("--from", "first", required=True, metavar="日期", help="从哪一天起公开的（含当日）。")
@click.option("--until", "last", required=True, metavar="日期", help="到哪一天为止公开的（含当日）。")
@click.argument("out", type=click.Path(path_type=Path, file_okay=False), metavar="文件夹")
def command(root: Path, today: str, archive: bool, first: str, last: str, out: Path) -> None:  # noqa: ARG001
    """Write the edition and say what is in it."""
    from disclosure.check.site import check_site
    from disclosure.model.catalog import assemble
    from disclosure.publish.archive_edition import items_of_period, write_edition
    from disclosure.publish.commit import commit_of
    from disclosure.publish.item import ChangedDuringBuildError
    from disclosure.publish.manifest import Release
    from disclosure.read.ledger import ledger_head, read_ledger

    if wrong_date(first) or wrong_date(last) or first > last:
        fail("--from 和 --until 写成 2026-03-02 的形式，前者不晚于后者。")
    refuse_public_place(root, out)
    if out.exists() and any(out.iterdir()):
        fail(f"{out} 里已有文件，没有改动。请另选一个空文件夹。")
    checked = check_site(root, today)
    if checked.site_errors:
        fail(f"站点设置有 {len(checked.site_errors)} 处错误，先运行 disclosure check。")
    catalog = assemble(checked.site, checked.items, checked.problems)
    release = Release(
        catalog=next(iter(checked.site.unit_codes), ""),
        address=checked.site.address,
        today=today,
        approval=checked.site.approval,
        commit=commit_of(root),
        ledger=ledger_head(root),
        policy=checked.site.policy.digest if checked.site.policy else "",
    )
    try:
        rows = write_edition(catalog, read_ledger(root)[0], first, last, out, release)
    except ChangedDuringBuildError as error:
        fail(f"编制期间文件有变动，请重新运行：{error}")
    except OSError as error:
        fail(f"写不进去：{error.filename}（{error.strerror}）。")
    count = len(items_of_period(catalog, first, last))
    click.echo(
        f"{first} 至 {last} 公开的 {count} 件已写出，共 {len(rows)} 个文件：{out}（从 index.html 打开）"
    )
    sys.exit(FINE)
