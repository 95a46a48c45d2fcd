"""`disclosure pack --reading-room`: the built site on a stick, and a line of it in the log of editions (S12; 条例第二十五条)."""

import hashlib
import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import click

from disclosure.check.site import check_site
from disclosure.intake.yaml_append import append_entries
from disclosure.model.catalog import Catalog, assemble
from disclosure.publish.folders import MANIFEST, SUMS, release_folder
from disclosure.publish.manifest import Listing, manifest_json, read_listing
from disclosure.publish.reading_room import states_of, write_reading_room, write_zip
from disclosure.publish.release import release_of
from disclosure.publish.swap import MARK
from disclosure.read.editions import FILE, Copy, Edition, held_in, list_of, read_editions
from disclosure.system_errors import system_reason
from disclosure.verbs.options import FINE, PROBLEMS, fail
from disclosure.verify.files import compare

_NEW_LOG = "# 交出去的阅览室版。收回或者销毁一份，在这一份的后面写 recalled: 日期。\nformat: 1\n"


def pack_reading_room(root: Path, today: str, following: str, holders: tuple[str, ...], out: Path) -> None:
    """Write folder and ZIP, both or none, then the log; exit 1 when the site is not what was built."""
    checked = check_site(root, today)
    if checked.site_errors:
        fail(f"站点设置有 {len(checked.site_errors)} 处错误，先运行 disclosure check。")
    catalog = assemble(checked.site, checked.items, checked.problems)
    site, out = root / "site", out.resolve()
    listing = _sound_site(root, site, catalog)
    archive = out.with_name(f"{out.name}.zip")
    if archive.exists():
        fail(f"已有 {archive}，没有改动。请另选一个名称。")
    editions, problems = read_editions(root)
    if problems:
        fail(f"catalog/{FILE} 有 {len(problems)} 处错误，先运行 disclosure check。")
    copies = tuple(Copy(holder, today, "") for holder in holders)
    former = editions[-1] if editions else None
    held = held_in(root, former.number) if former else {}
    edition = Edition(former.number + 1 if former else 1, today, following, "", copies, 0)
    before = (former, held) if former and held else None
    begun, packed = out.with_name(f".{out.name}.next"), out.with_name(f".{archive.name}.next")
    try:
        shutil.rmtree(begun, ignore_errors=True)
        rows = write_reading_room(catalog, site, listing.files, edition, before, begun, listing.release)
        write_zip(begun, packed, out.name)
        sums = (begun / SUMS).read_bytes()
        edition = replace(edition, digest=hashlib.sha256(sums).hexdigest())
        _log(root, edition, states_of(catalog))
        if out.exists():
            out.rmdir()
        begun.rename(out)
        packed.rename(archive)
        place = release_folder(root, out)  # so that `verify` and `sign` find its list
        place.mkdir(parents=True, exist_ok=True)
        (place / SUMS).write_bytes(sums)
        (place / MANIFEST).write_text(
            manifest_json(rows, listing.release, []), encoding="utf-8", newline="\n"
        )
    except OSError as error:
        shutil.rmtree(begun, ignore_errors=True)
        packed.unlink(missing_ok=True)
        fail(f"写不进去：{error.filename}（{system_reason(error)}）。")
    click.echo(
        f"阅览室版第 {edition.number} 版共 {len(catalog.items)} 件、{len(rows)} 个文件：{out}（从 index.html 打开），{archive}"
    )
    click.echo(f"已登记在 catalog/{FILE}，SHA256SUMS 的校验值：{edition.digest}")
    sys.exit(FINE)


def _sound_site(root: Path, site: Path, catalog: Catalog) -> Listing:
    """The list of the built site, when the folder agrees with it and it is what would be built today."""
    try:
        listing = read_listing(release_folder(root, site) / MANIFEST)
        shown = {row["id"] for row in json.loads((site / MARK).read_text(encoding="utf-8"))["items"]}
    except (OSError, ValueError, KeyError, TypeError):
        fail(f"没有 {site}，或者没有它的清单：请先运行 disclosure build。")
    same = replace(listing.release, commit="") == replace(release_of(catalog), commit="")
    if not same or shown != catalog.by_id.keys():
        fail(f"{site} 不是按今天的内容生成的：请先运行 disclosure build。")
    if not any(name.startswith("search/") for name in listing.files):
        fail(f"{site} 没有检索：请不带 --no-search 重新运行 disclosure build。")
    found = [d for d in compare(site, listing.files) if d.kind != "extra"]
    if found:
        names = "、".join(difference.address for difference in found[:5])
        click.echo(
            f"{site} 与清单有 {len(found)} 处不符（{names}），没有编制。请重新运行 disclosure build。",
            err=True,
        )
        sys.exit(PROBLEMS)
    return listing


def _log(root: Path, edition: Edition, states: dict[str, str]) -> None:
    """Keep what the edition holds, then enter it in the log. Raises OSError."""
    place = list_of(root, edition.number)
    place.parent.mkdir(parents=True, exist_ok=True)
    lines = ["id,state", *(f"{identifier},{state}" for identifier, state in sorted(states.items()))]
    place.write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")
    log = root / "catalog" / FILE
    text = log.read_text(encoding="utf-8") if log.exists() else _NEW_LOG
    entry: dict[str, object] = {"id": str(edition.number), "on": edition.on, "next": edition.next}
    entry |= {"items": str(len(states)), "digest": edition.digest}
    if edition.copies:
        entry["copies"] = [{"to": copy.to, "on": copy.on} for copy in edition.copies]
    log.write_text(append_entries(text, "editions", [entry]), encoding="utf-8", newline="\n")
