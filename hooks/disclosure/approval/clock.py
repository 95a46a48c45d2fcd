"""The clock of a step (环节办理期限): by when a waiting step is to be decided, and how far it is over."""

from disclosure.approval.chain import Step
from disclosure.deadlines import Deadline, find_deadline
from disclosure.time_limits import Limit
from disclosure.working_days import WorkingCalendar


def step_deadline(step: Step, since: str, calendar: WorkingCalendar | None = None) -> Deadline | None:
    """By when `step` is to be decided when it waits `since` an ISO date or moment; None where it has no clock.

    The clock binds this step and no other (Q32: 只约束审查人员).
    """
    if not step.working_days or not since:
        return None
    limit = Limit(step.id, step.name, step.working_days)
    return find_deadline(since[: len("2026-03-02")], limit, calendar)
