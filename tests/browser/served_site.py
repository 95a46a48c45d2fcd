"""The sample office, built and served as a host below a larger site would serve it, and a browser to read it."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2026-11-22"
PREFIX = "/zfxxgk/"
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # what leads off this machine fails, at once
]

PAGES = {
    "home": ("index.html", ".doors"),
    "guide": ("guide.html", "text=传真号码"),
    "systems": ("systems.html", ".entries"),
    "catalog": ("catalog/index.html", ".categories"),
    "listing": ("catalog/all.html", ".entries"),
    "listing page 2": ("catalog/all.2.html", ".pager [aria-current]"),
    "item with tables": ("items/2026/2026-00005.html", ".document table"),
    "item with attachments": ("items/2026/2026-00037.html", ".attachments li + li"),
    "item with pictures": ("items/2026/2026-00021.html", ".document img"),
    "regulation with relations": ("items/2025/2025-00007.html", ".relations"),
    "repealed item": ("items/2022/2022-00002.html", ".validity[data-state=废止]"),
    "ended item": ("items/2023/2023-00003.html", "text=公开期限已于"),
    "withdrawn item": ("items/2022/2022-00003.html", ".tombstone >> text=撤回原因"),
    "withdrawn to protect a person": ("items/2023/2023-00004.html", ".tombstone"),
    "reports": ("reports.html", ".years"),
    "apply": ("apply.html", "#application-form"),
    "search": ("search.html?q=技术改造", "#search-results[data-state=done] [data-index]"),
    "search without hit": ("search.html?q=量子飞船", "#search-results[data-state=done]"),
    "statistics": ("statistics.html", ".grid--figures"),
    "open calls": ("open-calls.html", "[data-call]"),
    "topics": ("topics.html", ".categories"),
    "topic": ("catalog/topic.0a3618bb50.html", ".timeline [data-index]"),
    "in force": ("in-force.html", "[data-in-force]"),
    "offline": ("offline.html", "#offline-form:visible, noscript .notice:visible"),
    "accessibility": ("accessibility.html", "text=依据"),
    "about": ("about.html", ".prose table"),
    "not found": ("no/such/page.html", "text=未找到该页面"),
}
"""Every type of page: its address, and what must be seen there for it to be that type."""

HEAR = """window.violations = [];
document.addEventListener("securitypolicyviolation",
  (event) => window.violations.push(event.violatedDirective + " " + event.blockedURI));"""


def wait_until(page: "Page", expression: str, arg: object = None, seconds: float = 10) -> None:
    """Wait until an expression is true in the page.

    Playwright's own wait_for_function asks again by eval within the page, which the pages' policy forbids.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(expression, arg):
        if time.monotonic() > end:
            raise AssertionError(f"not true within {seconds} seconds: {expression}")
        page.wait_for_timeout(50)


def policy_violations(page: "Page") -> list[str]:
    """What the policies of an opened page have forbidden so far; HEAR must run in it from its beginning."""
    page.wait_for_load_state("load")
    # Violations are told by tasks of their own: two frames later all of them are.
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.evaluate("window.violations")


def policy_of_the_docs() -> str:
    """The Content-Security-Policy that docs/deployment.md tells a server to send with pages."""
    text = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    (found,) = re.findall(r'"(default-src [^"]*)";', text)
    return found


def find_browser(name: str = "CHROMIUM") -> Path | None:
    """The browser to test with, CHROMIUM or FIREFOX: by the variable DISCLOSURE_<name>, else in the usual places."""
    sys.path.insert(0, str(ROOT / "scripts"))
    import browser

    named = os.environ.get(f"DISCLOSURE_{name}")
    return Path(named) if named else browser.find(getattr(browser, name))


def build_sample(folder: Path) -> Path:
    """Build the sample office into `folder` as of TODAY, and return it."""
    office = folder.with_name(f"{folder.name}-office")  # a copy: several workers build at once
    for part in ("content", "catalog"):
        shutil.copytree(ROOT / part, office / part)
    shutil.copy(ROOT / "mkdocs.yml", office / "mkdocs.yml")
    command = [sys.executable, "-m", "disclosure", "build", "--site", str(office), "--today", TODAY]
    done = subprocess.run(
        [*command, "--out", str(folder)], check=False, capture_output=True, encoding="utf-8"
    )
    if done.returncode:
        raise RuntimeError(f"the sample office does not build:\n{done.stdout}\n{done.stderr}")
    return folder


class SubPathHandler(SimpleHTTPRequestHandler):
    """A host that knows nothing but the site below PREFIX, and answers with its 404 page for the rest."""

    protocol_version = "HTTP/1.1"
    prefix = PREFIX
    policy = policy_of_the_docs()

    def end_headers(self) -> None:
        """With the policy for pages, as the docs tell a server to send it."""
        if self.path.partition("?")[0].endswith((".html", ".htm", "/")):
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def translate_path(self, path: str) -> str:
        """The file for an address; a name that cannot exist for one outside of the site."""
        inside = path.partition("?")[0].startswith(self.prefix)
        return super().translate_path(path[len(self.prefix) - 1 :] if inside else "/outside/of/the/site")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page for what is not found."""
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        page = Path(self.directory, "404.html").read_bytes()
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page)

    def log_message(self, *arguments: object) -> None:
        """Keep quiet."""


class Server(ThreadingHTTPServer):
    """One thread a request; a browser that goes on to another page before it has read all is no error."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell of all errors but those."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextlib.contextmanager
def serve(folder: Path, prefix: str = PREFIX, port: int = 0, **ways: object) -> Iterator[str]:
    """Serve `folder` below `prefix` on this machine; gives the address, with a closing slash.

    `ways` stand for attributes of SubPathHandler.
    """
    handler = type("Handler", (SubPathHandler,), {"prefix": prefix, **ways})
    server = Server(("127.0.0.1", port), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{prefix}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextlib.contextmanager
def served_sample() -> Iterator[str]:
    """Build the sample office into a folder of its own and serve it."""
    with tempfile.TemporaryDirectory() as folder, serve(build_sample(Path(folder) / "site")) as address:
        yield address
