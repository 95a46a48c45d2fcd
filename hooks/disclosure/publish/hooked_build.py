"""A `SiteBuild` as MkDocs drives it: where it writes, which pages it adds, what it fills, how it ends."""

import gc
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from filelock import FileLock, Timeout

from disclosure.dates import find_today
from disclosure.kept import load_kept
from disclosure.problems import format_problem
from disclosure.progress import PROGRESS_VARIABLE
from disclosure.publish.folders import (
    INPUTS_VARIABLE,
    REPORT_VARIABLE,
    SEARCH_SWITCH,
    cache_folder,
    kept_file,
    preview_folder,
    release_folder,
)
from disclosure.publish.item import ChangedDuringBuildError
from disclosure.publish.report import read_report
from disclosure.publish.site_build import SHELLS, SiteBuild, SiteErrorsError
from disclosure.publish.standstill import Standstill
from disclosure.publish.swap import foreign_entry, recover, staging_folder, swap_in
from disclosure.publish.writer import OutputConflictError
from disclosure.render.marks import approval_mark
from disclosure.render.sections import SECTIONS
from disclosure.render.shell import ShellError
from disclosure.system_errors import system_reason
from disclosure.workers import stop_workers

KEPT_OUT = ("items/", "files/", "assets/javascripts/")
"""What MkDocs must not take: items and their files are ours, the theme's scripts are not used."""

LOOPBACK = ("127.0.0.1", "::1", "localhost")
"""Only this machine sees what is served there: unapproved items may be looked at, with a mark."""


_NOT_FOUND = "404.html"


@dataclass(frozen=True, slots=True)
class ThemePage:
    """A page that the theme rendered: its address, the file that holds it, its title and HTML, what its head says."""

    address: str
    file: str
    title: str
    html: str
    meta: dict[str, Any]


class StoppedBuild(Exception):  # noqa: N818 (it is no fault: the old site stays as it is)
    """The build stops with a message for people; the last good site is untouched."""


class HookedBuild:
    """One build under MkDocs. Holds the lock from the first event to the last.

    `host` is where `mkdocs serve` listens; empty for a build that publishes.
    """

    def __init__(self, root: Path, site_dir: Path, themes: list[Path], *, host: str = "") -> None:
        try:
            today = find_today()
        except ValueError as error:
            raise StoppedBuild(str(error)) from None
        serving = bool(host)
        self.site_dir, self.themes, self.serving = site_dir, themes, serving
        self.out = site_dir if serving else staging_folder(site_dir)
        if not serving:
            gc.disable()  # a build makes rows by the million and ends: nothing of them is garbage before
        if not serving and (name := foreign_entry(site_dir)):
            raise StoppedBuild(
                f"文件夹 {site_dir} 里有不是本程序生成的文件（{name}），没有改动。请另选一个输出文件夹。"
            )
        site_dir.parent.mkdir(parents=True, exist_ok=True)
        cache = cache_folder(root)
        cache.mkdir(parents=True, exist_ok=True)
        self.lock = FileLock(cache / "build.lock")
        try:
            self.lock.acquire(timeout=0)
        except Timeout:
            raise StoppedBuild("本站点的另一次生成正在进行，请等它结束后再试。") from None
        try:
            if not serving:
                recover(site_dir)
            search = os.environ.get(SEARCH_SWITCH, "on") != "off"
            preview = site_dir == preview_folder(root) or host in LOOPBACK
            self.kept_file = None if serving else kept_file(root, site_dir, preview=preview)
            kept = load_kept(self.kept_file) if self.kept_file else {}
            told = os.environ.get(PROGRESS_VARIABLE, "")
            self.build = SiteBuild(root, today, search=search, preview=preview, kept=kept, told=told)
        except SiteErrorsError as error:
            self.lock.release()
            raise StoppedBuild(_words(error)) from None
        except BaseException:
            self.lock.release()
            raise
        self.pages: list[ThemePage] = []
        self.not_found = ""

    def theme_settings(self, given: dict[str, Any]) -> dict[str, Any]:
        """config.extra for the theme: what catalog/site.yml says, and the name of Material's stylesheet."""
        site = self.build.check.site
        found = next(
            (f for t in self.themes for f in sorted(t.glob("assets/stylesheets/main.*.min.css"))), None
        )
        extra: dict[str, Any] = {"column": site.column, "approval_mark": approval_mark(site)}
        if found:
            extra["material_stylesheet"] = f"assets/stylesheets/{found.name}"
        for key in ("footer", "emblem"):
            if site.settings.get(key):
                extra[key] = site.settings[key]
        return extra | {k: v for k, v in given.items() if v}

    def problem_lines(self) -> Iterator[tuple[str, str]]:
        """(severity, line) of every problem, for the log. Waits for the check, and stops at errors of the site."""
        try:
            problems = self.build.problems
        except SiteErrorsError as error:
            self._stop(_words(error))
        for row in problems:
            yield row.severity, format_problem(row)

    def unwanted(self, name: str) -> bool:
        """Whether MkDocs should leave a file alone: ours, not used, or not approved."""
        return name.startswith(KEPT_OUT) or name.endswith(".map") or name in self.build.check.left_out

    def pages_to_add(self, present: set[str]) -> Iterator[tuple[str, str]]:
        """(name, Markdown) of sections without a hand-written page, and of the shells."""
        for section in SECTIONS:
            name = _source(section.address)
            if name not in present:
                yield name, f"---\ntitle: {section.title}\nsection: {section.name}\nshell: true\n---\n"
        for address in SHELLS:
            yield _source(address), "---\ntitle: shell\nshell: true\nactive: catalog/index.html\n---\n"

    def is_shell(self, name: str) -> bool:
        """Whether an added page is a shell, which stands in no navigation."""
        return name in map(_source, SHELLS)

    def take_page(self, page: ThemePage) -> str:
        """What MkDocs is to write for a page: the page with its holes, or nothing for a shell.

        What fills the holes is made of all items, which workers are still checking: `finish` fills them.
        """
        if page.address in SHELLS:
            self.build.shells[page.address] = page.html
            return ""
        self.pages.append(page)
        return page.html

    def take_template(self, name: str, html: str) -> str:
        """The same for a page that the theme makes of no Markdown, of which only 404.html has holes."""
        if name == _NOT_FOUND:
            self.not_found = html
        return html

    def finish(self, *, refuse: bool = False) -> None:
        """Write the rest and put the new site in its place. Raises StoppedBuild; the old site then stays.

        `refuse`: MkDocs counted warnings and was told to be strict; it would complain only after the swap.
        """
        if refuse:
            self._stop("严格模式（--strict）下有警告，没有生成新的网站，旧网站保持不变。")
        try:
            rows = self.build.write(self.out, self.site_dir if self.kept_file else None, self._fill())
            if not self.serving:
                swap_in(self.site_dir)
            if self.kept_file:
                self.build.keep(self.kept_file, self.site_dir, rows)
            if not self.serving and not self.build.catalog.site.preview:
                self.build.write_release(release_folder(self.build.root, self.site_dir), rows)
            if self.kept_file:
                inputs, report = (os.environ.get(name, "") for name in (INPUTS_VARIABLE, REPORT_VARIABLE))
                Standstill(self.build.root, self.site_dir).keep(inputs, read_report(Path(report)))
            if not self.serving:
                gc.freeze()  # the process ends with this build: nothing need look through all its rows once more
        except ChangedDuringBuildError as error:
            self._stop(f"生成期间文件有变动，请重新生成：{error}")
        except (OutputConflictError, ShellError) as error:
            self._stop(f"生成没有完成，旧网站保持不变：{error}")
        except OSError as error:
            self._stop(f"写入失败，旧网站保持不变：{system_reason(error)}（{error.filename}）")
        self.lock.release()

    def _fill(self) -> Iterator[None]:
        """Write the theme's pages anew, their holes filled: a page a step."""
        for page in self.pages:
            section = str(page.meta.get("section", ""))
            introduced = not page.meta.get("shell")
            try:
                html = self.build.fill_page(
                    page.address, page.title, page.html, section, introduced=introduced
                )
            except ShellError as error:
                self._stop(f"页面 {page.address} 没有生成，旧网站保持不变：{error}")
            (self.out / page.file).write_bytes(html.encode("utf-8", "xmlcharrefreplace"))
            yield
        if self.not_found:
            html = self.build.fill_not_found(self.not_found)
            (self.out / _NOT_FOUND).write_bytes(html.encode("utf-8", "xmlcharrefreplace"))

    def abandon(self) -> None:
        """Remove what was begun."""
        stop_workers()
        if not self.serving and self.out.exists():
            shutil.rmtree(self.out)
        self.lock.release()

    def _stop(self, message: str) -> NoReturn:
        self.abandon()
        raise StoppedBuild(message)


def _words(error: SiteErrorsError) -> str:
    return "网站设置有错误，旧网站保持不变：\n" + "\n".join(map(format_problem, error.problems))


def _source(address: str) -> str:
    return address.removesuffix(".html") + ".md"
