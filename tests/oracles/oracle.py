"""Reproductions of published answers: what is read, what is compared, and how close it must come."""

import csv
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parents[3] / "shared" / "oracles"
Pairs = Iterable[tuple[object, object]]


@dataclass(frozen=True)
class Reproduction:
    """One table of answers: its files, the function that gives pairs of found and wanted, and the error allowed."""

    name: str
    files: tuple[str, ...]
    pairs: Callable[[], Pairs]
    within: float

    @property
    def is_there(self) -> bool:
        return all((FOLDER / name).exists() for name in self.files)

    def worst(self) -> float:
        """The largest relative error, over every number compared."""
        errors = [error(found, wanted) for found, wanted in self.pairs()]
        assert errors, f"{self.name} compares nothing"
        return max(errors)


known: list[Reproduction] = []


def reproduces(*files: str, within: float = 0.0):
    """Register a function as the reproduction of these files."""

    def register(function: Callable[[], Pairs]) -> Callable[[], Pairs]:
        name = function.__name__.replace("_", " ")
        known.append(Reproduction(name, files, function, within))
        return function

    return register


def error(found: object, wanted: object) -> float:
    """The largest relative error (absolute where nothing is wanted); infinite where a blank or a word differs."""
    found, wanted = np.asarray(found), np.asarray(wanted)
    if found.shape != wanted.shape:
        return float("inf")
    if wanted.dtype.kind in "USOTb" or found.dtype.kind in "USOTb":
        return 0.0 if (found == wanted).all() else float("inf")
    found, wanted = found.astype(float), wanted.astype(float)
    if (np.isnan(found) != np.isnan(wanted)).any():
        return float("inf")
    same = np.isnan(wanted) | (found == wanted)
    scale = np.where(same | (wanted == 0), 1, np.abs(wanted))
    return float(np.max(np.abs(np.where(same, 0, found - wanted)) / scale, initial=0))


class Table:
    """A table of text, read by column or cut by the words of a column."""

    def __init__(self, rows: list[dict[str, str]]):
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, name: str) -> np.ndarray:
        """A column of numbers; a blank is NaN."""
        blank = ("", "NA")
        return np.array(
            [np.nan if r[name] in blank else float(r[name]) for r in self.rows]
        )

    def words(self, name: str) -> np.ndarray:
        return np.array([row[name] for row in self.rows])

    def where(self, keep: Callable[[dict[str, str]], bool]) -> "Table":
        return Table([row for row in self.rows if keep(row)])

    def by(self, *names: str) -> dict[tuple[str, ...], "Table"]:
        groups: dict[tuple[str, ...], list] = {}
        for row in self.rows:
            groups.setdefault(tuple(row[n] for n in names), []).append(row)
        return {key: Table(rows) for key, rows in groups.items()}


def table(name: str) -> Table:
    with open(FOLDER / name, encoding="utf-8-sig", newline="") as file:
        return Table(list(csv.DictReader(file)))


def document(name: str):
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))
