"""Run a per-item function over many items: in this process, or in spawned workers when there are enough."""

import contextlib
import gc
import multiprocessing
import os
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from itertools import chain, count, islice, repeat
from typing import Any, Generic, NamedTuple, TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")

WORTH_IT = 500
"""Items from which workers pay for their start."""
CHUNK = 100
AHEAD = 12
"""Chunks that a worker has before it: enough for the half second that this process takes for a workbook of 10,000 rows,
few enough to hold little in memory."""
ENOUGH = 4
"""Chunks with which a worker has enough before it that this process may do something else."""

_pools: dict[int, ProcessPoolExecutor] = {}
"""The workers of this process, by their number: one start serves all stages of a build."""
_jobs = count()


class ItemPool(Generic[Given, Made]):
    """Maps a picklable function over items, in order. Falls back to one process where no pool can start."""

    def __init__(self, function: Callable[[Given], Made], processes: int | None = None) -> None:
        self.function = function
        self.processes = processes if processes is not None else (os.cpu_count() or 1)
        self._futures: deque[Future[list[Made]]] = deque()
        self._all_given = False

    @property
    def is_at_work(self) -> bool:
        """Whether workers have items before them."""
        return bool(self._futures)

    def is_supplied(self) -> bool:
        """Whether the workers can do without this process for half a second: it may do other work meanwhile."""
        enough = ENOUGH * self.processes
        return self._all_given or (len(self._futures) >= enough and not self._futures[-enough].done())

    def map(self, items: Iterable[Given], length: int) -> Iterator[Made]:
        """The results of the function in the order of `items`, of which there are `length`. Workers begin at once."""
        if length < WORTH_IT or self.processes < 2:  # noqa: PLR2004 (one worker is none)
            return map(self.function, items)
        rest = iter(items)
        begun: deque[list[Given]] = deque()
        job = _Job((os.getpid(), next(_jobs)), pickle.dumps(self.function))
        try:
            self._supply(job, rest, begun)
        except (BrokenProcessPool, OSError):
            stop_workers()
            self._futures.clear()
            return map(self.function, chain(chain.from_iterable(begun), rest))
        return self._map(job, rest, begun)

    def _map(self, job: "_Job", rest: Iterator[Given], begun: deque[list[Given]]) -> Iterator[Made]:
        done = False
        try:
            for results in self._results(job, rest, begun):
                done = True
                yield from results
        except (BrokenProcessPool, OSError):
            stop_workers()
            if done:
                raise  # a worker died of its work: the same work here would die too
            yield from map(self.function, chain(chain.from_iterable(begun), rest))

    def _supply(self, job: "_Job", items: Iterator[Given], begun: deque[list[Given]]) -> None:
        """Give the workers what they can take; `begun` holds the chunks that are under way."""
        while len(begun) < AHEAD * self.processes and (chunk := list(islice(items, CHUNK))):
            begun.append(chunk)
            self._futures.append(_pool(self.processes).submit(_call, job.number, job.function, chunk))
        self._all_given = len(begun) < AHEAD * self.processes

    def _results(
        self, job: "_Job", items: Iterator[Given], begun: deque[list[Given]]
    ) -> Iterator[list[Made]]:
        """The results of one chunk after another."""
        futures = self._futures
        try:
            while True:
                self._supply(job, items, begun)
                if not begun:
                    return
                results = futures[0].result()
                futures.popleft()
                begun.popleft()
                yield results
        finally:
            for future in futures:
                future.cancel()
            wait(futures)  # whoever stops in the midst may clear away what the workers write
            futures.clear()


def run_beside(
    function: Callable[[Given], Made], items: Sequence[Given], length: int, processes: int | None = None
) -> Iterator[Made]:
    """Begin `function` on each of a few large items, each in a worker, and return at once; results when they are asked for.

    Where no pool can start, on one core, or where the items hold less than WORTH_IT together (`length`), the work is done
    in this process when its results are asked for.
    """
    processes = processes if processes is not None else (os.cpu_count() or 1)
    futures: list[Future[Made]] = []
    if processes > 1 and length >= WORTH_IT:
        with contextlib.suppress(BrokenProcessPool, OSError):
            futures = [_pool(processes).submit(function, item) for item in items]
    return map(_result, repeat(function), items, chain(futures, repeat(None)))


def _result(function: Callable[[Given], Made], item: Given, future: Future[Made] | None) -> Made:
    if future:
        with contextlib.suppress(BrokenProcessPool):
            return future.result()
    return function(item)


def begin_workers(modules: Sequence[str], processes: int | None = None) -> None:
    """Start workers before there is work for them, each to load `modules` meanwhile. On one core, or with no pool: nothing."""
    processes = processes if processes is not None else (os.cpu_count() or 1)
    if processes > 1:
        with contextlib.suppress(BrokenProcessPool, OSError):
            for _ in range(processes):  # each starts with its first job
                _pool(processes, modules).submit(os.getpid)


def stop_workers() -> None:
    """End the workers and wait for them. The next map of many items starts new ones."""
    while _pools:
        _, pool = _pools.popitem()
        pool.shutdown(cancel_futures=True)


def _pool(processes: int, modules: Sequence[str] = ()) -> ProcessPoolExecutor:
    if processes not in _pools:
        context = multiprocessing.get_context("spawn")
        _pools[processes] = ProcessPoolExecutor(processes, context, _begin, (modules,))
    return _pools[processes]


def _begin(modules: Sequence[str]) -> None:
    """In a worker: look for garbage once a chunk. Left to itself the collector takes a tenth of a worker's time."""
    gc.disable()
    for name in modules:
        import_module(name)


class _Job(NamedTuple):
    """A function for many items, pickled once, and a number by which workers know it again."""

    number: tuple[int, int]
    function: bytes


_kept: dict[tuple[int, int], Callable[[Any], Any]] = {}
"""In a worker process: the function of the job that it is at."""


def _call(job: tuple[int, int], function: bytes, items: list[Any]) -> list[Any]:
    if job not in _kept:
        _kept.clear()
        _kept[job] = pickle.loads(function)  # noqa: S301 (the parent process made it)
        gc.collect()
        gc.freeze()  # the site's settings and all modules: they stay, and need not be looked through again
    made = [_kept[job](item) for item in items]
    gc.collect(1)
    return made
