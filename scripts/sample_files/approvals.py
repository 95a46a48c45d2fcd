"""Policy, records and ledger of the sample office, as its people would have made them day by day."""

import hashlib
import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from disclosure.approval.acceptance import SECRECY
from disclosure.approval.chain import shipped_chains
from disclosure.approval.decision import NAMESPACE, Decision
from disclosure.approval.evaluate import Record
from disclosure.approval.policy import NAMESPACE as POLICY_NAMESPACE
from disclosure.approval.sample_keys import sample_key
from disclosure.approval.subject import Subject
from disclosure.check.item import check_item
from disclosure.check.later_facts import PREFIX
from disclosure.check.site import read_approving_site
from disclosure.ledger import PATH as LEDGER
from disclosure.read.inventory import list_items
from disclosure.read.site import read_site
from disclosure.sshsig import public_line, sign
from disclosure.types import Item, Office, Site
from disclosure.verbs.approval_accepts import Accept, open_findings
from disclosure.verbs.approval_candidates import candidates, find_candidate
from disclosure.verbs.approval_writing import make_record, write_decisions

ADOPTED = "2026-11-20"
"""The day on which the sample office took the program into use; pages and settings were approved then."""
PERSONS = (
    ("secrecy", "办公室保密审查员", ["secrecy-reviewer"]),
    ("leader", "分管政务公开副局长", ["leader"]),
    ("publisher", "办公室政务公开专员", ["publisher"]),
    ("registrar", "办公室档案管理员", ["registrar"]),
    ("duty", "总值班室值班员", ["duty-officer"]),
    ("chief", "局长", ["chief"]),
    ("inspector", "机关纪委书记", []),
)
DIVISIONS = ("内设机构", "所属单位")
"""Kinds of offices whose heads review what they provided."""
LOOKED_AT = "已看过原图，是本局自行绘制的流程图，与正文一致"
"""What the reviewer for secrecy says of a picture, which no program can read."""
ROOTS = ("chief", "leader", "inspector")


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """A subject and the moment at which its last decision was made."""

    time: str
    subject: str


def main(root: Path) -> None:
    """Remove every record of the office in `root` and make them again."""
    shutil.rmtree(root / "catalog" / "approvals", ignore_errors=True)
    (root / LEDGER).unlink(missing_ok=True)
    write_policy(root)
    site, _ = read_approving_site(root, ADOPTED)
    if site.policy is None or not site.sample:
        sys.exit("只有示例单位可以用示例密钥审批。Only a sample office can be approved with sample keys.")
    for event in sorted(events(site)):
        candidate = find_candidate(site, event.subject)
        assert candidate is not None, event.subject  # noqa: S101 (listed a moment ago)
        looked_at = [(row.code, row.carrier, LOOKED_AT) for row in open_findings(candidate, ())]
        write_decisions(site, [(candidate, decisions(site, candidate, event.time, looked_at))])


def write_policy(root: Path, chain: str = "standard") -> None:
    """The first and only version: two of three roots sign it; the sample office carries its own pin."""
    lines = ["format: 1", 'version: "1"', 'previous: ""', f"chain: {chain}"]
    lines += ["root:", '  threshold: "2"', f"  persons: [{', '.join(ROOTS)}]", "persons:"]
    for name, title, roles, offices in (*heads(root), *((*person, []) for person in PERSONS)):
        lines += [f"  - id: {name}", f"    name: {title}", f"    roles: [{', '.join(roles)}]"]
        lines += [f"    offices: [{', '.join(offices)}]"] if offices else []
        lines += [f"    key: {public_line(sample_key(name))}"]
    data = ("\n".join(lines) + "\n").encode("utf-8")
    folder = root / "catalog" / "policy"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "1.yml").write_bytes(data)
    signatures = [{"person": p, "sig": sign(sample_key(p), POLICY_NAMESPACE, data)} for p in ROOTS[:2]]
    text = "".join(json.dumps(signature) + "\n" for signature in signatures)
    (folder / "1.sigs.jsonl").write_text(text, encoding="utf-8", newline="\n")
    digest = hashlib.sha256(data).hexdigest()
    (folder / "sample-pin.txt").write_text(digest + "\n", encoding="utf-8", newline="\n")


def heads(root: Path) -> list[tuple[str, str, list[str], list[str]]]:
    """The head of each division, for what it and those that it took over from provided; without divisions one for all."""
    offices = read_site(root, ADOPTED)[0].offices.values()
    found = [
        (f"head-{o.id}", f"{o.name}负责人", ["division-head"], [o.name, *_former(o, offices)])
        for o in offices
        if o.kind in DIVISIONS and not o.valid_to
    ]
    return found or [("division", "业务科室负责人", ["division-head"], [])]


def _former(office: Office, offices: Iterable[Office]) -> list[str]:
    return [other.name for other in offices if other.successor == office.name]


def events(site: Site) -> Iterator[Event]:
    """When each subject was published, changed or withdrawn: as its own dates say, but not after ADOPTED."""
    items = {item.id: item for path in list_items(site.root)[0] if (item := check_item(site, path)[0])}
    for candidate in candidates(site):
        identifier = candidate.subject.id
        if identifier.startswith(PREFIX):
            status = site.statuses[identifier.removeprefix(PREFIX)]
            day = status.withdrawn_on or status.validity_on or ADOPTED
            yield Event(f"{min(day, ADOPTED)}T16:00", identifier)
        elif ":" in identifier:
            yield Event(f"{ADOPTED}T11:00", identifier)
        else:
            published, _, clock = publication(items[identifier]).partition(" ")
            yield Event(f"{min(published, ADOPTED)}T{clock or '09:30'}", identifier)


def publication(item: Item) -> str:
    """The day, or the moment, on which the item says that it is published."""
    return item.published or item.publish_on or item.formed


class Decidable(Protocol):
    """What a chain of decisions is about."""

    @property
    def subject(self) -> Subject: ...  # noqa: D102
    @property
    def category(self) -> str: ...  # noqa: D102
    @property
    def facts(self) -> Mapping[str, str]: ...  # noqa: D102


def decisions(site: Site, candidate: Decidable, last: str, looked_at: Sequence[Accept] = ()) -> list[Record]:
    """The whole chain, half an hour a step, the last at `last`; `looked_at` are the findings let pass."""
    assert site.policy is not None  # noqa: S101 (who has none has no chain either)
    division = candidate.facts.get("department", "")
    steps = shipped_chains()[site.policy.chain_for(candidate.category)].steps_for(candidate.facts)
    end = datetime.fromisoformat(last)
    done: list[Record] = []
    for number, step in enumerate(steps, 1):
        time = end - timedelta(minutes=30 * (len(steps) - number))
        person = next(p.id for p in site.policy.persons.values() if p.decides_for(step.role, division))
        decision = Decision(
            catalog=site.unit_codes[0],
            subject=candidate.subject,
            revision=1,
            step=step.id,
            role=step.role,
            person=person,
            decision="同意",
            time=time.strftime("%Y-%m-%dT%H:%M+08:00"),
            after=tuple(sorted(record.digest for record in done)),
            accepts=tuple(looked_at) if step.kind == SECRECY else (),
        )
        done.append(make_record(decision, lambda data, name=person: sign(sample_key(name), NAMESPACE, data)))
    return done


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
