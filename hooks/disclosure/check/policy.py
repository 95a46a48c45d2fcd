"""The policy's versions: each signed by enough of the roots of the one before, the first pinned from outside."""

import re
from collections import Counter
from collections.abc import Sequence

from disclosure.approval.chain import later_chains, shipped_chains
from disclosure.approval.decision import TIME
from disclosure.approval.policy import NAMESPACE, Policy
from disclosure.approval.sample_keys import sample_key
from disclosure.problems import Problem, problem
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
    problems = [] if sample else _sample_keys(versions[-1])
    for before, version in zip([None, *versions[:-1]], versions, strict=True):
        problems += _contents(version)
        problems += _succession(version, before)
    return (None if problems else versions[-1].policy), problems


def _contents(version: PolicyVersion) -> list[Problem]:
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


def _succession(version: PolicyVersion, before: PolicyVersion | None) -> list[Problem]:
    """The first version is signed by its own roots (and pinned), each later one by those of the one before."""
    ruler = before or version
    if before and version.previous != before.policy.digest:
        return [problem("V130", version.path, 1, "previous")]
    signed = {
        name
        for name, signature in version.signatures
        if name in ruler.roots
        and name in ruler.policy.persons
        and _signed_by(ruler.policy.persons[name].key, version.data, signature)
    }
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
