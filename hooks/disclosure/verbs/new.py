"""`disclosure new`: register an item; asks in Chinese for what the contract asks for."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from disclosure.problems import Problem, has_errors
from disclosure.system_errors import system_reason
from disclosure.types import Site
from disclosure.verbs.options import FINE, MISUSE, PROBLEMS, fail, site_option, today_option
from disclosure.verbs.problem_output import print_problems

_HELP = """登记一条新的公开事项：逐项询问，给出编号和索引号，写好文件。

\b
--from 文件.docx    从 Word 文件取得标题、文号、日期和正文，再补问其余各项
--set 字段=值       直接给出，不再询问；联系方式写 contact.department 和 contact.phone
"""


@click.command("new", help=_HELP)
@site_option
@today_option
@click.option(
    "--from", "source", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="文件.docx"
)
@click.option("--set", "given", multiple=True, metavar="字段=值", help="直接给出一个字段，可重复。")
@click.option(
    "--attach", multiple=True, type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="文件"
)
@click.option("--no-input", is_flag=True, help="不询问；缺少必填的字段时不登记。")
def command(
    root: Path,
    today: str,
    source: Path | None,
    given: tuple[str, ...],
    attach: tuple[Path, ...],
    no_input: bool,
) -> None:
    """Register an item and end with the exit code."""
    raise SystemExit(register_item(root, today, source=source, given=given, attach=attach, ask=not no_input))


def register_item(
    root: Path,
    today: str,
    *,
    source: Path | None = None,
    given: Sequence[str] = (),
    attach: Sequence[Path] = (),
    ask: bool = True,
) -> int:
    """Write a new item of the site in `root`; `given` are `key=value` texts. Returns the exit code."""
    from disclosure.check.item import check_item
    from disclosure.intake.answers import faults_of
    from disclosure.intake.new_item import add_item, attachment_of
    from disclosure.intake.numbering import NumbersExhaustedError
    from disclosure.intake.rows import SourceFile
    from disclosure.read.site import read_site
    from disclosure.verbs.asking import complete

    site, problems = read_site(root, today)
    if has_errors(problems):
        print_problems([p for p in problems if p.severity == "error"], "text")
        return MISUSE
    body, files = "", list[SourceFile]()
    suggested: dict[str, Any] = {}
    if source:
        suggested, body, files = _read_source(source, site)
    values = _given_values(given)
    faults = faults_of(site, values, *values)
    if faults:
        print_problems([p for p in faults if p.severity == "error"], "text")
        return PROBLEMS
    missing = complete(site, values, suggested, ask=ask)
    if missing:
        click.echo(
            "没有登记，还缺：" + "、".join(f"{spec.label}（{spec.key}）" for spec in missing), err=True
        )
        return PROBLEMS
    for path in attach:
        files.append(attachment_of(path, [file.name for file in files]))
    try:
        made = add_item(site, values, body, files)
    except NumbersExhaustedError:
        fail("今年的编号已经用完。")
    except OSError as error:
        fail(f"文件写不进去：{system_reason(error)}。")
    click.echo(f"已登记 {made.id}，索引号 {made.index}。\n{made.path}")
    _, rows = check_item(site, made.path)
    print_problems(sorted(row for row in rows if row.code != "B010"), "text")
    if not body.strip():
        click.echo("下一步：在这个文件第二个 --- 之后写正文。")
    click.echo(f"附件和图片放在 content/files/{made.id[:4]}/{made.id}/；写好后运行 disclosure check。")
    return FINE


def _given_values(given: Sequence[str]) -> dict[str, Any]:
    """The values of --set. Ends the program where one names no field."""
    from disclosure.intake.answers import askable_fields, shaped

    fields = {spec.key: spec for spec in askable_fields()}
    values: dict[str, Any] = {}
    for pair in given:
        key, equals, text = pair.partition("=")
        name, _, inner = key.strip().partition(".")
        spec = fields.get(name)
        nested = {f.key for f in spec.fields} if spec and spec.type == "mapping" else set[str]()
        if (
            not equals
            or spec is None
            or spec.type in ("attachments", "entries")
            or (inner not in nested if nested else inner)
        ):
            fail(f"不认识的字段：{pair}。写成 字段=值，可用的字段见手册的字段表。")
        if inner:
            values.setdefault(name, {})[inner] = " ".join(text.split())
        else:
            values[name] = shaped(spec, text)
    return {key: value for key, value in values.items() if value}


def _read_source(source: Path, site: Site) -> tuple[dict[str, Any], str, list[Any]]:
    """Values, body and pictures of a Word file; ends the program where it can't be read."""
    from disclosure.intake.answers import faults_of
    from disclosure.intake.docx_rows import ORIGINAL, read_docx_row
    from disclosure.intake.summary import make_summary

    row = read_docx_row(source, source.name)
    if isinstance(row, Problem):
        print_problems([row], "text")
        raise SystemExit(MISUSE)
    print_problems([p for p in row.problems if p.code != "I009"], "text")
    body = row.body or ""
    found = {k: v for k, v in row.values.items() if v} | {"summary": make_summary(body)}
    wrong = {p.field for p in faults_of(site, found, *found)}
    pictures = [file for file in row.files if file.name != ORIGINAL]
    return {k: v for k, v in found.items() if k not in wrong and v}, body, pictures
