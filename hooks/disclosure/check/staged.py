"""What is about to be committed, looked through before it enters the history, where nothing is ever deleted (Q27, Q33)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from disclosure.check.acceptance import is_open
from disclosure.check.item import check_item
from disclosure.gates.rows import hide_in_rows
from disclosure.gates.site_text import scan_loose_file, scan_settings, scan_statuses
from disclosure.problems import Problem
from disclosure.read.site import read_site

SETTINGS = ("mkdocs.yml", "catalog/")
_ITEM = re.compile(r"content/items/(\d{4})/([a-z0-9-]+)\.md")
_FILE = re.compile(r"content/files/(\d{4})/([a-z0-9-]+)/[^/]+")
_RECORDS = ("catalog/approvals/", "catalog/policy/", "catalog/status/", "catalog/ledger.jsonl")
"""Digests and signatures are no numbers of persons; the words of later facts are looked at by themselves."""


def needed_for(staged: Iterable[str], files: Sequence[str]) -> list[str]:
    """Which of the index's `files` must be laid out to judge those `staged`: an item with all its files, and back."""
    wanted = set(staged)
    items = {match.groups() for path in wanted if (match := _ITEM.fullmatch(path) or _FILE.fullmatch(path))}
    for path in files:
        match = _ITEM.fullmatch(path) or _FILE.fullmatch(path)
        if (match and match.groups() in items) or path.startswith(SETTINGS):
            wanted.add(path)
    return sorted(wanted)


def check_staged(folder: Path, staged: Sequence[str], today: str) -> list[Problem]:
    """Rows for the files `staged`, which lie in `folder` with what they need. Nobody has approved them yet.

    A finding that the reviewer for secrecy may let pass later is told as a warning: the commit is how it gets there.
    """
    site, rows = read_site(folder, today)
    reviewed = site.approval != "none"
    site = replace(site, approval="none", policy=None)
    rows = [row for row in (*rows, *scan_statuses(site)) if row.path in set(staged)]
    items = {match.groups() for path in staged if (match := _ITEM.fullmatch(path) or _FILE.fullmatch(path))}
    for year, identifier in sorted(items):
        path = f"content/items/{year}/{identifier}.md"
        if (folder / path).is_file():
            rows += check_item(site, path)[1]
    named = {row.carrier for row in rows}
    for path in staged:
        if _ITEM.fullmatch(path) or path.startswith(_RECORDS) or path.removeprefix("content/") in named:
            continue
        if (folder / path).is_symlink() or not (folder / path).is_file():
            continue
        # A file of an item that does not name it is no attachment, but it enters the history all the same.
        rows += scan_settings(site, path) if path.startswith(SETTINGS) else scan_loose_file(site, path, "")[1]
    shown = [replace(row, severity="warning") if reviewed and is_open(row) else row for row in rows]
    return sorted(set(hide_in_rows(shown)))
