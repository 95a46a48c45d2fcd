"""`disclosure policy`: an office's list of who may approve, made, changed and signed without an editor."""

import re
from pathlib import Path

import click

from disclosure.verbs.options import fail, site_option
from disclosure.verbs.policy_recover import recover
from disclosure.verbs.policy_sign import sign
from disclosure.verbs.policy_status import status

_HELP = """授权文件：谁能审批什么、用哪把密钥。改动先写进草稿，规定人数签署以后生效。

\b
disclosure policy new --chain standard                     开始编写新的一版
disclosure policy person head --name 规划投资科科长 --roles 科室负责人 --office 规划投资科 --key head.pub
disclosure policy roots chief deputy supervisor --threshold 2
disclosure policy delegate --from head --to deputy-head --roles 科室负责人 --start 2026-08-01 --end 2026-08-15 --basis AB岗
disclosure policy status                                   查看现行的一版和草稿
disclosure policy sign --person chief --key 我的密钥       签署草稿
"""


@click.group("policy", help=_HELP)
def command() -> None:
    """Group the verbs of the policy."""


@click.command("new", help="开始编写新的一版：第一版从空白开始，以后从现行的一版开始。")
@site_option
@click.option("--chain", metavar="名称", help="一般用哪一套审批链，例如 standard、jilin。")
@click.option(
    "--route", "routes", multiple=True, metavar="类别=审批链", help="某个公开类别用另一套，可重复。"
)
@click.option("--again", is_flag=True, help="已有草稿的，丢弃重来。")
def new(root: Path, *, chain: str | None, routes: tuple[str, ...], again: bool) -> None:
    """Begin a draft."""
    from disclosure.approval.chain import shipped_chains
    from disclosure.verbs.policy_draft import NAME, new_values, write_draft

    if (root / NAME).exists() and not again:
        fail(f"{NAME} 已经有了；要丢弃重来的，加 --again。")
    values = new_values(root)
    given = dict(route.partition("=")[::2] for route in routes)
    for name in (*([chain] if chain else []), *given.values()):
        if name not in shipped_chains():
            fail(f"没有“{name}”这套审批链。可用的有：" + "、".join(shipped_chains()))
    values["chain"] = chain or values["chain"]
    if given:
        values["routes"] = {**values.get("routes", {}), **given}
    write_draft(root, values)
    click.echo(f"第 {values['version']} 版的草稿在 {NAME}。下一步：disclosure policy person，写明人员。")


@click.command("person", help="写明一个人：代号、岗位名称、担任的岗位、公钥；已有的改动写出的几项。")
@site_option
@click.argument("identifier", metavar="代号")
@click.option("--name", help="岗位名称或姓名。")
@click.option("--roles", metavar="岗位", help="担任的岗位，用逗号分开；写代号或者中文名称。")
@click.option(
    "--office",
    "offices",
    multiple=True,
    metavar="科室",
    help="只审批哪个科室提供的信息（全称，可重复）；不写的不限科室，写 - 的取消限定。",
)
@click.option("--key", type=click.Path(path_type=Path, dir_okay=False), help="公钥文件（.pub）。")
@click.option("--from", "start", metavar="时间", help="密钥从何时起有效。")
@click.option("--until", metavar="时间", help="密钥到何时止（调离、退休）。")
@click.option("--revoked", metavar="时间", help="密钥从何时起吊销（丢失、泄露）。")
def person(
    root: Path,
    *,
    identifier: str,
    name: str | None,
    roles: str | None,
    offices: tuple[str, ...],
    key: Path | None,
    start: str | None,
    until: str | None,
    revoked: str | None,
) -> None:
    """Add a person to the draft, or change one."""
    from disclosure.verbs.policy_draft import (
        Values,
        change,
        checked_key,
        checked_offices,
        checked_roles,
        checked_time,
        dict_of,
    )

    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", identifier):
        fail("代号只用小写英文字母、数字和连字符，例如 head-planning。")
    given = {
        "name": name,
        "roles": None if roles is None else checked_roles(roles),
        "offices": checked_offices(root, offices) if offices else None,
        "key": checked_key(key) if key else None,
        "valid_from": checked_time(start) if start else None,
        "valid_until": checked_time(until) if until else None,
        "revoked_from": checked_time(revoked) if revoked else None,
    }

    def edit(values: Values) -> None:
        persons = values.setdefault("persons", [])
        entry = next((dict_of(e) for e in persons if e.get("id") == identifier), None)
        if entry is None:
            if not name:
                fail("新增人员请用 --name 写明岗位名称。")
            entry = {"id": identifier}
            persons.append(entry)
        entry.update({field: value for field, value in given.items() if value is not None})

    change(root, edit)
    click.echo(f"已写进草稿：{identifier}。")


@click.command("roots", help="写明以后更换授权文件由谁签署、至少几个人。")
@site_option
@click.argument("persons", nargs=-1, required=True, metavar="代号...")
@click.option("--threshold", type=click.IntRange(1, 99), required=True, help="至少几个人。")
def roots(root: Path, *, persons: tuple[str, ...], threshold: int) -> None:
    """Name the roots of the draft."""
    from disclosure.verbs.policy_draft import Values, change, person_of

    if len(set(persons)) < threshold:
        fail("签署人比规定的人数少。")

    def edit(values: Values) -> None:
        for one in persons:
            if not person_of(values, one).get("key"):
                fail(f"{one} 还没有公钥，不能签署授权文件。")
        values["root"] = {"threshold": str(threshold), "persons": list(dict.fromkeys(persons))}

    change(root, edit)
    spare = "" if len(set(persons)) > threshold else "名单最好多于规定的人数，以防有人丢失密钥。"
    click.echo(f"已写进草稿：{len(set(persons))} 人中至少 {threshold} 人签署。{spare}")


@click.command("delegate", help="授权代签（AB岗）：谁授权给谁、哪些岗位、起止和依据。")
@site_option
@click.option("--from", "principal", required=True, metavar="代号", help="授权人。")
@click.option("--to", "deputy", required=True, metavar="代号", help="代签人。")
@click.option("--roles", required=True, metavar="岗位", help="代签的岗位，用逗号分开。")
@click.option("--start", required=True, metavar="时间", help="从何时起。")
@click.option("--end", required=True, metavar="时间", help="到何时止（这一刻起不再有效）。")
@click.option("--basis", required=True, help="依据：批准代签的文件及其文号。")
def delegate(
    root: Path, *, principal: str, deputy: str, roles: str, start: str, end: str, basis: str
) -> None:
    """Add a delegation to the draft."""
    from disclosure.verbs.policy_draft import Values, change, checked_roles, checked_time, person_of

    span = checked_time(start), checked_time(end)
    if span[0] >= span[1]:
        fail("起止颠倒。")
    if principal == deputy:
        fail("授权人和代签人是同一个人。")
    given = checked_roles(roles)

    def edit(values: Values) -> None:
        held = person_of(values, principal).get("roles", [])
        person_of(values, deputy)
        if lacking := [role for role in given if role not in held]:
            fail(f"{principal} 自己不担任 {'、'.join(lacking)}，不能授权。")
        row = {
            "from": principal,
            "to": deputy,
            "roles": given,
            "start": span[0],
            "end": span[1],
            "basis": basis,
        }
        values.setdefault("delegations", []).append(row)

    change(root, edit)
    click.echo(f"已写进草稿：{principal} 授权 {deputy}，{span[0]} 至 {span[1]}。")


for _verb in (new, person, roots, delegate, recover, sign, status):
    command.add_command(_verb)
