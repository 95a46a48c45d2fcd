"""`disclosure import --register`: a former register into the registers; what is there already is never overwritten."""

from pathlib import Path

import click

from disclosure.intake.register_rows import FormerCase, UnreadableError, read_former_register
from disclosure.problems import Problem, problem
from disclosure.system_errors import system_reason
from disclosure.verbs.options import FINE, PROBLEMS, fail
from disclosure.verbs.problem_output import print_problems
from disclosure.verbs.register_place import place_of, read_settings


def import_register(root: Path, source: Path, today: str, outside: Path | None) -> int:
    """Import the workbook `source`; returns the exit code."""
    site = read_settings(root, today)
    folder = place_of(site, outside)
    try:
        cases, problems, passed = read_former_register(site, source.read_bytes(), source.name)
    except UnreadableError:
        fail(f"{source.name} 不是可以读取的 Excel 工作簿（.xlsx）。")
    except OSError as error:
        fail(f"读不出 {source.name}（{system_reason(error)}）。")
    written = 0
    for case in cases:
        done, rows = _write(folder, case, source.name)
        written += done
        problems += rows
    print_problems(sorted(problems), "text")
    if passed:
        click.echo(f"没有读取的列：{'、'.join(passed)}")
    click.echo(f"共 {len(cases)} 件可以导入，新写入 {written} 件，{len(problems)} 行有问题。")
    return PROBLEMS if problems else FINE


def _write(folder: Path, case: FormerCase, name: str) -> tuple[int, list[Problem]]:
    path = folder / case.register / case.number[:4] / f"{case.number}.yml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(case.text)
    except FileExistsError:
        if path.read_text(encoding="utf-8", errors="replace") == case.text:
            return 0, []
        return 0, [problem("I052", name, case.row, "number", case.number)]
    except OSError as error:
        fail(f"写不进去：{path.name}（{system_reason(error)}）。")
    return 1, []
