"""`disclosure restore`: a backup, checked whole before anything is written, back to where it was."""

import hashlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from disclosure.publish.archive import ArchiveError, check_archive, unpack
from disclosure.publish.folders import cache_folder
from disclosure.publish.writer import Written
from disclosure.read.ledger import PIN_VARIABLE as LEDGER_PIN
from disclosure.read.policy import PIN_VARIABLE as POLICY_PIN
from disclosure.system_errors import system_reason
from disclosure.verbs.backup import OUTSIDE, PUBLICATION
from disclosure.verbs.options import fail, site_option


@click.command("restore", help="核对备份文件，把其中的资料放回原处。")
@site_option
@click.argument("backup", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--registers", type=click.Path(path_type=Path, file_okay=False), help="登记台账放回哪个文件夹。"
)
@click.option(
    "--scans", type=click.Path(path_type=Path, file_okay=False), help="审批表扫描件放回哪个文件夹。"
)
@click.option("--check", "only_check", is_flag=True, help="只核对备份文件，不写任何文件。")
@click.option("--yes", is_flag=True, help="覆盖已有的、内容不同的文件。")
def command(
    root: Path, backup: Path, registers: Path | None, scans: Path | None, only_check: bool, yes: bool
) -> None:
    """Check every digest first; then write what is missing. What is there and differs is left, unless --yes."""
    try:
        rows, release = check_archive(backup)
    except ArchiveError as error:
        fail(str(error))
    except OSError as error:
        fail(f"读不出 {backup}（{system_reason(error)}）。")
    click.echo(f"备份完好：{len(rows)} 个文件，备份时的提交 {release.commit or '（没有记录）'}。")
    _show_pins(backup)
    if only_check:
        return
    targets = {name: path for name in rows if (path := _place(name, root, registers, scans))}
    other = sorted(name for name, path in targets.items() if path.exists() and not _same(path, rows[name]))
    if other and not yes:
        names = "\n".join(str(targets[name]) for name in other)
        fail(f"这些文件已经有了，内容不同，没有恢复任何文件。要覆盖的，加 --yes：\n{names}")
    wanted = {name: path for name, path in targets.items() if not _same(path, rows[name])}
    try:
        unpack(backup, wanted)
    except (ArchiveError, OSError) as error:
        fail(f"恢复没有完成：{error}")
    click.echo(f"已恢复 {len(wanted)} 个文件，{len(targets) - len(wanted)} 个原来就相同。")
    for part, folder in zip(OUTSIDE, (registers, scans), strict=True):
        count = sum(name.startswith(f"{part}/") for name in rows)
        if count and folder is None:
            click.echo(f"没有用 --{part} 指定文件夹，其中 {count} 个文件没有恢复。")


def _place(name: str, root: Path, registers: Path | None, scans: Path | None) -> Path | None:
    """Where a file of a backup belongs; None for what is only read, or has nowhere to go."""
    part, _, rest = name.partition("/")
    if part == "publication" and rest in PUBLICATION:
        return cache_folder(root) / rest
    folder = {"registers": registers, "scans": scans}.get(part)
    return folder / rest if folder else None


def _same(path: Path, row: Written) -> bool:
    if not path.is_file() or path.is_symlink() or path.stat().st_size != row.size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == row.sha256


def _show_pins(backup: Path) -> None:
    """Say what was pinned when the checked backup was made; a program can't set it for the next one."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "pins.json"
        unpack(backup, {"pins.json": target})
        try:
            pins = json.loads(target.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return
    for variable, key in ((POLICY_PIN, "policy_pin"), (LEDGER_PIN, "ledger_pin")):
        if isinstance(pins, dict) and pins.get(key):
            click.echo(f"备份时的校验码（先与另一个人保存的核对，再设置）：{variable}={pins[key]}")
