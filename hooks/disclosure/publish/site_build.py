"""One build of a site, step by step: check, model, fill, write, index, swap. The hook calls these steps."""

import re
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from disclosure.check.body import ITEM_SCHEME
from disclosure.check.catalog import check_published
from disclosure.check.earlier import clear_earlier
from disclosure.check.site import Checked, check_site
from disclosure.index.document import page_document
from disclosure.index.plain_text import plain_text
from disclosure.index.search_files import search_files
from disclosure.model.catalog import Catalog, assemble
from disclosure.model.listings import all_listings
from disclosure.model.view import ItemView, ViewMaker
from disclosure.problems import Problem
from disclosure.publish.item import ItemPublisher, write_document
from disclosure.publish.manifest import complete
from disclosure.publish.release import TODAY_PAGES, write_release
from disclosure.publish.report import cache_folder, write_report
from disclosure.publish.writer import SiteWriter, Written
from disclosure.render.address import absolute, item_address, root_of
from disclosure.render.exports import catalog_csv, catalog_json, catalog_xlsx
from disclosure.render.feeds import render_feeds
from disclosure.render.former_addresses import render_redirects, render_tombstones
from disclosure.render.head import column_values, render_head
from disclosure.render.listing_pages import render_listings
from disclosure.render.marks import approval_mark
from disclosure.render.sections import SECTIONS, Section, render_section
from disclosure.render.shell import cut_shell
from disclosure.render.sitemap import render_sitemap
from disclosure.render.table_exports import render_tables
from disclosure.render.templates import render_template
from disclosure.render.topic_pages import render_topics
from disclosure.workers import ItemPool, stop_workers

LIST_SHELL, ITEM_SHELL = "catalog/shell.html", "items/shell/shell.html"
FILE_SHELL = "files/shell/shell/shell.html"
SHELLS = (LIST_SHELL, ITEM_SHELL, FILE_SHELL)
"""Addresses of the shell pages that the theme renders: one for each depth of generated pages."""

_ITEM_LINK = re.compile(rf'<a href="{ITEM_SCHEME}([a-z0-9]+(?:-[a-z0-9]+)+)"([^>]*)>(.*?)</a>', re.DOTALL)

SEARCHED_SECTIONS = ("guide", "apply", "accessibility")
"""Sections that hold text of their own; the others are lists of items, which are found themselves."""


class SiteErrorsError(RuntimeError):
    """The site's own files have errors: nothing is built and the old site stays."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} errors in the site's files")
        self.problems = problems


class SiteBuild:
    """The state of one build. Made anew for each, so that nothing is carried over while serving."""

    def __init__(
        self,
        root: Path,
        today: str,
        *,
        search: bool = True,
        processes: int | None = None,
        preview: bool = False,
    ) -> None:
        self.root, self.search, self.processes = root, search, processes
        self.checked: Checked = check_site(root, today, processes, preview=preview)
        if self.checked.site_errors:
            self.report(None)
            raise SiteErrorsError(self.checked.site_errors)
        self.catalog: Catalog = assemble(self.checked.site, self.checked.items, self.checked.problems)
        self.listings = all_listings(self.catalog)
        self.problems = (
            *self.checked.problems,
            *check_published(self.checked.site, self.catalog.items),
        )
        self.shells: dict[str, str] = {}
        self.pages: dict[str, tuple[str, str]] = {}

    @property
    def cache(self) -> Path:
        """Where a build keeps what is not published: report, postings, blocks of the index."""
        return cache_folder(self.root)

    def section_of(self, name: str) -> Section | None:
        """The section of that name, or None."""
        return next((s for s in SECTIONS if s.name == name), None)

    def fill_page(self, address: str, title: str, html: str, section_name: str, *, introduced: bool) -> str:
        """A page that the theme rendered, its holes filled: hand-written, or made by the package."""
        site = self.catalog.site
        section = self.section_of(section_name)
        html = self._item_links(html, root_of(address))
        if section:
            page = render_section(self.catalog, self.listings, section, introduced=introduced)
            filled = cut_shell(html).fill(page.title, page.head, page.main)
        else:
            head = render_head(site, "column", column_values("", title), absolute(site, address))
            filled = cut_shell(html).fill(f"{title} - {site.name}", head, "")
        self.pages[address] = (title, filled)
        return filled

    def _item_links(self, html: str, root: str) -> str:
        """Links that a hand-written page makes to items by id; the words alone where an item is not published."""
        reachable = self.catalog.by_id.keys() | {s.id for s in self.catalog.tombstones}

        def link(match: re.Match[str]) -> str:
            identifier, attributes, words = match.groups()
            if identifier not in reachable:
                return words
            return f'<a href="{root}{item_address(identifier, identifier.split("-")[-2])}"{attributes}>{words}</a>'

        return _ITEM_LINK.sub(link, html)

    def fill_not_found(self, html: str) -> str:
        """The 404 page; a host shows it at any depth, so its links are those that the theme made absolute."""
        site = self.catalog.site
        root = f"/{site.address.split('/', 3)[3]}" if site.address else "/"
        main = render_template("not_found", {"root": root, "approval_mark": approval_mark(site)})
        head = render_head(site, "column", column_values("", "未找到该页面"), noindex=True)
        return cut_shell(html, "lost").fill(f"未找到该页面 - {site.name}", head, main)

    def write(self, out: Path) -> list[Written]:
        """Write everything that the theme does not: items, lists, feeds, data, index. Returns the manifest's rows."""
        records = self._records_folder() if self.search else None
        if not self.search:
            shutil.rmtree(self.cache / "search-blocks", ignore_errors=True)  # what was withdrawn may be in it
        writer = SiteWriter(out)
        others = self._others()
        for rows in self._items(out, records):
            for row in rows:
                writer.note(row)
            for address, content in islice(others, 1):  # this process would only wait for the workers
                writer.write(address, content)
        stop_workers()  # their memory is the indexer's now
        clear_earlier(self.root)
        for address, content in others:
            writer.write(address, content)
        catalog = self.catalog
        changed = {item_address(i.id, i.year): i.publication[:10] for i in catalog.items}
        addresses = sorted(
            {a for a in (*writer.written, *self.pages) if a.endswith(".html")} - self._hidden()
        )
        for name in ("sitemap.xml", "sitemap.xml.gz"):
            (out / name).unlink(missing_ok=True)
        for address, xml in render_sitemap(catalog.site, [(a, changed.get(a, "")) for a in addresses]):
            writer.write(address, xml)
        if records:
            self._index(records, writer)
        rows = complete(out, writer.written)
        self.report(rows)
        return rows

    def write_release(self, folder: Path, rows: list[Written]) -> None:
        """Leave the lists of what was written in `folder`, for whoever verifies the site."""
        write_release(folder, self.catalog, rows)

    def report(self, rows: list[Written] | None) -> None:
        """Leave the problems, the 隔离清单 and what waits for its day where the command can read them."""
        catalog = getattr(self, "catalog", None)
        problems = getattr(self, "problems", self.checked.problems)
        write_report(self.root, problems, catalog, len(rows) if rows is not None else None)

    def _items(self, out: Path, records: Path | None) -> Iterator[list[Written]]:
        """Write the items; what was written, item by item."""
        shell = cut_shell(self.shells[ITEM_SHELL])
        views = ViewMaker(self.catalog)
        file_shell = cut_shell(self.shells[FILE_SHELL])
        publisher = ItemPublisher(self.catalog.site, shell, file_shell, out, records)
        pool = ItemPool[ItemView, list[Written]](publisher, self.processes)
        items = self.catalog.items
        return pool.map((views.view(item) for item in items), len(items))

    def _others(self) -> Iterator[tuple[str, str | bytes]]:
        """Everything made of many items: lists, feeds, tombstones, redirects, and the catalog as data."""
        catalog = self.catalog
        yield from render_listings(catalog, self.listings, cut_shell(self.shells[LIST_SHELL]))
        yield from render_topics(catalog, cut_shell(self.shells[LIST_SHELL]))
        yield from render_tombstones(catalog, cut_shell(self.shells[ITEM_SHELL]))
        yield from render_redirects(catalog)
        yield from render_feeds(catalog, self.listings)
        yield "catalog.json", catalog_json(catalog)
        yield "catalog.csv", catalog_csv(catalog)
        yield "catalog.xlsx", catalog_xlsx(catalog)
        yield from render_tables(catalog, self.listings)

    def _hidden(self) -> set[str]:
        """Addresses that a search engine need not know: tombstones and redirects."""
        gone = {item_address(s.id, s.id.split("-")[-2]) for s in self.catalog.tombstones}
        return gone | {r.old for r in self.catalog.site.redirects} | {"404.html"}

    def _records_folder(self) -> Path:
        folder = self.cache / "search-records"
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        return folder

    def _index(self, records: Path, writer: SiteWriter) -> None:
        lists = {s.address for s in SECTIONS if s.name not in SEARCHED_SECTIONS}
        made: set[str] = set()
        for address, (title, html) in sorted(self.pages.items()):
            if address in lists:
                continue
            main = html.partition("<main")[2].partition("</main>")[0]
            # What changes by the day alone is found by its title: the index of a quiet day is yesterday's.
            text = "" if address in TODAY_PAGES else plain_text(main.partition(">")[2])
            write_document(page_document(title, address, text), writer, records, made)
        site = self.catalog.site
        groups = [*site.synonyms, *((o.name, *o.short) for o in site.offices.values() if o.short)]
        for address, content in search_files(records, groups, self.cache / "search-blocks"):
            writer.write(address, content)
        shutil.rmtree(records)
