"""`disclosure backup`: what git does not hold, in one file: pins, public keys, the last publication, registers, scans."""

import json
from pathlib import Path

import click

from disclosure.publish.archive import ArchiveError, write_archive
from disclosure.publish.commit import commit_of
from disclosure.publish.folders import MANIFEST, SIGNATURE, SUMS, cache_folder
from disclosure.publish.manifest import Release
from disclosure.read.ledger import find_ledger_pin, ledger_head
from disclosure.read.policy import find_pin, read_policy
from disclosure.system_errors import system_reason
from disclosure.verbs.options import fail, site_option

PUBLICATION = (MANIFEST, SUMS, SIGNATURE, "report.json")
OUTSIDE = ("registers", "scans")
"""Folders that an office keeps outside of the repository, as they are called in a backup."""


@click.command(
    "backup", help="把 git 不保存的资料存成一个文件：校验码、公钥、上次发布的清单、登记台账、扫描件。"
)
@site_option
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="备份文件。")
@click.option(
    "--registers",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="登记台账所在的文件夹。",
)
@click.option(
    "--scans",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="审批表扫描件所在的文件夹。",
)
@click.option("--yes", is_flag=True, help="覆盖已有的备份文件，或者存放在 git 仓库里。")
def command(root: Path, out: Path, registers: Path | None, scans: Path | None, yes: bool) -> None:
    """Write one archive; the same state gives the same bytes."""
    out = out.resolve()
    if not yes:
        if any((folder / ".git").exists() for folder in out.parents):
            fail(
                f"{out} 在 git 仓库里：备份可能含有个人信息，提交以后会一直留在历史中。请另选位置；确实要放在这里的，加 --yes。"
            )
        if out.exists():
            fail(f"已经有 {out}，没有改动。要覆盖的，加 --yes。")
    contents: dict[str, Path | bytes] = {"pins.json": _pins(root), "keys.txt": _keys(root)}
    for name in PUBLICATION:
        file = cache_folder(root) / name
        if file.is_file():
            contents[f"publication/{name}"] = file
    passed = []
    for name, folder in zip(OUTSIDE, (registers, scans), strict=True):
        for path in sorted(folder.rglob("*")) if folder else ():
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                passed.append(str(path))
            elif path.is_file() and folder:
                contents[f"{name}/{path.relative_to(folder).as_posix()}"] = path
    try:
        rows = write_archive(out, contents, Release(commit=commit_of(root), ledger=ledger_head(root)))
    except ArchiveError as error:
        fail(str(error))
    except OSError as error:
        fail(f"备份没有完成：{system_reason(error)}（{error.filename}）。")
    click.echo(f"已备份 {len(rows)} 个文件：{out}")
    click.echo("仓库本身不在其中，另用 git clone --mirror 备份；私钥不在其中，由本人保管。")
    click.echo("备份没有加密。含有个人信息的，加密以后再带离这台电脑。")
    for name, folder in zip(OUTSIDE, (registers, scans), strict=True):
        if folder is None:
            click.echo(f"没有用 --{name} 指定文件夹，这部分没有备份。")
    for path_name in passed:
        click.echo(f"没有备份（链接或者特殊文件）：{path_name}", err=True)


def _pins(root: Path) -> bytes:
    """What is pinned outside of the repository, and what it should be compared with."""
    versions = read_policy(root)[0]
    document = {
        "format": 1,
        "policy_pin": find_pin(root, sample=False),
        "policies": {str(v.policy.version): v.policy.digest for v in versions},
        "ledger_pin": find_ledger_pin(),
        "ledger_head": ledger_head(root),
        "commit": commit_of(root),
    }
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def _keys(root: Path) -> bytes:
    """Whose public key is which, of every version: lines of `ssh-keygen`'s allowed_signers form."""
    lines = []
    for version in read_policy(root)[0]:
        lines.append(f"# {version.path}")
        lines += [f"{p.id} {p.key}  # {p.name}" for _, p in sorted(version.policy.persons.items()) if p.key]
    return "".join(f"{line}\n" for line in lines).encode("utf-8")
