"""What a reader's browser fetches for an item's page: on the first visit, and on the next page with style and script cached.

Served as docs/deployment.md says: gzip, files with a hash in their name for ever, all others asked for anew.
"""

import gzip
import re
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench_content import TODAY, Maker
from bench_search import open_browser
from bench_sites import write_office

TARGETS = {"first visit": 200_000, "next item": 40_000}
"""Bytes over the wire (design 8)."""
_LASTING = re.compile(r"\.[0-9a-f]{8}\.min\.(css|js)$")
_PACKED = (".html", ".css", ".js", ".json", ".xml", ".svg")


def measure_weight(folder: Path, items: int) -> list[tuple[str, int]]:
    """(visit, bytes) of two pages opened one after the other in a browser that has never seen the site."""
    documents = list(Maker().documents(items))
    office, site = write_office(folder / "office", documents), folder / "site"
    command = ("build", "--site", office, "--out", site, "--today", TODAY, "--quiet")
    subprocess.run([sys.executable, "-m", "disclosure", *map(str, command)], check=True)
    longest = sorted(documents, key=lambda document: len(document.body))[-2:]
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found = []
    with open_browser() as browser:
        page = browser.new_context(locale="zh-CN").new_page()
        wire: list[int] = []
        session = page.context.new_cdp_session(page)
        session.on("Network.loadingFinished", lambda event: wire.append(int(event["encodedDataLength"])))
        session.send("Network.enable")
        for visit, document in zip(TARGETS, longest, strict=True):
            wire.clear()
            address = f"http://127.0.0.1:{server.server_port}/items/{document.year}/{document.id}.html"
            page.goto(address, wait_until="networkidle")
            found.append((visit, sum(wire)))
    server.shutdown()
    server.server_close()
    return found


class _Host(SimpleHTTPRequestHandler):
    """A web server with the settings of docs/deployment.md."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file, packed where it is text."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Cache-Control", "max-age=315360000" if _LASTING.search(path.name) else "no-cache")
        if path.suffix in _PACKED:
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""
