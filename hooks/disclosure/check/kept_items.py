"""Results of checking items, kept from the build before: what did not change need not be checked again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from disclosure.kept import Stamp, digest_of, in_order, is_settled, stamp_of
from disclosure.problems import Problem, has_errors
from disclosure.read.approvals import records_path
from disclosure.types import Item, Site

TABLE = "items"
_SITE = "site"
"""Key of the entry that holds what all of the results rest on."""


@dataclass(slots=True)
class KeptItems:
    """The kept results of a build's check, and those that it keeps in turn.

    `table` is what the build before kept; `started` is when this build began, in nanoseconds since 1970.
    """

    site: Site
    table: dict[str, Any]
    started: int

    def __post_init__(self) -> None:
        """Forget all where anything that every result rests on has changed: settings, policy, limits, day."""
        rests_on = site_digest(self.site)
        if self.table.get(_SITE) != rests_on:
            self.table.clear()
            self.table[_SITE] = rests_on

    def find(self, path: str) -> tuple[Item, list[Problem]] | None:
        """What checking the item file `path` came to, where nothing that it was made of has changed since."""
        entry = self.table.get(path)
        if entry is None:
            return None
        made_of, item, rows = entry
        if made_of == self._made_of(item):
            return item, list(rows)
        del self.table[path]
        return None

    def keep(self, path: str, item: Item | None, rows: Sequence[Problem]) -> None:
        """Keep a result for the next build; what has an error is looked at each time."""
        self.table.pop(path, None)
        if item is None or item.root or has_errors(rows) or is_gone(self.site, item):
            return
        made_of = self._made_of(item)
        if all(is_settled(stamp, self.started) for stamp in made_of[0]):
            self.table[path] = (made_of, item, tuple(rows))

    def forget_others(self, paths: Sequence[str]) -> None:
        """Drop the results of files that are no more: of what is withdrawn and removed nothing stays."""
        for gone in self.table.keys() - {_SITE, *paths}:
            del self.table[gone]

    def _made_of(self, item: Item) -> tuple[tuple[Stamp, ...], object]:
        site, root = self.site, self.site.root
        folder = f"{root}/content/files/{item.year}/{item.id}/"
        names = [f"{root}/{item.path}", f"{root}/{records_path(item.id)}"]
        # The stamp of the folder itself tells that a file came or went.
        names += [folder, *(folder + file.name for file in (*item.attachments, *item.pictures))]
        own = (site.statuses.get(item.id), site.revised.get(item.id), site.migration.get(item.id))
        return tuple(stamp_of(name) for name in names), own


def is_gone(site: Site, item: Item) -> bool:
    """Whether the item went from the public (withdrawn, or its term over): no cache holds anything of its text."""
    status = site.statuses.get(item.id)
    return bool(status and status.withdrawn_kind) or bool(
        item.public_until and item.public_until < site.today
    )


def site_digest(site: Site) -> str:
    """A digest of all settings, the policy and the day, without what belongs to single items."""
    return digest_of(in_order(without_days(site)), site.today, site.policy.digest if site.policy else "")


def without_days(site: Site) -> Site:
    """The settings that pages are made of: nothing of the day, of single items or of who may sign."""
    nothing: dict[str, Any] = {}
    return replace(
        site,
        root=Path(),
        today="",
        policy=None,
        statuses=nothing,
        revised=nothing,
        migration=nothing,
        redirects=(),
    )
