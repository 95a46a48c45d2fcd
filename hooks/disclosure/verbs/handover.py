"""`disclosure handover`: everything that goes from one person to another, as a 交接单, and the policy that follows."""

from collections.abc import Sequence
from pathlib import Path

import click

from disclosure.approval.chain import division_roles
from disclosure.approval.policy import Person
from disclosure.docx_writer import Cell, Row, paragraph, table, write_docx
from disclosure.system_errors import system_reason
from disclosure.verbs.handover_facts import Section, find_sections
from disclosure.verbs.options import FINE, fail, site_option, today_option
from disclosure.verbs.problem_output import print_problems

_HELP = """列出一个人离开岗位要移交的：岗位、密钥、等他办理的事项和期限、代签、保管的资料、要办的手续。

不改动授权文件；加 --draft 把人员变动写进下一版授权文件的草稿，由规定人数签署（disclosure policy sign）。
"""
_WIDTH = 9638
_EMPTY = "（无）"


@click.command("handover", help=_HELP)
@click.argument("person", metavar="移交人")
@click.option("--to", "successor", required=True, metavar="代号", help="接收人。")
@site_option
@today_option
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="交接单写成 Word 文件（.docx）。"
)
@click.option("--draft", is_flag=True, help="把人员变动写进下一版授权文件的草稿。")
@click.option("--until", metavar="时间", help="移交人的密钥到何时止（默认为今天，只用于 --draft）。")
def command(
    person: str, successor: str, root: Path, today: str, *, out: Path | None, draft: bool, until: str | None
) -> None:
    """Print the sheet, and write it and the draft where that is asked for."""
    from disclosure.check.site import read_approving_site
    from disclosure.read.policy import read_policy

    site, problems = read_approving_site(root, today)
    policy = site.policy
    if policy is None:
        print_problems([p for p in problems if p.severity == "error"], "text")
        fail("本站没有可用的授权文件，或没有设置 approval: required，没有岗位可以交接。")
    if person == successor:
        fail("移交人和接收人是同一个人。")
    if person not in policy.persons:
        fail(f"授权文件里没有代号为 {person} 的人；可用的有：" + "、".join(sorted(policy.persons)))
    version = read_policy(root)[0][policy.version - 1]
    giver = policy.persons[person]
    # Who takes over is often new: the sheet is drawn up before the policy names them.
    taker = policy.persons.get(successor) or Person(successor, f"{successor}（尚未登记）", frozenset(), "")
    sections = find_sections(site, policy, version, giver, taker)
    click.echo(f"交接单：{giver.name}（{giver.id}）→ {taker.name}（{taker.id}），{today}")
    for section in sections:
        click.echo(f"\n{section.title}")
        for row in section.rows or ((_EMPTY,),):
            click.echo("  " + "  ".join(row))
    if out:
        _write(out, _parts(site.name, today, giver, taker, sections), f"{giver.name}交接单")
        click.echo(f"\n已写出 {out}。")
    if draft:
        _draft(root, giver, taker, until or today)
    raise SystemExit(FINE)


def _parts(office: str, today: str, giver: Person, taker: Person, sections: Sequence[Section]) -> list[str]:
    head = [
        Row((Cell("移交人", bold=True), Cell(giver.name), Cell("接收人", bold=True), Cell(taker.name))),
        Row((Cell("制单日期", bold=True), Cell(today), Cell("监交人", bold=True), Cell(""))),
    ]
    parts = [
        paragraph(office, size=14, align="center"),
        paragraph("政府信息公开工作交接单", size=20, bold=True, align="center", after=8),
        table(head, (1500, 3319, 1500, 3319)),
    ]
    for section in sections:
        parts.append(paragraph(section.title, size=12, bold=True, before=10, after=4, with_next=True))
        heads = Row(tuple(Cell(text, bold=True, align="center") for text in section.heads), head=True)
        empty = Row((Cell(_EMPTY, span=len(section.heads)),))
        rows = [Row(tuple(map(Cell, row))) for row in section.rows] or [empty]
        parts.append(table([heads, *rows], _widths(section)))
    signing = [
        Row(
            tuple(
                Cell(text, bold=True, align="center") for text in ("移交人签字", "接收人签字", "监交人签字")
            ),
            head=True,
        ),
        Row((Cell(""), Cell(""), Cell("")), height=40),
        Row(tuple(Cell("年　　月　　日", align="right") for _ in range(3))),
    ]
    parts.append(paragraph("签字", size=12, bold=True, before=10, after=4, with_next=True))
    parts.append(table(signing, (3213, 3213, 3212)))
    return parts


def _widths(section: Section) -> tuple[int, ...]:
    if section.heads[0] in ("项目", "序号"):
        return 1500, _WIDTH - 1500
    return 1500, 3600, 1600, _WIDTH - 6700


def _write(out: Path, parts: Sequence[str], footer: str) -> None:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(write_docx(parts, footer))
    except OSError as error:
        fail(f"写不出交接单 {out}（{system_reason(error)}）。")


def _draft(root: Path, giver: Person, taker: Person, until: str) -> None:
    """Put the change of persons into the draft of the next policy, beside what already stands in it."""
    from disclosure.verbs.policy_draft import (
        NAME,
        Values,
        change,
        checked_time,
        new_values,
        person_of,
        write_draft,
    )

    end = checked_time(until)
    if not (root / NAME).exists():
        write_draft(root, new_values(root))

    def edit(values: Values) -> None:
        person_of(values, giver.id)["valid_until"] = end
        entry = person_of(values, taker.id)
        entry["roles"] = sorted({*entry.get("roles", ()), *giver.roles})
        if giver.roles & division_roles():
            unbound = taker.roles & division_roles() and not taker.offices
            entry.pop("offices", None)
            if giver.offices and not unbound:
                entry["offices"] = sorted(taker.offices | giver.offices)
        signing = values["root"]["persons"]
        if giver.id in signing and entry.get("key"):
            values["root"]["persons"] = list(dict.fromkeys(taker.id if p == giver.id else p for p in signing))
        for row in values.get("delegations", ()):
            if giver.id in (row["from"], row["to"]) and row["start"] < end < row["end"]:
                row["end"] = end

    change(root, edit)
    click.echo(
        f"\n人员变动已写进草稿 {NAME}，现行的授权文件没有改动。核对后由规定人数签署：disclosure policy sign。"
    )
