"""One question to a web server, answered within bounds of time and size: what it says, as a digest.

Plain http.client, so that nothing is followed, kept, decoded or asked again behind our back; proxies of the
environment are not used, since a reader's answer is wanted. Whatever a server does, it gives an Answer.
"""

import hashlib
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from disclosure.system_errors import system_reason
from disclosure.verify.visitors import Visitor

KEPT = 1 << 20
"""Bytes of an answer that are kept, for a look at a page that is not what it should be."""
_CHUNK = 1 << 16
_SLOWEST = 8 << 10
"""Bytes a second below which an answer is too slow, once the time for an answer is over."""
_AGAIN = frozenset({429, 500, 502, 503, 504})
_LONGEST_PAUSE = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: `status` is 0 when nothing did, `kept` is the beginning of the body.

    `fault` says why there is no body or not all of it: unreachable, cut, oversized, undecodable.
    """

    status: int = 0
    sha256: str = ""
    size: int = 0
    content_type: str = ""
    location: str = ""
    cookies: bool = False
    kept: bytes = b""
    fault: str = ""
    detail: str = ""
    attempts: int = 1


@dataclass(slots=True)
class Asker:
    """Asks, again where that may help, over connections that are kept open: one a thread and host.

    `timeout` is in seconds: to connect, for each piece of an answer, and for an answer that comes too slowly.
    """

    timeout: float = 20.0
    attempts: int = 3
    pause: float = 0.5
    sleep: Callable[[float], None] = time.sleep
    _open: threading.local = field(default_factory=threading.local)

    def ask(self, address: str, visitor: Visitor, bound: int) -> Answer:
        """GET a complete, quoted address. More than `bound` bytes of body are not read."""
        answer = Answer()
        for attempt in range(1, self.attempts + 1):
            answer, wait = self._once(address, visitor, bound)
            answer = replace(answer, attempts=attempt)
            if answer.status not in _AGAIN and answer.fault not in ("unreachable", "cut"):
                break
            if attempt < self.attempts:
                self.sleep(min(max(wait, self.pause * 2 ** (attempt - 1)), _LONGEST_PAUSE))
        return answer

    def _once(self, address: str, visitor: Visitor, bound: int) -> tuple[Answer, float]:
        """The answer, and the seconds that the server asks to wait."""
        parts = urlsplit(address)
        place = (parts.scheme, parts.netloc)
        target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
        for known in (True, False):
            connection = self._connection(*place, known=known)
            if connection is None:
                continue
            try:
                connection.request("GET", target, headers=dict(visitor.headers))
                response = connection.getresponse()
            except (OSError, HTTPException, ValueError) as error:
                self._drop(place)
                if known:
                    continue  # a kept connection may have been closed meanwhile, which says nothing
                return Answer(fault="unreachable", detail=_words(error)), 0.0
            answer, whole = self._read(response, bound)
            response.close()
            if not whole or response.will_close:
                self._drop(place)
            return answer, _seconds(response.getheader("Retry-After", ""))
        raise AssertionError("a new connection is never None")

    def _read(self, response: HTTPResponse, bound: int) -> tuple[Answer, bool]:
        """The answer, and whether it was read to its end."""
        encoding = (response.getheader("Content-Encoding") or "identity").strip().lower()
        answer = Answer(
            status=response.status,
            content_type=response.getheader("Content-Type") or "",
            location=_as_text(response.getheader("Location") or ""),
            cookies=response.getheader("Set-Cookie") is not None,
        )
        if encoding not in ("identity", "gzip", "x-gzip", "deflate"):
            return replace(answer, fault="undecodable", detail=encoding), False
        unpack = None if encoding == "identity" else zlib.decompressobj(47)
        digest, size, kept, received = hashlib.sha256(), 0, bytearray(), 0
        fault, detail, started = "", "", time.monotonic()
        try:
            while response.length != 0 and (raw := response.read1(_CHUNK)):
                received += len(raw)
                data = unpack.decompress(raw, bound + 1 - size) if unpack else raw
                size += len(data)
                digest.update(data)
                kept += data[: max(0, KEPT - len(kept))]
                if size > bound:
                    fault = "oversized"
                    break
                if time.monotonic() - started > self.timeout + received / _SLOWEST:
                    fault, detail = "unreachable", "太慢"
                    break
        except zlib.error:
            fault = "undecodable"
        except (OSError, HTTPException, ValueError) as error:
            fault, detail = "cut", _words(error)
        if not fault and (response.length or (unpack and received and not unpack.eof)):
            fault = "cut"
        return (
            replace(
                answer, sha256=digest.hexdigest(), size=size, kept=bytes(kept), fault=fault, detail=detail
            ),
            not fault,
        )

    def _connection(self, scheme: str, host: str, *, known: bool) -> HTTPConnection | None:
        """The kept connection to a host (None without one), or a new one, which is kept."""
        kept: dict[tuple[str, str], HTTPConnection] = self._open.__dict__.setdefault("connections", {})
        if known:
            return kept.get((scheme, host))
        if scheme == "https":
            made: HTTPConnection = HTTPSConnection(host, timeout=self.timeout, context=_context())
        else:
            made = HTTPConnection(host, timeout=self.timeout)
        kept[scheme, host] = made
        return made

    def _drop(self, place: tuple[str, str]) -> None:
        kept: dict[tuple[str, str], HTTPConnection] = self._open.__dict__.get("connections", {})
        if found := kept.pop(place, None):
            found.close()


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _seconds(value: str) -> float:
    return float(value) if value.isascii() and value.isdigit() else 0.0


def _words(error: Exception) -> str:
    """Why a connection failed, for people."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"证书不可信：{error.verify_message}"
    if isinstance(error, TimeoutError):
        return "超时"
    if isinstance(error, socket.gaierror):
        return "找不到这个主机名"
    return system_reason(error) if isinstance(error, OSError) else type(error).__name__


def _as_text(header: str) -> str:
    """A header's value, which http.client takes for Latin-1 and servers write in UTF-8."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header
