"""`disclosure policy status`: who may approve what, by which version, signed by whom; and what the draft still lacks."""

from pathlib import Path

import click

from disclosure.approval.chain import role_name, shipped_chains
from disclosure.check.policy import accept_policy, ruler_of, signers_of
from disclosure.problems import has_errors, sentence
from disclosure.read.policy import PIN_VARIABLE, PolicyVersion, find_pin
from disclosure.verbs.options import FINE, PROBLEMS, site_option


@click.command("status", help="查看每一版由谁签署、现行的人员和代签、草稿还差什么。")
@site_option
def status(root: Path) -> None:
    """Print the state; exit 1 when the policy is not in force."""
    from disclosure.read.policy import read_draft
    from disclosure.read.site import read_site
    from disclosure.verbs.policy_draft import NAME, faults, open_versions

    versions = open_versions(root)
    site, _ = read_site(root, "2000-01-01")
    pin = find_pin(root, sample=site.sample)
    before = None
    for version in versions:
        click.echo(_line(version, before, pin))
        before = version
    _, rows = accept_policy(versions, pin, sample=site.sample)
    for row in rows:
        click.echo(f"{row.code}：{sentence(row)}")
    if before:
        click.echo("\n".join(_contents(before)))
    draft, _, found = read_draft(root, len(versions) + 1)
    for row in found:
        click.echo(f"{NAME}：{sentence(row)}")
    if draft:
        ruler = ruler_of(draft, before)
        good = sorted(signers_of(draft, ruler))
        signed = f"，已签署 {'、'.join(good)}" if good else ""
        click.echo(f"草稿 {NAME}：第 {draft.policy.version} 版，需 {ruler.threshold} 人签署{signed}")
        for fault in faults(draft):
            click.echo(f"  {fault}")
        click.echo("\n".join(_contents(draft)))
    raise SystemExit(PROBLEMS if has_errors(rows) or found else FINE)


def _line(version: PolicyVersion, before: PolicyVersion | None, pin: str) -> str:
    ruler = ruler_of(version, before)
    good = "、".join(sorted(signers_of(version, ruler))) or "无"
    marks = "，恢复版本" if version.recovery else ""
    marks += f"，与 {PIN_VARIABLE} 相符" if version.policy.digest == pin else ""
    digest = version.policy.digest
    return f"第 {version.policy.version} 版  校验码 {digest}  签署：{good}（需 {ruler.threshold} 人）{marks}"


def _contents(version: PolicyVersion) -> list[str]:
    policy = version.policy
    chain = shipped_chains().get(policy.chain)
    lines = [f"  审批链：{chain.name if chain else policy.chain}"]
    lines += [f"  审批链：{name} 用 {chain}" for name, chain in sorted(policy.routes.items())]
    for person in policy.persons.values():
        roles = "、".join(role_name(role) for role in sorted(person.roles)) or "没有岗位"
        led = f"（{'、'.join(sorted(person.offices))}）" if person.offices else ""
        root = "，签署授权文件" if person.id in version.roots else ""
        key = "" if person.key else "，没有密钥"
        times = (("起", person.valid_from), ("止", person.valid_until), ("吊销", person.revoked_from))
        span = "".join(f"，{time} {word}" for word, time in times if time)
        lines.append(f"  {person.id}  {person.name}：{roles}{led}{root}{key}{span}")
    for row in policy.delegations:
        roles = "、".join(role_name(role) for role in sorted(row.roles))
        lines.append(
            f"  代签：{row.principal} → {row.deputy}，{roles}，{row.start} 至 {row.end}（{row.basis}）"
        )
    return lines
