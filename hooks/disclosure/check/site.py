"""The whole check: every item and every file of a site, all problems in one sorted list."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from disclosure.check.annual_figures import check_annual_figures
from disclosure.check.annulments import check_annulments
from disclosure.check.catalog import check_catalog
from disclosure.check.earlier import keep_earlier
from disclosure.check.editions import check_editions
from disclosure.check.guide import check_guide
from disclosure.check.item import check_item
from disclosure.check.kept_items import KeptItems, is_gone
from disclosure.check.later_facts import revised_items, settle_statuses
from disclosure.check.ledger import check_ledger
from disclosure.check.other_subjects import check_other_approvals
from disclosure.check.pages import check_pages
from disclosure.check.policy import accept_policy
from disclosure.check.systems import check_systems
from disclosure.check.unit_catalogs import check_unit_catalogs
from disclosure.check.visibility import check_visibility
from disclosure.gates.cache import forget_others
from disclosure.gates.rows import hide_in_rows
from disclosure.gates.site_text import scan_catalog, scan_statuses
from disclosure.problems import Problem, has_errors, problem
from disclosure.progress import CHECK, Progress
from disclosure.read.information_classes import read_information_classes
from disclosure.read.inventory import list_items
from disclosure.read.ledger import find_ledger_pin, read_ledger
from disclosure.read.migration import read_migration
from disclosure.read.policy import find_pin, read_policy
from disclosure.read.site import read_site
from disclosure.types import Item, Site
from disclosure.workers import ItemPool


@dataclass(frozen=True, slots=True)
class Checked:
    """A site as checked: its settings, its items (faulty ones too), and all problems, sorted by place."""

    site: Site
    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    left_out: frozenset[str] = frozenset()
    """Hand-written pages, by their names below content/, that are not approved or hold what must not be published."""

    @property
    def site_errors(self) -> tuple[Problem, ...]:
        """Errors of the site itself, which stop a build; errors of an item only hold back that item."""
        return tuple(p for p in self.problems if p.severity == "error" and not p.item)


def read_approving_site(root: Path, today: str) -> tuple[Site, list[Problem]]:
    """The settings in `root`, with the accepted policy where there is one, and its 迁移清单."""
    site, problems = read_site(root, today)
    versions, found = read_policy(root)
    pin = find_pin(root, sample=site.sample)
    if site.approval not in ("required", "legacy") and not versions and not pin:
        return site, problems
    policy, rows = accept_policy(versions, pin, sample=site.sample)
    if policy and site.approval not in policy.modes:
        # Whoever can change site.yml alone could else turn approval off.
        rows.append(problem("V133", "catalog/site.yml", 1, "approval", site.approval))
    migration: dict[str, str] = {}
    if site.approval == "legacy":
        migration, listed = read_migration(root)
        rows += listed
    site = replace(site, policy=policy, migration=migration)
    return site, [*problems, *found, *rows]


def check_site(
    root: Path,
    today: str,
    processes: int | None = None,
    *,
    preview: bool = False,
    kept: dict[str, Any] | None = None,
    progress: Progress | None = None,
) -> Checked:
    """Read and check everything in `root` as of `today` (ISO date). Never raises for bad content.

    `preview`: what only lacks approval is no error, and is marked; for eyes on this machine alone.
    `kept` is the table of results that the build before kept; those of this one stand in it afterwards.
    """
    started = time.time_ns()
    site, problems = read_approving_site(root, today)
    site = replace(site, preview=preview and site.policy is not None)
    problems += check_guide(site)
    problems += check_visibility(site)
    problems += check_systems(site)
    problems += check_unit_catalogs(site)
    problems += check_annual_figures(site)
    problems += read_information_classes(site)[1]
    problems += scan_statuses(site)
    paths, found = list_items(root)
    problems += found
    present = set(map(_identifier, paths))
    lines, found = read_ledger(root)
    problems += found
    site, problems = settle_statuses(site, problems, present, lines)
    site = replace(site, revised=revised_items(lines))
    kept_items = KeptItems(site, kept if kept is not None else {}, started)
    items, of_items = _check_items(site, paths, processes, kept_items, progress or Progress())
    problems += check_catalog(site, items, present)
    problems += check_annulments(site, items)
    problems += check_editions(site, items)
    pages, digests = check_pages(site, present)
    problems += [row for row in pages if not row.carrier]
    findings = [row for row in (*pages, *scan_catalog(site)) if row.carrier]
    left_out, found = check_other_approvals(site, findings)
    problems += found
    held = {row.item for row in (*of_items, *problems) if row.severity == "error"}
    problems += check_ledger(site, lines, {i.id: i for i in items}, present, held, find_ledger_pin())
    files, public = _digests_of_files(items), _digests_of_files(i for i in items if not is_gone(site, i))
    forget_others(root, digests | files, digests | public)
    rows = sorted({*of_items, *hide_in_rows(problems)})
    return Checked(site, tuple(items), tuple(rows), left_out)


def _identifier(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def _digests_of_files(items: Iterable[Item]) -> set[str]:
    return {file.sha256 for item in items for file in (*item.attachments, *item.pictures)}


def _check_items(
    site: Site, paths: Sequence[str], processes: int | None, kept: KeptItems, progress: Progress
) -> tuple[list[Item], list[Problem]]:
    """Every item that can be read, or its approved revision where the newest is faulty or waits, and all rows."""
    items: list[Item] = []
    problems: list[Problem] = []
    kept.forget_others(paths)
    known: dict[str, tuple[Item | None, list[Problem]]] = {}
    for path in paths:
        if result := kept.find(path):
            known[path] = result
    pool = ItemPool[str, tuple[Item | None, list[Problem]]](partial(check_item, site), processes)
    changed = [path for path in paths if path not in known]
    results = pool.map(changed, len(changed))
    progress.plan(len(paths), len(changed))
    gone = {status.id for status in site.statuses.values() if status.withdrawn_kind}
    for path in paths:
        current, rows = known[path] if path in known else next(results)
        if path not in known:
            kept.keep(path, current, rows)
            progress.add(CHECK)
        hidden = _identifier(path) in gone
        # Nobody sees a withdrawn item: what is wrong with its file holds nothing back.
        problems += [replace(row, severity="info") for row in rows] if hidden else rows
        earlier = None
        if not hidden and has_errors(rows) and site.policy and not site.preview:
            earlier, found = keep_earlier(site, path, current)
            problems += found
        if item := earlier or current:
            items.append(item)
    return items, problems
