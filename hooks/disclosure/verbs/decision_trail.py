"""All signed decisions of a site, with what is known of their subjects: the ground of the ledger report and the audit."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from disclosure.approval.chain import Chain, role_name, shipped_chains
from disclosure.approval.decision import Decision
from disclosure.approval.evaluate import Outcome, Record
from disclosure.approval.subject import Subject, item_subject
from disclosure.check.approval import item_facts, judge
from disclosure.check.later_facts import FACTS, PREFIX, status_category, status_subject
from disclosure.check.other_subjects import OTHER_FACTS, other_subjects
from disclosure.check.site import check_site
from disclosure.ledger import Line, entries_by_item
from disclosure.problems import problem_kinds
from disclosure.read.approvals import read_records
from disclosure.read.ledger import read_ledger
from disclosure.read.statuses import read_statuses
from disclosure.types import Item, Site


@dataclass(frozen=True, slots=True)
class Trail:
    """The decisions on one subject. `chain` and `outcome` are those of the present bytes, None where these are gone."""

    subject: str
    title: str
    chain: Chain | None
    outcome: Outcome | None
    records: tuple[Record, ...]
    present: str = ""


@dataclass(frozen=True, slots=True)
class Trails:
    """A site with its ledger and the trails of all subjects, by subject."""

    site: Site
    items: Mapping[str, Item]
    lines: tuple[Line, ...]
    trails: Mapping[str, Trail]
    by_digest: Mapping[str, Record] = field(default_factory=dict)

    def person(self, name: str) -> str:
        """A person as the policy names them, with their id."""
        known = self.site.policy.persons.get(name) if self.site.policy else None
        return f"{known.name}（{name}）" if known and known.name != name else name

    def relied_on(self, digest: str) -> list[Record]:
        """The decisions that one relies on, directly or through others, oldest first."""
        found: dict[str, Record] = {}
        waiting = [digest]
        while waiting:
            record = self.by_digest.get(waiting.pop())
            for other in record.decision.after if record else ():
                if other in self.by_digest and other not in found:
                    found[other] = self.by_digest[other]
                    waiting.append(other)
        return sorted(found.values(), key=lambda r: (r.decision.time, r.digest))


def read_trails(root: Path, today: str) -> Trails:
    """Everything that was ever decided in `root`, as of `today`, those on subjects that are gone included."""
    checked = check_site(root, today)
    lines, _ = read_ledger(root)
    items = {item.id: item for item in checked.items}
    titles = {line.entry.item: line.entry.title for line in lines if line.entry.title}
    titles |= {item.id: item.title for item in checked.items}
    present = dict(_present(checked.site, checked.items, lines))
    trails = {}
    for name in sorted({*present, *_recorded(root)}):
        records = sorted(read_records(root, name)[0], key=lambda r: (r.decision.time, r.line))
        if not records:
            continue
        chain, outcome, digest = None, None, ""
        if name in present and checked.site.policy:
            subject, category, facts = present[name]
            chain = shipped_chains()[checked.site.policy.chain_for(category)]
            outcome, digest = judge(checked.site, subject, category, facts)[0], subject.sha256
        title = titles.get(name.removeprefix(PREFIX), name.partition(":")[2])
        trails[name] = Trail(name, title, chain, outcome, tuple(records), digest)
    by_digest = {record.digest: record for trail in trails.values() for record in trail.records}
    return Trails(checked.site, items, tuple(lines), trails, by_digest)


def _present(
    site: Site, items: Iterable[Item], lines: Iterable[Line]
) -> Iterator[tuple[str, tuple[Subject, str, Mapping[str, str]]]]:
    """What can be judged today: subject id → (subject, category, facts for its chain)."""
    for item in items:
        yield item.id, (item_subject(item), item.category, item_facts(item))
    entries = entries_by_item(lines)
    for status in read_statuses(site.root)[0].values():
        subject = status_subject(status)
        yield subject.id, (subject, status_category(status, entries.get(status.id, ())), FACTS)
    for subject in other_subjects(site.root):
        yield subject.id, (subject, "", OTHER_FACTS)


def _recorded(root: Path) -> Iterator[str]:
    """Subjects of all record files, also of items that are gone."""
    folder = root / "catalog" / "approvals"
    for path in sorted(folder.rglob("*.jsonl")):
        kind, _, name = path.relative_to(folder).as_posix().removesuffix(".jsonl").partition("/")
        if not kind.isdigit():
            yield f"{kind}:{name}"
        elif name.endswith(".status"):
            yield PREFIX + name.removesuffix(".status")
        else:
            yield name


def step_name(chain: Chain | None, step: str) -> str:
    """The Chinese name of a step, by its chain or, where that is not known, by any that has it."""
    chains = [chain] if chain else list(shipped_chains().values())
    return next((s.name for c in chains for s in c.steps if s.id == step), step)


def role_of(decision: Decision) -> str:
    """The Chinese name of the role in which a decision was made."""
    return role_name(decision.role)


def standing(trail: Trail, record: Record) -> str:
    """What a decision counts for today."""
    if trail.outcome is None:
        return "对象已不在，未再核验"
    refused = next((r for r in trail.outcome.refusals if r.record.digest == record.digest), None)
    if record.decision.subject.sha256 != trail.present:
        return "以前的版本"
    if refused:
        return f"不算：{problem_kinds()[refused.code].explanation}"
    if any(record.digest == counted.digest for counted in trail.outcome.counted.values()):
        return "有效"
    return "留存" if record.decision.decision == "不同意" else "未计入"
