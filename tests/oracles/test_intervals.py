"""Proportions and rates against test data of a public package for public-health indicators."""

import csv
from pathlib import Path

import numpy as np
import pytest

from throughcare import statistics
from throughcare.statistics.intervals import byar_limits

ORACLES = Path(__file__).parents[3] / "shared" / "oracles"


def oracle(name: str) -> list[dict[str, str]]:
    path = ORACLES / name
    if not path.exists():
        pytest.skip(f"../shared/oracles/{name} is not there")
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def numbers(rows: list[dict[str, str]], name: str) -> np.ndarray:
    return np.array([float(row[name] or "nan") for row in rows])


@pytest.mark.parametrize("level", ["95_0", "99_8"])
def test_proportions_and_wilson_limits(level):
    rows = oracle("phe_proportion.csv")
    rows = [row for row in rows if row[f"lower{level}cl"]]
    found = statistics.proportion(
        numbers(rows, "Numerator"),
        numbers(rows, "Denominator"),
        confidence=float(level.replace("_", ".")) / 100,
        multiplier=numbers(rows, "multiplier"),
    )
    assert len(rows) > 3
    np.testing.assert_allclose(found.value, numbers(rows, "value"), rtol=1e-12)
    lower, upper = (numbers(rows, f"{side}{level}cl") for side in ("lower", "upper"))
    np.testing.assert_allclose(found.lower, lower, rtol=1e-11, atol=1e-15)
    np.testing.assert_allclose(found.upper, upper, rtol=1e-11)


def test_wilson_limits_at_other_levels():
    rows = [r for r in oracle("phe_wilson_byars_ci.csv") if r["method"] == "Wilson"]
    assert rows
    for row in rows:
        confidence = float(row["confidence"].rstrip("%")) / 100
        found = statistics.proportion(float(row["x"]), float(row["n"]), confidence)
        wanted = float(row["lowercl"]), float(row["uppercl"])
        assert (float(found.lower), float(found.upper)) == pytest.approx(
            wanted, rel=1e-11, abs=1e-15
        )


def test_byar_limits_of_counts():
    rows = [r for r in oracle("phe_wilson_byars_ci.csv") if r["method"] == "Byars"]
    assert rows
    for row in rows:
        confidence = float(row["confidence"].rstrip("%")) / 100
        lower, upper = byar_limits(np.array(float(row["x"])), confidence)
        wanted = float(row["lowercl"] or "nan"), float(row["uppercl"])
        assert (float(lower), float(upper)) == pytest.approx(
            wanted, rel=1e-11, nan_ok=True
        )


@pytest.mark.parametrize("level", ["95_0", "99_8"])
def test_rates_exact_below_ten_events_and_byar_from_ten(level):
    rows = oracle("phe_rate.csv")
    names = {name.lower(): name for name in rows[0]}
    rows = [row for row in rows if row[names[f"lower{level}cl"]]]
    found = statistics.rate(
        numbers(rows, names["numerator"]),
        numbers(rows, names["denominator"]),
        confidence=float(level.replace("_", ".")) / 100,
        multiplier=numbers(rows, "multiplier"),
    )
    assert len(rows) > 3
    np.testing.assert_allclose(found.value, numbers(rows, "value"), rtol=1e-12)
    for side, limits in (("lower", found.lower), ("upper", found.upper)):
        wanted = numbers(rows, names[f"{side}{level}cl"])
        np.testing.assert_allclose(limits, wanted, rtol=1e-10, atol=1e-15)
