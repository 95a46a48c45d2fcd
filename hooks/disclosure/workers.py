"""Run a per-item function over many items: in this process, or in spawned workers when there are enough."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Generic, TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")

WORTH_IT = 500
"""Items from which workers pay for their start."""
CHUNK = 100


class ItemPool(Generic[Given, Made]):
    """Maps a picklable function over items, in order. Falls back to one process where no pool can start."""

    def __init__(self, function: Callable[[Given], Made], processes: int | None = None) -> None:
        self.function = function
        self.processes = processes if processes is not None else (os.cpu_count() or 1)

    def map(self, items: Sequence[Given] | Iterable[Given], count: int) -> Iterator[Made]:
        """The results of the function in the order of `items`, of which there are `count`."""
        if count < WORTH_IT or self.processes < 2:  # noqa: PLR2004 (one worker is none)
            yield from map(self.function, items)
            return
        given = list(items)
        done = 0
        try:
            context = multiprocessing.get_context("spawn")
            with ProcessPoolExecutor(
                self.processes, mp_context=context, initializer=_keep, initargs=(self.function,)
            ) as pool:
                for made in pool.map(_call, given, chunksize=CHUNK):
                    yield made
                    done += 1
        except (BrokenProcessPool, OSError, PermissionError):
            if done:
                raise  # a worker died of its work: the same work here would die too
            yield from map(self.function, given)


_kept: list[Callable[[Any], Any]] = []
"""In a worker process: the one function that it was started for."""


def _keep(function: Callable[[Any], Any]) -> None:
    _kept.append(function)


def _call(item: Any) -> Any:
    return _kept[0](item)
