"""Drawing many values at once: weighted codes, days, lengths.

A table is a dict of numpy arrays of one length. Days are whole numbers since 1970-01-01; `BLANK` stands for none.
"""

from dataclasses import dataclass

import numpy as np

GROUPS = ("opiate", "non_opiate", "non_opiate_and_alcohol", "alcohol")
BLANK = np.int32(-99_999)

Table = dict[str, object]


@dataclass(frozen=True)
class Coded:
    """A column of codes: `index[i]` points into `labels`."""

    index: np.ndarray
    labels: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.index)

    def __getitem__(self, rows) -> "Coded":
        return Coded(self.index[rows], self.labels)

    def equals(self, label: str) -> np.ndarray:
        """Which rows hold `label`."""
        place = self.labels.index(label) if label in self.labels else -1
        return self.index == place

    def isin(self, labels) -> np.ndarray:
        wanted = np.array([label in labels for label in self.labels], dtype=bool)
        return wanted[self.index]

    def where(self, rows: np.ndarray, label: str) -> "Coded":
        """The same column with `label` in `rows`."""
        labels = self.labels if label in self.labels else (*self.labels, label)
        return Coded(np.where(rows, np.int16(labels.index(label)), self.index), labels)

    def mapped(self, values: dict[str, object], default: object) -> np.ndarray:
        """One value a row, by its label."""
        return np.array([values.get(label, default) for label in self.labels])[
            self.index
        ]


def coded(labels, n: int) -> Coded:
    """A column that holds one label throughout."""
    return Coded(np.zeros(n, dtype=np.int16), (labels,))


def weighted(rng: np.random.Generator, n: int, weights: dict[str, float]) -> Coded:
    """`n` codes drawn by weight."""
    chances = np.array(list(weights.values()), dtype=float)
    steps = np.cumsum(chances / chances.sum())[:-1]
    index = np.searchsorted(steps, rng.random(n), side="right")
    return Coded(index.astype(np.int16), tuple(weights))


def weighted_by_group(rng, group: np.ndarray, weights: dict[str, dict]) -> Coded:
    """One code a row, drawn by the weights of the row's substance group."""
    labels, matrix = weight_matrix([weights[g] for g in GROUPS])
    return Coded(pick(rng.random(len(group)), matrix, group), labels)


def weight_matrix(rows: list[dict[str, float]]) -> tuple[tuple[str, ...], np.ndarray]:
    """Labels, and cumulated shares a row of the matrix."""
    labels = tuple(dict.fromkeys(label for row in rows for label in row))
    weights = np.array([[row.get(label, 0.0) for label in labels] for row in rows])
    return labels, np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)


def pick(u: np.ndarray, cumulated: np.ndarray, row: np.ndarray) -> np.ndarray:
    """The column of `cumulated[row]` into which each `u` falls."""
    index = np.zeros(len(u), dtype=np.int16)
    for step in cumulated[:, :-1].T:
        index += u >= step[row]
    return index


def by_group(values: dict[str, object]) -> np.ndarray:
    """The four groups' values in the order of GROUPS."""
    return np.array([values[g] for g in GROUPS], dtype=float)


def take(table: Table, rows) -> Table:
    """The same rows of every column."""
    return {name: column[rows] for name, column in table.items()}


def stack(tables: list[Table]) -> Table:
    """Tables of the same columns one below the other; coded columns share their labels."""
    return {name: _stacked([t[name] for t in tables]) for name in tables[0]}


def _stacked(columns: list):
    first = columns[0]
    if isinstance(first, Coded):
        return Coded(np.concatenate([c.index for c in columns]), first.labels)
    return np.concatenate(columns)


def whole(values: np.ndarray) -> np.ndarray:
    return np.floor(values).astype(np.int32)


def between(rng, lowest, highest, n: int) -> np.ndarray:
    """Whole numbers from `lowest` to `highest`, both included."""
    low, high = np.asarray(lowest), np.asarray(highest)
    return (low + whole(rng.random(n) * (high - low + 1))).astype(np.int32)


def after(rng, mean, n: int) -> np.ndarray:
    """Whole days of exponential length."""
    return whole(rng.exponential(1.0, n) * mean)


def filled(days: np.ndarray) -> np.ndarray:
    return days != BLANK


def until(days: np.ndarray, last) -> np.ndarray:
    """The days, with those after `last` made blank."""
    return np.where(days > last, BLANK, days).astype(np.int32)
