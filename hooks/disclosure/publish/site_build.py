"""One build of a site, step by step: check, model, fill, write, index, swap. The hook calls these steps."""

import re
import shutil
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from disclosure.check.body import ITEM_SCHEME
from disclosure.check.catalog import check_published
from disclosure.check.earlier import clear_earlier
from disclosure.check.kept_items import TABLE as ITEMS
from disclosure.check.kept_items import without_days
from disclosure.check.site import Check, Checked
from disclosure.kept import Tables, digest_of, in_order, save_kept
from disclosure.model.catalog import Catalog, assemble
from disclosure.model.listings import Listing, all_listings
from disclosure.model.view import ItemView, ViewMaker
from disclosure.problems import Problem
from disclosure.progress import REST, Progress
from disclosure.publish.folders import cache_folder
from disclosure.publish.former_site import OUTPUTS, PAGES, SHELL_PAGES, FormerSite, outputs_of
from disclosure.publish.item import ItemPublisher
from disclosure.publish.kept_postings import KeptPostings
from disclosure.publish.manifest import complete
from disclosure.publish.offline_lists import offline_lists, taken_back
from disclosure.publish.release import TODAY_PAGES, write_release
from disclosure.publish.report import write_report
from disclosure.publish.writer import SiteWriter, Written, by_address
from disclosure.render.address import absolute, item_address, root_of
from disclosure.render.content_policy import PageKind
from disclosure.render.exports import catalog_csv, catalog_json, catalog_rows, catalog_xlsx
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
        kept: Tables | None = None,
        told: str = "",
    ) -> None:
        """`kept` is what the build before left (disclosure.kept); what this one leaves stands in it after `write`.

        `told` is the file in which it tells how far it is, if anybody waits for it.
        """
        self.root, self.search, self.processes = root, search, processes
        self.progress = Progress(told, search=search)
        self.kept: Tables = kept if kept is not None else {}
        self.check = Check(
            root,
            today,
            processes,
            preview=preview,
            kept=self.kept.setdefault(ITEMS, {}),
            progress=self.progress,
        )
        if self.check.has_site_errors or not self.check.is_at_work:  # nothing is won by waiting
            _ = self.checked
        self.shells: dict[str, str] = {}
        self.pages: dict[str, tuple[str, str]] = {}

    @cached_property
    def checked(self) -> Checked:
        """All that the check found, once it is done. Raises SiteErrorsError."""
        checked = self.check.finish()
        if checked.site_errors:
            write_report(self.root, checked.problems, None, None)
            raise SiteErrorsError(checked.site_errors)
        return checked

    @cached_property
    def catalog(self) -> Catalog:
        """The items that are published, and what they come to together."""
        return assemble(self.checked.site, self.checked.items, self.checked.problems)

    @cached_property
    def listings(self) -> list[Listing]:
        """The lists of the catalog."""
        return all_listings(self.catalog)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """The rows of the check, and what is missing from the catalog as it will be published."""
        return *self.checked.problems, *check_published(self.checked.site, self.catalog.items)

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
            kind: PageKind = "offline" if section.name == "offline" else "page"
            filled = cut_shell(html, kind).fill(page.title, page.head, page.main)
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

    def write(self, out: Path, former: Path | None = None, theme: Iterable[None] = ()) -> list[Written]:
        """Write everything that the theme does not: items, lists, feeds, data, index. Returns the manifest's rows.

        `former` is the site that this one replaces: what is the same in it is taken over. Each step of `theme` finishes a
        page of the theme; they are taken while workers are at the items.
        """
        postings = KeptPostings(self.cache / "search-records", self.kept)
        if not self.search:  # what is withdrawn meanwhile may be in them
            shutil.rmtree(self.cache / "search-blocks", ignore_errors=True)
            postings.forget()
        writer = SiteWriter(out)
        before = FormerSite(former, self.kept)
        pages, others = iter(theme), self._others(before, writer)
        self._items(before, writer, postings, chain(pages, others))
        for _ in pages:
            pass  # the index is made of them
        index: Iterator[tuple[str, bytes]] = iter(())
        if self.search:
            from disclosure.publish.search import begin_index  # noqa: PLC0415  numpy: nothing without search

            index = begin_index(
                self.catalog,
                self._searched_pages(),
                postings,
                writer,
                self.cache / "search-blocks",
                self.processes,
            )
        clear_earlier(self.root)
        for _ in others:
            pass
        catalog = self.catalog
        self.progress.add(len(catalog.items) * REST // 2)
        changed = {item_address(i.id, i.year): i.publication[:10] for i in catalog.items}
        addresses = sorted(
            {a for a in (*writer.written, *self.pages) if a.endswith(".html")} - self._hidden()
        )
        for name in ("sitemap.xml", "sitemap.xml.gz"):
            (out / name).unlink(missing_ok=True)
        for address, xml in render_sitemap(catalog.site, [(a, changed.get(a, "")) for a in addresses]):
            writer.write(address, xml)
        for address, content in index:
            writer.write(address, content)
        stop_workers()
        rows = complete(out, writer.written)
        if not catalog.site.preview:
            lists = offline_lists(rows, catalog.site.today, taken_back(catalog))
            rows += [writer.write(address, text) for address, text in list(lists)]
            rows.sort(key=by_address)
        before.keep_times(out, rows)
        self.kept[PAGES] = before.made
        write_report(self.root, self.problems, self.catalog, len(rows))
        return rows

    def keep(self, path: Path, out: Path, rows: list[Written]) -> None:
        """Keep for the next build, in the file at `path`, what this one made; `out` is where its site stands now."""
        self.kept[OUTPUTS] = outputs_of(out, rows)
        self.kept[SHELL_PAGES] = self.shells
        save_kept(path, self.kept)

    def write_release(self, folder: Path, rows: list[Written]) -> None:
        """Leave the lists of what was written in `folder`, for whoever verifies the site."""
        write_release(folder, self.catalog, rows)

    def _items(
        self, before: FormerSite, writer: SiteWriter, postings: KeptPostings, others: Iterator[None]
    ) -> None:
        """Write the items, or take them over; a step of `others` whenever the workers have enough to do meanwhile."""
        shell, file_shell = cut_shell(self.shells[ITEM_SHELL]), cut_shell(self.shells[FILE_SHELL])
        site = without_days(self.catalog.site)
        rests_on = digest_of(in_order(site), shell.parts, file_shell.parts, self.search)
        views = ViewMaker(self.catalog)
        made: deque[tuple[str, str]] = deque()

        def changed() -> Iterator[ItemView]:
            for item in self.catalog.items:
                view = views.view(item)
                key = digest_of(rests_on, view)
                stands = not self.search or postings.stand(item_address(item.id, item.year))
                if not (stands and before.take(item.id, key, writer)):
                    made.append((item.id, key))
                    yield view

        records = postings.folder if self.search else None
        publisher = ItemPublisher(self.root, site, shell, file_shell, writer.folder, records)
        pool = ItemPool[ItemView, list[Written]](publisher, self.processes)
        rest: Iterable[ItemView] = changed()
        count = len(self.catalog.items)
        if before.pages:  # mostly there is little to do: workers start only where it is much
            rest = list(rest)
            count = len(rest)
        results = pool.map(rest, count)
        _meanwhile(pool, others)
        for rows in results:
            for row in rows:
                writer.note(row)
            before.note(*made.popleft(), rows)
            self.progress.add(self.progress.page)
            _meanwhile(pool, others)

    def _others(self, before: FormerSite, writer: SiteWriter) -> Iterator[None]:
        """Write everything made of many items: lists, feeds, tombstones, redirects, and the catalog as data."""
        catalog = self.catalog
        shell = cut_shell(self.shells[LIST_SHELL])
        rests_on = digest_of(in_order(without_days(catalog.site)), shell.parts)
        for page in render_listings(catalog, self.listings, shell):
            key = digest_of(rests_on, page.made_of)
            if not before.take(page.address, key, writer):
                before.note(page.address, key, [writer.write(page.address, page.make())])
                yield
        for address, content in self._always_made():
            writer.write(address, content)
            yield

    def _always_made(self) -> Iterator[tuple[str, str | bytes]]:
        catalog = self.catalog
        yield from render_topics(catalog, cut_shell(self.shells[LIST_SHELL]))
        yield from render_tombstones(catalog, cut_shell(self.shells[ITEM_SHELL]))
        yield from render_redirects(catalog)
        yield from render_feeds(catalog, self.listings)
        rows = catalog_rows(catalog)
        yield "catalog.json", catalog_json(catalog, rows)
        yield "catalog.csv", catalog_csv(rows)
        yield "catalog.xlsx", catalog_xlsx(catalog, rows)
        del rows
        yield from render_tables(catalog, self.listings)

    def _hidden(self) -> set[str]:
        """Addresses that a search engine need not know: tombstones and redirects."""
        gone = {item_address(s.id, s.id.split("-")[-2]) for s in self.catalog.tombstones}
        return gone | {r.old for r in self.catalog.site.redirects} | {"404.html"}

    def _searched_pages(self) -> Iterator[tuple[str, str, str]]:
        """(address, title, HTML) of the theme's pages that hold text of their own, in their order.

        What changes by the day alone is found by its title: the index of a quiet day is yesterday's.
        """
        lists = {s.address for s in SECTIONS if s.name not in SEARCHED_SECTIONS}
        for address, (title, html) in sorted(self.pages.items()):
            if address not in lists:
                yield address, title, "" if address in TODAY_PAGES else html


def _meanwhile(pool: ItemPool[Any, Any], others: Iterator[None]) -> None:
    """Take steps of `others` until the workers need more items, or all is done."""
    while pool.is_supplied() and next(others, pool) is None:
        pass
