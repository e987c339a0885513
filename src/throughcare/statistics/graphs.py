"""Capture-recapture averaged over decomposable graphs, with a prior: how many people, and how sure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from .asking import Floats, counts, positive, refuse, series, tail

Cliques = tuple[tuple[frozenset, int], ...]


@dataclass(frozen=True)
class Posterior:
    """The mean (`value`), median and limits of everyone, and the probability of each graph, highest first."""

    value: float
    median: float
    lower: float
    upper: float
    graphs: Floats
    method: str


def bayesian_capture_recapture(
    table: ArrayLike,
    unseen: ArrayLike,
    prior: float | None = None,
    confidence: float = 0.95,
) -> Posterior:
    """Everyone there is, averaged over all decomposable graphs of how 2 to 5 lists depend on each other.

    `table` (2, 2, ...) has one dimension a list, index 1 for on it; its first cell, on no list, is ignored. `unseen` are
    the possible numbers of people on no list, each with a prior inverse to everyone there would be. `prior` is the
    hyper-Dirichlet count a cell, one over the number of cells unless given. Madigan D, York JC, Biometrika 1997; 84:
    19-31, p. 22-4.

    >>> table = [[[0, 63], [55, 18]], [[69, 17], [21, 28]]]
    >>> bayesian_capture_recapture(table, range(1, 3001), prior=0.125).median
    379.0
    """
    y, missing = counts("table", table), series("unseen", unseen)
    if not 2 <= y.ndim <= 5 or set(y.shape) != {2}:
        raise ValueError(f"table must be (2, 2, ...) for 2 to 5 lists, not {y.shape}.")
    refuse(np.isnan(y), y, "table", "is blank; write 0 for a pattern nobody has")
    if not y.sum() - y.flat[0] > 0:
        raise ValueError("Nobody is on any list.")
    delta = 1 / y.size if prior is None else positive("prior", prior)
    y = y.copy()
    y.flat[0] = 0
    everyone = missing + y.sum()
    base = special.gammaln(everyone + 1) - special.gammaln(missing + 1)
    base = base - np.log(everyone)
    terms = _marginals(y, missing, delta)
    logs = [base + sum(sign * terms[s] for s, sign in g) for g in graphs(y.ndim)]
    weights = np.exp(np.array(logs) - np.max(logs))
    weights /= weights.sum()
    return _summary(everyone, weights, tail(confidence))


def _summary(everyone: Floats, weights: Floats, beyond: float) -> Posterior:
    mass = weights.sum(0)
    cumulative = mass.cumsum()
    lower, median, upper = (
        float(everyone[min(np.searchsorted(cumulative, p), len(mass) - 1)])
        for p in (beyond, 0.5, 1 - beyond)
    )
    by_graph = np.sort(weights.sum(1))[::-1]
    method = "decomposable graphs"
    return Posterior(float(mass @ everyone), median, lower, upper, by_graph, method)


def _marginals(y: Floats, missing: Floats, delta: float) -> dict[frozenset, Floats]:
    """The log likelihood of the table summed to each set of lists, for each number unseen."""
    found = {}
    for size in range(y.ndim + 1):
        for lists in combinations(range(y.ndim), size):
            others = tuple(i for i in range(y.ndim) if i not in lists)
            cells = y.sum(axis=others).ravel()
            each = delta * 2 ** len(others)
            total = each * len(cells)
            seen = special.gammaln(cells[1:] + each).sum()
            told = seen + special.gammaln(cells[0] + missing + each)
            told = told - len(cells) * special.gammaln(each)
            whole = special.gammaln(total) - special.gammaln(total + y.sum() + missing)
            found[frozenset(lists)] = told + whole
    return found


@cache
def graphs(k: int) -> list[Cliques]:
    """Each decomposable graph of k lists as its cliques (+1) and separators (-1)."""
    pairs = list(combinations(range(k), 2))
    every = (
        {p for i, p in enumerate(pairs) if code >> i & 1}
        for code in range(2 ** len(pairs))
    )
    return [found for edges in every if (found := _parts(edges, k)) is not None]


def _parts(edges: set, k: int) -> Cliques | None:
    """Cliques and separators, by taking away vertices whose neighbours all know each other; None if that gets stuck."""
    left, found = set(range(k)), []
    while left:
        vertex = next(_simplicial(edges, left), None)
        if vertex is None:
            return None
        v, around = vertex
        found += [(around | {v}, 1), (around, -1)]
        left.remove(v)
    return tuple(found)


def _simplicial(edges: set, left: set) -> Iterator[tuple[int, frozenset]]:
    for v in sorted(left):
        around = frozenset(u for u in left if (min(u, v), max(u, v)) in edges)
        if all(pair in edges for pair in combinations(sorted(around), 2)):
            yield v, around
