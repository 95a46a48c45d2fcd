"""Decisions as files that stock `ssh-keygen -Y verify` checks: for an auditor who trusts no program of ours."""

from pathlib import Path

from disclosure.approval.decision import NAMESPACE
from disclosure.approval.policy import Policy
from disclosure.read.approvals import read_records
from disclosure.sshsig import armour


def export_decisions(root: Path, subject: str, policy: Policy, folder: Path) -> int:
    """Write the decisions on `subject` into `folder`: signed text, signature, allowed signers. Returns their number.

    Check one with: ssh-keygen -Y verify -f allowed_signers -I PERSON -n NAMESPACE -s N.sig < N.txt
    """
    folder.mkdir(parents=True, exist_ok=True)
    records, _ = read_records(root, subject)
    for number, record in enumerate(records, 1):
        (folder / f"{number}.txt").write_bytes(record.payload.encode("utf-8"))
        (folder / f"{number}.sig").write_bytes(armour(record.signature).encode("ascii"))
    signers = [
        f'{person.id} namespaces="{NAMESPACE}" {person.key}\n'
        for person in policy.persons.values()
        if person.key
    ]
    (folder / "allowed_signers").write_bytes("".join(signers).encode("utf-8"))
    return len(records)
