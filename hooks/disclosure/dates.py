"""Today (当日) as an argument: from --today, SOURCE_DATE_EPOCH or the clock, in the office's time zone."""

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
"""China Standard Time: every regulation counts in it, wherever the build runs."""


def find_today() -> str:
    """The ISO date that a build is made for: DISCLOSURE_TODAY, else SOURCE_DATE_EPOCH, else now.

    Raises ValueError, with a message for people, for a variable that holds no day.
    """
    stated, epoch = os.environ.get("DISCLOSURE_TODAY"), os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if stated:
            return datetime.fromisoformat(stated).date().isoformat()
        now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
        return now.astimezone(ZONE).date().isoformat()
    except (ValueError, OverflowError, OSError):
        name = "DISCLOSURE_TODAY" if stated else "SOURCE_DATE_EPOCH"
        raise ValueError(f"环境变量 {name} 不是日期：{stated or epoch}") from None


def is_day(value: str) -> bool:
    """Whether `value` is a real day written 2026-03-02."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
