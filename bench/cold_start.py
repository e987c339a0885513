"""`throughcare check` on 1,000 rows, as a whole process."""

import shutil
import sys
import tempfile
from pathlib import Path

from .files import first_rows, return_of
from .measuring import Run, command, peak, seconds
from .result import Result

ALLOWED = 1.0
ROWS = 1000


def check(path: Path, cache: str) -> Run:
    """One run of the command; 0 and 1 are both good ends."""
    program = shutil.which("throughcare", path=str(Path(sys.executable).parent))
    return command([program, "check", str(path)], {"XDG_CACHE_HOME": cache})


def measure(times: int) -> list[Result]:
    """With the compiled rules at hand, and the very first time."""
    path = first_rows(return_of(100_000), ROWS)
    with tempfile.TemporaryDirectory() as cache:
        first = check(path, cache)
        later = [check(path, cache) for _ in range(times)]
    spent = seconds(later)
    return [
        Result("cold_start", spent / ALLOWED, spent, peak(later), "1.0 s", 1.0),
        Result(
            "cold_start_first_ever",
            first.seconds / ALLOWED,
            first.seconds,
            first.peak_mb,
            "1.0 s (rules compiled as well, once an installation)",
        ),
    ]
