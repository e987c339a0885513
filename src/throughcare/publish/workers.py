"""Processes that share the work of a release."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor

NUMBER = 2


class Workers:
    """`map` over processes; use as a context."""

    def __enter__(self) -> "Workers":
        context = multiprocessing.get_context("spawn")
        self.pool = ProcessPoolExecutor(NUMBER, mp_context=context)
        return self

    def __exit__(self, *_) -> None:
        self.pool.shutdown()

    def map(self, work: Callable, items: list) -> Iterator:
        """Answers in the order of the items."""
        return self.pool.map(work, items)
