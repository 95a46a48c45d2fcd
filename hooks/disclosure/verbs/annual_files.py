"""The form for the figures of an annual report, and catalog/reports/<year>.yml made of a filled one."""

from pathlib import Path

import click

from disclosure.problems import has_errors
from disclosure.read.annual_figures import FOLDER, read_year
from disclosure.reports.annual_workbook import blank_form, read_form, year_file
from disclosure.system_errors import system_reason
from disclosure.verbs.options import FINE, PROBLEMS, fail
from disclosure.verbs.problem_output import print_problems
from disclosure.verbs.report_files import refuse_public_place


def write_form(root: Path, form: Path, year: int) -> int:
    """Write the blank form of `year`; an existing file stays. Returns the exit code."""
    refuse_public_place(root, form.parent)
    if form.suffix != ".xlsx":
        fail("填报表的文件名以 .xlsx 结尾。")
    if form.exists():
        fail(f"已经有 {form}，没有改动。")
    try:
        form.parent.mkdir(parents=True, exist_ok=True)
        form.write_bytes(blank_form(f"{year}年政府信息公开工作年度报告填报表"))
    except OSError as error:
        fail(f"文件写不进去：{system_reason(error)}。")
    click.echo(f"已写出 {form}：每张表一页，每一行都要填，没有的填 0。")
    return FINE


def import_figures(root: Path, source: Path, year: int, *, renew: bool) -> int:
    """Write catalog/reports/<year>.yml from a filled form. Returns the exit code."""
    target = root / "catalog" / FOLDER / f"{year}.yml"
    if target.exists() and not renew:
        fail(f"已经有 catalog/{FOLDER}/{year}.yml，没有改动。确实要重写的，加 --replace。")
    try:
        tables, problems = read_form(source.read_bytes(), source.name)
    except OSError as error:
        fail(f"{source} 读不出来：{system_reason(error)}。")
    print_problems(problems, "text")
    if not tables:
        return PROBLEMS
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(year_file(year, tables, source=source.name), encoding="utf-8", newline="\n")
    except OSError as error:
        fail(f"文件写不进去：{system_reason(error)}。")
    _, found = read_year(root, year)
    print_problems(found, "text")
    click.echo(
        f"已写出 catalog/{FOLDER}/{year}.yml，请在各表写明 department（提供科室）和 person（填报人）。"
    )
    return PROBLEMS if has_errors([*problems, *found]) else FINE
