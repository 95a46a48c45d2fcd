"""`disclosure pack`: editions that leave the office as a folder: for archive and library, and for reading rooms."""

from pathlib import Path

import click

from disclosure.check.values import wrong_date
from disclosure.verbs.options import fail, site_option, today_option
from disclosure.verbs.report_files import refuse_public_place

_HELP = """打成可以带走的文件夹。

\b
档案版：一段时间内公开的信息，送交档案馆、图书馆（网页、附件、可以公开的登记记录、校验值清单）
disclosure pack --archive --from 2026-01-01 --until 2026-06-30 ../档案版

\b
阅览室版：整个网站，放在 U 盘、光盘或者阅览室的电脑上，双击 index.html 就能浏览、检索
disclosure pack --reading-room --next 2027-02-22 --to 市图书馆 ../reading-room
"""


@click.command("pack", help=_HELP)
@site_option
@today_option
@click.option("--archive", is_flag=True, help="档案版。")
@click.option(
    "--reading-room", is_flag=True, help="阅览室版：文件夹和 ZIP 各一份，登记在 catalog/editions.yml。"
)
@click.option("--from", "first", metavar="日期", help="档案版：从哪一天起公开的（含当日）。")
@click.option("--until", "last", metavar="日期", help="档案版：到哪一天为止公开的（含当日）。")
@click.option("--next", "following", metavar="日期", help="阅览室版：下一版预计哪一天编制。")
@click.option("--to", "holders", multiple=True, metavar="地点", help="阅览室版：交给谁，可以写多次。")
@click.argument("out", type=click.Path(path_type=Path, file_okay=False), metavar="文件夹")
def command(
    root: Path,
    today: str,
    archive: bool,
    reading_room: bool,
    first: str | None,
    last: str | None,
    following: str | None,
    holders: tuple[str, ...],
    out: Path,
) -> None:
    """Write one of the two editions into an empty folder and say what is in it."""
    if archive == reading_room:
        fail("请写明要哪一种：--archive（档案版）或者 --reading-room（阅览室版）。")
    refuse_public_place(root, out)
    if out.exists() and any(out.iterdir()):
        fail(f"{out} 里已有文件，没有改动。请另选一个空文件夹。")
    if archive:
        from disclosure.verbs.pack_archive import pack_archive

        if not first or not last or wrong_date(first) or wrong_date(last) or first > last:
            fail("档案版要写 --from 和 --until，写成 2026-03-02 的形式，前者不晚于后者。")
        pack_archive(root, today, first, last, out)
    else:
        from disclosure.verbs.pack_reading_room import pack_reading_room

        if not following or wrong_date(following) or following <= today:
            fail("阅览室版要用 --next 写明下一版预计哪一天编制，写成 2026-03-02 的形式，晚于今天。")
        pack_reading_room(root, today, following, holders, out)
