"""How much of a file is looked at, and how a reader says that it has had enough."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file's scan. Real attachments stay far below; a file made to exhaust a machine does not.

    `unpacked`, `part`, `memory` in bytes; `ratio` of one part, applied above `small` bytes; `cpu` seconds of
    computing and `wall` seconds in all, after which the scan is ended from outside.
    """

    unpacked: int = 400 << 20
    part: int = 100 << 20
    ratio: int = 300
    small: int = 4 << 20
    members: int = 5_000
    elements: int = 8_000_000
    depth: int = 500
    characters: int = 20_000_000
    segments: int = 3_000_000
    pages: int = 3_000
    nesting: int = 2
    memory: int = 2 << 30
    cpu: int = 240
    wall: int = 600


class RefusedError(Exception):
    """A file that can't or must not be looked at further: problem code, and the reason of data/gate_wording.yml."""

    def __init__(self, code: str, reason: str = "") -> None:
        super().__init__(code)
        self.code, self.reason = code, reason


class Budget:
    """What is left of the limits, counted over a file and all that is nested in it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.unpacked = limits.unpacked
        self.elements = limits.elements
        self.characters = limits.characters
        self.segments = limits.segments
        self.members = limits.members

    def unpack(self, size: int) -> None:
        """Count bytes that came out of an archive. Raises RefusedError when there are too many."""
        self.unpacked -= size
        if self.unpacked < 0:
            raise RefusedError("M005", "too_large")

    def take(self, *, elements: int = 0, members: int = 0) -> None:
        """Count elements of XML and members of archives. Raises RefusedError when there are too many."""
        self.elements -= elements
        self.members -= members
        if self.elements < 0 or self.members < 0:
            raise RefusedError("M005", "too_many")

    def keep(self, text: str) -> None:
        """Count text that is kept. Raises RefusedError when there is too much."""
        self.characters -= len(text)
        self.segments -= 1
        if self.characters < 0 or self.segments < 0:
            raise RefusedError("M005", "too_many")
