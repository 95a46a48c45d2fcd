"""A web server on this machine that serves a small site, and tampers with it as a broken or hijacked host would."""

import contextlib
import gzip
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

PREFIX = "/zfxxgk/"
TYPES = {
    "html": "text/html; charset=utf-8",
    "js": "text/javascript",
    "css": "text/css",
    "xml": "application/xml",
    "json": "application/json",
    "pdf": "application/pdf",
}
PAGE = "<!doctype html><html><head><title>{0}</title></head><body><h1>{0}</h1><a href='{1}'>下一页</a></body></html>\n"
FILES = {
    "index.html": PAGE.format("政府信息公开", "items/2026/2026-00001.html"),
    "about.html": PAGE.format("机构概况", "index.html"),
    "404.html": PAGE.format("未找到该页面", "/zfxxgk/index.html"),
    "catalog/index.html": PAGE.format("法定主动公开内容", "../index.html"),
    "items/2026/2026-00001.html": PAGE.format("关于公布服务电话的通知", "../../index.html"),
    "items/2026/2026-00002.html": PAGE.format("关于调整受理时间的公告", "../../index.html"),
    "files/2026/2026-00001/plan.pdf": "%PDF-1.7\n" + "0123456789abcdef" * 4096,
    "files/2026/2026-00001/附表.csv": "项目,金额\n",
    "assets/site.js": "document.title;\n",
    "assets/site.css": "body { color: black }\n",
    "feeds/new.xml": '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"></feed>\n',
    "catalog.json": "{}\n",
}


@dataclass
class Reply:
    """What the server answers. `manner` is plain, chunked, reset, slow, truncated, endless or silent."""

    status: int = 200
    body: bytes = b""
    headers: dict = field(default_factory=dict)
    manner: str = "plain"


class TamperingHost:
    """Serves `files` below PREFIX. `trick(address, headers, times)` may give a Reply in place of the right one.

    `times` counts the requests for that address, from 1.
    """

    def __init__(self, files):
        self.files = {name: body.encode() if isinstance(body, str) else body for name, body in files.items()}
        self.trick = None
        self.asked = []
        self.lock = threading.Lock()
        host = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # else each answer waits for the client's delayed acknowledgement

            def do_GET(self):
                host.answer(self)

            def log_message(self, *arguments):
                """Stay quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # a client that hangs up is what is tested

    @property
    def base(self):
        """The site's address."""
        return f"http://127.0.0.1:{self.server.server_port}{PREFIX}"

    def right(self, address):
        """The reply of an honest host."""
        name = f"{address}index.html" if address.endswith("/") or not address else address
        if name not in self.files:
            return Reply(404, self.files["404.html"], {"Content-Type": TYPES["html"]})
        return Reply(
            200,
            self.files[name],
            {"Content-Type": TYPES.get(name.rpartition(".")[2], "application/octet-stream")},
        )

    def answer(self, handler):
        """Answer one request."""
        path, _, query = handler.path.partition("?")
        address = unquote(path)[len(PREFIX) :] if path.startswith(PREFIX) else f"outside:{path}"
        with self.lock:
            self.asked.append((address, handler.headers.get("User-Agent", "")))
            times = sum(1 for known, _ in self.asked if known == address)
        asked = address if not query else f"?{query}"
        reply = self.trick(asked, handler.headers, times) if self.trick else None
        send(handler, reply or self.right(address))


def send(handler, reply):
    """Write the reply in its manner."""
    if reply.manner == "silent":
        time.sleep(3)
        handler.close_connection = True
        return
    if reply.manner == "reset":
        # Closed with unsent data waiting, the system sends a reset instead of an end.
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.shutdown(socket.SHUT_RD)
        handler.close_connection = True
        handler.connection.close()
        return
    handler.send_response(reply.status)
    for name, value in reply.headers.items():
        handler.send_header(name, value)
    chunked = reply.manner in ("chunked", "endless")
    handler.send_header(
        *(("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(len(reply.body))))
    )
    handler.end_headers()
    if reply.manner == "slow":
        for byte in reply.body:
            handler.wfile.write(bytes([byte]))
            time.sleep(0.05)
    elif reply.manner == "truncated":
        handler.wfile.write(reply.body[: len(reply.body) // 2])
        handler.close_connection = True
    elif reply.manner == "endless":
        with contextlib.suppress(OSError):
            for _ in range(4096):
                handler.wfile.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
        handler.close_connection = True
    elif chunked:
        for start in range(0, len(reply.body), 7):
            piece = reply.body[start : start + 7]
            handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        handler.wfile.write(b"0\r\n\r\n")
    else:
        handler.wfile.write(reply.body)


@contextlib.contextmanager
def tampering_host(files=FILES):
    """A running host; set its `trick`."""
    host = TamperingHost(files)
    thread = threading.Thread(target=host.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield host
    finally:
        host.server.shutdown()
        thread.join()
        host.server.server_close()


def packed(reply):
    """The same reply, compressed on the way as a CDN does it."""
    return Reply(reply.status, gzip.compress(reply.body), {**reply.headers, "Content-Encoding": "gzip"})
