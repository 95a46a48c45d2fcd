"""`disclosure report audit`: who proposed, reviewed, approved, objected and published what, for supervision (X8, Q37)."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from disclosure.approval.chain import role_name
from disclosure.approval.decision import AGREE
from disclosure.approval.evaluate import Record
from disclosure.check.later_facts import PREFIX
from disclosure.verbs.decision_trail import Trail, Trails, read_trails, role_of, standing, step_name
from disclosure.verbs.options import FINE, fail, site_option, today_option
from disclosure.verbs.report_files import Table, out_option, refuse_public_place, write_report

DECISIONS = (
    *(
        "对象",
        "名称",
        "版次",
        "内容校验值",
        "审批链",
        "环节",
        "岗位",
        "人员",
        "代谁签署",
        "决定",
        "意见",
        "条件",
    ),
    *("时间", "方式", "依据", "登记人", "授权", "放行的检查结果", "效力"),
)
ITEMS = (
    *(
        "对象",
        "名称",
        "审批链",
        "提出",
        "审核、批准",
        "发布",
        "发布时间",
        "不同意见及处理",
        "集体研究",
        "登记",
    ),
)
PERSONS = ("人员", "经手对象", "同意", "不同意", "代签", "最早", "最近")
_EVIDENCE = {
    "number": "审批表编号",
    "date": "审批表日期",
    "signed_on": "签字日期",
    "scan": "扫描件校验值",
    "code": "校验码",
    "text_check": "文字核对",
    "reviewed": "审查内容",
    "drafter": "拟稿人",
    "keeper": "保存人",
    "meeting": "会议纪要",
    "meeting_on": "会议日期",
}
"""What a decision rests on besides the signature, in the order in which it is read; people have columns of their own."""
_WAYS = {"key": "密钥", "paper": "纸面"}
_MINUTES = len("2026-03-02T09:30")


@click.command("audit", help="审计报告：每一件谁提出、审核、批准、反对、发布，何时，按哪一套审批链。")
@site_option
@today_option
@out_option
@click.option("--item", "identifier", default="", metavar="编号", help="只列这一件（连同它的状态文件）。")
@click.option("--person", default="", metavar="代号", help="只列这个人经手的。")
def command(root: Path, today: str, out: Path, identifier: str, person: str) -> None:
    """Write the audit report as a page, CSV and a workbook."""
    refuse_public_place(root, out)
    trails = read_trails(root, today)
    wanted = [
        t for t in trails.trails.values() if not identifier or t.subject in (identifier, PREFIX + identifier)
    ]
    chosen = [
        (trail, record)
        for trail in wanted
        for record in trail.records
        if not person
        or person in (record.decision.person, record.decision.on_behalf_of, record.decision.signer)
    ]
    if not chosen and (identifier or person):
        fail("没有符合条件的审批记录，请核对编号或代号。")
    subjects = {trail.subject: trail for trail, _ in chosen}
    tables = [
        Table("审批明细", DECISIONS, tuple(_decision_row(trails, t, r) for t, r in chosen)),
        Table("按事项", ITEMS, tuple(_item_row(trails, trail) for trail in subjects.values())),
        Table("按人员", PERSONS, tuple(_person_rows(trails, (record for _, record in chosen)))),
    ]
    scope = identifier or (trails.person(person) if person else "全部")
    title = f"{trails.site.name}信息公开审批审计报告：{scope}（截至 {today}）"
    write_report(root, out, "audit", title, tables)
    sys.exit(FINE)


def _decision_row(trails: Trails, trail: Trail, record: Record) -> tuple[str, ...]:
    decision, evidence = record.decision, record.decision.evidence
    revisions = list(dict.fromkeys(r.decision.subject.sha256 for r in trail.records))
    paper = "；".join(f"{label} {evidence[key]}" for key, label in _EVIDENCE.items() if evidence.get(key))
    return (
        trail.subject,
        trail.title,
        str(revisions.index(decision.subject.sha256) + 1),
        decision.subject.sha256[:16],
        trail.chain.name if trail.chain else "",
        step_name(trail.chain, decision.step),
        role_of(decision),
        trails.person(decision.person),
        trails.person(decision.on_behalf_of) if decision.on_behalf_of else "",
        decision.decision,
        decision.opinion,
        "；".join(decision.conditions),
        _moment(decision.time),
        _WAYS[decision.mode],
        paper,
        trails.person(evidence["registrar"]) if evidence.get("registrar") else "",
        role_name(evidence.get("authorised-by", "")),
        "；".join(f"{code} {path}：{reason}" for code, path, reason in decision.accepts),
        standing(trail, record),
    )


def _item_row(trails: Trails, trail: Trail) -> tuple[str, ...]:
    """The present chain of a subject: who did what, and what became of each objection."""
    counted = list(trail.outcome.counted.values()) if trail.outcome else []
    complete = bool(trail.outcome and trail.outcome.approved)
    publisher = counted[-1:] if complete else []
    middle = counted[1 : len(counted) - len(publisher)]
    lines = [
        x for x in trails.lines if x.entry.decision in {r.digest for r in trail.records} and not x.redacted
    ]
    return (
        trail.subject,
        trail.title,
        trail.chain.name if trail.chain else "",
        _who(trails, counted[:1] if len(counted) > len(publisher) else []),
        _who(trails, middle),
        _who(trails, publisher),
        _moment(publisher[0].decision.time) if publisher else "",
        "；".join(_objections(trails, trail)),
        "、".join(_collective(r) for r in counted if r.decision.evidence.get("meeting")),
        "、".join(f"第{x.entry.number}号 {x.entry.action}" for x in lines),
    )


def _collective(record: Record) -> str:
    """The minutes of a meeting that decided (集体研究)."""
    return " ".join(
        filter(None, (record.decision.evidence["meeting"], record.decision.evidence.get("meeting_on")))
    )


def _objections(trails: Trails, trail: Trail) -> Iterable[str]:
    """Every objection, never left out, and who went on in knowledge of it (承办人的不同意见)."""
    for record in trail.records:
        decision = record.decision
        if decision.decision == AGREE:
            continue
        over = [
            r
            for r in trail.records
            if record.digest in r.decision.after
            and r.decision.step == decision.step
            and r.decision.decision == AGREE
        ]
        after = f"；其后 {_who(trails, over)} 知悉后仍同意" if over else "；未被推翻"
        yield f"{trails.person(decision.person)} {_moment(decision.time)}：{decision.opinion}{after}"


def _who(trails: Trails, records: Iterable[Record]) -> str:
    return "、".join(f"{trails.person(r.decision.person)} {_moment(r.decision.time)}" for r in records)


def _person_rows(trails: Trails, records: Iterable[Record]) -> Iterable[tuple[str, ...]]:
    by_person: dict[str, list[Record]] = {}
    for record in records:
        by_person.setdefault(record.decision.person, []).append(record)
    for name, own in sorted(by_person.items()):
        times = sorted(r.decision.time for r in own)
        yield (
            trails.person(name),
            str(len({r.decision.subject.id for r in own})),
            str(sum(r.decision.decision == AGREE for r in own)),
            str(sum(r.decision.decision != AGREE for r in own)),
            str(sum(bool(r.decision.on_behalf_of) for r in own)),
            _moment(times[0]),
            _moment(times[-1]),
        )


def _moment(time: str) -> str:
    return time[:_MINUTES].replace("T", " ")
