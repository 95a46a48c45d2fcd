"""`withdraw` on paper: the sheet for a status file that is still to be written, and that sheet, signed, entered."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from disclosure.approval.policy import Policy
from disclosure.types import Site
from disclosure.verbs.approval_facts import make_facts
from disclosure.verbs.approve_record import record_paper
from disclosure.verbs.approve_sheet import write_sheet
from disclosure.verbs.options import fail
from disclosure.verbs.paper_sheet import Paper, make_paper
from disclosure.verbs.signing_key import find_signer
from disclosure.verbs.withdrawal_signing import Done, Proposed, state_after


def day_of(today: str, given: dict[str, Any]) -> str:
    """The day that the status file tells: the sheet's own, so that the same bytes come out when it is entered."""
    return str(given["date"]) if given["record"] else today


def read_sheet(site: Site, policy: Policy, given: dict[str, Any]) -> Paper:
    """The signed sheet of a withdrawal as given on the command line; ends the program where it makes no sense."""
    if given["objections"]:
        fail("不同意撤回的，不写状态文件，也不用登记；审批表按规定归档。")
    facts = make_facts(given["drafter"], given["keeper"], given["meeting"], given["meeting_on"])
    # What only `approve` asks for: here nobody objects, and the program itself wrote the text that is signed.
    whole = {**given, "objects": False, "opinion": "", "conditions": ()}
    whole["born_digital"] = given["born_digital"] or not given["text_checked"]
    return make_paper(site, policy, facts, whole, points=False)


def print_sheet(proposed: Proposed, number: str, target: Path | None) -> int:
    """Write the sheet and nothing else; returns the exit code."""
    return write_sheet(proposed.site, proposed.policy, [proposed.candidate], number, target)


def record_withdrawal(proposed: Proposed, paper: Paper, given: dict[str, Any]) -> Done:
    """Write the status file and the decisions on the sheet together, or end the program and write nothing."""
    first = proposed.chain.steps[0]
    told = tuple(
        replace(line, opinion=line.opinion or proposed.reason_apart)
        if line.step in (first.id, first.name)
        else line
        for line in paper.signed
    )
    paper = replace(paper, signed=told, evidence={**paper.evidence, **proposed.request.evidence})
    signer = find_signer(
        proposed.site,
        proposed.policy,
        paper.registrar,
        given["key"],
        sample=given["sample_key"],
        agent=given["agent"],
    )
    written = record_paper(
        proposed.site, proposed.policy, [proposed.candidate], paper, signer, ask=not given["yes"]
    )
    return state_after(proposed, written)
