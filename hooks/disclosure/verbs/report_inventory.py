"""`disclosure report inventory`: the classes of information, how far they are sorted, who answers for each (Y6–Y9)."""

import sys
from collections import Counter
from pathlib import Path

import click

from disclosure.check.site import check_site
from disclosure.model.catalog import assemble
from disclosure.read.information_classes import FILE, SORTED, InformationClass, read_information_classes
from disclosure.verbs.options import FINE, fail, site_option, today_option
from disclosure.verbs.problem_output import print_problems
from disclosure.verbs.report_files import Table, out_option, refuse_public_place, write_report

COLUMNS = (
    *("信息类别", "公开属性", "不予公开情形", "依据", "制作", "审核", "保存"),
    *("进度", "梳理日期", "对应公开类别", "已公开件数"),
)
SUMMARY = ("公开属性", "类别数", "已梳理", "完成比例")
_ALL = "合计"


@click.command("inventory", help="信息梳理清单：每一类的公开属性、依据、制作审核保存责任、进度和完成比例。")
@site_option
@today_option
@out_option
def command(root: Path, today: str, out: Path) -> None:
    """Write the inventory as a page, CSV and a workbook."""
    refuse_public_place(root, out)
    checked = check_site(root, today)
    classes, rows = read_information_classes(checked.site)
    if not classes:
        fail(f"没有 catalog/{FILE}，或者里面没有写信息类别。怎样写见手册“信息梳理”。")
    print_problems(sorted(rows), "text")
    items = assemble(checked.site, checked.items, checked.problems).items
    published = Counter(item.category for item in items)
    title = f"{checked.site.name}政府信息梳理清单（截至 {today}）"
    table = Table("梳理清单", COLUMNS, tuple(_row(entry, published) for entry in classes))
    write_report(root, out, "inventory", title, [table, Table("完成比例", SUMMARY, progress(classes))])
    sys.exit(FINE)


def _row(entry: InformationClass, published: Counter[str]) -> tuple[str, ...]:
    count = str(published[entry.category]) if entry.category else ""
    return (
        *(entry.name, entry.disclosure, entry.ground, entry.basis),
        *(entry.made_by, entry.reviewed_by, entry.kept_by),
        *(entry.progress, entry.sorted_on, entry.category, count),
    )


def progress(classes: list[InformationClass]) -> tuple[tuple[str, ...], ...]:
    """How many classes of each 公开属性 there are, how many are sorted, and the share, with all of them at the end."""
    rows = []
    for name in [*dict.fromkeys(entry.disclosure for entry in classes), _ALL]:
        of_it = [entry for entry in classes if name in (entry.disclosure, _ALL)]
        done = sum(entry.progress == SORTED for entry in of_it)
        rows.append((name, str(len(of_it)), str(done), f"{100 * done / len(of_it):.1f}%"))
    return tuple(rows)
