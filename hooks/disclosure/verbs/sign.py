"""`disclosure sign`: the checksums of a build, signed with the office's release key once the folder agrees with them."""

import shutil
import sys
from pathlib import Path

import click

from disclosure.approval.sample_keys import sample_key
from disclosure.check.site import read_approving_site
from disclosure.dates import find_today
from disclosure.publish.folders import SIGNATURE, SUMS, release_folder
from disclosure.publish.manifest import NAMESPACE, read_listing
from disclosure.sshsig import armour, public_blob, public_line, sign
from disclosure.verbs.approval_writing import Signer
from disclosure.verbs.options import PROBLEMS, fail, site_option
from disclosure.verbs.private_key import load_private_key
from disclosure.verbs.signing_key import agent_signer, key_options
from disclosure.verify.files import compare

SAMPLE_NAME = "release"


@click.command("sign", help="核对生成的文件夹，对校验和文件签名，供他人核验网站。")
@site_option
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), required=False)
@key_options
@click.option("--publish", is_flag=True, help="同时放一份到网站里，供公众核验。")
def command(
    root: Path, *, folder: Path | None, key: Path | None, agent: bool, sample_key: bool, publish: bool
) -> None:
    """Sign SHA256SUMS beside the manifest; exit 1 when the folder is not what was built."""
    public, signer = _release_key(root, key, agent=agent, sample=sample_key)
    target = folder or root / "site"
    place = release_folder(root, target)
    sums = place / SUMS
    try:
        listing = read_listing(sums)
        data = sums.read_bytes()
    except (OSError, ValueError):
        fail(f"没有 {sums}：请先运行 disclosure build。")
    optional = (SUMS, SIGNATURE)
    found = [d for d in compare(target, listing.files) if d.kind != "extra" or d.address not in optional]
    if found:
        names = "、".join(difference.address for difference in found[:5])
        click.echo(f"{target} 与清单有 {len(found)} 处不符（{names}），没有签名。", err=True)
        sys.exit(PROBLEMS)
    (place / SIGNATURE).write_text(armour(signer(data)), encoding="ascii", newline="\n")
    if publish:
        for name in optional:
            shutil.copyfile(place / name, target / name)
    click.echo(f"已签名：{place / SIGNATURE}")
    click.echo(f"公钥：{public}")


def _release_key(root: Path, key: Path | None, *, agent: bool, sample: bool) -> tuple[str, Signer]:
    """The public line of the release key, and what signs with it. With an agent `key` is the public half."""
    if (key is None) == (not sample) or (agent and key is None):
        fail(
            "请用 --key 指定发布私钥；由 ssh-agent 签名的，用 --agent 和 --key 指定公钥文件（.pub）；"
            "示例站点可以用 --sample-key。"
        )
    if sample and not read_approving_site(root, find_today())[0].sample:
        fail("示例密钥只能用于示例站点。")
    if agent and key:
        try:
            public = key.read_text(encoding="utf-8").strip()
            public_blob(public)
        except (OSError, ValueError):
            fail(f"{key} 不是可用的 Ed25519 公钥文件。")
        return public, agent_signer(public, NAMESPACE)
    private = load_private_key(key) if key else sample_key(SAMPLE_NAME)
    return public_line(private), lambda data: sign(private, NAMESPACE, data)
