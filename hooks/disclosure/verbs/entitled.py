"""Whether a person's decision on a step would count, told before it is signed and not after."""

from collections.abc import Mapping

from disclosure.approval.chain import Step
from disclosure.approval.policy import Policy


def why_not(
    policy: Policy, step: Step, person: str, principal: str, time: str, facts: Mapping[str, str]
) -> str:
    """Why `person` (for `principal`, where not empty) can't decide `step` at `time`; empty when it would count.

    A Chinese sentence without its full stop. `person` must be known to the policy; `facts` are the subject's.
    """
    name, division = policy.persons[person].name, facts.get("department", "")
    if not policy.holds_role(person, step.role, principal, time):
        return f"现在等待的环节是“{step.name}”，{name}没有这个环节的权限"
    if not policy.holds_role(person, step.role, principal, time, division):
        return f"这一件由{division}提供，“{step.name}”由它的负责人办理，{name}不负责这个科室"
    if not policy.persons[person].may_sign(time):
        return f"{name}的密钥在 {time} 尚未生效、已经到期或已被吊销，签了也不算"
    return ""
