"""The attack against the truth: every table of whole counts that fits what is shown, found by trying them all."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from throughcare.disclosure import Axis, Protection, Sums
from throughcare.disclosure.attack import reach
from throughcare.disclosure.islands import islands
from throughcare.disclosure.knowledge import Knowledge, is_safe
from throughcare.disclosure.narrowing import narrowed

RULES = Protection(base=5, largest_hidden=4, decimals=1, few=10)
MOST = 5
"""Hidden counts are tried from nothing to this."""
SUMS = Sums.crossed(Axis.of_parts(3), Axis.of_parts(2))


def whole(inner: np.ndarray) -> np.ndarray:
    """Three places by two groups with their totals, flat."""
    found = np.zeros((4, 3), int)
    found[1:, 1:] = inner
    found[0, 1:] = inner.sum(axis=0)
    found[:, 0] = found[:, 1:].sum(axis=1)
    return found.ravel()


def known(counts: np.ndarray, hidden: np.ndarray, matrix=SUMS.matrix) -> Knowledge:
    least, most = np.where(hidden, 0, counts), np.where(hidden, MOST, counts)
    return Knowledge(counts, matrix, matrix @ counts, least, most)


def tried(told: Knowledge, inner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least and most of each count over all tables that fit. `inner` are the positions that the others follow from."""
    choices = (told.most[inner] - told.least[inner]).astype(int) + 1
    tables = np.indices(choices).reshape(len(inner), -1).T + told.least[inner]
    others = np.setdiff1d(np.arange(len(told.counts)), inner)
    # Totals from parts, by solving the sums for them: they follow from the inner cells.
    sums = told.matrix.toarray()
    made, *_ = np.linalg.lstsq(
        sums[:, others], (told.constant - tables @ sums[:, inner].T).T, rcond=None
    )
    full = np.zeros((len(tables), len(told.counts)))
    full[:, inner], full[:, others] = tables, np.rint(made.T)
    fits = (full @ sums.T == told.constant).all(axis=1)
    fits &= ((full >= told.least) & (full <= told.most)).all(axis=1)
    return full[fits].min(axis=0), full[fits].max(axis=0)


INNER = np.array([4, 5, 7, 8, 10, 11])


def drawn(seed: int) -> Knowledge:
    random = np.random.default_rng(seed)
    counts = whole(random.integers(0, 6, (3, 2)))
    hidden = (random.random(12) < random.uniform(0.3, 0.9)) & (counts <= MOST)
    return known(counts, hidden)


@pytest.mark.parametrize("seed", range(25))
def test_what_the_attack_finds_of_a_table_is_the_truth(seed):
    """Of a single table linear bounds are whole numbers, so the attack must say what trying all tables says."""
    told = drawn(seed)
    asked = np.flatnonzero(told.most > told.least)
    found = reach(told, asked, RULES)
    least, most = (x[asked] for x in tried(told, INNER))
    assert (found.is_safe == is_safe(least, most, RULES)).all()
    assert (found.least[found.is_safe] >= least[found.is_safe] - 1e-6).all()
    assert (found.most[found.is_safe] <= most[found.is_safe] + 1e-6).all()


@pytest.mark.parametrize("seed", range(25))
def test_sums_one_at_a_time_never_tell_more_than_the_truth(seed):
    told = drawn(seed)
    low, high = narrowed(told)
    least, most = tried(told, INNER)
    assert (low <= least + 1e-6).all() and (high >= most - 1e-6).all()
    assert (low >= told.least).all() and (high <= told.most).all()


@pytest.mark.parametrize("seed", range(12))
def test_what_linked_tables_tell_is_told_in_truth(seed):
    """Those of whom it is true and those of whom it is not, of people who are known: what the attack calls told, trying
    all tables does too."""
    random = np.random.default_rng(seed)
    base = whole(random.integers(1, 6, (3, 2)))
    top = whole(random.binomial(base.reshape(4, 3)[1:, 1:], 0.5))
    counts = np.concatenate([base, top, base - top])
    hidden = np.tile((top < 5) | (base - top < 5), 3)
    hidden[:12] = False
    one = sparse.identity(12)
    apart = sparse.block_diag([SUMS.matrix] * 3)
    matrix = sparse.vstack([apart, sparse.hstack([-one, one, one])]).tocsr()
    told = known(counts, hidden, matrix)
    told = replace(told, most=np.where(hidden, np.tile(base, 3), counts))
    asked = np.flatnonzero(hidden)
    found = reach(told, asked, RULES)
    least, most = (x[asked] for x in tried(told, np.concatenate([INNER, 12 + INNER])))
    assert not is_safe(least, most, RULES)[~found.is_safe].any()


def hidden_all(inner) -> Knowledge:
    counts = whole(np.array(inner))
    return known(counts, counts > 0)


def test_nobody_at_all_leaves_nothing_to_ask():
    told = hidden_all([[0, 0]] * 3)
    found = reach(told, np.flatnonzero(told.counts > 0), RULES)
    assert found.programmes == 0 and found.is_safe.shape == (0,)


def test_one_count_alone_beside_nothing_is_told_without_a_programme():
    counts = whole(np.array([[3, 0], [0, 0], [0, 0]]))
    hidden = np.zeros(12, bool)
    hidden[4] = True
    found = reach(known(counts, hidden), np.array([4]), RULES)
    assert (found.programmes, found.is_safe.tolist()) == (0, [False])
    assert (found.least[0], found.most[0]) == (3, 3)


def test_all_small_and_all_hidden_is_safe():
    told = hidden_all([[1, 2], [2, 1], [1, 1]])
    found = reach(told, np.flatnonzero(told.counts), RULES)
    assert found.is_safe.all()


def test_count_that_is_shown_is_told():
    told = hidden_all([[1, 2], [2, 1], [1, 1]])
    shown = known(told.counts, np.zeros(12, bool))
    assert not reach(shown, np.arange(12), RULES).is_safe.any()


def test_counts_that_no_sum_joins_are_islands_of_their_own():
    """Two places each with both its groups hidden, under totals that are shown, are joined by the totals of the groups."""
    counts = whole(np.full((3, 2), 3))
    hidden = np.zeros(12, bool)
    hidden[[4, 5, 7, 8]] = True
    apart = sparse.block_diag([SUMS.matrix] * 2, format="csr")
    told = known(np.tile(counts, 2), np.tile(hidden, 2), apart)
    found = list(islands(told, np.array([4, 5, 16])))
    assert [island.cells.tolist() for island, _ in found] == [[4, 5, 7, 8], [16, 17, 19, 20]]  # fmt: skip
    assert [places.tolist() for _, places in found] == [[0, 1], [2]]


def test_same_question_has_the_same_answer():
    told = drawn(3)
    asked = np.flatnonzero(told.most > told.least)
    first, second = reach(told, asked, RULES), reach(told, asked, RULES)
    assert (first.least == second.least).all() and (first.most == second.most).all()
