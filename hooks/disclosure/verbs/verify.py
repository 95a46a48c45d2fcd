"""`disclosure verify`: a folder, or what a web server really serves, against the list that the build left."""

import sys
from pathlib import Path

import click

from disclosure.publish.folders import MANIFEST, SIGNATURE, SUMS, release_folder
from disclosure.publish.manifest import Listing, read_listing
from disclosure.publish.writer import Written
from disclosure.verbs.options import FINE, PROBLEMS, fail, site_option
from disclosure.verbs.verify_output import print_report
from disclosure.verify.signature import UnsignedError, check_signature


@click.command("verify", help="对照生成时的清单，逐个核验文件夹或者网址上的文件。")
@site_option
@click.argument("target", required=False)
@click.option("--manifest", type=click.Path(path_type=Path), help="清单 manifest.json 或 SHA256SUMS。")
@click.option("--key", type=click.Path(path_type=Path), help="发布公钥；清单须是用它签过名的 SHA256SUMS。")
@click.option("--signature", type=click.Path(path_type=Path), help="签名文件（默认为清单旁的 .sig）。")
@click.option("--except", "excepted", multiple=True, metavar="通配符", help="不核验的文件，可以写多次。")
@click.option("--jobs", type=click.IntRange(1, 32), default=4, help="同时请求的数目（核验网址时）。")
@click.option("--timeout", type=click.FloatRange(0.1, 600), default=20.0, help="等待回答的秒数。")
@click.option("--attempts", type=click.IntRange(1, 10), default=3, help="连接失败或服务器出错时共试几次。")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="输出格式。")
def command(
    root: Path,
    target: str | None,
    manifest: Path | None,
    key: Path | None,
    signature: Path | None,
    excepted: tuple[str, ...],
    jobs: int,
    timeout: float,
    attempts: int,
    form: str,
) -> None:
    """Compare with a list kept elsewhere; exit 1 when something differs, 2 when nothing can be said."""
    remote = target is not None and target.startswith(("http://", "https://"))
    folder = root / "site" if target is None or remote else Path(target)
    if not remote and not folder.is_dir():
        fail(f"没有 {folder}：请先运行 disclosure build。")
    listed = manifest or release_folder(root, folder) / (SUMS if key else MANIFEST)
    listing = _read(listed)
    if key:
        if listed.suffix == ".json":
            fail(f"签名是对 {SUMS} 的，请用 --manifest 指定它。")
        try:
            check_signature(listed, signature or Path(f"{listed}.sig"), key)
        except UnsignedError as error:
            fail(str(error))
    optional = _published_copies(listed)
    if remote and target:
        from disclosure.verbs.verify_host import verify_host

        report = verify_host(target, listing.files, optional, excepted, jobs, timeout, attempts)
    else:
        from disclosure.verbs.verify_folder import verify_folder

        report = verify_folder(root, folder, listing.files, optional, excepted)
    print_report(report, listing, form, target=target or str(folder), signed=key is not None)
    sys.exit(PROBLEMS if report.findings else FINE)


def _read(path: Path) -> Listing:
    try:
        return read_listing(path)
    except (OSError, ValueError):
        fail(f"读不出清单 {path}：请先运行 disclosure build，或用 --manifest 指定清单。")


def _published_copies(listed: Path) -> dict[str, Written]:
    """The checksums and their signature, which may be published too: then they must be those beside the list."""
    import hashlib

    found = {}
    for name in (SUMS, SIGNATURE):
        file = listed.with_name(name)
        if file.is_file():
            data = file.read_bytes()
            found[name] = Written(name, len(data), hashlib.sha256(data).hexdigest())
    return found
