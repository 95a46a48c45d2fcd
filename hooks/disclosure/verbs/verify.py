"""`disclosure verify`: a published folder against its manifest, and its pages' links."""

import sys
from pathlib import Path

import click

from disclosure.publish.manifest import read_manifest
from disclosure.read.site import read_site_address
from disclosure.verbs.options import FINE, PROBLEMS, fail, site_option
from disclosure.verify.files import compare
from disclosure.verify.pages import check_pages

_WORDS = {
    "changed": "内容不同",
    "missing": "缺少文件",
    "extra": "多出文件",
    "broken": "断链",
    "foreign": "加载外站",
}


@click.command("verify", help="对照生成时的清单逐个核验文件，并检查页面链接。")
@site_option
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), required=False)
@click.option("--manifest", type=click.Path(path_type=Path), help="清单文件（默认为上次生成的清单）。")
def command(root: Path, folder: Path | None, manifest: Path | None) -> None:
    """Compare a folder with a manifest kept outside of it; exit 1 when something differs."""
    target = folder or root / "site"
    listed = manifest or root / ".cache" / "disclosure" / "manifest.json"
    if not target.is_dir():
        fail(f"没有 {target}：请先运行 disclosure build。")
    try:
        rows = read_manifest(listed)
    except (OSError, ValueError, KeyError, TypeError):
        fail(f"读不出清单 {listed}：请先运行 disclosure build，或用 --manifest 指定清单。")
    count = 0
    for difference in compare(target, rows):
        count += 1
        click.echo(f"{_WORDS[difference.kind]}：{difference.address}")
    for fault in check_pages(target, read_site_address(root)):
        count += 1
        click.echo(f"{_WORDS[fault.kind]}：{fault.page} → {fault.target}")
    click.echo(
        f"核验 {len(rows)} 个文件，{count} 处不符。" if count else f"核验 {len(rows)} 个文件，全部相符。"
    )
    sys.exit(PROBLEMS if count else FINE)
