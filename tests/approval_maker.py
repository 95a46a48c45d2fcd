"""A scratch site that requires approval: policy and decisions signed with the sample office's derived keys."""

import hashlib
import json
from dataclasses import replace

from click.testing import CliRunner
from disclosure.approval.chain import shipped_chains
from disclosure.approval.decision import NAMESPACE, Decision, digest_of, write_payload
from disclosure.approval.policy import NAMESPACE as POLICY_NAMESPACE
from disclosure.approval.sample_keys import sample_key
from disclosure.approval.subject import Subject, item_subject
from disclosure.check.approval import item_facts
from disclosure.check.item import check_item
from disclosure.check.other_subjects import other_subjects
from disclosure.read.approvals import records_path, write_record
from disclosure.read.site import read_site
from disclosure.sshsig import public_line, sign
from disclosure.verbs.approve import command
from register_maker import INTERNAL
from site_maker import TODAY

ROOTS = ("chief", "deputy", "supervisor")
PERSONS = {
    "head": ["division-head"],
    "secrecy": ["secrecy-reviewer"],
    "leader": ["leader"],
    "publisher": ["publisher"],
    "registrar": ["registrar"],
    "duty": ["duty-officer"],
    "newcomer": [],
    "chief": ["chief"],
    "deputy": ["disclosure-leader"],
    "supervisor": [],
}
STEPS = (("draft", "head"), ("secrecy", "secrecy"), ("sign", "leader"), ("publish", "publisher"))
WITHDRAWAL_STEPS = (("withdraw", "leader"), ("withdraw-publish", "publisher"))
ITEM = "2026-00090"


def policy_text(
    version=1, previous="", chain="standard", threshold=2, extra="", keys=None, spans=None, persons=PERSONS
):
    """The text of a policy version; `keys` and `spans` replace a person's key or add their validity."""
    lines = ["format: 1", f'version: "{version}"', f'previous: "{previous}"', f"chain: {chain}"]
    lines += ["root:", f"  threshold: {threshold}", f"  persons: [{', '.join(ROOTS)}]", "persons:"]
    for person, roles in persons.items():
        key = (keys or {}).get(person, public_line(sample_key(person)))
        lines += [
            f"  - id: {person}",
            f"    name: {person}岗",
            f"    roles: [{', '.join(roles)}]",
            f"    key: {key}",
        ]
        lines += [f"    {name}: {value}" for name, value in (spans or {}).get(person, {}).items()]
    return "\n".join(lines) + "\n" + extra


def write_policy(site, number, text, signers=("chief", "deputy"), pin=True):
    """Write a version with the signatures of `signers`, and pin it for the sample office."""
    data = text.encode()
    site.write(f"catalog/policy/{number}.yml", data)
    lines = [json.dumps({"person": p, "sig": sign(sample_key(p), POLICY_NAMESPACE, data)}) for p in signers]
    site.write(f"catalog/policy/{number}.sigs.jsonl", "".join(f"{line}\n" for line in lines))
    digest = hashlib.sha256(data).hexdigest()
    if pin:
        site.write("catalog/policy/sample-pin.txt", digest + "\n")
    return digest


def require_approval(site):
    """Turn approval on in an internal office, with a policy that is in order, and add the item that the tests approve."""
    site.edit("catalog/site.yml", "approval: none", "approval: required")
    site.edit(*INTERNAL)
    write_policy(site, 1, policy_text())
    site.add_item(ITEM)
    for subject in other_subjects(site.root):
        approve_other(site, subject.id)
    return site


def subject_of(site, identifier=ITEM):
    """The subject of an item as it lies in the folder now."""
    return item_subject(item_of(site, identifier))


def item_of(site, identifier=ITEM):
    """The item as the check reads it."""
    settings, _ = read_site(site.root, TODAY)
    item, problems = check_item(
        replace(settings, approval="none"), f"content/items/{identifier[:4]}/{identifier}.md"
    )
    assert item is not None, problems
    return item


def decide(site, step, person, time, after=(), **changes):
    """Sign a decision and append it; returns its digest.

    `changes` replace its values, `key` its signer's key, `namespace` what it is signed for.
    """
    key, namespace = changes.pop("key", None), changes.pop("namespace", NAMESPACE)
    tamper = changes.pop("tamper", lambda payload: payload)
    identifier = changes.pop("identifier", ITEM)
    settings, _ = read_site(site.root, TODAY)
    steps = {s.id: s.role for chain in shipped_chains().values() for s in chain.steps}
    values = {
        "catalog": settings.unit_codes[0],
        "subject": changes.pop("subject", None) or subject_of(site, identifier),
        "revision": 1,
        "step": step,
        "role": steps[step],
        "person": person,
        "decision": "同意",
        "time": time,
        "after": tuple(sorted(after)),
    }
    decision = Decision(**{**values, **changes})
    payload = write_payload(decision)
    signature = sign(key or sample_key(decision.signer), namespace, payload.encode())
    path = records_path(identifier)
    old = site.read(path) if (site.root / path).exists() else ""
    site.write(path, old + write_record(tamper(payload), signature))
    return digest_of(payload)


def approve_all(site, identifier=ITEM, day="2026-05-11", steps=STEPS):
    """The whole chain for an item, one decision an hour."""
    done = []
    for hour, (step, person) in enumerate(steps, 9):
        done.append(decide(site, step, person, f"{day}T{hour:02}:00+08:00", done, identifier=identifier))
    return done


def other_subject():
    """A subject that is nobody's."""
    return Subject("2026-00001", "0" * 64)


def facts_of(site, identifier=ITEM):
    """What decides which steps apply to the item."""
    return item_facts(item_of(site, identifier))


def approve_other(site, name, day="2026-05-11"):
    """The whole chain for a page (`page:about.md`) or settings (`data:catalog/guide.yml`)."""
    subject = next(s for s in other_subjects(site.root) if s.id == name)
    done = []
    for hour, (step, person) in enumerate(STEPS, 9):
        time = f"{day}T{hour:02}:00+08:00"
        done.append(decide(site, step, person, time, done, identifier=name, subject=subject))


def sign_status(site, identifier, steps, day="2026-06-01"):
    """Decisions on catalog/status/<identifier>.yml as it lies there, one an hour; returns their digests."""
    data = (site.root / f"catalog/status/{identifier}.yml").read_bytes()
    subject = Subject(f"status:{identifier}", hashlib.sha256(data).hexdigest())
    done = []
    for hour, (step, person) in enumerate(steps, 9):
        time = f"{day}T{hour:02}:00+08:00"
        done.append(decide(site, step, person, time, done, identifier=subject.id, subject=subject))
    return done


def approve(site, *arguments, answer=None, today=TODAY):
    """Run `disclosure approve` in this process; returns its result, with stdout and stderr apart."""
    given = [*arguments, "--site", str(site.root), "--today", today]
    result = CliRunner().invoke(command, [str(argument) for argument in given], input=answer)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def paper(site, *arguments, codes=(), answer=None, **changes):
    """Enter a signed sheet, with everything that it must say; `changes` replace an option, None leaves it out."""
    scan = site.root.parent / "scan.pdf"
    scan.write_bytes(b"a scan")
    options = {
        "sheet_number": "2026-31",
        "date": "2026-05-11",
        "scan": scan,
        "registrar": "registrar",
        "drafter": "张某某",
        "keeper": "李某某",
        "text_checked": "王某某@2026-05-11",
        "points_ticked": True,
        "sample_key": True,
        "yes": True,
        **changes,
    }
    given = ["--record", *arguments]
    for name, value in options.items():
        flag = "--" + name.replace("_", "-")
        given += [] if value in (None, False) else [flag] if value is True else [flag, value]
    for code in codes:
        given += ["--code", code]
    return approve(site, *given, answer=answer)
