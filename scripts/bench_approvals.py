"""The benchmark's office with a full chain of signed decisions for every item, page and setting."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench_content import TODAY
from disclosure.approval.subject import Subject, item_subject
from disclosure.check.approval import item_facts
from disclosure.check.item import check_item
from disclosure.check.other_subjects import OTHER_FACTS, other_subjects
from disclosure.check.site import read_approving_site
from disclosure.ledger import PATH, PUBLISH, Line, next_entry, read_line, write_line
from disclosure.read.approvals import records_path, write_record
from disclosure.read.inventory import list_items
from disclosure.types import Item, Site
from sample_files.approvals import decisions, write_policy

CHAIN = "xian"
"""A chain of three steps for an ordinary item: three signatures each."""


@dataclass(frozen=True, slots=True)
class Approved:
    """A subject with what decides its chain."""

    subject: Subject
    category: str
    facts: Mapping[str, str]


def approve_office(source: Path, folder: Path) -> Path:
    """A copy of the office `source` that requires approval and has all of it."""
    shutil.copytree(source, folder)
    settings = folder / "catalog" / "site.yml"
    text = settings.read_text(encoding="utf-8").replace("approval: none", "approval: required")
    settings.write_text(text, encoding="utf-8")
    write_policy(folder, CHAIN)
    site, _ = read_approving_site(folder, TODAY)
    items = [item for path in list_items(folder)[0] if (item := check_item(site, path)[0])]
    last: Line | None = None
    with (folder / PATH).open("w", encoding="utf-8") as ledger:
        for item in sorted(items, key=lambda item: (item.publication, item.id)):
            subject = Approved(item_subject(item), item.category, item_facts(item))
            decision = _record(site, subject, f"{item.publication[:10]}T09:30")
            last = _line(item, decision, last)
            ledger.write(write_line(last.entry) + "\n")
    for other in other_subjects(folder):
        _record(site, Approved(other, "", OTHER_FACTS), f"{TODAY}T09:30")
    return folder


def _record(site: Site, subject: Approved, time: str) -> str:
    """Write the chain of decisions; the digest of the last."""
    records = decisions(site, subject, time)
    path = site.root / records_path(subject.subject.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(write_record(r.payload, r.signature) for r in records), encoding="utf-8")
    return records[-1].digest


def _line(item: Item, decision: str, before: Line | None) -> Line:
    entry = next_entry(
        [before] if before else [],
        action=PUBLISH,
        item=item.id,
        index=item.index,
        address=f"items/{item.year}/{item.id}.html",
        title=item.title,
        sha256=item.sha256,
        time=f"{item.publication[:10]}T09:30+08:00",
        decision=decision,
    )
    return read_line(write_line(entry), entry.number)
