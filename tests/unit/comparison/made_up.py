"""Areas that differ only in whom they treat, so that the truth is known."""

import numpy as np
import pyarrow as pa

from throughcare.comparison import Counts, Model, fit

SMALLEST, MOST = 10, 300_000
HEROIN, DRINK, YOUNG = "opiate", "alcohol", "18-29"


def England(
    areas: int = 152,
    people: int = 300,
    seed: int = 1,
    effect: dict[int, float] | None = None,
) -> pa.Table:
    """Rows as of `factors.patterns`, one a person. Areas differ in their mix; `effect` adds log odds to an area by number."""
    draw = np.random.default_rng(seed)
    shares = np.linspace(0.1, 0.9, areas)
    area = np.repeat(np.arange(areas), people)
    is_heroin = draw.random(len(area)) < shares[area]
    is_young = draw.random(len(area)) < 0.4
    chance = -0.4 - 1.6 * is_heroin + 0.5 * is_young
    for number, more in (effect or {}).items():
        chance = chance + more * (area == number)
    events = draw.random(len(area)) < 1 / (1 + np.exp(-chance))
    return pa.table(
        {
            "area": [f"A{number:03}" for number in area],
            "substance_group": np.where(is_heroin, "opiate", "alcohol_only"),
            "substances": np.where(is_heroin, HEROIN, DRINK),
            "age": np.where(is_young, YOUNG, "30-49"),
            "n": np.ones(len(area), dtype=np.int64),
            "events": events.astype(np.int64),
        }
    )


def fitted(table: pa.Table) -> Model:
    return fit(Counts.of(table), smallest=SMALLEST, most_patterns=MOST)


def counts(*rows: tuple[str, str, int, int]) -> Counts:
    """Combinations of age and sex, with n and events."""
    age, sex, n, events = zip(*rows)
    return Counts.of(pa.table({"age": age, "sex": sex, "n": n, "events": events}))
