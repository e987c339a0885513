"""Processes measured from outside: seconds, and the most memory that a process and its children held."""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

import psutil

SAMPLE_SECONDS = 0.02
MB = 1024 * 1024


@dataclass(frozen=True)
class Run:
    """One run of one process. `answer` is what the job said, None for a plain command."""

    seconds: float
    peak_mb: float
    answer: object = None


class Failed(RuntimeError):
    """A measured process ended with an error."""


class Different(Failed):
    """Two ways that should give the same answer do not."""


class Listener:
    """Told what is about to run; whoever shows progress replaces `hear`."""

    hear: Callable[[str], None] = staticmethod(lambda step: None)
    round = ""

    @classmethod
    def tell(cls, step: str) -> None:
        cls.hear(f"{step}{cls.round}")


def job(where: str, *arguments, environment: dict | None = None) -> Run:
    """Run a function of bench as a process; the seconds are those of its work, without start and preparation."""
    command = [sys.executable, "-m", "bench.job", where, *map(str, arguments)]
    Listener.tell(" ".join([where.split(":")[1], *map(str, arguments)]))
    run, said = _watched(command, environment)
    told = json.loads(said.splitlines()[-1])
    return Run(told["seconds"], run.peak_mb, told["answer"])


def command(
    words: Sequence[str], environment: dict | None = None, accept=(0, 1)
) -> Run:
    """Run a command as a process; the seconds are those of the whole process."""
    return _watched(list(words), environment, accept)[0]


def _watched(words: list[str], environment=None, accept=(0,)) -> tuple[Run, str]:
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as wrong:
        start = time.perf_counter()
        process = psutil.Popen(
            words, stdout=out, stderr=wrong, env=os.environ | (environment or {})
        )
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, _memory(process))
            time.sleep(SAMPLE_SECONDS)
        seconds = time.perf_counter() - start
        if process.returncode not in accept:
            wrong.seek(0)
            raise Failed(f"{' '.join(words)}: {wrong.read()[-2000:]}")
        out.seek(0)
        return Run(seconds, peak / MB), out.read()


def _memory(process: psutil.Process) -> int:
    """Resident memory of the process and its children, in bytes."""
    total = 0
    for one in _family(process):
        try:
            total += one.memory_info().rss
        except psutil.NoSuchProcess:
            pass
    return total


def _family(process: psutil.Process) -> list[psutil.Process]:
    try:
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def alternating(times: int, *measured) -> list[list[Run]]:
    """Run each of `measured` in turn, `times` times, so that what else the machine does falls on all of them."""
    rounds = []
    for number in range(1, times + 1):
        Listener.round = f", round {number} of {times}"
        rounds.append([one() for one in measured])
    Listener.round = ""
    return [list(runs) for runs in zip(*rounds)]


def seconds(runs: Sequence[Run]) -> float:
    return median(run.seconds for run in runs)


def peak(runs: Sequence[Run]) -> float:
    return max(run.peak_mb for run in runs)
