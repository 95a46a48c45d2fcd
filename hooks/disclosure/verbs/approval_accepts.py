"""`approve --accept`: findings that the reviewer for secrecy looked at and lets pass, each with a reason (Q27, Q33)."""

import re
from collections.abc import Iterable, Sequence

import click

from disclosure.approval.acceptance import accepting_steps
from disclosure.approval.chain import Step
from disclosure.check.acceptance import is_open, never_accepted
from disclosure.problems import Problem, has_errors
from disclosure.verbs.approval_candidates import Candidate
from disclosure.verbs.options import Decorator, fail

Accept = tuple[str, str, str]
"""Problem code, file, reason: as a decision carries it."""

_ACCEPT = re.compile(r"(?P<code>[A-Z]\d{3})@(?P<path>[^=]+)=(?P<reason>.*\S.*)")
_FORM = "“代码@文件=理由”，例如 M018@files/2026/2026-00012/map.png=已看过原图，只有道路"


accepts_option: Decorator = click.option(
    "--accept",
    "accepts",
    multiple=True,
    metavar="代码@文件=理由",
    help="保密审查时：已看过检查结果中的这一项，确认可以公开，可以写多次。",
)


def read_accepts(texts: Iterable[str], found: Sequence[Candidate]) -> tuple[Accept, ...]:
    """The findings named on the command line; ends the program where one is none of the subjects' or can't be let pass."""
    accepts = []
    for text in texts:
        match = _ACCEPT.fullmatch(text.strip())
        if not match:
            fail(f"“{text}”看不懂，请写成{_FORM}。")
        code, path, reason = match["code"], match["path"].strip(), match["reason"].strip()
        if why := never_accepted(code):
            fail(f"{code} 不能确认放行：{why}。")
        if not any(_is(row, code, path) for candidate in found for row in candidate.problems):
            named = "、".join(f"{row.code}@{row.carrier}" for c in found for row in c.problems if row.carrier)
            fail(f"检查结果中没有 {code}@{path}；有：{named or '无'}。")
        accepts.append((code, path, reason))
    return tuple(accepts)


def blocks(candidate: Candidate) -> bool:
    """Whether a subject has an error that no decision can let pass, so that it can't be approved at all."""
    return has_errors(row for row in candidate.problems if not is_open(row))


def accepts_for(candidate: Candidate, given: Iterable[Accept]) -> tuple[Accept, ...]:
    """Those of `given` that are about this subject."""
    return tuple(a for a in given if any(_is(row, a[0], a[1]) for row in candidate.problems))


def accepts_of(
    candidate: Candidate,
    step: Step,
    steps: Sequence[Step],
    given: Iterable[Accept],
    before: Sequence[Accept] = (),
    *,
    agrees: bool,
) -> tuple[Accept, ...]:
    """Those of `given` that this decision carries; `before` are those of decisions made together with it.

    Ends the program where the last step that may let findings pass, or one after it, agrees and leaves one open.
    """
    accepting = accepting_steps(steps)
    mine = accepts_for(candidate, given)
    if mine and (step not in accepting or not agrees):
        names = "、".join(s.name for s in accepting)
        fail(f"--accept 只能由同意公开的“{names}”写明，现在是“{step.name}”。")
    left = open_findings(candidate, (*before, *mine))
    if agrees and left and (not accepting or steps.index(step) >= steps.index(accepting[-1])):
        name = accepting[-1].name if accepting else step.name
        listed = "\n".join(f"  --accept '{row.code}@{row.carrier}=理由'" for row in left)
        fail(
            f"{candidate.subject.id} 的检查结果中还有没有确认的。"
            f"请改正内容；确可公开的，由“{name}”写明理由：\n{listed}"
        )
    return mine


def open_findings(candidate: Candidate, accepted: Sequence[Accept]) -> list[Problem]:
    """Findings that hold the subject back and are not among those `accepted`."""
    return [
        row
        for row in candidate.problems
        if is_open(row) and not any(_is(row, code, path) for code, path, _ in accepted)
    ]


def _is(row: Problem, code: str, path: str) -> bool:
    return bool(row.carrier) and (row.code, row.carrier) == (code, path)
