"""Days as a calendar file (iCalendar, RFC 5545) that office programs subscribe to; the same bytes each time.

Only whole days with a text are written: a library would bring a parser, time zones and recurrence for that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_OCTETS = 75
"""A line has no more (RFC 5545, 3.1)."""
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


@dataclass(frozen=True, slots=True)
class DayEntry:
    """One entry of a calendar: `uid` stays the same when the day moves, so that a subscription moves it too."""

    uid: str
    day: str
    summary: str
    description: str


def write_calendar(name: str, entries: Iterable[DayEntry], stamp: str) -> bytes:
    """The bytes of the file; `stamp` is the ISO date it was made for."""
    made = f"{stamp.replace('-', '')}T000000Z"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//disclosure-catalog//due//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for entry in entries:
        day = date.fromisoformat(entry.day)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(entry.uid)}",
            f"DTSTAMP:{made}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(entry.summary)}",
            f"DESCRIPTION:{_text(entry.description)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode("utf-8")


def _text(value: str) -> str:
    return value.translate(_ESCAPES)


def _folded(line: str) -> str:
    """`line` in pieces of at most 75 octets, no character cut in two."""
    pieces, piece, size = [], "", 0
    for char in line:
        octets = len(char.encode("utf-8"))
        if size + octets > _OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece += char
        size += octets
    return "\r\n".join([*pieces, piece])
