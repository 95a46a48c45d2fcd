"""`disclosure pack --archive`: a period's information as a folder for 档案馆 and 图书馆 (条例第二十五条)."""

import sys
from pathlib import Path

import click

from disclosure.check.site import check_site
from disclosure.model.catalog import assemble
from disclosure.publish.archive_edition import items_of_period, write_edition
from disclosure.publish.item import ChangedDuringBuildError
from disclosure.publish.release import release_of
from disclosure.read.ledger import read_ledger
from disclosure.system_errors import system_reason
from disclosure.verbs.options import FINE, fail


def pack_archive(root: Path, today: str, first: str, last: str, out: Path) -> None:
    """Write the edition of `first` to `last` (ISO dates) and say what is in it."""
    checked = check_site(root, today)
    if checked.site_errors:
        fail(f"站点设置有 {len(checked.site_errors)} 处错误，先运行 disclosure check。")
    catalog = assemble(checked.site, checked.items, checked.problems)
    try:
        rows = write_edition(catalog, read_ledger(root)[0], first, last, out, release_of(catalog))
    except ChangedDuringBuildError as error:
        fail(f"编制期间文件有变动，请重新运行：{error}")
    except OSError as error:
        fail(f"写不进去：{error.filename}（{system_reason(error)}）。")
    count = len(items_of_period(catalog, first, last))
    click.echo(
        f"{first} 至 {last} 公开的 {count} 件已写出，共 {len(rows)} 个文件：{out}（从 index.html 打开）"
    )
    sys.exit(FINE)
