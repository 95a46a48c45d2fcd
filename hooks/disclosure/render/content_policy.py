"""The Content-Security-Policy of a page, computed from what really stands in it, so that nothing added later runs.

It stands in the page itself, since a folder on a stick or a host that nobody can configure has no headers. A header
adds what a page can't say (frame-ancestors) and holds when the page itself is changed: docs/deployment.md.
"""

import base64
import hashlib
import re
from html import unescape
from typing import Literal

PageKind = Literal["page", "lost", "offline"]
"""What a page does beside being read: `lost` (404) looks for the site, `offline` keeps a copy and starts its worker."""

_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
_STYLE_ATTRIBUTE = re.compile(r"<[a-z][^<>]*?\sstyle=(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_ALIGNED = re.compile(r'(<t[hd]) style="text-align: (left|right|center);">')
_PLACE = re.compile(r"<meta charset=[^>]*>|<head[^>]*>", re.IGNORECASE)
_OWN = "'self' file:"
"""This host or this stick. Browsers differ in what 'self' is for a page opened from a disk; a page from a host may
load no `file:` in any case."""


def with_policy(html: str, kind: PageKind = "page") -> str:
    """`html` with its policy at the start of its head, before anything that is loaded."""
    html = _ALIGNED.sub(r'\1 class="align-\2">', html)  # what Markdown writes as a style, for a class of ours
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy_of(html, kind)}">'
    charset = next((m for m in _PLACE.finditer(html) if m[0].startswith("<meta")), None)
    place = charset or _PLACE.search(html)
    return f"{html[: place.end()]}\n    {meta}{html[place.end() :]}" if place else html


def policy_of(html: str, kind: PageKind) -> str:
    """The strictest policy under which the page is whole: inline scripts and styles by their hashes, if it has any."""
    scripts = _hashes(_SCRIPT.findall(html))
    styles = _hashes(_STYLE.findall(html))
    attributes = _hashes([unescape(double or single) for double, single in _STYLE_ATTRIBUTE.findall(html)])
    hashed = ["'unsafe-hashes'", *attributes] if attributes else []
    workers = _OWN if kind == "offline" else "'none'"
    rules = [
        "default-src 'none'",
        " ".join(["script-src", _OWN, *scripts]),
        " ".join(["style-src", _OWN, *styles, *hashed]),
        f"img-src {_OWN} data:",
        f"font-src {_OWN}",
        f"media-src {_OWN}",
        f"worker-src {workers}",
        f"form-action {_OWN}",
        "base-uri 'none'",
    ]
    if kind != "page":
        rules.insert(6, f"connect-src {_OWN}")
    return "; ".join(rules)


def _hashes(texts: list[str]) -> list[str]:
    digests = (hashlib.sha256(text.encode("utf-8")).digest() for text in texts)
    return sorted({f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests})
