"""Serve a site as an office's host does, and count what is sent: nginx where there is one, else Python's own server."""

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PATIENCE = 10
_SETTINGS = """
daemon off;
pid {scratch}/pid;
events {{ }}
http {{
  default_type application/octet-stream;
  types {{
    text/html html; text/css css; application/javascript js; application/json json; image/svg+xml svg; application/wasm wasm;
  }}
  log_format size $body_bytes_sent;
  access_log {scratch}/sent size;
  client_body_temp_path {scratch}/body;
  proxy_temp_path {scratch}/proxy;
  fastcgi_temp_path {scratch}/fastcgi;
  uwsgi_temp_path {scratch}/uwsgi;
  scgi_temp_path {scratch}/scgi;
  charset utf-8;
  gzip on;
  gzip_types text/css text/xml application/json application/javascript;
  add_header Cache-Control no-cache;
  server {{ listen 127.0.0.1:{port}; root "{folder}"; }}
}}
"""
"""As docs/deployment.md has it, as far as it matters here."""

Sent = Callable[[], int]
"""How many bytes of content were sent so far."""


@contextmanager
def serve(folder: Path) -> Iterator[tuple[str, Sent]]:
    """The address at which `folder` is served meanwhile, and what tells how much was sent from there."""
    program = _program()
    with _nginx(program, folder) if program else _python(folder) as served:
        yield served


def host_name() -> str:
    """What `serve` serves with, for a table: Python's server takes some ten milliseconds more for a search."""
    return "nginx, gzip" if _program() else "Python's server"


def _program() -> str | None:
    return shutil.which("nginx") or shutil.which("/usr/sbin/nginx")  # which is in no user's path on Debian


@contextmanager
def _nginx(program: str, folder: Path) -> Iterator[tuple[str, Sent]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as scratch:
        settings = Path(scratch, "nginx.conf")
        settings.write_text(_SETTINGS.format(scratch=scratch, port=port, folder=folder), encoding="utf-8")
        # Started by root, it would read the folder as another user, who may not.
        user = ("-g", "user root;") if os.name == "posix" and os.geteuid() == 0 else ()
        errors = Path(scratch, "errors")
        process = subprocess.Popen([program, "-e", errors, "-p", scratch, "-c", settings, *user])
        try:
            _wait_for(port, errors)
            log = Path(scratch, "sent")
            yield f"http://127.0.0.1:{port}/", lambda: sum(map(int, log.read_text().split()))
        finally:
            process.terminate()
            process.wait()


def _wait_for(port: int, errors: Path) -> None:
    for _ in range(PATIENCE * 10):
        with socket.socket() as asking:
            if not asking.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    raise RuntimeError(f"nginx does not answer: {errors.read_text(encoding='utf-8', errors='replace')}")


@contextmanager
def _python(folder: Path) -> Iterator[tuple[str, Sent]]:
    sent: list[int] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Counting, directory=str(folder), sent=sent))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", lambda: sum(sent)
    finally:
        server.shutdown()
        server.server_close()


class _Counting(SimpleHTTPRequestHandler):
    """Serves files as they are, over connections that stay open as any host's do, and counts the bytes of their content."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and file are written apart

    def __init__(self, *arguments: Any, sent: list[int], **named: Any) -> None:
        self.sent = sent
        super().__init__(*arguments, **named)

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send a file."""
        data = source.read()
        self.sent.append(len(data))
        outputfile.write(data)

    def log_message(self, *arguments: Any) -> None:
        """Keep quiet."""
