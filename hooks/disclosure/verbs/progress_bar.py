"""A bar on a terminal for as long as a build takes, with the time that is left."""

import contextlib
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

import click

_PAUSE = 0.2
"""Seconds between two looks."""


class ProgressBar:
    """As a context: while it is open it shows what disclosure.progress writes to the file `place`.

    `shown`: else nothing is shown and `place` is empty, as in CI, where lines that move are only noise.
    """

    def __init__(self, *, shown: bool) -> None:
        self.shown, self.place = shown, ""
        self.started = time.time()
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._follow, daemon=True)

    def __enter__(self) -> Self:
        if self.shown:
            self.folder = TemporaryDirectory(prefix="disclosure-")
            self.place = str(Path(self.folder.name) / "progress")
            self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.shown:
            self.over.set()
            self.thread.join()
            self.folder.cleanup()

    def _follow(self) -> None:
        bar: Any = None
        while not self.over.wait(_PAUSE):
            with contextlib.suppress(OSError, ValueError):  # not there yet, or being written
                done, total = map(int, Path(self.place).read_text(encoding="ascii").split())
                if bar is None:
                    bar = click.progressbar(length=total, label="正在生成", file=sys.stderr)
                    bar.start = bar.last_eta = self.started
                bar.length = total
                bar.update(max(0, done - bar.pos))
        if bar is not None:
            bar.render_finish()
