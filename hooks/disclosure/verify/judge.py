"""What an answer means: as it should be, or which departure. Pure; the asking is done elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from disclosure.publish.manifest import UNKNOWN
from disclosure.publish.writer import Written
from disclosure.verify.ask import KEPT, Answer
from disclosure.verify.traces import printable
from disclosure.verify.visitors import right_type

OK, GONE, ABSENT = 200, 410, 404
_REFUSING = frozenset({401, 402, 403, 407, 451})
LARGEST = 512 << 20
"""Bytes that are read of a file whose size is not known."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One departure. `visitors` are those to whom it was shown, when others were shown what they should be."""

    address: str
    kind: str
    visitors: tuple[str, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """The file that must be served at an address, and who else in the list has which digest."""

    row: Written
    owners: Mapping[str, str]

    @property
    def bound(self) -> int:
        """Bytes of a body that are read: more than can be right, so that it can be said what came instead."""
        return LARGEST if self.row.size == UNKNOWN else self.row.size + KEPT


def judge(address: str, expected: Expected, answer: Answer) -> tuple[str, str]:
    """(kind, detail) of a departure; two empty texts for an answer that is as it should be."""
    if answer.fault in ("unreachable", "cut", "undecodable"):
        return answer.fault, printable(answer.detail)
    # The error page may be served as an error, whoever asks for it by name.
    if answer.status != OK and not (address == "404.html" and answer.status == ABSENT):
        return _status(answer.status)
    if answer.fault == "oversized":
        return "oversized", f"已超过 {expected.bound} 字节"
    if answer.sha256 != expected.row.sha256:
        return _content(expected, answer)
    if not right_type(address, answer.content_type):
        return "type", printable(answer.content_type) or "没有说明"
    return "", ""


def _status(status: int) -> tuple[str, str]:
    if status in (ABSENT, GONE):
        return "missing", str(status)
    return ("refused" if status in _REFUSING else "failing"), str(status)


def _content(expected: Expected, answer: Answer) -> tuple[str, str]:
    if not answer.size:
        return "changed", "内容为空"
    owner = expected.owners.get(answer.sha256)
    if owner is not None:
        return "swapped", owner
    return "changed", ""
