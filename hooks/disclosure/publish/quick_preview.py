"""What a preview shows right after an item was saved: its page and the lists that name it, while the rest is built.

A preview is for eyes on this machine; the build that follows makes every page anew that this one wrote.
"""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock, Timeout

from disclosure.check.item import check_item
from disclosure.check.kept_items import TABLE as ITEMS
from disclosure.check.kept_items import without_days
from disclosure.check.site import check_site
from disclosure.kept import load_kept
from disclosure.model.catalog import Catalog, assemble
from disclosure.model.listings import all_listings
from disclosure.model.view import ViewMaker
from disclosure.publish.folders import cache_folder, kept_file, preview_folder
from disclosure.publish.former_site import SHELL_PAGES
from disclosure.publish.item import ItemPublisher
from disclosure.publish.site_build import FILE_SHELL, ITEM_SHELL, LIST_SHELL
from disclosure.publish.writer import SiteWriter
from disclosure.render.listing_pages import Making, render_listings
from disclosure.render.shell import cut_shell
from disclosure.workers import stop_workers


class QuickPreview:
    """The site as the build before saw it, item by item; made after a build, used until something else changes.

    Raises KeyError where that build kept nothing.
    """

    def __init__(self, root: Path, today: str) -> None:
        self.root, self.out = root, preview_folder(root)
        tables = load_kept(kept_file(root, self.out, preview=True))
        shells = tables[SHELL_PAGES]
        self.shell, self.item_shell, self.file_shell = (
            cut_shell(shells[address]) for address in (LIST_SHELL, ITEM_SHELL, FILE_SHELL)
        )
        checked = check_site(root, today, preview=True, kept=tables[ITEMS])
        stop_workers()  # a preview may stand open all day
        self.site, self.problems = checked.site, checked.problems
        self.items = {item.path: item for item in checked.items}
        self.lists = {page.address: page.made_of for page in self._lists(self._catalog())}

    def show(self, paths: Iterable[str]) -> bool:
        """Write what the item files `paths` change in their own pages and in lists; False where a build is needed for it.

        Args:
            paths: changed files, relative to the site folder with forward slashes.
        """
        paths = list(paths)
        if not all(path in self.items for path in paths):
            return False
        for path in paths:
            item, rows = check_item(self.site, path)
            if item is None or any(row.severity == "error" for row in rows):
                return False
            self.items[path] = item
        try:
            with FileLock(cache_folder(self.root) / "build.lock", timeout=0):
                return self._write(paths)
        except (Timeout, OSError):
            return False

    def _write(self, paths: list[str]) -> bool:
        catalog = self._catalog()
        changed = [self.items[path] for path in paths]
        if not all(item.id in catalog.by_id for item in changed):
            return False
        with TemporaryDirectory(dir=cache_folder(self.root), prefix="quick-") as scratch:
            folder = Path(scratch)
            site, views = without_days(catalog.site), ViewMaker(catalog)
            publish = ItemPublisher(self.root, site, self.item_shell, self.file_shell, folder, None)
            written = [row.address for item in changed for row in publish(views.view(catalog.by_id[item.id]))]
            writer = SiteWriter(folder)
            for page in self._lists(catalog):
                if self.lists.get(page.address) != page.made_of:
                    self.lists[page.address] = page.made_of
                    written.append(writer.write(page.address, page.make()).address)
            for address in written:
                (self.out / address).parent.mkdir(parents=True, exist_ok=True)
                (folder / address).replace(self.out / address)
        return True

    def _catalog(self) -> Catalog:
        return assemble(self.site, self.items.values(), self.problems)

    def _lists(self, catalog: Catalog) -> Iterable[Making]:
        return render_listings(catalog, all_listings(catalog), self.shell)
