"""`disclosure import`: bring documents of another system into a site, as often as wanted."""

from pathlib import Path

import click

from disclosure.problems import Problem, has_errors
from disclosure.system_errors import system_reason
from disclosure.verbs.options import FINE, MISUSE, PROBLEMS, fail, today_option
from disclosure.verbs.problem_output import print_problems
from disclosure.verbs.register_place import registers_option

_HELP = """从 JSON Lines（可压缩为 .gz）或存有 .docx、.txt 文件的文件夹导入历史信息。

可以反复运行：已导入的不会重复，来源中改动过的会更新，人工修改过的不会覆盖。
"""
_SHOWN = 20
_COLUMNS = ("来源", "行", "项", "代码", "程度", "原值", "说明", "办法")
_SEVERITIES = {"error": "错误", "warning": "提醒", "info": "提示"}


@click.command("import", help=_HELP)
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--site",
    "root",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    help="站点文件夹（默认为当前文件夹）；不存在的会新建。",
)
@today_option
@click.option("--unit-code", default="", metavar="代码", help="新建站点的机构代码。")
@click.option("--name", default="", metavar="名称", help="新建站点的机关名称。")
@click.option("--source-name", default="", metavar="名称", help="来源的名称；同一来源再次导入时应相同。")
@click.option("--extend", is_flag=True, help="把来源中的机构和类别加入站点（新建的站点总是如此）。")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="把逐行报告写成 CSV 文件。")
@click.option("--register", "as_register", is_flag=True, help="来源是以前的台账（.xlsx），补录到台账里。")
@registers_option
def command(
    source: Path,
    root: Path,
    today: str,
    unit_code: str,
    name: str,
    source_name: str,
    extend: bool,
    report: Path | None,
    as_register: bool,
    outside: Path | None,
) -> None:
    """Import the documents of a source and end with the exit code."""
    if as_register:
        from disclosure.verbs.import_register import import_register

        raise SystemExit(import_register(root.resolve(), source, today, outside))
    try:
        code = import_source(
            root,
            source,
            today,
            unit_code or None,
            name=name,
            source_name=source_name,
            extend=extend,
            report=report,
        )
    except OSError as error:
        fail(
            f"文件写不进去：{error.filename}（{system_reason(error)}）。已导入的部分保留，处理后再运行一次即可。"
        )
    raise SystemExit(code)


def import_source(
    site: Path,
    source: Path,
    today: str,
    unit_code: str | None = None,
    *,
    name: str = "",
    source_name: str = "",
    extend: bool = False,
    report: Path | None = None,
) -> int:
    """Import `source` into the site folder `site`, which is made where there is none. Returns the exit code."""
    from disclosure.identifiers import valid_unit_code
    from disclosure.intake.importing import Importer
    from disclosure.intake.new_site import make_site
    from disclosure.intake.numbering import read_numbers
    from disclosure.intake.register import ImportRegister
    from disclosure.intake.rows import UnknownSourceError, read_rows
    from disclosure.read.site import read_site

    if unit_code and not valid_unit_code(unit_code):
        click.echo(f"机构代码校验不通过：{unit_code}。", err=True)
        return MISUSE
    try:
        rows = read_rows(source)
    except UnknownSourceError:
        click.echo(
            f"认不出来源：{source.name}。可以导入 .jsonl、.jsonl.gz 文件，或存有 .docx、.txt 的文件夹。",
            err=True,
        )
        return MISUSE
    made = make_site(site, name, unit_code or "")
    settings, problems = read_site(site, today)
    if has_errors(problems):
        _show([p for p in problems if p.severity == "error"])
        return MISUSE
    if unit_code and unit_code not in settings.unit_codes:
        click.echo(f"站点的机构代码是 {'、'.join(settings.unit_codes)}，与 {unit_code} 不同。", err=True)
        return MISUSE
    register = ImportRegister(site)
    register.begin(extends=made or extend)
    register.extends |= extend
    stem = source_name or source.name.removesuffix(".gz").rsplit(".", 1)[0]
    importer = Importer(
        settings,
        register,
        read_numbers(settings),
        label=stem,
        source_name=source_name or source.name,
        today=today,
    )
    result = importer.run(rows)
    _show(result.problems)
    if report:
        _write_report(report, result.problems)
    click.echo(
        f"新增 {result.added} 条，更新 {result.updated} 条，未变 {result.unchanged} 条，"
        f"未导入 {result.left_out} 条；新加机构 {result.offices} 个、类别 {result.categories} 个。"
    )
    if made:
        click.echo(
            f"已新建站点 {site}。请核对 catalog/site.yml 中的机关名称和机构代码，再运行 disclosure check。"
        )
    return PROBLEMS if has_errors(result.problems) else FINE


def _show(problems: list[Problem]) -> None:
    """Rows in the order of the source; of each kind only the first, since an old site repeats its faults."""
    counts: dict[str, int] = {}
    shown = []
    for row in problems:
        counts[row.code] = counts.get(row.code, 0) + 1
        if counts[row.code] <= _SHOWN:
            shown.append(row)
    print_problems(shown, "text")
    for code, count in sorted(counts.items()):
        if count > _SHOWN:
            click.echo(f"[{code}] 另有 {count - _SHOWN} 行同类情况，用 --report 文件.csv 可得全部。")


def _write_report(path: Path, problems: list[Problem]) -> None:
    import csv

    with path.open("w", encoding="utf-8-sig", newline="") as file:  # Excel reads UTF-8 only by its mark
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for p in problems:
            writer.writerow(
                [p.path, p.line, p.field, p.code, _SEVERITIES[p.severity], p.value, p.message, p.advice]
            )
