"""`disclosure register archive`: everything of a case in one folder, with its list and digests, for the archive (归档)."""

import hashlib
import shutil
import sys
from pathlib import Path

import click

from disclosure.data_files import load_data
from disclosure.docx_writer import Cell, Row, paragraph, table, write_docx
from disclosure.registers.types import Case, state_of
from disclosure.system_errors import system_reason
from disclosure.verbs.options import FINE, fail, site_option, today_option
from disclosure.verbs.register_place import (
    find_case,
    out_option,
    read_cases,
    refuse_git_tree,
    registers_of,
    registers_option,
)
from disclosure.verbs.report_files import refuse_public_place

_HELP = """把一件案件的登记、文书和材料整理成一卷：卷内目录、全部文件和校验值，放到仓库以外。

\b
disclosure register archive 2026-0007 --papers 加密盘/2026-0007 --out 加密盘/归档
"""
_EVENTS, _FILES = (1800, 2600, 5238), (700, 4300, 1400, 3238)
_SHOWN = 32


@click.command("archive", help=_HELP)
@site_option
@today_option
@registers_option
@click.argument("number")
@click.option(
    "--papers",
    required=True,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="文件夹",
    help="这一件的申请书、答复原件等，放在仓库以外。",
)
@out_option
def command(root: Path, today: str, outside: Path | None, number: str, papers: Path, out: Path) -> None:
    """Write the folder of a case."""
    refuse_public_place(root, out)
    for place, what in ((out, "案卷"), (papers, "材料")):
        refuse_git_tree(place, what)
    site, cases, _ = read_cases(root, today, outside)
    case = find_case(cases, number)
    if case.ended(today) is None:
        fail(f"案件 {case.number} 还没有办结（{state_of(case, today)}），不能归档。")
    if out.resolve() in (papers.resolve(), *papers.resolve().parents):
        fail("案卷不能写在材料的上级文件夹里，请另选一个。")
    target = out / f"{case.register}-{case.number}"
    source = registers_of(site, outside) / case.register / case.number[:4] / f"{case.number}.yml"
    if target.exists():
        fail(f"{target.name} 已经归过档，没有改动。")
    if links := sorted(path.name for path in papers.rglob("*") if path.is_symlink()):
        fail(f"材料里有链接（{'、'.join(links)}），请换成文件本身再归档。")
    begun = out / f".{target.name}.next"
    try:
        shutil.rmtree(begun, ignore_errors=True)
        begun.mkdir(parents=True)
        count = _fill(begun, source, papers, site.name, case)
        begun.rename(target)  # whole, or not there: half a file would pass for the archive's
    except OSError as error:
        shutil.rmtree(begun, ignore_errors=True)
        fail(f"案卷写不进去：{system_reason(error)}。没有留下写了一半的案卷。")
    click.echo(f"已写出案卷 {target}，共 {count} 个文件。归档后登记：disclosure register add {number} 归档 …")
    sys.exit(FINE)


def _fill(folder: Path, source: Path, papers: Path, office: str, case: Case) -> int:
    """Copy the case's file and papers into `folder`, and list them; how many there are."""
    shutil.copyfile(source, folder / "登记.yml")
    for path in sorted(papers.rglob("*")):
        if path.is_file():
            copy = folder / "材料" / path.relative_to(papers)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    listed = [(path.relative_to(folder).as_posix(), path.stat().st_size, _digest(path)) for path in files]
    (folder / "卷内目录.docx").write_bytes(_list(office, case, listed))
    listed.append(("卷内目录.docx", 0, _digest(folder / "卷内目录.docx")))
    lines = "".join(f"{digest}  {name}\n" for name, _, digest in sorted(listed))
    (folder / "SHA256SUMS").write_bytes(lines.encode("utf-8"))
    return len(files)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _list(office: str, case: Case, files: list[tuple[str, int, str]]) -> bytes:
    words = load_data("letters.yml")["archive"]
    filed = next((event.facts for event in case.events if event.what == "归档"), {})
    events = [
        Row(
            tuple(Cell(head, bold=True, align="center") for head in ("日期", "环节", "文号、结果")), head=True
        )
    ]
    events.append(Row((Cell(case.received), Cell("收到"), Cell(case.facts.get("way", "")))))
    events += [
        Row(
            (
                Cell(event.on),
                Cell(event.what),
                Cell("；".join(filter(None, map(event.facts.get, ("number", "outcome", "result", "until"))))),
            )
        )
        for event in case.events
    ]
    rows = [
        Row(
            tuple(Cell(head, bold=True, align="center") for head in ("序号", "文件", "字节", "校验值")),
            head=True,
        )
    ]
    rows += [
        Row((Cell(str(position)), Cell(name), Cell(str(size)), Cell(f"{digest[:_SHOWN]}…")))
        for position, (name, size, digest) in enumerate(files, 1)
    ]
    parts = [
        paragraph(office, size=14, align="center"),
        paragraph(words["title"], size=20, bold=True, align="center", after=8),
        paragraph(
            f"{case.kind.name}　案号 {case.number}　档号 {filed.get('number', words['undecided'])}　"
            f"保管期限 {filed.get('retention', words['undecided'])}",
            align="center",
            after=6,
        ),
        paragraph(words["events"], bold=True, before=6, after=2, with_next=True),
        table(events, _EVENTS),
        paragraph(words["files"], bold=True, before=8, after=2, with_next=True),
        table(rows, _FILES),
        paragraph(words["note"], size=9, before=6),
    ]
    return write_docx(parts, f"案号 {case.number}")
