"""Approval of what is public besides items: hand-written pages, the files they show, and published settings.

A defaced apply.md is caught like a defaced item. A page that is not approved is left out; settings that are not
approved stop the build, since every page shows them.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from disclosure.approval.subject import Subject
from disclosure.check.approval import judge, settled
from disclosure.check.pages import PAGE
from disclosure.problems import Problem, has_errors
from disclosure.read.migration import PATH as MIGRATION
from disclosure.types import Site

DATA = "data:"
PUBLISHED_DATA = (
    *("mkdocs.yml", "catalog/site.yml", "catalog/offices.yml", "catalog/categories.yml"),
    *("catalog/guide.yml", "catalog/redirects.csv", "catalog/synonyms.yml", MIGRATION),
)
"""Settings that the public reads on the pages or is led by."""

OTHER_FACTS = {"importance": "一般", "disclosure": "主动公开", "category": ""}
_ITEM_FOLDERS = ("items", "files")


def other_subjects(root: Path) -> Iterator[Subject]:
    """Everything public in `root` that is no item, in a stable order. Files that can't be read have no subject."""
    content = root / "content"
    files = [(PAGE, content, p) for p in sorted(content.rglob("*")) if _is_page(content, p)]
    files += [(DATA, root, root / name) for name in PUBLISHED_DATA]
    for kind, base, path in files:
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            continue
        yield Subject(kind + path.relative_to(base).as_posix(), digest)


def check_other_approvals(site: Site, findings: Iterable[Problem]) -> tuple[frozenset[str], list[Problem]]:
    """The pages (names below content/) that must not be published, and all problems of approvals of pages and settings.

    `findings` of the gates are among the rows given back, as those who approved their file left them.
    """
    rows_of: dict[str, list[Problem]] = defaultdict(list)
    for row in findings:
        rows_of[row.item or DATA + row.path].append(row)
    asked = site.approval != "none" and site.policy is not None
    left_out: set[str] = set()
    problems: list[Problem] = []
    for subject in other_subjects(site.root) if asked else ():
        outcome, rows = judge(site, subject, "", OTHER_FACTS)
        if site.preview:
            rows = [replace(row, severity="warning") for row in rows]
        rows_of[subject.id] = [*rows, *settled(site, rows_of[subject.id], outcome, "", OTHER_FACTS)]
    for name, rows in rows_of.items():
        if name.startswith(DATA):
            problems += [replace(row, item="") for row in rows]
            continue
        problems += rows
        if has_errors(rows):
            left_out.add(name.removeprefix(PAGE))
    return frozenset(left_out), problems


def _is_page(content: Path, path: Path) -> bool:
    return path.is_file() and path.relative_to(content).parts[0] not in _ITEM_FOLDERS
