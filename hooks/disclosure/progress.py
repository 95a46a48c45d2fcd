"""How far a build is, told by the process that builds to the one that shows it: two numbers in a small file."""

import contextlib
import time
from pathlib import Path

PROGRESS_VARIABLE = "DISCLOSURE_PROGRESS"
"""Names that file, where somebody waits for it."""

START = 3000
CHECK, PAGE, SEARCHED, REST = 4, 5, 5, 2
"""Work as it was measured, in shares of time: to start; to check an item; to make its page, and to make it searchable;
what each item costs in every build."""
_PAUSE = 0.2
"""Seconds between two tellings."""


class Progress:
    """Counts work that is done. `place` is the file; empty where nobody waits. `search`: items are made searchable."""

    def __init__(self, place: str = "", *, search: bool = True) -> None:
        self.place = place
        self.page = PAGE + (SEARCHED if search else 0)
        self.done = self.total = START
        self.told = 0.0

    def plan(self, items: int, changed: int) -> None:
        """What lies ahead: a build of so many items, of which so many have to be checked and made anew."""
        self.total = START + changed * (CHECK + self.page) + items * REST

    def add(self, work: int) -> None:
        """Count `work` as done, and tell it unless that was done a moment ago."""
        self.done += work
        if not self.place or time.monotonic() - self.told < _PAUSE:
            return
        self.told = time.monotonic()
        with contextlib.suppress(OSError):  # nobody has to see it
            Path(self.place).write_text(f"{self.done} {max(self.done, self.total)}", encoding="ascii")
