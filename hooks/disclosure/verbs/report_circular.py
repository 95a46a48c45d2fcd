"""`disclosure report circular`: a 通报 from catalog/units.yml, as a draft item (Y1–Y4; 条例第四十六、四十七条)."""

import sys
from pathlib import Path

import click

from disclosure.data_files import load_data
from disclosure.problems import has_errors
from disclosure.read.units import FILE, Units, read_units
from disclosure.system_errors import system_reason
from disclosure.verbs.options import FINE, PROBLEMS, fail, site_option, today_option
from disclosure.verbs.problem_output import print_problems
from disclosure.verbs.report_files import Table, refuse_public_place, write_report

_HELP = """通报：按 catalog/units.yml 统计各单位完成有关事项的情况，列出没有完成的单位。

\b
--out 文件夹   写出正文、网页和表格，供核对
--final        登记为一件待审批的公开事项；名单有错误时拒绝
"""
COLUMNS = ("单位", "没有完成的事项", "整改情况", "负责人", "联系方式")


@click.command("circular", help=_HELP)
@site_option
@today_option
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar="文件夹")
@click.option("--final", is_flag=True, help="登记为待审批的公开事项。")
@click.option("--department", default="", metavar="科室", help="由哪个科室解答（全称）。")
def command(root: Path, today: str, out: Path | None, final: bool, department: str) -> None:
    """Print the figures, write the draft, register the item."""
    from disclosure.read.site import read_site
    from disclosure.reports.circular import (
        circular_markdown,
        circular_rows,
        circular_title,
        on_several,
        outcomes,
    )
    from disclosure.verbs.report_item import ReportItem, add_report_item

    if out:
        refuse_public_place(root, out)
    site, rows = read_site(root, today)
    units, found = read_units(root)
    if units is None:
        print_problems(found, "text")
        fail(f"没有可用的 catalog/{FILE}：在里面写明要求的事项和各单位，写法见手册。")
    rows = [row for row in rows if row.path == units.path] + found + circular_rows(units, today)
    print_problems(sorted(rows), "text")
    for outcome in outcomes(units):
        done = f"{outcome.total} 个单位，已完成 {outcome.done} 个（{outcome.share}）"
        click.echo(f"{outcome.requirement.name}：{done}，没有完成 {len(outcome.missing)} 个。")
    click.echo("两项以上没有完成：" + ("、".join(u.name for u in on_several(units)) or "没有") + "。")
    office = next((o.name for o in site.offices.values() if o.kind == "本机关"), site.name)
    body = circular_markdown(units, office, today)
    if out:
        _write(root, out, circular_title(units), body, _table(units))
    if has_errors(rows):
        if final:
            click.echo("名单还有错误，没有登记。", err=True)
        sys.exit(PROBLEMS)
    if final:
        words = load_data("circular.yml")
        try:
            path = add_report_item(
                site,
                ReportItem(
                    title=circular_title(units),
                    summary=words["summary"].format(subject=units.subject),
                    body=body,
                    shipped=words["item"],
                    keywords=tuple(words["item"]["keywords"]),
                    department=department,
                ),
            )
        except OSError as error:
            fail(f"文件写不进去：{system_reason(error)}。")
        click.echo(f"已登记为 {path}，尚未审批。核对名单后运行 disclosure check。")
    sys.exit(FINE)


def _table(units: Units) -> Table:
    rows = []
    waiting = load_data("circular.yml")["follow_up_states"][0]
    for unit in units.units:
        open_ones = [r for r in units.requirements if r.id not in unit.done]
        if open_ones:
            states = [unit.follow_up.get(r.id, waiting) for r in open_ones]
            names = "；".join(r.name for r in open_ones)
            rows.append((unit.name, names, "；".join(states), unit.officer, unit.contact))
    return Table("没有完成的单位", COLUMNS, tuple(rows))


def _write(root: Path, out: Path, title: str, body: str, table: Table) -> None:
    write_report(root, out, "circular", title, [table])
    try:
        (out / "circular.md").write_text(f"# {title}\n\n{body}", encoding="utf-8", newline="\n")
    except OSError as error:
        fail(f"报告写不进去：{error.filename}（{system_reason(error)}）。")
