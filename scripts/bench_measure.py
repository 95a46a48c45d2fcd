"""Run a program and measure it whole: its time, and the time and memory of everything that it starts."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

try:
    import psutil
except ImportError:  # outside the bench environment, as in the tests: the largest process must do
    psutil = None

INTERVAL = 0.1
"""Seconds between two looks at the memory; looking costs a few per cent of one core."""
MIB = 1 << 20


@dataclass(frozen=True)
class Run:
    """One run. `wall` and `cpu` are seconds, `peak` is MiB resident in all processes together, `files` counts output.

    Pages that processes share count once for each of them, so `peak` is an upper bound.
    """

    program: str
    wall: float
    cpu: float
    peak: float
    pages: int = 0
    files: int = 0
    size: float = 0.0


@dataclass(frozen=True)
class Program:
    """What to measure: its name in the table, the command, the folder that it fills, and what must lie there after.

    `made` is a pattern of files below the folder, of which there must be `count`: a time without the work is none.
    """

    name: str
    command: tuple[str | Path, ...]
    output: Path
    made: str
    count: int
    accepted: tuple[int, ...] = (0,)


class FailedRunError(RuntimeError):
    """A measured program did not do its work: its time says nothing."""


def compare(programs: Sequence[Program], rounds: int) -> list[Run]:
    """Run all programs `rounds` times, in turns, each time in the other order. Says on the error stream how it goes."""
    runs = []
    for number in range(rounds):
        for program in programs if number % 2 == 0 else programs[::-1]:
            run = measure(program)
            runs.append(run)
            print(f"{program.name}: {run.wall:.2f} s", file=sys.stderr, flush=True)
    return runs


def measure(program: Program, *, keep: bool = False) -> Run:
    """One run into an empty folder, or over the output before with `keep`; FailedRunError unless the program ends well.

    What an earlier run made is moved aside, not deleted: ext4 looks long for inodes where thousands were freed in the
    last seconds, and the program that runs next would pay for it.
    """
    if program.output.exists() and not keep:
        program.output.rename(Path(tempfile.mkdtemp(dir=program.output.parent, prefix="past-")) / "output")
    os.sync()  # nor for what the earlier run left to be written
    surroundings = os.environ | {"PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1"}
    surroundings.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # an office's Python compiles each module once, not in each process
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in program.command],
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    watch = _MemoryWatch(process.pid)
    if psutil:
        watch.start()
    said = process.stdout.read() if process.stdout else b""
    _, status, used = os.wait4(process.pid, 0)  # the only call that tells the time of children's children too
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    watch.finished.set()
    if psutil:
        watch.join()
    shown = said.decode("utf-8", "replace")[-2000:]
    if process.returncode not in program.accepted:
        raise FailedRunError(f"{program.name}: exit code {process.returncode}\n{shown}")
    unit = MIB if sys.platform == "darwin" else 1024
    peak = max(watch.peak / MIB, used.ru_maxrss / unit)
    found = sum(1 for _ in program.output.glob(program.made))
    if found != program.count:
        raise FailedRunError(f"{program.name}: {found} of {program.count} documents\n{shown}")
    files = [path for path in program.output.rglob("*") if path.is_file()]
    pages = sum(1 for path in files if path.suffix == ".html")
    size = sum(path.stat().st_size for path in files) / MIB
    return Run(program.name, wall, used.ru_utime + used.ru_stime, peak, pages, len(files), size)


class _MemoryWatch(threading.Thread):
    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.finished = threading.Event()
        self.peak = 0

    def run(self) -> None:
        while not self.finished.wait(INTERVAL):
            total = 0
            try:
                root = psutil.Process(self.pid)
                processes = [root, *root.children(recursive=True)]
            except psutil.Error:
                continue
            for process in processes:
                try:
                    total += process.memory_info().rss
                except psutil.Error:
                    continue  # it ended between the two looks
            self.peak = max(self.peak, total)
