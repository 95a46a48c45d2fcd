"""The whole check: every item and every file of a site, all problems in one sorted list."""

import time
from collections.abc import Iterable, Iterator, Sequence
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
    return Check(root, today, processes, preview=preview, kept=kept, progress=progress).finish()


class Check:
    """A check that has begun: `site` is read, and all but the items is looked at, which workers are doing meanwhile.

    The arguments are those of `check_site`.
    """

    def __init__(
        self,
        root: Path,
        today: str,
        processes: int | None = None,
        *,
        preview: bool = False,
        kept: dict[str, Any] | None = None,
        progress: Progress | None = None,
    ) -> None:
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
        self._present = set(map(_identifier, paths))
        self._lines, found = read_ledger(root)
        problems += found
        site, problems = settle_statuses(site, problems, self._present, self._lines)
        self.site = replace(site, revised=revised_items(self._lines))
        kept_items = KeptItems(self.site, kept if kept is not None else {}, started)
        self._pool = ItemPool[str, tuple[Item | None, list[Problem]]](
            partial(check_item, self.site), processes
        )
        self._items = _check_items(self.site, paths, self._pool, kept_items, progress or Progress())
        pages, self._digests = check_pages(self.site, self._present)
        problems += [row for row in pages if not row.carrier]
        findings = [row for row in (*pages, *scan_catalog(self.site)) if row.carrier]
        self.left_out, found = check_other_approvals(self.site, findings)
        self._problems = problems + found

    @property
    def has_site_errors(self) -> bool:
        """Whether the site itself is known already to be so that nothing can be built."""
        return any(row.severity == "error" and not row.item for row in self._problems)

    @property
    def is_at_work(self) -> bool:
        """Whether workers are at the items; else `finish` does what is left to do."""
        return self._pool.is_at_work

    def finish(self) -> Checked:
        """Wait for the items, look at them together, and tell all that was found."""
        site, present, problems = self.site, self._present, self._problems
        items: list[Item] = []
        of_items: list[Problem] = []
        for item, rows in self._items:
            of_items += rows
            if item:
                items.append(item)
        problems += check_catalog(site, items, present)
        problems += check_annulments(site, items)
        problems += check_editions(site, items)
        held = {row.item for row in (*of_items, *problems) if row.severity == "error"}
        known = {item.id: item for item in items}
        problems += check_ledger(site, self._lines, known, present, held, find_ledger_pin())
        files = _digests_of_files(items)
        public = _digests_of_files(item for item in items if not is_gone(site, item))
        forget_others(site.root, self._digests | files, self._digests | public)
        rows = sorted({*of_items, *hide_in_rows(problems)})
        return Checked(site, tuple(items), tuple(rows), self.left_out)


def _identifier(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def _digests_of_files(items: Iterable[Item]) -> set[str]:
    return {file.sha256 for item in items for file in (*item.attachments, *item.pictures)}


def _check_items(
    site: Site,
    paths: Sequence[str],
    pool: ItemPool[str, tuple[Item | None, list[Problem]]],
    kept: KeptItems,
    progress: Progress,
) -> Iterator[tuple[Item | None, list[Problem]]]:
    """Every item that can be read, or its approved revision where the newest is faulty or waits, and its rows.

    Workers begin at once; the results are taken one after another.
    """
    kept.forget_others(paths)
    known: dict[str, tuple[Item | None, list[Problem]]] = {}
    for path in paths:
        if result := kept.find(path):
            known[path] = result
    changed = [path for path in paths if path not in known]
    results = pool.map(changed, len(changed))
    progress.plan(len(paths), len(changed))
    gone = {status.id for status in site.statuses.values() if status.withdrawn_kind}

    def settle(path: str) -> tuple[Item | None, list[Problem]]:
        current, rows = known[path] if path in known else next(results)
        if path not in known:
            kept.keep(path, current, rows)
            progress.add(CHECK)
        if _identifier(path) in gone:
            # Nobody sees a withdrawn item: what is wrong with its file holds nothing back.
            return current, [replace(row, severity="info") for row in rows]
        if not has_errors(rows) or not site.policy or site.preview:
            return current, rows
        earlier, found = keep_earlier(site, path, current)
        return earlier or current, [*rows, *found]

    return map(settle, paths)
