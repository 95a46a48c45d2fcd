"""Today (当日) as an argument: from --today, SOURCE_DATE_EPOCH or the clock, in the office's time zone."""

import os
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
"""China Standard Time: every regulation counts in it, wherever the build runs."""


def find_today() -> str:
    """The ISO date that a build is made for: DISCLOSURE_TODAY, else SOURCE_DATE_EPOCH, else now."""
    if stated := os.environ.get("DISCLOSURE_TODAY"):
        return datetime.fromisoformat(stated).date().isoformat()
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return now.astimezone(ZONE).date().isoformat()
