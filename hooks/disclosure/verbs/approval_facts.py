"""Facts that a decision carries besides yes or no: who drafted and keeps it, the minutes, what was reviewed."""

import unicodedata
from dataclasses import dataclass

import click

from disclosure.approval.chain import Chain, shipped_chains
from disclosure.approval.policy import Policy
from disclosure.approval.revisions import Revision, approved_revisions
from disclosure.approval.sheet_form import review_points
from disclosure.check.values import wrong_date
from disclosure.read.approvals import read_records
from disclosure.types import Site
from disclosure.verbs.approval_candidates import Candidate
from disclosure.verbs.options import fail, stacked


@dataclass(frozen=True, slots=True)
class Facts:
    """谁制作、谁保存 (Y9) and the collective decision (X5, Q37), as they are given on the command line."""

    drafter: str
    keeper: str
    meeting: str
    meeting_on: str

    def evidence(self, *, agrees: bool) -> dict[str, str]:
        """What of them goes into a decision; an agreement also says what was reviewed (J23)."""
        values = {
            "drafter": self.drafter,
            "keeper": self.keeper,
            "meeting": self.meeting,
            "meeting_on": self.meeting_on,
            "reviewed": "、".join(review_points()) if agrees else "",
        }
        return {key: value for key, value in values.items() if value}


def person_id(policy: Policy, written: str) -> str:
    """The id of the person whose id or name this is; what was written where it is nobody's, or more than one's."""
    plain = _plain(written)
    named = [person.id for person in policy.persons.values() if _plain(person.name) == plain]
    return named[0] if written not in policy.persons and len(named) == 1 else written


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


facts_options = stacked(
    click.option("--drafter", default="", help="拟稿人（谁制作）。"),
    click.option("--keeper", default="", help="保存人（谁保存）。"),
    click.option("--meeting", default="", help="集体研究的，会议纪要的编号。"),
    click.option("--meeting-on", default="", metavar="日期", help="会议的日期。"),
)
"""The options for `Facts`."""


def make_facts(drafter: str, keeper: str, meeting: str, meeting_on: str) -> Facts:
    """The facts as given; ends the program where the day is none."""
    if meeting_on and wrong_date(meeting_on):
        fail("会议的日期写成 2026-03-02 的形式。")
    return Facts(drafter.strip(), keeper.strip(), meeting.strip(), meeting_on)


def earlier_revisions(site: Site, policy: Policy, candidate: Candidate) -> list[Revision]:
    """The revisions of this subject that were fully approved before, the latest last."""
    chains: list[Chain] = [
        shipped_chains()[name]
        for name in dict.fromkeys(
            (policy.chain_for(candidate.category), policy.chain, *policy.routes.values())
        )
    ]
    records, _ = read_records(site.root, candidate.subject.id)
    catalog = site.unit_codes[0]
    return approved_revisions(candidate.subject, catalog, candidate.facts, records, chains, policy)


def next_revision(site: Site, policy: Policy, candidate: Candidate) -> int:
    """The number of the revision that is decided on now: one more than the highest that was fully approved."""
    return max((r.number for r in earlier_revisions(site, policy, candidate)), default=0) + 1
