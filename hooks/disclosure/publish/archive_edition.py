"""The archive edition (档案版): a period's public information as a folder for 档案馆 and 图书馆 (条例第二十五条).

It holds what the site shows of each item, its files, the publishable part of the ledger, lists of digests, and an entry
page. It opens from a disk without a network, and nothing in it leads out of it.
"""

import csv
import io
import posixpath
import re
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from disclosure.ledger import PURGE, Line
from disclosure.model.catalog import Catalog
from disclosure.model.view import ViewMaker
from disclosure.places import OVERRIDES
from disclosure.publish.folders import MANIFEST, SUMS
from disclosure.publish.item import ItemPublisher
from disclosure.publish.manifest import Release, checksums, complete, manifest_json
from disclosure.publish.writer import SiteWriter, Written
from disclosure.render.address import item_address
from disclosure.render.exports import harmless
from disclosure.render.head import column_values, render_head
from disclosure.render.shell import Shell, cut_shell
from disclosure.render.templates import render_template
from disclosure.types import Item, Status

PRIVATE = "隐私撤回"
"""A withdrawal after which neither title nor reason is told."""
RECORDS = "records.csv"
_ASSETS = ("disclosure/*.css", "disclosure/mark.svg", "disclosure/print-code.js", "vendor/*.js")
_COLUMNS = ("登记号", "事项", "编号", "索引号", "名称", "时间", "内容校验值", "本行校验值")
_LINK = re.compile(r'<a ([^>]*?)href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)


def items_of_period(catalog: Catalog, first: str, last: str) -> list[Item]:
    """Items published from `first` to `last` (ISO dates, both included), in the catalog's order."""
    return [item for item in catalog.items if first <= item.publication[:10] <= last]


def write_edition(
    catalog: Catalog, lines: Sequence[Line], first: str, last: str, folder: Path, release: Release
) -> list[Written]:
    """Write the edition into `folder`, which must be empty or absent; every file of it with its digest."""
    site = catalog.site
    period = f"{first} 至 {last}"
    frame = {"name": site.name, "period": period}
    items = items_of_period(catalog, first, last)
    publisher = ItemPublisher(
        site.root, site, _shell(frame, "../../"), _shell(frame, "../../../"), folder, None
    )
    views = ViewMaker(catalog)
    for item in items:
        publisher(views.view(item))
    writer = SiteWriter(folder)
    for pattern in _ASSETS:
        for path in sorted((OVERRIDES / "assets").glob(pattern)):
            writer.write(f"assets/{path.relative_to(OVERRIDES / 'assets').as_posix()}", path.read_bytes())
    writer.write(RECORDS, _records(catalog, lines, first, last))
    gone = [s for s in catalog.tombstones if first <= s.withdrawn_on <= last]
    head = render_head(site, "column", column_values("", "档案版"), noindex=True)
    main = render_template("archive_index", frame | _index_context(catalog, items, gone))
    writer.write("index.html", _shell(frame, "").fill(f"{site.name}政府信息公开档案版", head, main))
    _drop_dead_links(folder)
    rows = complete(folder, {})
    (folder / MANIFEST).write_text(manifest_json(rows, release, []), encoding="utf-8", newline="\n")
    (folder / SUMS).write_text(checksums(rows, release), encoding="utf-8", newline="\n")
    return rows


def _shell(frame: dict[str, str], root: str) -> Shell:
    title = f"{frame['name']}政府信息公开档案版"
    context = {"root": root, "home": f"{root}index.html", "title": title, "note": frame["period"]}
    return cut_shell(render_template("edition_frame", context))


def _index_context(catalog: Catalog, items: Sequence[Item], gone: Sequence[Status]) -> dict[str, Any]:
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name in catalog.site.categories}
    for item in items:
        row = {
            "index": item.index,
            "href": item_address(item.id, item.year),
            "title": item.title,
            "summary": item.summary,
            "formed": item.formed,
            "published": item.publication[:10],
            "number": item.document_number,
            "files": 0 if item.id in catalog.ended else len(item.attachments),
        }
        groups.setdefault(item.category, []).append(row)
    places = catalog.site.guide.get("places")
    return {
        "today": catalog.site.today,
        "total": len(items),
        "groups": [{"name": name or "未分类", "rows": rows} for name, rows in groups.items() if rows],
        "withdrawn": withdrawn_rows(gone),
        "places": [
            str(place["name"])
            for place in (places if isinstance(places, list) else [])
            if isinstance(place, dict)
            and any(word in str(place.get("name")) for word in ("档案馆", "图书馆"))
        ],
        "files": [
            {"href": RECORDS, "title": "本期登记簿（可以公开的部分）", "type": "CSV", "size_label": None},
        ],
    }


def withdrawn_rows(gone: Iterable[Status]) -> list[dict[str, Any]]:
    """Withdrawn items as an edition names them: one that was withdrawn for privacy by its number alone."""
    return [
        {
            "index": s.index,
            "title": None if s.withdrawn_kind == PRIVATE else s.title,
            "on": s.withdrawn_on,
        }
        for s in gone
    ]


def _records(catalog: Catalog, lines: Sequence[Line], first: str, last: str) -> str:
    """The ledger's lines of the period without persons; nothing of what vanished whole, no title of what is private."""
    kinds = {status.id: status.withdrawn_kind for status in catalog.site.statuses.values()}
    purged = {line.entry.item for line in lines if line.redacted or line.entry.action == PURGE}
    purged |= {name for name, kind in kinds.items() if kind == PURGE}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for line in lines:
        entry = line.entry
        if entry.item in purged or not first <= entry.time[:10] <= last:
            continue
        private = kinds.get(entry.item) == PRIVATE
        title = "" if private else entry.title
        digest = "" if private else entry.sha256
        cells = (
            str(entry.number),
            entry.action,
            entry.item,
            entry.index,
            title,
            entry.time,
            digest,
            line.digest,
        )
        writer.writerow([harmless(cell) for cell in cells])
    return "\ufeff" + out.getvalue()


def _drop_dead_links(folder: Path) -> None:
    """Leave the words of a link whose target is not part of the edition."""
    for path in sorted(folder.rglob("*.html")):
        address = path.relative_to(folder).as_posix()
        html = path.read_text(encoding="utf-8")
        kept = _LINK.sub(partial(_kept, folder, address), html)
        path.write_text(kept, encoding="utf-8", newline="\n")


def _kept(folder: Path, address: str, link: re.Match[str]) -> str:
    target = link[2].partition("#")[0].partition("?")[0]
    if not target or ":" in target:
        return link[0]
    place = posixpath.normpath(posixpath.join(posixpath.dirname(address), target))
    return link[0] if (folder / place).is_file() else link[4]
