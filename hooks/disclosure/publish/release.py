"""What a build leaves of a release beside it, never in the web root: manifest.json, SHA256SUMS and its signature."""

from collections.abc import Iterator
from pathlib import Path

from disclosure.approval.policy import Policy
from disclosure.model.catalog import Catalog
from disclosure.publish.changes import changes_text, files_in
from disclosure.publish.commit import commit_of
from disclosure.publish.folders import CHANGES, MANIFEST, SIGNATURE, SUMS
from disclosure.publish.manifest import Release, checksums, manifest_json
from disclosure.publish.offline_lists import ENTRY, FOLDER
from disclosure.publish.writer import Written
from disclosure.read.ledger import ledger_head
from disclosure.render.address import item_address

TODAY_PAGES = ("index.html", "statistics.html", "open-calls.html", "in-force.html")
"""Pages that say what day it is, whatever they show."""


def release_of(catalog: Catalog) -> Release:
    """What a build of `catalog` is made of, as its lists say it."""
    site = catalog.site
    return Release(
        catalog=next(iter(site.unit_codes), ""),
        address=site.address,
        today=site.today,
        approval=site.approval,
        commit=commit_of(site.root),
        ledger=ledger_head(site.root),
        policy=site.policy.digest if site.policy else "",
        recovery=recovery_words(site.policy),
    )


def write_release(folder: Path, catalog: Catalog, rows: list[Written]) -> None:
    """Write both lists, and what to upload and delete since the last ones.

    The signature of an earlier release goes, since it is none of this one.
    """
    release = release_of(catalog)
    sums = checksums(rows, release).encode("utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / SUMS).is_file() or (folder / SUMS).read_bytes() != sums:
        (folder / SIGNATURE).unlink(missing_ok=True)
        (folder / SUMS).write_bytes(sums)
    (folder / CHANGES).write_text(
        changes_text(files_in(folder / MANIFEST), rows), encoding="utf-8", newline="\n"
    )
    lists = (row.address for row in rows if row.address.startswith((ENTRY, f"{FOLDER}/")))
    pages = sorted({*TODAY_PAGES, *_dated(catalog), *lists})
    (folder / MANIFEST).write_text(manifest_json(rows, release, pages), encoding="utf-8", newline="\n")


def recovery_words(policy: Policy | None) -> str:
    """The paper on which a recovered policy rests, as the manifest names it; empty where there was no recovery."""
    recovery = policy.recovery if policy else None
    return f"{recovery.superior} {recovery.number} {recovery.date}" if recovery else ""


def _dated(catalog: Catalog) -> Iterator[str]:
    """Pages of items that say something else before and after a day of theirs."""
    for item in catalog.items:
        if item.expires or item.effective or item.public_until:
            yield item_address(item.id, item.year)
