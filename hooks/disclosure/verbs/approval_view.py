"""What a signer is shown: everything that the signature covers, and how it differs from what was approved before."""

import difflib
import re

import click

from disclosure.approval.check_code import check_code
from disclosure.approval.decision import Decision
from disclosure.approval.evaluate import Outcome
from disclosure.approval.policy import Policy
from disclosure.approval.subject import Subject
from disclosure.check.approval import chain_of
from disclosure.read.history import find_earlier
from disclosure.render.item_page import size_label
from disclosure.types import Site
from disclosure.verbs.approval_candidates import Candidate, fields_of, text_of
from disclosure.verbs.approval_facts import earlier_revisions
from disclosure.verbs.problem_output import print_problems

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""What a terminal obeys instead of showing: it could paint another text over the one that is signed."""


def show(site: Site, policy: Policy, candidate: Candidate, outcome: Outcome, decision: Decision) -> None:
    """Print the subject, what was decided before, and the decision that is about to be signed."""
    chain = chain_of(policy, candidate.category)
    steps = " → ".join(step.name for step in chain.steps_for(candidate.facts))
    for label, value in fields_of(site, candidate):
        click.echo(_visible(f"{label}：{value}"))
    click.echo(_visible(f"—— 公众将看到的正文 ——\n{text_of(site, candidate)}\n—— 附件和图片 ——"))
    for name, size, digest in candidate.subject.files:
        click.echo(f"{name}（{size_label(size)}，{size} 字节，SHA-256 {digest}）")
    if not candidate.subject.files:
        click.echo("没有附件和图片。")
    click.echo("—— 检查结果 ——")
    print_problems(candidate.problems, "text")
    if not candidate.problems:
        click.echo("没有发现问题（不等于没有问题，程序不能代替人工审查）。")
    click.echo("—— 与上一次审批通过的稿子相比 ——")
    for line in _differences(site, policy, candidate):
        click.echo(_visible(line))
    click.echo(f"—— 审批（{chain.name}：{steps}）——")
    for record in outcome.counted.values():
        click.echo(_said(policy, record.decision))
    if outcome.objection:
        click.echo(_said(policy, outcome.objection.decision))
    click.echo(f"本次意见：{_said(policy, decision)}")
    click.echo(f"第 {decision.revision} 稿，校验码：{check_code(candidate.subject)}")


def _visible(text: str) -> str:
    return _HIDDEN.sub(lambda found: f"〈U+{ord(found[0]):04X}〉", text)


def _said(policy: Policy, decision: Decision) -> str:
    person = policy.persons.get(decision.person)
    name = person.name if person else decision.person
    words = [f"{decision.time[:16].replace('T', ' ')}  {name}  {decision.decision}"]
    if decision.opinion:
        words.append(f"意见：{decision.opinion}")
    words += [f"条件：{condition}" for condition in decision.conditions]
    words += [f"确认 {code} {path}：{reason}" for code, path, reason in decision.accepts]
    return _visible("  ".join(words))


def _differences(site: Site, policy: Policy, candidate: Candidate) -> list[str]:
    """A unified diff of the file, and a line for each file beside it that came, went or changed."""
    earlier = earlier_revisions(site, policy, candidate)
    if not earlier:
        return ["这是第一稿，以前没有审批通过的稿子。"]
    last = earlier[-1]
    now = (site.root / candidate.path).read_bytes()
    before = find_earlier(site.root, candidate.path, last.subject.sha256)
    named = f"第 {last.number} 稿（{last.published_at[:16].replace('T', ' ')} 发布）"
    if before is None:
        lines = [
            f"{named}的文件在版本库的历史中找不到，无法逐行比较；请对照存档的原稿。SHA-256 {last.subject.sha256}"
        ]
    else:
        found = difflib.unified_diff(_lines(before), _lines(now), named, "本稿", lineterm="", n=2)
        lines = list(found) or ["文件没有改动。"]
    return lines + _file_changes(last.subject, candidate.subject)


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "replace").split("\n")


def _file_changes(before: Subject, now: Subject) -> list[str]:
    old = {name: digest for name, _, digest in before.files}
    new = {name: digest for name, _, digest in now.files}
    lines = [f"附件增加：{name}" for name in new.keys() - old.keys()]
    lines += [f"附件删去：{name}" for name in old.keys() - new.keys()]
    lines += [f"附件改动：{name}" for name in old.keys() & new.keys() if old[name] != new[name]]
    return sorted(lines)
