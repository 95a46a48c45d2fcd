"""The whole check: every item and every file of a site, all problems in one sorted list."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from disclosure.check.catalog import check_catalog
from disclosure.check.guide import check_guide
from disclosure.check.item import check_item
from disclosure.check.pages import check_pages
from disclosure.problems import Problem
from disclosure.read.inventory import list_items
from disclosure.read.site import read_site
from disclosure.types import Item, Site
from disclosure.workers import ItemPool


@dataclass(frozen=True, slots=True)
class Checked:
    """A site as checked: its settings, its items (faulty ones too), and all problems, sorted by place."""

    site: Site
    items: tuple[Item, ...]
    problems: tuple[Problem, ...]

    @property
    def site_errors(self) -> tuple[Problem, ...]:
        """Errors of the site itself, which stop a build; errors of an item only hold back that item."""
        return tuple(p for p in self.problems if p.severity == "error" and not p.item)


def check_site(root: Path, today: str, processes: int | None = None) -> Checked:
    """Read and check everything in `root` as of `today` (ISO date). Never raises for bad content."""
    site, problems = read_site(root, today)
    problems += check_guide(site)
    paths, found = list_items(root)
    problems += found
    items: list[Item] = []
    pool = ItemPool[str, tuple[Item | None, list[Problem]]](partial(check_item, site), processes)
    for item, rows in pool.map(paths, len(paths)):
        problems += rows
        if item is not None:
            items.append(item)
    present = {Path(path).stem for path in paths}
    problems += check_catalog(site, items, present)
    problems += check_pages(site, present)
    return Checked(site, tuple(items), tuple(sorted(set(problems))))


def worst(problems: Sequence[Problem]) -> str:
    """The severity that decides the exit code: error, warning, info, or an empty text."""
    found = {p.severity for p in problems}
    return next((s for s in ("error", "warning", "info") if s in found), "")
