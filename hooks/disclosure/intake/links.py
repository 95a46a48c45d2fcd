"""Which links and pictures of an imported text can stay: those that lead to a complete address elsewhere."""

import re
from urllib.parse import urlsplit

_INLINE = re.compile(
    r"(!?)\[((?:[^\[\]\\\n]|\\.)*)\]"
    r"\(\s*(<[^<>\n]*>|[^\s()\n]*(?:\([^\s()\n]*\)[^\s()\n]*)*)(?:\s+\"[^\"\n]*\")?\s*\)"
)
_AUTO = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>")


def kept_target(target: str) -> str:
    """`target` where an item's body may link to it, otherwise an empty text.

    Old sites link by relative addresses, to scripts, to mail programs of the intranet: none of that works here.
    """
    target = target.strip()
    try:
        parts = urlsplit(target)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme in ("mailto", "tel") and parts.path:
        return target
    good = parts.scheme in ("http", "https") and host and parts.username is None
    return target if good and not re.search(r"[\s<>\\]", target) else ""


def keep_links(text: str, lost: list[str]) -> str:
    """Markdown `text` with links that lead nowhere turned into their words; their targets are added to `lost`."""

    def inline(match: re.Match[str]) -> str:
        picture, words, target = match[1], match[2], match[3].strip("<>")
        if picture:
            lost.append(target)
            return words
        if kept_target(target):
            return match[0]
        lost.append(target)
        return words or target

    def automatic(match: re.Match[str]) -> str:
        target = match[1] if ":" in match[1] else f"mailto:{match[1]}"
        if kept_target(target):
            return match[0]
        lost.append(match[1])
        return match[1]

    return _AUTO.sub(automatic, _INLINE.sub(inline, text))
