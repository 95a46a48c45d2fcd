"""The policy's versions: each signed by enough of the roots of the one before, the first pinned from outside."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from disclosure.approval.chain import later_chains, shipped_chains
from disclosure.approval.decision import TIME
from disclosure.approval.policy import NAMESPACE, Policy
from disclosure.approval.sample_keys import sample_key
from disclosure.check.values import wrong_date
from disclosure.problems import Problem, has_errors, problem
from disclosure.read.policy import PolicyVersion
from disclosure.sshsig import SignatureFormatError, parse_public_key, public_line, verify

PLACE = "catalog/policy"
_DIGEST = re.compile(r"[0-9a-f]{64}")


def accept_policy(
    versions: Sequence[PolicyVersion], pin: str, *, sample: bool
) -> tuple[Policy | None, list[Problem]]:
    """The newest version, when the whole line of versions from the pinned one is sound; else None and why.

    `pin` is the SHA-256 of a version that was accepted before, kept outside the repository. It may be any
    version: those after it must follow from it, so that nobody can go back to an older policy.
    """
    if not versions:
        return None, [problem("V121", PLACE)]
    if not _DIGEST.fullmatch(pin):
        return None, [problem("V122", PLACE)]
    if [v.policy.version for v in versions] != list(range(1, len(versions) + 1)):
        return None, [problem("V123", PLACE)]
    if pin not in {v.policy.digest for v in versions}:
        return None, [problem("V124", PLACE, value=pin[:12])]
    pinned = next(n for n, v in enumerate(versions) if v.policy.digest == pin)
    problems = [] if sample else _sample_keys(versions[-1])
    recovery = None
    for number, (before, version) in enumerate(zip([None, *versions[:-1]], versions, strict=True)):
        problems += faults_of(version)
        problems += _succession(version, before)
        if version.recovery:
            recovery = version.recovery
            problems += _recovered(version, repinned=pinned >= number)
    if has_errors(problems):
        return None, problems
    return replace(versions[-1].policy, recovery=recovery), problems


def _recovered(version: PolicyVersion, *, repinned: bool) -> list[Problem]:
    """A recovery holds only once its digest was pinned anew, outside of the repository, and is told ever after.

    Its own signatures prove nothing: whoever can write to the repository could make such a version.
    """
    recovery = version.recovery
    assert recovery is not None, "asked of a recovery"  # noqa: S101
    facts: dict[str, Any] = {"superior": recovery.superior, "number": recovery.number, "date": recovery.date}
    if not repinned:
        return [problem("V134", version.path, 1, "recovery", version.policy.digest[:12], **facts)]
    return [problem("V135", version.path, 1, "recovery", str(version.policy.version), **facts)]


def faults_of(version: PolicyVersion) -> list[Problem]:
    """What is wrong with a version on its own, before anybody's signature is looked at."""
    policy, path = version.policy, version.path
    rows = []
    chains = {policy.chain, *policy.routes.values()}
    rows += [problem("V125", path, 1, "chain", name) for name in sorted(chains - shipped_chains().keys())]
    rows += _misplaced_chains(policy, path)
    keys: Counter[bytes] = Counter()
    for person in policy.persons.values():
        try:
            keys[parse_public_key(person.key)] += 1
        except SignatureFormatError:
            if person.key:
                rows.append(problem("V126", path, 1, "persons.key", person.id))
        for when in (person.valid_from, person.valid_until, person.revoked_from):
            if when and not TIME.fullmatch(when):
                rows.append(problem("V127", path, 1, "persons", when))
    for delegation in policy.delegations:
        whole = TIME.fullmatch(delegation.start) and TIME.fullmatch(delegation.end) and delegation.basis
        if not whole or not {delegation.principal, delegation.deputy} <= policy.persons.keys():
            rows.append(
                problem("V127", path, 1, "delegations", f"{delegation.principal}→{delegation.deputy}")
            )
    # ssh-keygen accepts one key under two names: distinct persons would then be one hand.
    rows += [problem("V128", path, 1, "persons.key") for count in keys.values() if count > 1]
    roots = {name for name in version.roots if name in policy.persons and policy.persons[name].key}
    if version.threshold < 1 or len(roots) < version.threshold:
        rows.append(problem("V129", path, 1, "root"))
    recovery = version.recovery
    if recovery and not (
        all((recovery.number, recovery.superior, recovery.reason))
        and _DIGEST.fullmatch(recovery.scan_sha256)
        and not wrong_date(recovery.date)
    ):
        rows.append(problem("V136", path, 1, "recovery"))
    return rows


def _misplaced_chains(policy: Policy, path: str) -> list[Problem]:
    """Chains for later facts publish no item, others decide on no status file; what is urgent hides at once."""
    shipped, later = shipped_chains(), later_chains()
    used = [("chain", policy.chain, False)]
    used += [(f"routes.{name}", chain, name in later) for name, chain in sorted(policy.routes.items())]
    rows = [
        problem("V165", path, 1, place, chain)
        for place, chain, wanted in used
        if chain in shipped and shipped[chain].later != wanted
    ]
    urgent = policy.routes.get("status:urgent-withdrawal", "")
    if urgent in shipped and not any(step.hides for step in shipped[urgent].steps):
        rows.append(problem("V165", path, 1, "routes.status:urgent-withdrawal", urgent))
    return rows


def ruler_of(version: PolicyVersion, before: PolicyVersion | None) -> PolicyVersion:
    """Whose roots sign `version`: those of the one before; its own for the first one and for a recovery."""
    return before if before and not version.recovery else version


def signers_of(version: PolicyVersion, ruler: PolicyVersion) -> set[str]:
    """The roots of `ruler` whose signatures on `version` are good."""
    return {
        name
        for name, signature in version.signatures
        if name in ruler.roots
        and name in ruler.policy.persons
        and _signed_by(ruler.policy.persons[name].key, version.data, signature)
    }


def _succession(version: PolicyVersion, before: PolicyVersion | None) -> list[Problem]:
    """The first version is signed by its own roots (and pinned), each later one by those of the one before."""
    if before and version.previous != before.policy.digest:
        return [problem("V130", version.path, 1, "previous")]
    ruler = ruler_of(version, before)
    signed = signers_of(version, ruler)
    if len(signed) < max(1, ruler.threshold):
        return [problem("V131", version.path, 1, "root", count=len(signed), threshold=ruler.threshold)]
    return []


def _sample_keys(version: PolicyVersion) -> list[Problem]:
    """Keys that anybody can derive are good for the sample office only."""
    return [
        problem("V132", version.path, 1, "persons.key", person.id)
        for person in version.policy.persons.values()
        if person.key and person.key.split()[:2] == public_line(sample_key(person.id)).split()
    ]


def _signed_by(key: str, data: bytes, signature: str) -> bool:
    try:
        return verify(key, NAMESPACE, data, signature)
    except SignatureFormatError:
        return False
