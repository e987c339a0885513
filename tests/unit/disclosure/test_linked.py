"""What is attacked together, and what is asked about again."""

import numpy as np
import pytest

from throughcare.disclosure import Axis, Protection, Sums
from throughcare.disclosure.linked import OTHERS, Group, Linked, answered
from throughcare.disclosure.sheets import Sheet
from throughcare.disclosure.small import is_primary, is_small, levels

RULES = Protection(base=5, largest_hidden=4, decimals=1, few=10)
PLACES = Axis(4, ((0, (1, 2, 3)),))
SUMS = Sums.crossed(PLACES, Axis.of_parts(2))


def whole(*areas: tuple[int, int]) -> np.ndarray:
    found = np.zeros((4, 3), int)
    found[1:, 1:] = areas
    found[0] = found[1:].sum(axis=0)
    found[:, 0] = found[:, 1:].sum(axis=1)
    return found


def sheet(counts: np.ndarray, base: np.ndarray | None = None) -> Sheet:
    others = None if base is None else base - counts
    small = is_small(counts, RULES) if base is None else is_primary(counts, base, RULES)
    most = np.full(counts.shape, 500) if base is None else base
    made = Sheet("s", counts, small, *levels(counts, RULES, others), most)
    made.hidden = made.wanted.copy()
    return made


PEOPLE = whole((30, 3), (50, 60), (70, 80))


def linked(*sheets: Sheet) -> Linked:
    groups = [Group.of(None, [one], RULES) for one in sheets]
    return Linked(groups, PLACES, SUMS, RULES)


def test_small_count_alone_in_its_sums_is_weak_to_who_knows_the_rest_and_safe_where_it_is_rounded():
    one = linked(sheet(PEOPLE))
    (weak,) = one.attack()
    ((_, cells),) = weak.weak()
    assert np.argwhere(cells).tolist() == [[1, 2]]
    assert one.attack(is_rounded=True) == []


def test_what_is_safe_is_not_asked_about_again():
    counts = sheet(PEOPLE)
    one = linked(counts)
    one.attack(is_rounded=True)
    spent = one.programmes
    counts.hidden = PEOPLE > 0
    assert one.attack() == [] and one.programmes == spent


def test_same_pattern_is_not_asked_about_again():
    one = linked(sheet(PEOPLE))
    one.attack()
    spent = one.programmes
    assert len(one.attack()) == 1 and one.programmes == spent


def test_hiding_more_is_asked_about_and_keeps_the_count():
    counts = sheet(PEOPLE)
    one = linked(counts)
    assert one.attack()
    counts.hidden[1:3, 1:] = True
    assert one.attack() == []


def test_people_to_whom_it_did_not_happen_are_attacked_with_the_share():
    base = sheet(whole((30, 43), (50, 60), (70, 80)))
    top = sheet(whole((20, 40), (25, 30), (35, 40)), base.counts)
    group = Group.of(base, [top], RULES)
    assert [one.name for one in group.all] == ["s", "s", OTHERS]
    one = Linked([group], PLACES, SUMS, RULES)
    (weak,) = one.attack()
    assert [np.argwhere(cells).tolist() for _, cells in weak.weak()] == [[[1, 2]]]
    assert weak.weak()[0][0] is top


@pytest.mark.parametrize("is_rounded", [False, True])
@pytest.mark.parametrize("counts", [whole((0, 0), (0, 0), (0, 0)), whole((2, 0), (0, 0), (0, 0)), whole((1, 1), (2, 3), (4, 1))])  # fmt: skip
def test_tables_of_few_people_are_attacked_without_fault(counts, is_rounded):
    """Nobody: nothing to ask. One cell in all and all of it hidden: any number is possible."""
    group = Group.of(None, [sheet(counts)], RULES)
    asked = group.question(PLACES, SUMS, is_rounded)
    if not counts.any():
        assert asked is None
        return
    found = answered(asked, RULES, is_rounded)
    assert found.is_safe.shape == asked.cells.shape
    assert (found.least >= 0).all() and (found.most >= found.least).all()
    group.learn(asked, found)
    assert (group.unsafe.sum() == 0) == found.is_safe.all()
