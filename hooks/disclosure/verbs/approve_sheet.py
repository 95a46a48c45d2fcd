"""`approve --sheet`: the 信息发布审批表 as a Word file, for decisions that are made with a pen."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from disclosure.approval.acceptance import accepting_steps
from disclosure.approval.chain import Chain, Step, role_name
from disclosure.approval.check_code import check_code, sheet_code
from disclosure.approval.evaluate import Outcome
from disclosure.approval.policy import Policy
from disclosure.approval.sheet_form import sheet_form
from disclosure.check.approval import chain_of, judge
from disclosure.check.later_facts import PREFIX as STATUS
from disclosure.docx_writer import Cell, Row, paragraph, table, write_docx
from disclosure.problems import problem_kinds
from disclosure.render.item_page import size_label
from disclosure.system_errors import system_reason
from disclosure.types import Site
from disclosure.verbs.approval_accepts import open_findings
from disclosure.verbs.approval_candidates import Candidate, text_of
from disclosure.verbs.options import FINE, fail

MOST_ITEMS = 20
_BOX, _TICKED = "☐", "☑"
_SHORT_DIGEST = 16
_FOUR = (1500, 3319, 1500, 3319)
_SIGNING = (2500, 3338, 2000, 1800)
_SIGNING_HEIGHT, _CONFIRM_HEIGHT = 36, 60
_DATE = "　　年　月　日"


@dataclass(frozen=True, slots=True)
class _Entry:
    number: int
    candidate: Candidate
    chain: Chain
    outcome: Outcome

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.chain.steps_for(self.candidate.facts)


def write_sheet(
    site: Site, policy: Policy, found: Sequence[Candidate], number: str, target: Path | None
) -> int:
    """Write the sheet for these subjects; returns the exit code."""
    if len({candidate.subject.id for candidate in found}) < len(found):
        fail("同一件事项在一张审批表上只能列一次。")
    if len(found) > MOST_ITEMS:
        fail(f"一张审批表最多列 {MOST_ITEMS} 件，现在有 {len(found)} 件；请分成几张。")
    entries = []
    for position, candidate in enumerate(found, 1):
        outcome, _ = judge(site, candidate.subject, candidate.category, candidate.facts)
        if outcome.approved:
            fail(f"{candidate.subject.id} 已完成全部审批，不必再上审批表。")
        entries.append(_Entry(position, candidate, chain_of(policy, candidate.category), outcome))
    whole = sheet_code([candidate.subject for candidate in found])
    number = number or f"{site.today.replace('-', '')}-{whole.replace(' ', '')[:8]}"
    target = target or Path(f"审批表-{number}.docx")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(write_docx(_parts(site, policy, entries, number, whole), f"审批表编号 {number}"))
    except OSError as error:
        fail(f"写不出审批表 {target}（{system_reason(error)}）。")
    click.echo(f"已写出审批表 {number}，共 {len(entries)} 件：{target}\n整表校验码：{whole}")
    return FINE


def _parts(site: Site, policy: Policy, entries: Sequence[_Entry], number: str, whole: str) -> list[str]:
    form = sheet_form()
    head = [
        Row((Cell("审批表编号", bold=True), Cell(number), Cell("填表日期", bold=True), Cell(site.today))),
        Row(
            (Cell("整表校验码", bold=True), Cell(whole), Cell("件数", bold=True), Cell(f"{len(entries)} 件"))
        ),
    ]
    parts = [
        paragraph(site.name, size=14, align="center"),
        paragraph(form["title"], size=20, bold=True, align="center", after=8),
        table(head, _FOUR),
    ]
    for entry in entries:
        parts += [_caption(f"第 {entry.number} 件"), table(_item_rows(site, entry), _FOUR)]
    groups: dict[tuple[str, tuple[Step, ...], tuple[str, ...]], list[_Entry]] = {}
    for entry in entries:
        done = tuple(record.digest for record in entry.outcome.counted.values())
        groups.setdefault((entry.chain.name, entry.steps, done or ()), []).append(entry)
    for (chain, _, _), members in groups.items():
        which = "、".join(str(entry.number) for entry in members)
        parts += [
            _caption(f"审批意见：第 {which} 件（{chain}）"),
            table(_signing_rows(policy, members[0]), _SIGNING),
        ]
    parts += [_caption("责任和登记"), table(_closing_rows(entries), _FOUR)]
    parts.append(
        paragraph(
            "签字前请核对所审文稿与表中校验码一致；文稿改动一个字，校验码就会不同，须重新填表。"
            "有条件同意的，把条件写在意见栏内。"
            "登记人凭签字的原件登记，登记人不得是拟稿人，也不得是签字人；原件和扫描件按规定归档，不放入版本库。",
            size=9,
            before=6,
        )
    )
    return parts


def _item_rows(site: Site, entry: _Entry) -> list[Row]:
    candidate, item = entry.candidate, entry.candidate.item
    rows = [
        _wide("名称", candidate.title),
        _pair("编号", candidate.subject.id, "索引号", candidate.index or "—"),
    ]
    if item:
        chosen = "　".join(
            f"{_TICKED if value == item.disclosure else _BOX}{value}"
            for value in sheet_form()["disclosure"]["values"]
        )
        reason = f"\n理由：{item.disclosure_reason}" if item.disclosure_reason else ""
        offices = "、".join(dict.fromkeys((item.office, *item.joint_offices)))
        rows += [
            _pair("公开类别", item.category, "发文字号", item.document_number or "—"),
            _wide("公开属性", chosen + reason),
            _pair("发布机构", offices, "提供科室", f"{item.department}（电话 {item.phone}）"),
            _pair("成文日期", item.formed, "重要程度", item.importance),
            _wide("内容概述", item.summary),
        ]
    if candidate.subject.id.startswith(STATUS):
        rows += [_wide(label, text) for label, text in candidate.told]
        rows.append(_wide("状态文件", text_of(site, candidate)))
    else:
        rows.append(_wide("审查事项", "\n".join(_points(site, candidate))))
    rows += [
        _wide("附件和图片", "\n".join(_files(candidate)) or "无"),
        _wide("检查结果", _findings(candidate)),
        *_confirmations(entry),
        _wide("校验码", check_code(candidate.subject)),
    ]
    return rows


def _points(site: Site, candidate: Candidate) -> list[str]:
    """内容、范围、形式、时间, a box each with what it stands for in this item."""
    item = candidate.item
    facts = {
        "characters": len("".join(text_of(site, candidate).split())),
        "files": len(candidate.subject.files),
        "disclosure": item.disclosure if item else "面向社会公开",
        "site": site.name,
        "category": item.category if item else candidate.title,
        "publish_on": f"{item.publish_on} 起公开" if item and item.publish_on else "审批完成后即行公开",
    }
    return [
        f"{_BOX}{point['name']}：{point['value'].format(**facts)}"
        for point in sheet_form()["points"]["values"]
    ]


def _files(candidate: Candidate) -> list[str]:
    item = candidate.item
    titles = {a.name: a.title for a in (*item.attachments, *item.pictures)} if item else {}
    return [
        f"{titles.get(name) or '图片'}（{name}，{size_label(size)}，SHA-256 {digest[:_SHORT_DIGEST]}…）"
        for name, size, digest in candidate.subject.files
    ]


def _findings(candidate: Candidate) -> str:
    """Rows of the check, in which marks are masked already."""
    rows = [f"{row.code}：{row.message}" for row in candidate.problems]
    return "\n".join(rows) or "没有发现问题（程序只能查出有标记、有规律的问题，不能代替人工审查）。"


def _confirmations(entry: _Entry) -> list[Row]:
    """A row for each finding that holds the subject back until its reviewer lets it pass with a reason (Q27, Q33).

    What is named is what `approve --record --accept` asks the registrar for.
    """
    form = sheet_form()["confirms"]
    found = open_findings(entry.candidate, ())
    kinds = problem_kinds()
    rows: list[Row] = []
    for row in dict.fromkeys((row.code, row.carrier) for row in found):
        code, carrier = row
        text = form["note" if kinds[code].needs_note else "read"].format(box=_BOX)
        rows.append(
            _wide(f"确认 {len(rows) + 1}", f"{code}@{carrier}\n{text}\n\n{form['by']}", _CONFIRM_HEIGHT)
        )
    if rows:
        names = "、".join(step.name for step in accepting_steps(entry.steps))
        rows.insert(0, _wide(form["label"], form["head"].format(steps=names)))
    return rows


def _signing_rows(policy: Policy, entry: _Entry) -> list[Row]:
    names = ("环节（岗位）", "意见", "签名", "日期")
    rows = [Row(tuple(Cell(name, bold=True, align="center") for name in names), head=True)]
    for step in entry.steps:
        record = entry.outcome.counted.get(step.id)
        term = f"\n（{step.working_days} 个工作日内）" if step.working_days else ""
        label = Cell(f"{step.name}\n（{role_name(step.role)}）{term}", align="center")
        if record:
            decision = record.decision
            person = policy.persons[decision.person].name
            opinion = "\n".join((decision.decision, decision.opinion, *decision.conditions)).strip()
            day = decision.time[:10]
            cells = (
                label,
                Cell(opinion),
                Cell(f"{person}\n（已签署）", align="center"),
                Cell(day, align="center"),
            )
        else:
            blank = Cell(_DATE, align="center")
            cells = (label, Cell(f"{_BOX}同意　　{_BOX}不同意\n意见、条件："), Cell(""), blank)
        rows.append(Row(cells, height=_SIGNING_HEIGHT))
    return rows


def _closing_rows(entries: Sequence[_Entry]) -> list[Row]:
    form = sheet_form()
    values = {entry.candidate.item.disclosure for entry in entries if entry.candidate.item}
    notes = [f"{_BOX}{note['text']}" for note in form["notes"]["values"] if values & set(note["for"])]
    texts = form["texts"]
    return [
        _pair(form["duties_of"]["drafter"], "", form["duties_of"]["keeper"], "", height=24),
        _wide(
            "文本核对", f"{_BOX}{texts['same']}　核对人：　　　　　　日期：\n{_BOX}{texts['born_digital']}"
        ),
        _wide("附注", "　".join(notes) + "\n" if notes else "", height=30),
        _pair("登记人", "", "登记日期", _DATE, height=24),
    ]


def _caption(text: str) -> str:
    return paragraph(text, bold=True, before=8, after=2, with_next=True)


def _pair(label: str, value: str, second: str, other: str, height: float = 0) -> Row:
    return Row((Cell(label, bold=True), Cell(value), Cell(second, bold=True), Cell(other)), height)


def _wide(label: str, value: str, height: float = 0) -> Row:
    return Row((Cell(label, bold=True), Cell(value, span=3)), height)
