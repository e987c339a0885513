"""Processes that share the work of a release. One that dies, as in a solver's own code, takes its table with it and no more."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

NUMBER = 2
CHUNK = 4
"""Tables that a process takes at a time."""


class Workers:
    """`map` over processes; use as a context."""

    def __init__(self):
        self.pool = self._new()

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_) -> None:
        self.pool.shutdown()

    def map(self, work: Callable, items: list) -> Iterator:
        """Answers in the order of the items. Raises BrokenProcessPool where a process dies."""
        return self.pool.map(work, items)

    def survived(self, work: Callable, items: list) -> list:
        """Answers in the order of the items, None for each item on which a process dies."""
        try:
            return list(self.pool.map(work, items, chunksize=CHUNK))
        except BrokenProcessPool:
            return [self._alone(work, item) for item in items]

    def _alone(self, work: Callable, item):
        try:
            return self.pool.submit(work, item).result()
        except BrokenProcessPool:
            self.pool = self._new()
        try:
            return self.pool.submit(work, item).result()
        except BrokenProcessPool:
            self.pool = self._new()
            return None

    @staticmethod
    def _new() -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(NUMBER, mp_context=context)
