"""A `SiteBuild` as MkDocs drives it: where it writes, which pages it adds, what it fills, how it ends."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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

KEPT_OUT = ("items/", "files/", "assets/javascripts/")
"""What MkDocs must not take: items and their files are ours, the theme's scripts are not used."""

LOOPBACK = ("127.0.0.1", "::1", "localhost")
"""Only this machine sees what is served there: unapproved items may be looked at, with a mark."""


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
            lines = [format_problem(p) for p in error.problems]
            raise StoppedBuild("网站设置有错误，旧网站保持不变：\n" + "\n".join(lines)) from None
        except BaseException:
            self.lock.release()
            raise

    def theme_settings(self, given: dict[str, Any]) -> dict[str, Any]:
        """config.extra for the theme: what catalog/site.yml says, and the name of Material's stylesheet."""
        settings = self.build.catalog.site.settings
        found = next(
            (f for t in self.themes for f in sorted(t.glob("assets/stylesheets/main.*.min.css"))), None
        )
        site = self.build.catalog.site
        extra: dict[str, Any] = {"column": site.column, "approval_mark": approval_mark(site)}
        if found:
            extra["material_stylesheet"] = f"assets/stylesheets/{found.name}"
        for key in ("footer", "emblem"):
            if settings.get(key):
                extra[key] = settings[key]
        return extra | {k: v for k, v in given.items() if v}

    def problem_lines(self) -> Iterator[tuple[str, str]]:
        """(severity, line) of every problem, for the log."""
        for row in self.build.problems:
            yield row.severity, format_problem(row)

    def unwanted(self, name: str) -> bool:
        """Whether MkDocs should leave a file alone: ours, not used, or not approved."""
        return name.startswith(KEPT_OUT) or name.endswith(".map") or name in self.build.checked.left_out

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

    def fill_page(self, address: str, title: str, html: str, meta: dict[str, Any]) -> str:
        """A finished page, or an empty text for a shell, which MkDocs then does not write."""
        if address in SHELLS:
            self.build.shells[address] = html
            return ""
        section = str(meta.get("section", ""))
        try:
            return self.build.fill_page(address, title, html, section, introduced=not meta.get("shell"))
        except ShellError as error:
            raise StoppedBuild(f"页面 {address} 没有生成，旧网站保持不变：{error}") from None

    def fill_template(self, name: str, html: str) -> str:
        """The theme's 404 page, its holes filled; other templates as they are."""
        if name != "404.html":
            return html
        try:
            return self.build.fill_not_found(html)
        except ShellError as error:
            raise StoppedBuild(f"页面 {name} 没有生成，旧网站保持不变：{error}") from None

    def finish(self, *, refuse: bool = False) -> None:
        """Write the rest and put the new site in its place. Raises StoppedBuild; the old site then stays.

        `refuse`: MkDocs counted warnings and was told to be strict; it would complain only after the swap.
        """
        if refuse:
            self._stop("严格模式（--strict）下有警告，没有生成新的网站，旧网站保持不变。")
        try:
            rows = self.build.write(self.out, self.site_dir if self.kept_file else None)
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

    def abandon(self) -> None:
        """Remove what was begun."""
        if not self.serving and self.out.exists():
            shutil.rmtree(self.out)
        self.lock.release()

    def _stop(self, message: str) -> None:
        self.abandon()
        raise StoppedBuild(message)


def _source(address: str) -> str:
    return address.removesuffix(".html") + ".md"
