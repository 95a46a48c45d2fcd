"""What can be approved in a site: items, hand-written pages, published settings; each with what its signer sees."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from disclosure.approval.subject import Subject, item_subject
from disclosure.check.approval import item_facts
from disclosure.check.item import check_item
from disclosure.check.later_facts import FACTS, PREFIX, status_category, status_subject
from disclosure.check.other_subjects import OTHER_FACTS, PAGE, other_subjects
from disclosure.check.statuses import check_statuses
from disclosure.identifiers import parse_item_id
from disclosure.ledger import entries_by_item
from disclosure.problems import Problem
from disclosure.read.inventory import list_items
from disclosure.read.item_file import read_body
from disclosure.read.ledger import read_ledger
from disclosure.read.statuses import read_statuses
from disclosure.types import Item, Site, Status

_APPROVAL_CODES = "V"
"""First letter of the codes of approval: what only lacks approval may be approved."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One subject with its title, its facts for the chain, what is shown before signing, and other problems."""

    subject: Subject
    title: str
    index: str
    category: str
    facts: Mapping[str, str]
    since: str
    shown: tuple[tuple[str, str], ...]
    text: str
    problems: tuple[Problem, ...]


def candidates(site: Site) -> Iterator[Candidate]:
    """All of them: items by address, then status files, then pages and settings by name."""
    for path in list_items(site.root)[0]:
        if found := _item_candidate(site, path):
            yield found
    for status in site.statuses.values():
        if parse_item_id(status.id):
            yield _status_candidate(site, status)
    for subject in other_subjects(site.root):
        yield _other_candidate(site, subject)


def find_candidate(site: Site, identifier: str) -> Candidate | None:
    """The candidate of that id (2026-00012, status:2026-00012, page:apply.md, data:catalog/guide.yml), or None."""
    if identifier.startswith(PREFIX):
        status = site.statuses.get(identifier.removeprefix(PREFIX))
        return _status_candidate(site, status) if status and parse_item_id(status.id) else None
    if ":" in identifier:
        other = next((s for s in other_subjects(site.root) if s.id == identifier), None)
        return _other_candidate(site, other) if other else None
    path = next((p for p in list_items(site.root)[0] if Path(p).stem == identifier), None)
    return _item_candidate(site, path) if path else None


def _item_candidate(site: Site, path: str) -> Candidate | None:
    item, rows = check_item(site, path)
    if item is None:
        return None
    return Candidate(
        subject=item_subject(item),
        title=item.title,
        index=item.index,
        category=item.category,
        facts=item_facts(item),
        since=item.formed,
        shown=_item_fields(item),
        text=read_body(site.root, item.path)[0].strip(),
        problems=tuple(row for row in rows if not row.code.startswith(_APPROVAL_CODES)),
    )


def _status_candidate(site: Site, status: Status) -> Candidate:
    lines, _ = read_ledger(site.root)
    present = {Path(path).stem for path in list_items(site.root)[0]}
    rows = [*read_statuses(site.root)[1], *check_statuses(site, present)]
    return Candidate(
        subject=status_subject(status),
        title=f"状态文件 {status.path}",
        index="",
        category=status_category(status, entries_by_item(lines).get(status.id, ())),
        facts=FACTS,
        since="",
        shown=(("状态文件", status.path), ("撤回种类", status.withdrawn_kind or "不是撤回")),
        text=(site.root / status.path).read_bytes().decode("utf-8", "replace").strip(),
        problems=tuple(row for row in rows if row.path == status.path),
    )


def _item_fields(item: Item) -> tuple[tuple[str, str], ...]:
    return (
        ("名称", item.title),
        ("索引号", item.index),
        ("公开类别", item.category),
        ("公开属性", item.disclosure),
        ("内容概述", item.summary),
    )


def _other_candidate(site: Site, subject: Subject) -> Candidate:
    name = subject.id.partition(":")[2]
    page = subject.id.startswith(PAGE)
    path = site.root / "content" / name if page else site.root / name
    data = path.read_bytes()
    text = data.decode("utf-8", "replace") if b"\0" not in data else f"（二进制文件，{len(data)} 字节）"
    label = "页面" if page else "设置"
    return Candidate(subject, f"{label} {name}", "", "", OTHER_FACTS, "", ((label, name),), text.strip(), ())
