"""`disclosure report annual`: 政府信息公开工作年度报告 as draft and as item (J4, S2; 条例第四十九、五十条)."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from disclosure.annual_format import Figures, annual_format
from disclosure.problems import Problem, problem
from disclosure.read.annual_figures import FOLDER, YearFigures, read_year
from disclosure.reports.annual import AnnualReport
from disclosure.system_errors import system_reason
from disclosure.types import Item, Site
from disclosure.verbs.options import FINE, PROBLEMS, fail, site_option, today_option
from disclosure.verbs.problem_output import print_problems, summary
from disclosure.verbs.register_place import registers_option
from disclosure.verbs.report_files import refuse_public_place

_HELP = """年度报告：由 catalog/reports/年度.yml 的填报数字和登记台账生成。

\b
--out 文件夹        写出网页、Word、JSON、CSV；不合勾稽关系的标明“草稿”并列出
--final             没有错误时登记为一件待审批的公开事项；已经登记的，加 --replace 更新它
--form 文件.xlsx    给出空白填报表
--registers 文件夹   登记台账所在的文件夹；有台账的，表三、表四从台账统计
--from 文件.xlsx    把填好的表（或者采用本系统以前年度的数字）写成 catalog/reports/年度.yml
"""
_YEARS = (1949, 2200)


@click.command("annual", help=_HELP)
@site_option
@today_option
@click.option("--year", required=True, type=click.IntRange(*_YEARS), metavar="年度", help="报告的年度。")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar="文件夹")
@click.option("--final", is_flag=True, help="登记为待审批的公开事项；有错误时拒绝。")
@click.option("--replace", "renew", is_flag=True, help="更新已经登记的那一件；更新后要重新审批。")
@click.option("--form", type=click.Path(path_type=Path, dir_okay=False), metavar="文件.xlsx")
@click.option(
    "--from", "source", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="文件.xlsx"
)
@registers_option
def command(
    root: Path,
    today: str,
    year: int,
    out: Path | None,
    final: bool,
    renew: bool,
    form: Path | None,
    source: Path | None,
    outside: Path | None,
) -> None:
    """Make the report, its form, or its file of figures, and end with the exit code."""
    from disclosure.verbs.annual_files import import_figures, write_form

    if form:
        sys.exit(write_form(root, form, year))
    if source:
        sys.exit(import_figures(root, source, year, renew=renew))
    if not out and not final:
        fail("要写草稿请加 --out 文件夹；要登记为公开事项请加 --final；要空白填报表请加 --form 文件.xlsx。")
    if out:
        refuse_public_place(root, out)
    site, report, rows = prepare(root, today, year, outside)
    print_problems(rows, "text")
    click.echo(summary(rows))
    if out:
        _write_draft(site, report, rows, out)
    if final:
        from disclosure.verbs.annual_item import register_report

        sys.exit(register_report(site, report, renew=renew))
    sys.exit(PROBLEMS if report.is_draft else FINE)


def prepare(
    root: Path, today: str, year: int, outside: Path | None
) -> tuple[Site, AnnualReport, list[Problem]]:
    """The site, the report of `year` as far as it can be made, and all rows about it, sorted by place."""
    from disclosure.check.site import check_site
    from disclosure.model.catalog import assemble
    from disclosure.reports.annual import late_rows, make_report
    from disclosure.reports.annual_counts import count_catalog

    given, rows = read_year(root, year)
    if given is None:
        fail(
            f"没有 catalog/{FOLDER}/{year}.yml。先用 --form 文件.xlsx 给出空白填报表，填好后用 --from 文件.xlsx 写入。"
        )
    previous, _ = read_year(root, year - 1)
    checked = check_site(root, today)
    # What was in force is asked for the year's end; what may be counted, for today.
    as_of = replace(checked.site, today=min(today, f"{year}-12-31"))
    catalog = assemble(as_of, checked.items, checked.problems)
    counts = count_catalog(catalog, year)
    registers, uncounted = register_tables(root, today, given, outside)
    report, found = make_report(checked.site, given, previous, counts, registers)
    found += uncounted
    found += late_rows(with_publication(checked.items, given, report.title, today), today)
    rows = sorted({*rows, *found})
    faults = tuple(row for row in rows if row.severity == "error")
    return checked.site, replace(report, faults=faults), rows


def with_publication(items: Sequence[Item], given: YearFigures, title: str, today: str) -> YearFigures:
    """`given` with the day on which the report of that title was published, where the catalog knows one."""
    days = [i.publication[:10] for i in items if i.title == title and i.publication[:10] <= today]
    return replace(given, published=given.published or min(days, default=""))


def register_tables(
    root: Path, today: str, given: YearFigures, outside: Path | None
) -> tuple[Figures, list[Problem]]:
    """Tables three and four counted from the office's registers, and the cases that no table can count."""
    from disclosure.registers.counts import count_applications, count_reviews, not_counted
    from disclosure.registers.read import FOLDER as REGISTERS
    from disclosure.reports.annual_sums import with_totals
    from disclosure.verbs.register_place import read_cases

    if outside is None and not (root / REGISTERS).is_dir():
        return {}, []
    _, cases, _ = read_cases(root, today, outside)
    [reviews] = annual_format().tables["reviews"].figure_rows
    return {
        "applications": with_totals("applications", count_applications(cases, given.year)),
        "reviews": with_totals("reviews", {reviews.id: count_reviews(cases, given.year)}),
    }, [problem("H017", given.path, 1, "figures", name) for name in not_counted(cases)]


def _write_draft(site: Site, report: AnnualReport, rows: list[Problem], out: Path) -> None:
    from disclosure.reports.annual_documents import report_csv, report_docx, report_json
    from disclosure.reports.annual_page import report_page

    files = {
        f"annual-{report.year}.html": report_page(report, rows).encode("utf-8"),
        f"annual-{report.year}.docx": report_docx(report, site.name),
        f"annual-{report.year}.json": report_json(report).encode("utf-8"),
        f"annual-{report.year}.csv": report_csv(report),
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (out / name).write_bytes(data)
    except OSError as error:
        fail(f"报告写不进去：{error.filename}（{system_reason(error)}）。")
    state = "草稿" if report.is_draft else "报告"
    click.echo(
        f"{annual_format().title.format(name=site.name, year=report.year)}（{state}）已写出："
        + "、".join(str(out / f) for f in files)
    )
