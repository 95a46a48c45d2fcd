"""The edition for reading rooms (阅览室版; 条例第二十五条): the built site on a stick, opened by double-click.

A folder with a first page, the site below it, and a list of digests; and the same as a ZIP. No server, no network,
nothing to install. The pages are those of the site, with a line that says of which edition they are; the search has
few files instead of some for each item. The same site and log give the same bytes.
"""

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path

from disclosure.data_files import load_data
from disclosure.index.bundles import FOLDER as SEARCH
from disclosure.index.bundles import bundle
from disclosure.model.catalog import Catalog
from disclosure.publish.archive_edition import withdrawn_rows
from disclosure.publish.folders import SUMS
from disclosure.publish.manifest import Release, checksums
from disclosure.publish.writer import SiteWriter, Written
from disclosure.read.editions import Edition
from disclosure.render.address import root_of
from disclosure.render.entries import entries
from disclosure.render.head import column_values, render_head
from disclosure.render.shell import cut_shell
from disclosure.render.templates import render_template

SITE = "site/"
_LEFT_OUT = ("404.html", "offline.json", "offline/", "sw.js")
"""How the names of files begin of which only what comes from a server has a use."""
_MASTHEAD = b'<header class="masthead">'
_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that an archive can write."""
_DIGEST = 16


def states_of(catalog: Catalog) -> dict[str, str]:
    """Every published id with a digest of what a reader is told of it: its file, later facts, validity."""
    states = {}
    for item in catalog.items:
        status = catalog.site.statuses.get(item.id)
        facts = (
            item.sha256,
            status.sha256 if status else "",
            catalog.validity[item.id].state,
            item.id in catalog.ended,
        )
        states[item.id] = hashlib.sha256(repr(facts).encode("utf-8")).hexdigest()[:_DIGEST]
    return states


def write_reading_room(
    catalog: Catalog,
    site: Path,
    files: Mapping[str, Written],
    edition: Edition,
    before: tuple[Edition, Mapping[str, str]] | None,
    folder: Path,
    release: Release,
) -> list[Written]:
    """Write the edition into `folder`, which must be empty or absent; every file of it with its digest.

    Args:
        catalog: what is published.
        site: the built site.
        files: all of it, compared with the list of the build.
        edition: number, day, and day of the next one.
        before: the edition before with the states of its items (`states_of`), or None.
        folder: where it goes.
        release: what the site was made of.
    """
    writer = SiteWriter(folder)
    mark = f"阅览室版第 {edition.number} 版，{edition.on} 编制，此后的变动不在其中"
    search = {}
    for address in sorted(files):
        if address.startswith(SEARCH):
            search[address] = site / address
        elif not address.startswith(_LEFT_OUT):
            data = (site / address).read_bytes()
            if address.endswith(".html"):
                way = f"{root_of(address)}../index.html"
                line = f'<aside class="edition" aria-label="版次"><a href="{way}">{mark}</a></aside>\n    '.encode()
                data = data.replace(_MASTHEAD, line + _MASTHEAD, 1)
            writer.write(SITE + address, data)
    for address, content in bundle(search):
        writer.write(SITE + address, content)
    writer.write("index.html", _first_page(catalog, edition, before))
    rows = sorted(writer.written.values())
    (folder / SUMS).write_text(checksums(rows, release), encoding="utf-8", newline="\n")
    return rows


def write_zip(folder: Path, target: Path, name: str) -> None:
    """All of `folder` as the ZIP `target`, in which it is called `name`; the same files give the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
            if path.is_file():
                entry = zipfile.ZipInfo(f"{name}/{path.relative_to(folder).as_posix()}", _TIME)
                entry.compress_type, entry.create_system, entry.external_attr = (
                    zipfile.ZIP_DEFLATED,
                    3,
                    0o644 << 16,
                )
                archive.writestr(entry, path.read_bytes())


def _first_page(catalog: Catalog, edition: Edition, before: tuple[Edition, Mapping[str, str]] | None) -> str:
    site = catalog.site
    former, held = before or (None, {})
    states = states_of(catalog)
    added = [item for item in catalog.items if item.id not in held]
    changed = [item for item in catalog.items if held.get(item.id, states[item.id]) != states[item.id]]
    title = f"{site.name}{site.column}阅览室版"
    context = {
        "title": title,
        "edition": edition,
        "total": len(catalog.items),
        "site": SITE,
        "before": former,
        "added": entries(catalog, added, SITE) if former else [],
        "changed": entries(catalog, changed, SITE),
        "withdrawn": withdrawn_rows(s for s in catalog.tombstones if s.id in held),
        "browsers": load_data("browsers.yml")["oldest"],
    }
    frame = {
        "root": SITE,
        "home": "index.html",
        "title": title,
        "note": f"第 {edition.number} 版，{edition.on}",
    }
    head = render_head(site, "column", column_values("", "阅览室版"), noindex=True)
    shell = cut_shell(render_template("edition_frame", frame))
    return shell.fill(title, head, render_template("reading_room", context))
