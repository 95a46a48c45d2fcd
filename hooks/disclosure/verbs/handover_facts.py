"""What a person who leaves hands over (交接): roles and key, what waits for them, delegations, what they keep."""

from collections.abc import Iterator
from dataclasses import dataclass

from disclosure.approval.chain import role_name
from disclosure.approval.policy import Person, Policy
from disclosure.data_files import load_data
from disclosure.read.policy import PolicyVersion
from disclosure.types import Site
from disclosure.verbs.waiting import Waiting, find_waiting

_NONE = "无"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the sheet: its title, the heads of its columns, and its rows."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def find_sections(
    site: Site, policy: Policy, version: PolicyVersion, person: Person, successor: Person
) -> list[Section]:
    """The parts of the sheet for handing over from `person` to `successor` as of today."""
    return [
        Section("岗位和密钥", ("项目", "内容"), tuple(_roles(policy, version, person, successor))),
        Section(
            "正在等移交人办理的事项", ("编号", "名称", "环节", "期限"), tuple(_waiting(site, policy, person))
        ),
        Section("代签授权", ("授权", "岗位", "起止", "依据"), tuple(_delegations(site, policy, person))),
        Section("保管的资料和登记", ("序号", "内容"), tuple(_kept(version, person))),
        Section("要办的手续", ("序号", "内容"), tuple(_steps(policy, version, person, successor))),
    ]


def _roles(
    policy: Policy, version: PolicyVersion, person: Person, successor: Person
) -> Iterator[tuple[str, ...]]:
    for role in sorted(person.roles):
        others = [
            p.name
            for p in policy.persons.values()
            if role in p.roles and p.id not in (person.id, successor.id)
        ]
        took = "，接收人已担任" if role in successor.roles else ""
        rest = f"，另有{'、'.join(others)}担任" if others else "，没有别人担任"
        yield "岗位", role_name(role) + took + rest
    if person.offices:
        yield "负责的科室", "、".join(sorted(person.offices))
    if person.id in version.roots:
        yield "签署授权文件", f"{len(version.roots)} 名签署人之一，至少 {version.threshold} 人签署"
    yield "密钥", person.key or "没有登记密钥"
    ends = (("有效期至", person.valid_until), ("吊销时间", person.revoked_from))
    yield from ((word, time) for word, time in ends if time)


def _waiting(site: Site, policy: Policy, person: Person) -> Iterator[tuple[str, ...]]:
    for entry in find_waiting(site, policy):
        names = {role_name(role) for role in person.roles if person.decides_for(role, entry.department)}
        if entry.role in names:
            yield entry.id, entry.title, entry.step, _clock(entry)


def _clock(entry: Waiting) -> str:
    since = f"自 {entry.since} 起" if entry.since else ""
    due = f"应于 {entry.due} 前办理" + (f"，{entry.overdue}" if entry.overdue else "") if entry.due else ""
    last = f"公开期限 {entry.publish_by}" if entry.publish_by else ""
    last += f"，{entry.publish_overdue}" if entry.publish_overdue else ""
    return "；".join(filter(None, (since, due, last))) or _NONE


def _delegations(site: Site, policy: Policy, person: Person) -> Iterator[tuple[str, ...]]:
    for row in policy.delegations:
        if person.id in (row.principal, row.deputy) and row.end[: len(site.today)] >= site.today:
            names = [policy.persons[p].name for p in (row.principal, row.deputy)]
            roles = "、".join(role_name(role) for role in sorted(row.roles))
            yield " → ".join(names), roles, f"{row.start} 至 {row.end}", row.basis


def _kept(version: PolicyVersion, person: Person) -> Iterator[tuple[str, ...]]:
    data = load_data("handover.yml")
    kept = [text for role in sorted(person.roles) for text in data["keeps"].get(role, ())]
    kept += data["root"] if person.id in version.roots else []
    yield from ((str(number), text) for number, text in enumerate([*kept, *data["always"]], 1))


def _steps(
    policy: Policy, version: PolicyVersion, person: Person, successor: Person
) -> Iterator[tuple[str, ...]]:
    steps = [f"在新一版授权文件中写明{person.name}密钥的截止时间" if person.key else ""]
    lacking = [role_name(role) for role in sorted(person.roles - successor.roles)]
    steps.append(f"由{successor.name}担任{'、'.join(lacking)}" if lacking else "")
    steps.append("" if successor.key else f"{successor.name}还没有密钥，由本人制作，登记公钥")
    if person.id in version.roots:
        left = [root for root in version.roots if root != person.id and policy.persons[root].key]
        steps.append(f"签署授权文件的人由{successor.name}接替")
        if len(left) < version.threshold:
            steps.append(
                f"移交人离开后签署人只剩 {len(left)} 人，不够 {version.threshold} 人：在他离开之前签好新一版授权文件"
            )
    steps += [
        f"{person.name}的代签授权停止" if _delegates(policy, person) else "",
        "核对正在等待的事项，逐件交代",
    ]
    yield from ((str(number), text) for number, text in enumerate(filter(None, steps), 1))


def _delegates(policy: Policy, person: Person) -> bool:
    return any(person.id in (row.principal, row.deputy) for row in policy.delegations)
