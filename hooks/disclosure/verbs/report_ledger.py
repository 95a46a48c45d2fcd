"""`disclosure report ledger`: the register of publications (登记簿) as people read it (J20)."""

import sys
from pathlib import Path

import click

from disclosure.ledger import Line
from disclosure.render.address import absolute
from disclosure.verbs.decision_trail import Trails, read_trails, role_of
from disclosure.verbs.options import FINE, site_option, today_option
from disclosure.verbs.report_files import Table, out_option, refuse_public_place, write_report

COLUMNS = (
    *("登记号", "事项", "编号", "索引号", "名称", "提供科室", "审核人", "时间", "网址", "校验值", "登记人"),
)
_REDACTED = "（已作涉密处置，内容清除）"
_MINUTES = len("2026-03-02T09:30")


@click.command(
    "ledger", help="登记簿：登记号、索引号、名称、提供科室、审核人、发布时间、网址、校验值、登记人。"
)
@site_option
@today_option
@out_option
def command(root: Path, today: str, out: Path) -> None:
    """Write the ledger as a page, CSV and a workbook."""
    refuse_public_place(root, out)
    trails = read_trails(root, today)
    rows = tuple(_row(trails, line) for line in trails.lines)
    title = f"{trails.site.name}政府信息发布登记簿（截至 {today}）"
    write_report(root, out, "ledger", title, [Table("登记簿", COLUMNS, rows)])
    sys.exit(FINE)


def _row(trails: Trails, line: Line) -> tuple[str, ...]:
    entry = line.entry
    if line.redacted:
        return (str(entry.number), _REDACTED, entry.item, *[""] * (len(COLUMNS) - 3))
    item = trails.items.get(entry.item)
    reviewers = trails.relied_on(entry.decision)
    return (
        str(entry.number),
        entry.action,
        entry.item,
        entry.index,
        entry.title,
        item.department if item else "",
        "、".join(
            f"{trails.person(r.decision.person)}（{role_of(r.decision)}）"
            for r in reviewers
            if r.decision.decision == "同意"
        ),
        entry.time[:_MINUTES].replace("T", " "),
        absolute(trails.site, entry.address) or entry.address,
        entry.sha256,
        "、".join(_registrars(trails, entry.decision)),
    )


def _registrars(trails: Trails, digest: str) -> list[str]:
    """Who registered it, each once: the one whose decision entered the ledger, and who entered decisions on paper."""
    last = trails.by_digest.get(digest)
    if last is None:
        return []
    papers = [r.decision.evidence.get("registrar", "") for r in (*trails.relied_on(digest), last)]
    return [trails.person(name) for name in dict.fromkeys([*filter(None, papers), last.decision.person])]
