"""Findings of the gates against what was let pass by a signed decision (附理由的确认), and which never can be."""

from collections.abc import Iterable
from dataclasses import replace

from disclosure.approval.acceptance import Acceptance
from disclosure.gates.text import hide
from disclosure.gates.wording import accepted_by
from disclosure.problems import Problem, problem_kinds


def never_accepted(code: str) -> str:
    """Why a finding of this code can't be let pass by anybody; empty where it can, or where there is no such code."""
    kind = problem_kinds().get(code)
    return kind.never_accepted if kind else ""


def is_open(row: Problem) -> bool:
    """Whether `row` is a finding that holds something back until a person lets it pass with a reason."""
    return bool(row.carrier) and row.severity == "error" and not never_accepted(row.code)


def settle_findings(
    rows: Iterable[Problem], accepted: Iterable[Acceptance], *, notes_needed: bool
) -> list[Problem]:
    """`rows` with what was let pass as information that names the person and the reason (Q27, Q33).

    `notes_needed`: approval is required, so that what no program can read needs a named person's note.
    """
    known = {(acceptance.code, acceptance.path): acceptance for acceptance in accepted}
    return [_settled(row, known.get((row.code, row.carrier)), notes_needed) for row in rows]


def _settled(row: Problem, acceptance: Acceptance | None, notes_needed: bool) -> Problem:
    if not row.carrier:
        return row
    if acceptance and not never_accepted(row.code):
        said = accepted_by(acceptance.person, acceptance.time[:10], hide(acceptance.reason))
        return replace(row, severity="info", message=row.message + said, advice="")
    if notes_needed and problem_kinds()[row.code].needs_note:
        return replace(row, severity="error")
    return row
