"""`disclosure serve`: build, show on this machine only, build again when a file changes."""

import functools
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from watchfiles import watch

from disclosure.places import OVERRIDES
from disclosure.problems import Problem
from disclosure.publish.folders import preview_folder
from disclosure.read.mkdocs_file import read_site_address
from disclosure.verbs.mkdocs_run import BuildResult, run_build
from disclosure.verbs.options import FINE, MISUSE, fail, site_option, today_option
from disclosure.verbs.problem_output import print_problems

if TYPE_CHECKING:
    from disclosure.publish.quick_preview import QuickPreview

HOST = "127.0.0.1"
PAUSE = 300
"""Milliseconds without a change after which there is time to get ready for the next one."""


@click.command("serve", help="生成网站并在本机预览；文件改动后自动重新生成。按 Ctrl+C 结束。")
@site_option
@today_option
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="端口（0 表示任选一个空闲端口）。")
@click.option("--search/--no-search", default=True, help="是否生成检索索引。")
def command(root: Path, today: str, port: int, search: bool) -> None:
    """Serve on the loopback address; a failed rebuild leaves the last good site."""
    out = preview_folder(root)
    below = "/" + read_site_address(root)[0].partition("://")[2].partition("/")[2]
    handler = functools.partial(_Quiet, directory=str(out), below=below)
    try:
        server = ThreadingHTTPServer((HOST, port), handler)
    except OSError:
        fail(f"端口 {port} 已被占用，请用 --port 换一个，例如 --port {port + 1}。")
    click.echo("正在生成……")
    if not _tell(run_build(root, out, today, search=search)) and not out.is_dir():
        server.server_close()
        sys.exit(MISUSE)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    click.echo(f"请用浏览器打开 http://{HOST}:{server.server_address[1]}/ （按 Ctrl+C 结束）")
    sys.stdout.flush()
    try:
        quick, idle = None, False
        for changes in watch(
            *_watched(root), raise_interrupt=True, rust_timeout=PAUSE, yield_on_timeout=True
        ):
            if not changes:
                if not idle and quick is None:
                    quick = _quick(root, today)
                idle = True
                continue
            idle = False
            if quick and quick.show({_inside(root, path) for _, path in changes}):
                click.echo("文件有改动，页面和列表已更新；正在重新生成其余部分……")
            else:
                click.echo("文件有改动，重新生成……")
                quick = None
            sys.stdout.flush()
            _tell(run_build(root, out, today, search=search))
            sys.stdout.flush()
    except KeyboardInterrupt:
        click.echo("已结束。")
    finally:
        server.shutdown()
        server.server_close()
    sys.exit(FINE)


def _watched(root: Path) -> list[Path]:
    """What a change of which asks for a new build; the output folder is not among it."""
    candidates = (root / "content", root / "catalog", root / "mkdocs.yml", OVERRIDES)
    return [path for path in candidates if path.exists()]


def _quick(root: Path, today: str) -> "QuickPreview | None":
    """What shows a saved item before the build is done; None where the build before left too little for it."""
    from disclosure.publish.quick_preview import QuickPreview  # a build's code

    try:
        return QuickPreview(root, today)
    except KeyError:
        return None


def _inside(root: Path, path: str) -> str:
    """The path relative to the site folder, with forward slashes; one outside of it as it is."""
    return Path(path).relative_to(root).as_posix() if Path(path).is_relative_to(root) else path


def _tell(result: BuildResult) -> bool:
    """Say how a build went; False when there is no new site."""
    report = result.published
    if report is None:
        click.echo(result.reason or result.output.rstrip(), err=True)
        click.echo("没有生成新的网站。", err=True)
        return False
    rows = [Problem(**entry) for entry in report["problems"]]
    print_problems([row for row in rows if row.severity == "error"], "text")
    held = f"，隔离 {len(report['quarantined'])} 件" if report["quarantined"] else ""
    click.echo(f"已生成：公开 {report['published']} 件{held}。")
    return True


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files; says nothing of each request, and shows the site's own 404 page."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".ofd": "application/ofd",
        ".xml": "application/xml; charset=utf-8",
    }

    def __init__(self, *arguments: Any, below: str, **options: Any) -> None:
        """`below` is the path of the site's own address, to which the links of its 404 page lead."""
        self.below = below
        super().__init__(*arguments, **options)

    def translate_path(self, path: str) -> str:
        """The file for an address: as seen from the preview's root, else as on the site's own host."""
        found = super().translate_path(path)
        if path.startswith(self.below) and not Path(found).exists():
            return super().translate_path("/" + path.removeprefix(self.below))
        return found

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Stay quiet."""

    def end_headers(self) -> None:
        """A preview is always fresh."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a missing page with the site's own 404.html."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():  # noqa: PLR2004 (not found)
            super().send_error(code, message, explain)
            return
        data = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
