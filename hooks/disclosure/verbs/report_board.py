"""`disclosure report board`: what an office sees of its own work, and never publishes (J3, J28, Q2, Q36, Q53)."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from disclosure.data_files import load_data
from disclosure.problems import Problem, sentence
from disclosure.types import Item, Site
from disclosure.verbs.options import FINE, site_option, today_option
from disclosure.verbs.register_place import registers_option
from disclosure.verbs.report_files import Table, out_option, refuse_public_place, write_report

_HELP = """内部看板：及时率、舆情回应、覆盖情况、逾期、空白和陈旧的类别，十四种责任情形各有什么依据。

\b
--registers 文件夹   连同登记台账（申请、复议诉讼、投诉）的期限和收费一起看
"""
_NOTHING, _PERSON = "没有发现", "由人认定"


@click.command("board", help=_HELP)
@site_option
@today_option
@registers_option
@out_option
@click.option("--year", metavar="年度", help="及时率和舆情回应按哪一年计算（默认为当年）。")
def command(root: Path, today: str, outside: Path | None, out: Path, year: str | None) -> None:
    """Write the board as a page, CSV and a workbook."""
    from disclosure.check.catalog import check_published
    from disclosure.check.site import check_site
    from disclosure.model.catalog import assemble
    from disclosure.reports.board import (
        LATE,
        coverage,
        empty_categories,
        opinion_answers,
        stale_categories,
        timeliness,
        triggers,
    )

    refuse_public_place(root, out)
    checked = check_site(root, today)
    catalog = assemble(checked.site, checked.items, checked.problems)
    rows = [*checked.problems, *check_published(checked.site, catalog.items)]
    cases, found = _registers(root, today, outside)
    rows += found
    timely = timeliness(catalog, rows, year or today[:4])
    empty, stale = empty_categories(catalog), stale_categories(catalog)
    late = [row for row in rows if row.code in LATE]
    liabilities = triggers(catalog, rows, cases, unregistered(root, checked.site, catalog.items))
    limits = load_data("liability.yml")["inspection"]
    share = timely[-1][-1] if timely else "—"
    facts = (
        ("已公开信息", str(len(catalog.items)), ""),
        (f"{year or today[:4]}年及时率", share, "按期公开的件数占可以判断的件数"),
        ("逾期公开", str(len(late)), "见“逾期”"),
        ("隔离中", str(len(catalog.quarantined)), "有错误、暂不公开的事项"),
        ("空白类别", str(len(empty)), _judged(len(empty), limits["empty_categories"], limits["source"])),
        ("陈旧类别", str(len(stale)), _judged(len(stale), limits["stale_categories"], limits["source"])),
        ("有依据的责任情形", str(sum(bool(t.evidence) for t in liabilities)), f"共 {len(liabilities)} 种"),
    )
    title = f"{checked.site.name}政府信息公开工作看板（截至 {today}）"
    tables = [
        Table("概况", ("项目", "数值", "说明"), facts),
        Table("及时率", ("科室", "公开件数", "按期", "逾期", "无法判断", "及时率"), tuple(timely)),
        Table("逾期", ("位置", "问题"), tuple((row.path, sentence(row)) for row in sorted(late))),
        Table(
            "舆情回应",
            ("等级", "回应件数", "按时", "逾期", "无法判断", "按时率"),
            tuple(opinion_answers(catalog, rows, year or today[:4])),
        ),
        Table("覆盖", ("类别", "条款", "件数", "最近更新"), tuple(coverage(catalog))),
        Table("空白类别", ("类别", "条款"), tuple((c.name, c.article) for c in empty)),
        Table(
            "陈旧类别",
            ("类别", "最近更新", "更新期限", "应更新日期", "已超过天数"),
            tuple((s.category.name, s.latest, s.term, s.due, str(s.days)) for s in stale),
        ),
        Table(
            "责任情形",
            ("序号", "情形", "判断", "依据"),
            tuple(
                (
                    str(t.number),
                    t.name,
                    _PERSON if t.by_person else f"{len(t.evidence)} 条" if t.evidence else _NOTHING,
                    text,
                )
                for t in liabilities
                for text in (t.evidence or ("",))
            ),
        ),
    ]
    write_report(root, out, "board", title, tables)
    sys.exit(FINE)


def _judged(count: int, limit: int, source: str) -> str:
    verdict = "已达到" if count >= limit else "没有达到"
    return f"{verdict}抽查的不合格线 {limit} 个（{source}）"


def _registers(root: Path, today: str, outside: Path | None) -> tuple[Mapping[str, str], list[Problem]]:
    """The register of each case's file, and all rows of the registers; nothing where the office keeps none."""
    from disclosure.registers.read import FOLDER
    from disclosure.verbs.register_place import read_cases

    if outside is None and not (root / FOLDER).is_dir():
        return {}, []
    _, cases, rows = read_cases(root, today, outside)
    return {case.path: case.register for case in cases}, rows


def unregistered(root: Path, site: Site, items: Sequence[Item]) -> list[str]:
    """Published items that the ledger does not know, where the site has to keep one."""
    from disclosure.read.ledger import read_ledger

    if site.approval != "required":
        return []
    known = {line.entry.item for line in read_ledger(root)[0]}
    return sorted(item.id for item in items if item.id not in known and not item.imported_source)
