"""Counts as the cells of an export: with their totals, rounded, NULL where the export or the data has nothing."""

from itertools import product

import numpy as np
import pyarrow as pa

from throughcare.disclosure import Protection
from throughcare.journeys.substances import GROUPS

from . import columns

NULL = -1
TOTAL = "Total"
SEXES = ("F", "M", TOTAL)
AGES = ("18-29", "30-49", "50+", TOTAL)
DRUG_GROUPS = {
    "all": TOTAL,
    "opiate": "Opiate",
    "non_opiate_only": "Non-opiate only",
    "alcohol_only": "Alcohol only",
    "non_opiate_and_alcohol": "Non-opiate & alcohol",
}
"""The drug groups in the order of the export, by our names."""
ROWS = tuple(product(DRUG_GROUPS.values(), SEXES, AGES))
"""What the rows of a place and year are about, in the order of the export: drug group, sex, age group."""


def empty(places: int) -> np.ndarray:
    """Cells that hold nothing yet: place, row, column."""
    return np.full((places, len(ROWS), len(columns.figures())), NULL, dtype=np.int64)


def fill(cells: np.ndarray, counts: pa.Table, base: str, place_of: dict) -> None:
    """Add the counts of a base into the cells of their places, and into every total that they belong to.

    A count of no known sex or age group is in totals alone. Places that are not in `place_of` are left out.
    """
    told = columns.of_base(base)
    index = [columns.figures().index(column) for column in told]
    numbers = [counts[c.column].to_numpy(zero_copy_only=False) for c in told]
    numbers = np.stack(numbers, axis=1).astype(np.int64)
    places = _numbers([place_of.get(p, NULL) for p in counts["place"].to_pylist()])
    kept = places >= 0
    added = np.zeros((*cells.shape[:2], len(index)), dtype=np.int64)
    for rows in _totals(counts):
        within = kept & (rows >= 0)
        np.add.at(added, (places[within], rows[within]), numbers[within])
    cells[:, :, index] = added


def _totals(counts: pa.Table):
    """For each way of leaving out sex, age and group: the row that each count belongs to, NULL for none."""
    found = [
        _index(counts["substance_group"], list(DRUG_GROUPS), "all"),
        _index(counts["sex"], list(SEXES), TOTAL),
        _index(counts["age_band"], list(AGES), TOTAL),
    ]
    for whole in product((False, True), repeat=3):
        parts = [total if w else own for w, (own, total) in zip(whole, found)]
        group, sex, age = parts
        rows = (group * len(SEXES) + sex) * len(AGES) + age
        is_known = (group >= 0) & (sex >= 0) & (age >= 0)
        yield np.where(is_known, rows, NULL)


def _index(column, names: list[str], total: str) -> tuple[np.ndarray, np.ndarray]:
    """The place of each value among the names, and that of the total."""
    place = {name: i for i, name in enumerate(names) if name != total}
    own = _numbers([place.get(v, NULL) for v in column.to_pylist()])
    return own, np.full(len(own), names.index(total), dtype=np.int64)


def round_all(cells: np.ndarray, rules: Protection) -> np.ndarray:
    """Counts to the nearest multiple of the base, halves upwards; NULL stays."""
    rounded = (cells * 2 + rules.base) // (2 * rules.base) * rules.base
    return np.where(cells == NULL, NULL, rounded)


def known_groups() -> bool:
    """Whether the export has every substance group of the journeys."""
    return set(DRUG_GROUPS) == {"all", *GROUPS}


def _numbers(numbers: list[int]) -> np.ndarray:
    """Whole numbers as an array, also where there are none."""
    return np.array(numbers, dtype=np.int64)
