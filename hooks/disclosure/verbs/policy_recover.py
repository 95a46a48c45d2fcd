"""`disclosure policy recover`: a draft that the roots before it can't sign any more, on a paper of the superior organ."""

import hashlib
from pathlib import Path

import click

from disclosure.check.values import wrong_date
from disclosure.system_errors import system_reason
from disclosure.verbs.options import fail, site_option

_HELP = """签署人的密钥丢得不够人数了：凭上级机关共同签字的恢复文书，把草稿改成恢复版本。

恢复版本由它自己写明的签署人签署，只有把仓库之外的校验码换成它的才生效；检查结果和发布清单里一直看得见。
"""


@click.command("recover", help=_HELP)
@site_option
@click.option("--number", required=True, help="恢复文书的编号。")
@click.option("--date", "day", required=True, metavar="日期", help="恢复文书的日期。")
@click.option(
    "--scan", type=click.Path(path_type=Path, dir_okay=False), required=True, help="恢复文书的扫描件。"
)
@click.option("--superior", required=True, help="共同签字的上级机关全称。")
@click.option("--reason", required=True, help="为什么要恢复。")
def recover(root: Path, *, number: str, day: str, scan: Path, superior: str, reason: str) -> None:
    """Make the draft a recovery."""
    from disclosure.verbs.policy_draft import NAME, Values, change, open_versions

    if not open_versions(root):
        fail("还没有第一版授权文件，不需要恢复。")
    if wrong_date(day):
        fail("日期写成 2026-03-02 的形式。")
    if scan.resolve().is_relative_to(root):
        fail("扫描件上有签字，不能放在站点文件夹里，请放到别处按规定归档。")
    try:
        with scan.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        fail(f"读不出扫描件 {scan}（{system_reason(error)}）。")
    facts = {"number": number, "date": day, "scan_sha256": digest, "superior": superior, "reason": reason}

    def edit(values: Values) -> None:
        values["recovery"] = facts

    change(root, edit)
    click.echo(
        f"{NAME} 已改成恢复版本（{superior}，{number}，{day}，扫描件 {digest[:12]}…）。"
        "写好新的人员和签署人以后，由新的签署人签署。"
    )
