"""catalog/policy/<n>.yml and <n>.sigs.jsonl → the versions of the policy, as they were signed."""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from disclosure.approval.policy import Delegation, Person, Policy, Recovery
from disclosure.problems import Problem, problem
from disclosure.read.site_files import SiteFile, entries, mapping, read_site_file, text, texts


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One version as read: the policy, the root persons who must sign the next one, and its own signatures."""

    policy: Policy
    path: str
    data: bytes
    previous: str
    threshold: int
    roots: tuple[str, ...]
    signatures: tuple[tuple[str, str], ...]
    recovery: Recovery | None = None


DRAFT = "draft"
"""The name of the next version until it is signed by enough; it has no effect."""
PIN_VARIABLE = "DISCLOSURE_POLICY_PIN"
"""Names the accepted policy (SHA-256 of a version), kept outside the repository."""


def find_pin(root: Path, *, sample: bool) -> str:
    """The pin from the environment; the sample office, which anybody may sign for, carries its own."""
    if pin := os.environ.get(PIN_VARIABLE, "").strip():
        return pin
    file = root / "catalog" / "policy" / "sample-pin.txt"
    try:
        return file.read_text(encoding="ascii").strip() if sample else ""
    except (OSError, ValueError):
        return ""


def read_policy(root: Path) -> tuple[list[PolicyVersion], list[Problem]]:
    """All versions in order of their numbers. Whether they are valid is for the check stage to say."""
    versions, problems = [], []
    folder = root / "catalog" / "policy"
    numbers = sorted(int(p.stem) for p in folder.glob("*.yml") if p.stem.isascii() and p.stem.isdigit())
    for number in numbers:
        file, found = read_site_file(root, f"policy/{number}.yml", "policy")
        problems += found
        if any(p.severity == "error" for p in found):
            continue
        signatures, found = _signatures(
            folder / f"{number}.sigs.jsonl", f"catalog/policy/{number}.sigs.jsonl"
        )
        problems += found
        versions.append(_version(number, file, (root / file.path).read_bytes(), signatures))
    return versions, problems


def read_draft(root: Path, number: int) -> tuple[PolicyVersion | None, dict[str, Any], list[Problem]]:
    """The draft of version `number` (catalog/policy/draft.yml) with its values; None where there is none."""
    folder = root / "catalog" / "policy"
    if not (folder / f"{DRAFT}.yml").is_file():
        return None, {}, []
    file, found = read_site_file(root, f"policy/{DRAFT}.yml", "policy")
    problems = [row for row in found if row.field != "persons"]  # a draft begins with nobody
    if any(p.severity == "error" for p in problems):
        return None, file.values, problems
    signatures: tuple[tuple[str, str], ...] = ()
    signed = folder / f"{DRAFT}.sigs.jsonl"
    if signed.exists():
        signatures, found = _signatures(signed, f"catalog/policy/{DRAFT}.sigs.jsonl")
        problems += found
    return _version(number, file, (root / file.path).read_bytes(), signatures), file.values, problems


def _version(
    number: int, file: SiteFile, data: bytes, signatures: tuple[tuple[str, str], ...]
) -> PolicyVersion:
    values = file.values
    persons = [_person(entry) for _, entry in entries(values, "persons")]
    delegations = tuple(
        Delegation(
            principal=text(entry, "from"),
            deputy=text(entry, "to"),
            roles=frozenset(texts(entry, "roles")),
            start=text(entry, "start"),
            end=text(entry, "end"),
            basis=text(entry, "basis"),
        )
        for _, entry in entries(values, "delegations")
    )
    policy = Policy(
        version=number,
        digest=hashlib.sha256(data).hexdigest(),
        chain=text(values, "chain"),
        routes={name: str(chain) for name, chain in mapping(values, "routes").items()},
        persons={person.id: person for person in persons},
        delegations=delegations,
        modes=frozenset(texts(values, "modes") or ["required"]),
    )
    root = mapping(values, "root")
    threshold = text(root, "threshold")
    return PolicyVersion(
        policy=policy,
        path=file.path,
        data=data,
        previous=text(values, "previous"),
        threshold=int(threshold) if threshold.isascii() and threshold.isdigit() else 0,
        roots=tuple(texts(root, "persons")),
        signatures=signatures,
        recovery=_recovery(mapping(values, "recovery")),
    )


def _recovery(values: dict[str, Any]) -> Recovery | None:
    keys = ("number", "date", "scan_sha256", "superior", "reason")
    return Recovery(*(text(values, key) for key in keys)) if values else None


def _person(entry: dict[str, object]) -> Person:
    return Person(
        id=text(entry, "id"),
        name=text(entry, "name"),
        roles=frozenset(texts(entry, "roles")),
        key=text(entry, "key"),
        valid_from=text(entry, "valid_from"),
        valid_until=text(entry, "valid_until"),
        revoked_from=text(entry, "revoked_from"),
        offices=frozenset(texts(entry, "offices")),
    )


def _signatures(file: Path, path: str) -> tuple[tuple[tuple[str, str], ...], list[Problem]]:
    """(person, signature) of every line."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError):
        return (), [problem("V120", path)]
    found, problems = [], []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            found.append((str(entry["person"]), str(entry["sig"])))
        except (ValueError, KeyError, TypeError, RecursionError):
            problems.append(problem("V120", path, number))
    return tuple(found), problems
