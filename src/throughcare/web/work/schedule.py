"""What workers do by themselves, besides the queue: small jobs that look whether something has become due.

A job must be quick, and harmless when two workers run it at once: it queues work, it does none.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

log = logging.getLogger("throughcare.work")


@dataclass
class Job:
    """A function and how often it runs, in seconds."""

    function: Callable[[], object]
    seconds: float
    next_at: float = field(default=0.0)

    @property
    def name(self) -> str:
        return self.function.__name__


JOBS: list[Job] = []


def every(seconds: float) -> Callable:
    """Mark a function as a job of the schedule."""

    def keep(function: Callable[[], object]) -> Callable[[], object]:
        JOBS.append(Job(function, seconds))
        return function

    return keep


def run_due() -> None:
    """Run the jobs whose time has come. A failure is logged and tried again next time."""
    for job in JOBS:
        if time.monotonic() >= job.next_at:
            job.next_at = time.monotonic() + job.seconds
            try:
                job.function()
            except Exception:
                log.exception("scheduled job %s failed", job.name)
