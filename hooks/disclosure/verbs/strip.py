"""`disclosure strip`: copies of files without what they say of their makers; the original's digest is told to be kept."""

import hashlib
import sys
from pathlib import Path

import click

from disclosure.data_files import load_data
from disclosure.intake.strip_file import NotStrippedError, strip_file
from disclosure.read.site import read_site
from disclosure.system_errors import system_reason
from disclosure.verbs.options import FINE, PROBLEMS, site_option

_LARGEST = 200 << 20


@click.command(
    "strip",
    help="清除文件的属性、作者、拍摄位置等元数据，另写一份，原文件不动。"
    "打印的 original_sha256 可以写进附件的字段，作为原件的凭据。",
)
@site_option
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False, exists=True)
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="写到哪个文件夹，文件名不变；不写则写在原文件旁边，文件名加 -clean。",
)
def command(root: Path, files: tuple[Path, ...], out: Path | None) -> None:
    """Write a copy of each file; exit 1 when one of them could not be made. Nothing is ever overwritten."""
    limit = read_site(root, "")[0].attachment_limit  # no day has a say in it
    results = [_strip_one(file, out, limit) for file in files]
    sys.exit(FINE if all(results) else PROBLEMS)


def _strip_one(file: Path, out: Path | None, limit: int) -> bool:
    target = out / file.name if out else file.with_name(f"{file.stem}-clean{file.suffix}")
    if target.exists():
        click.echo(f"{file}：{target} 已经存在，没有写出。", err=True)
        return False
    try:
        if file.stat().st_size > _LARGEST:
            click.echo(f"{file}：超过 {_LARGEST >> 20} MB，没有写出。", err=True)
            return False
        data = file.read_bytes()
        stripped = strip_file(file.suffix[1:].lower(), data)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as stream:
            stream.write(stripped)
    except NotStrippedError as error:
        click.echo(f"{file}：{load_data('strip_wording.yml')['reasons'][str(error)]}。", err=True)
        return False
    except OSError as error:
        click.echo(f"{file}：没有写出（{system_reason(error)}）。", err=True)
        return False
    if len(stripped) > limit:
        click.echo(f"{target} 超过本站附件的限额 {limit >> 20} MB，还不能发布。", err=True)
    click.echo(f"{target}\n    original_sha256: {hashlib.sha256(data).hexdigest()}")
    return True
