"""Case-mix of the nation: a model fitted on 300,000 people, its card, and observed over expected of 152 areas."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from .files import SEED
from .measuring import job
from .result import Result

PEOPLE = 300_000
AREAS = 152
ALLOWED = 60.0
"""Seconds."""
LEVELS = {
    "sex": 2,
    "age": 6,
    "substances": 16,
    "injecting": 5,
    "housing": 4,
    "employment": 8,
    "treated before": 3,
    "referral": 6,
    "prior journeys": 4,
    "years in treatment": 6,
    "drug days at start": 6,
    "alcohol days at start": 6,
}
"""Factors and how many levels each has."""


def measure() -> list[Result]:
    """Seconds from the people to the compared areas."""
    run = job("bench.comparing:nation")
    ratio = run.seconds / ALLOWED
    return [
        Result("case_mix_300000", ratio, run.seconds, run.peak_mb, f"{ALLOWED:g} s", 1)
    ]


def nation() -> Callable[[], int]:
    """People of whom nearly none share all factors with another: the least that adding up can help."""
    from throughcare import comparison

    table = people()

    def work() -> int:
        counts = comparison.Counts.of(table)
        model = comparison.fit(counts, smallest=10, most_patterns=PEOPLE)
        comparison.card(model, counts, smallest=10, confidence=0.95)
        rows = comparison.by_area(table, model)
        whole = [row for row in rows if row["substance_group"] == "all"]
        found = comparison.against_expected(
            [row["events"] for row in whole], [row["expected"] for row in whole], "shmi"
        )
        return int((found.label != "Not significant").sum())

    return work


def people() -> pa.Table:
    """One row a person, as `comparison.patterns` gives them; areas differ by nothing but chance."""
    draw = np.random.default_rng(SEED)
    places = {name: draw.integers(0, k, PEOPLE) for name, k in LEVELS.items()}
    chance = -1.2 - 0.15 * places["substances"] + 0.3 * places["sex"]
    events = draw.random(PEOPLE) < 1 / (1 + np.exp(-chance))
    codes = np.array([f"A{number:03}" for number in range(AREAS)])
    groups = np.array(["opiate", "non_opiate_only", "alcohol_only"])
    levels = {
        name: np.array([f"level {n}" for n in range(LEVELS[name])])[place]
        for name, place in places.items()
    }
    return pa.table(
        {
            "area": codes[draw.integers(0, AREAS, PEOPLE)],
            "substance_group": groups[draw.integers(0, 3, PEOPLE)],
            **levels,
            "n": np.ones(PEOPLE, dtype=np.int64),
            "events": events.astype(np.int64),
        }
    )
