"""100,000 rows of each indicator statistic, and three of them beside the Python package PHStatsMethods.

That package is GPL: it lives in an environment of its own (`.venv-peers`, or the interpreter named by PEERS_PYTHON), runs
`peers/phstatsmethods.py` there and exchanges files. Its values and limits must equal ours.
"""

import json
import os
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from .files import SEED, WORK
from .result import Result

ROWS = 100_000
BANDS = 19
TARGET = 1 / 500
ALLOWED = 1.0
PEER = "PHStatsMethods"
SCRIPT = Path(__file__).parent / "peers/phstatsmethods.py"
PEERS = Path(__file__).parent.parent / ".venv-peers/bin/python"
EUROPEAN = [
    5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000,
    7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000,
]  # fmt: skip
"""European Standard Population 2013, 19 bands."""


def data() -> dict[str, dict[str, np.ndarray]]:
    """Arguments of each statistic; a row is a proportion, a rate or an age band of an area."""
    random = np.random.default_rng(SEED)
    n = random.integers(50, 5000, ROWS)
    # The other package refuses a rate without events.
    events = np.maximum(random.binomial(n, random.random(ROWS) * 0.3), 1)
    people = random.integers(500, 50_000, (ROWS // BANDS, BANDS))
    banded = {"events": random.poisson(people * 0.002), "n": people}
    reference = {
        "reference_events": banded["events"].sum(0),
        "reference_n": people.sum(0),
    }
    indirect = {"observed": banded["events"], "n": people, **reference}
    values = random.normal(50, 10, ROWS)
    return {
        "proportion": {"events": events, "n": n},
        "rate": {"events": events, "n": n},
        "directly_standardised_rate": banded | {"standard": np.array(EUROPEAN)},
        "indirectly_standardised_ratio": indirect,
        "indirectly_standardised_rate": indirect,
        "mean": {"values": values, "groups": random.integers(0, 152, ROWS)},
        "quantiles": {"values": values, "groups": random.integers(0, 152, ROWS)},
        "life_expectancy": {
            "deaths": random.binomial(2000, 0.01, (ROWS // 20, 20)),
            "population": np.full((ROWS // 20, 20), 2000),
        },
        "funnel_significance": {"events": events, "n": n},
        "funnel_limits": {"at": n, "baseline": 0.15},
        "overdispersion": {"observed": events, "expected": n * 0.15},
        "difference_of_proportions": {
            "events": events, "n": n, "other_events": events[::-1], "other_n": n[::-1],
        },
        "reliable_change": {"before": values, "after": values[::-1], "reliability": 0.8},
    }  # fmt: skip


def seconds(work: Callable[[], object], times: int) -> float:
    """The quickest of some runs: a few milliseconds are easily disturbed, never shortened."""
    work()
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return min(spent)


def measure(times: int) -> list[Result]:
    from throughcare import statistics

    results = []
    for name, arguments in data().items():
        work = partial(getattr(statistics, name), **arguments)
        spent = seconds(work, 5 * times)
        told = f"{ALLOWED} s for {ROWS:,} rows"
        results.append(
            Result(f"statistics_{name}", spent / ALLOWED, spent, 0, told, 1.0)
        )
    return results + beside_peer(times)


def beside_peer(times: int) -> list[Result]:
    """The three statistics for which a maintained peer exists; none where it is not installed."""
    python = Path(os.environ.get("PEERS_PYTHON", PEERS))
    if not python.exists():
        return []
    return [_beside(name, python, times) for name in list(data())[:3]]


def _beside(name: str, python: Path, times: int) -> Result:
    from throughcare import statistics

    arguments = data()[name]
    source, target = (WORK / f"peer-{name}-{way}.npz" for way in ("in", "out"))
    WORK.mkdir(exist_ok=True)
    np.savez(source, **arguments)
    theirs, ours = [], []
    options = {"multiplier": 100_000} if name == "directly_standardised_rate" else {}
    work = partial(getattr(statistics, name), **arguments, **options)
    for _ in range(min(times, 3)):
        command = [str(python), str(SCRIPT), name, str(source), str(target)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        theirs.append(json.loads(done.stdout.splitlines()[-1])["seconds"])
        ours.append(seconds(work, 5 * times))
    found, wanted = work(), np.load(target)
    for side in ("value", "lower", "upper"):
        np.testing.assert_allclose(getattr(found, side), wanted[side], rtol=1e-9)
    ratio = min(ours) / min(theirs)
    told = f"{PEER}, {min(theirs):.2f} s: {1 / ratio:,.0f} times faster, equal results"
    return Result(f"statistics_{name}_beside_peer", ratio, min(ours), 0, told, TARGET)
