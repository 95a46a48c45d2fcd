"""`disclosure policy sign`: one root's signature on the draft; with the last one needed it becomes the next version."""

import json
from pathlib import Path

import click

from disclosure.approval.policy import NAMESPACE
from disclosure.check.policy import ruler_of, signers_of
from disclosure.read.policy import DRAFT, PIN_VARIABLE, PolicyVersion
from disclosure.system_errors import system_reason
from disclosure.verbs.options import FINE, fail, site_option, yes_option
from disclosure.verbs.signing_key import find_signer, key_options


@click.command("sign", help="签署草稿；签够规定的人数，草稿就成为新的一版。")
@site_option
@click.option("--person", required=True, metavar="代号", help="签署人。")
@key_options
@click.option(
    "--signature",
    type=click.Path(path_type=Path, dir_okay=False),
    help="已经用 ssh-keygen -Y sign 签好的 .sig 文件。",
)
@yes_option
def sign(
    root: Path,
    *,
    person: str,
    key: Path | None,
    agent: bool,
    signature: Path | None,
    sample_key: bool,
    yes: bool,
) -> None:
    """Show the draft, ask, sign, and promote it when enough have signed."""
    from disclosure.verbs.policy_draft import NAME, faults, open_draft, open_versions

    versions = open_versions(root)
    version, _ = open_draft(root)
    if found := faults(version):
        fail("草稿还不完整，不能签署：\n" + "\n".join(f"  {fault}" for fault in found))
    before = versions[-1] if versions else None
    if before and version.previous != before.policy.digest:
        fail("草稿不是从现行的一版开始写的。用 disclosure policy new --again 重新开始。")
    ruler = ruler_of(version, before)
    if person not in ruler.roots:
        fail(
            f"{person} 不在签署人名单里。这一版由 {'、'.join(ruler.roots)} 中至少 {ruler.threshold} 人签署。"
        )
    if person in signers_of(version, ruler):
        fail(f"{person} 已经签署过了。")
    click.echo(version.data.decode("utf-8"))
    made = _signature(
        root, ruler, version, person, key, signature, agent=agent, sample=sample_key, ask=not yes
    )
    lines = [*version.signatures, (person, made)]
    signed = PolicyVersion(
        **{f: getattr(version, f) for f in version.__slots__} | {"signatures": tuple(lines)}
    )
    if person not in signers_of(signed, ruler):
        fail("签名不对：不是用授权文件中登记的密钥，或者不是对这份草稿签的。")
    text = "".join(json.dumps({"person": p, "sig": s}) + "\n" for p, s in lines)
    good = signers_of(signed, ruler)
    done = len(good) >= max(1, ruler.threshold)
    _write(root, version, text, done=done)
    if not done:
        left = "、".join(p for p in ruler.roots if p not in good)
        click.echo(
            f"已签署，还差 {ruler.threshold - len(good)} 人（{left}）。请提交 {NAME} 和旁边的签名文件。"
        )
        raise SystemExit(FINE)
    click.echo(_next_steps(version, first=before is None))


def _signature(
    root: Path,
    ruler: PolicyVersion,
    version: PolicyVersion,
    person: str,
    key: Path | None,
    signature: Path | None,
    *,
    agent: bool,
    sample: bool,
    ask: bool,
) -> str:
    from disclosure.read.site import read_site

    if signature:
        try:
            return "".join(signature.read_text(encoding="ascii").strip().splitlines()[1:-1])
        except (OSError, ValueError):
            fail(f"读不出签名文件 {signature}。")
    site, _ = read_site(root, "2000-01-01")
    signer = find_signer(site, ruler.policy, person, key, sample=sample, agent=agent, namespace=NAMESPACE)
    if ask and not click.confirm("以上授权内容逐项核对无误，签署？"):
        fail("没有签署。")
    return signer(version.data)


def _write(root: Path, version: PolicyVersion, signatures: str, *, done: bool) -> None:
    folder = root / "catalog" / "policy"
    try:
        (folder / f"{DRAFT}.sigs.jsonl").write_text(signatures, encoding="utf-8", newline="\n")
        if done:
            number = version.policy.version
            # The signatures first: a version without them would stop the build.
            (folder / f"{DRAFT}.sigs.jsonl").replace(folder / f"{number}.sigs.jsonl")
            (folder / f"{DRAFT}.yml").replace(folder / f"{number}.yml")
    except OSError as error:
        fail(f"文件写不进去：{system_reason(error)}。")


def _next_steps(version: PolicyVersion, *, first: bool) -> str:
    number, digest = version.policy.version, version.policy.digest
    lines = [
        f"签署人数已够，第 {number} 版生效：catalog/policy/{number}.yml。请提交它和 {number}.sigs.jsonl。",
        f"校验码：{digest}",
    ]
    if first or version.recovery:
        lines.append(
            f"由网站管理员和至少另一个人各自保存在仓库之外，生成时用环境变量 {PIN_VARIABLE} 提供；没有它不生成网站。"
        )
    else:
        lines.append(f"仓库之外的校验码（{PIN_VARIABLE}）换成这一个，旧的一版就不能再用来冒充现行的。")
    return "\n".join(lines)
