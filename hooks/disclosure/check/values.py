"""Single values of the front-matter: text, dates, choices, numbers. Each returns the value and its problem code."""

import re
from datetime import datetime
from difflib import get_close_matches
from urllib.parse import urlsplit

from disclosure.dates import is_day

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_COUNT = re.compile(r"0|[1-9]\d{0,6}", re.ASCII)
_PHONE = re.compile(r"(?:\d{3,4}-)?\d{5,8}(?:-\d{1,6})?(?:、(?:\d{3,4}-)?\d{5,8}(?:-\d{1,6})?)*", re.ASCII)


def wrong_date(value: str) -> bool:
    """Whether `value` is not a real day written 2026-03-02."""
    return not is_day(value)


def wrong_moment(value: str) -> bool:
    """Whether `value` is neither a real day nor a day with hour and minute."""
    if not _MOMENT.fullmatch(value):
        return wrong_date(value)
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return True
    return False


def wrong_count(value: str) -> bool:
    """Whether `value` is not a whole number, 0 or more, in plain digits."""
    return not _COUNT.fullmatch(value)


def wrong_phone(value: str) -> bool:
    """Whether `value` is not a landline or service number, or several divided by 、."""
    return not _PHONE.fullmatch(value)


def wrong_url(value: str) -> bool:
    """Whether `value` is not a complete http or https address without credentials."""
    if any(c.isspace() or not c.isprintable() for c in value):
        return True
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        return True
    return parts.scheme not in ("http", "https") or not host or parts.username is not None


def wrong_digest(value: str) -> bool:
    """Whether `value` is not a SHA-256 in hexadecimal, as every program prints it."""
    return not _DIGEST.fullmatch(value)


def near_names(value: str, names: tuple[str, ...]) -> str:
    """A Chinese half sentence that offers the nearest names, or a few examples."""
    folded = value.strip()
    near = [name for name in names if folded and (folded in name or name in folded)][:3]
    near = near or get_close_matches(folded, names, n=3, cutoff=0.4)
    if near:
        return "是否要写：" + "、".join(near) + "？"
    return "可选的有：" + "、".join(names[:6]) + ("等。" if len(names) > 6 else "。")  # noqa: PLR2004
