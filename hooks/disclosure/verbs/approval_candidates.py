"""What can be approved in a site: items, hand-written pages, published settings; each with what its signer sees."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from disclosure.approval.subject import Subject, item_subject
from disclosure.check.approval import item_facts, judge, settled
from disclosure.check.item import check_item
from disclosure.check.later_facts import FACTS, PREFIX, status_category, status_subject
from disclosure.check.other_subjects import OTHER_FACTS, other_subjects
from disclosure.check.pages import PAGE
from disclosure.check.statuses import check_statuses
from disclosure.contract import FieldSpec, item_fields
from disclosure.gates.rows import hide_in_rows
from disclosure.gates.site_text import scan_loose_file, scan_settings
from disclosure.identifiers import parse_item_id
from disclosure.ledger import entries_by_item
from disclosure.problems import Problem
from disclosure.read.inventory import list_items
from disclosure.read.item_file import read_body, read_item
from disclosure.read.ledger import read_ledger
from disclosure.read.nodes import Mapping as Nodes
from disclosure.read.nodes import Node, Scalar, Sequence
from disclosure.read.statuses import read_statuses
from disclosure.render.markdown import render_body
from disclosure.render.readable import readable_text
from disclosure.types import Item, Site, Status

_APPROVAL_CODES = "V"
"""First letter of the codes of approval: what only lacks approval may be approved."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One subject with its title, its facts for the chain, and what is found wrong with it besides approval.

    `path` is its file, relative to the site; `item` is None for pages and settings. `unwritten` are the bytes of a
    file that is still to be written; `told` what its signer must know and it does not say: label and text.
    """

    subject: Subject
    path: str
    title: str
    index: str
    category: str
    facts: Mapping[str, str]
    since: str
    problems: tuple[Problem, ...]
    item: Item | None = None
    unwritten: bytes = b""
    told: tuple[tuple[str, str], ...] = ()


def candidates(site: Site) -> Iterator[Candidate]:
    """All of them: items by address, then status files, then pages and settings by name."""
    for path in list_items(site.root)[0]:
        if found := _item_candidate(site, path):
            yield found
    found_in = read_statuses(site.root)[1]
    for status in site.statuses.values():
        if parse_item_id(status.id):
            yield status_candidate(site, status, found_in)
    for subject in other_subjects(site.root):
        yield _other_candidate(site, subject)


def find_candidate(site: Site, identifier: str) -> Candidate | None:
    """The candidate of that id (2026-00012, status:2026-00012, page:apply.md, data:catalog/guide.yml), or None."""
    if identifier.startswith(PREFIX):
        status = site.statuses.get(identifier.removeprefix(PREFIX))
        if status is None or parse_item_id(status.id) is None:
            return None
        return status_candidate(site, status, read_statuses(site.root)[1])
    if ":" in identifier:
        other = next((s for s in other_subjects(site.root) if s.id == identifier), None)
        return _other_candidate(site, other) if other else None
    path = next((p for p in list_items(site.root)[0] if Path(p).stem == identifier), None)
    return _item_candidate(site, path) if path else None


def text_of(site: Site, candidate: Candidate) -> str:
    """What the public will read: a rendered body without its markup; pages and settings as they are written."""
    if candidate.item:
        body, _ = read_body(site.root, candidate.path)
        return readable_text(render_body(body, lambda identifier: f"item:{identifier}", "").html)
    data = candidate.unwritten or (site.root / candidate.path).read_bytes()
    return (
        data.decode("utf-8", "replace").strip() if b"\0" not in data else f"（二进制文件，{len(data)} 字节）"
    )


def fields_of(site: Site, candidate: Candidate) -> list[tuple[str, str]]:
    """Label and value of everything that stands in the head of an item's file; the name alone for other files."""
    if candidate.item is None:
        kind = candidate.subject.id.partition(":")[0] + ":"
        status = site.statuses.get(candidate.subject.id.removeprefix(PREFIX)) if kind == PREFIX else None
        if status:
            return [("状态文件", candidate.path), ("撤回种类", status.withdrawn_kind or "不是撤回")]
        return [("页面" if kind == PAGE else "设置", candidate.path)]
    raw, _ = read_item(site.root, candidate.path)
    specs = {spec.key: spec for spec in item_fields()}
    entries = raw.front_matter.entries if raw else {}
    return [
        (specs[key].label if key in specs else key, _words(node, specs.get(key)))
        for key, node in entries.items()
    ]


def _words(node: Node, spec: FieldSpec | None) -> str:
    """A value of the front-matter as a person reads it."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return "；".join(_words(entry, spec) for entry in node.items)
    labels = {inner.key: inner.label for inner in spec.fields} if spec else {}
    assert isinstance(node, Nodes), node  # noqa: S101 (the third and last kind)
    return "，".join(f"{labels.get(key, key)} {_words(inner, None)}" for key, inner in node.entries.items())


def _item_candidate(site: Site, path: str) -> Candidate | None:
    item, rows = check_item(site, path)
    if item is None:
        return None
    return Candidate(
        subject=item_subject(item),
        path=path,
        title=item.title,
        index=item.index,
        category=item.category,
        facts=item_facts(item),
        since=item.formed,
        problems=tuple(hide_in_rows(row for row in rows if not row.code.startswith(_APPROVAL_CODES))),
        item=item,
    )


def status_candidate(site: Site, status: Status, found: Iterable[Problem]) -> Candidate:
    """A status file of the site; `found` are the rows of reading it, and may be those of others too."""
    lines, _ = read_ledger(site.root)
    present = {Path(path).stem for path in list_items(site.root)[0]}
    rows = [*found, *check_statuses(site, present)]
    return Candidate(
        subject=status_subject(status),
        path=status.path,
        title=f"状态文件 {status.path}",
        index="",
        category=status_category(status, entries_by_item(lines).get(status.id, ())),
        facts=FACTS,
        since="",
        problems=tuple(row for row in rows if row.path == status.path),
    )


def _other_candidate(site: Site, subject: Subject) -> Candidate:
    name = subject.id.partition(":")[2]
    page = subject.id.startswith(PAGE)
    findings = scan_loose_file(site, f"content/{name}", subject.id)[1] if page else scan_settings(site, name)
    outcome, _ = judge(site, subject, "", OTHER_FACTS)
    return Candidate(
        subject=subject,
        path=f"content/{name}" if page else name,
        title=f"{'页面' if page else '设置'} {name}",
        index="",
        category="",
        facts=OTHER_FACTS,
        since="",
        problems=tuple(settled(site, findings, outcome, "", OTHER_FACTS)),
    )
