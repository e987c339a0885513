"""A release protected as a whole: the same counts one pattern, earlier releases, no answer, overlapping periods."""

import datetime as dt

import numpy as np
import pytest

from throughcare.disclosure import Axis, Figures, Protection, protect_release
from throughcare.disclosure.problem import one_more_a_line

RULES = Protection(base=5, largest_hidden=4, decimals=1, few=10)
PLACES = Axis(4, ((0, (1, 2, 3)),))


def solve(problems):
    """A rule of thumb in the place of the solver."""
    return [one_more_a_line(problem) for problem in problems]


def no_answer(problems):
    return [None] * len(problems)


def counts(*rows: tuple[int, ...]) -> np.ndarray:
    """Places by groups, with England and all groups."""
    inner = np.array(rows)
    found = np.zeros((inner.shape[0] + 1, inner.shape[1] + 1), int)
    found[1:, 1:] = inner
    found[0, 1:] = inner.sum(axis=0)
    found[:, 0] = found[:, 1:].sum(axis=1)
    return found


def figures(name: str, top: np.ndarray, base=None, year=2012, months=12, kept=None):
    start = dt.date(year, 4, 1)
    end = dt.date(year + (3 + months) // 12, (3 + months) % 12 + 1, 1)
    top = top[..., None] if top.ndim == 2 else top
    parts = tuple(f"part {n}" for n in range(top.shape[2]))
    kept = np.zeros(top.shape, bool) if kept is None else kept
    return Figures(name, f"{year} {months}", start, end, top, base, kept, parts)


LARGE = counts((30, 40), (50, 60), (70, 80))
ONE_SMALL = counts((30, 3), (50, 60), (70, 80))


def test_nothing_small_hides_nothing():
    found = protect_release([figures("a", LARGE)], PLACES, RULES, no_answer)
    assert not found.hidden[0].any()
    assert (found.tables, found.solved, found.attack.cells) == (1, 0, 0)


def test_same_counts_have_one_pattern_wherever_they_appear():
    """What one indicator counts another divides by; there its shares are hidden too, though they are large."""
    shares = counts((20, 2), (30, 40), (40, 50))
    given = [figures("people", ONE_SMALL), figures("share", shares, base=ONE_SMALL)]
    people, share = protect_release(given, PLACES, RULES, solve).hidden
    assert people[1, 2, 0] and people.sum() > 1
    assert (share >= people).all()


def test_complement_of_a_numerator_is_as_small_as_the_numerator():
    base = counts((30, 43), (50, 60), (70, 80))
    top = counts((20, 40), (25, 30), (35, 40))
    (found,) = protect_release([figures("s", top, base)], PLACES, RULES, solve).hidden
    assert found[1, 2, 0]


def test_few_people_all_in_one_part_are_hidden_with_their_number():
    """Seven left, all of them in one way: whoever knows the seven knows the way."""
    one = counts((30, 7), (50, 60), (70, 80))
    other = counts((30, 0), (50, 60), (70, 80))
    top, base = np.stack([one, other], axis=-1), one + other
    given = [figures("ways", top, base), figures("left", base)]
    ways, left = protect_release(given, PLACES, RULES, solve).hidden
    assert left[1, 2, 0] and ways[1, 2].all()


def test_without_an_answer_a_rule_of_thumb_hides_and_the_attack_tells_whether_that_will_do():
    found = protect_release([figures("a", ONE_SMALL)], PLACES, RULES, no_answer)
    (hidden,) = found.hidden
    assert hidden[ONE_SMALL == 3].all() and not hidden[0, 0] and not hidden.all()
    (unanswered,) = found.unanswered
    assert unanswered.startswith("a 2012 12 part 0 ")
    assert found.attack.told == 0


def test_what_had_no_answer_once_is_not_asked_again_though_there_is_one_now():
    given = [figures("a", ONE_SMALL)]
    first = protect_release(given, PLACES, RULES, no_answer)
    known = frozenset(first.unanswered)
    again = protect_release(given, PLACES, RULES, solve, known_fallbacks=known)
    assert (first.hidden[0] == again.hidden[0]).all()


def test_what_an_earlier_release_hides_stays_hidden():
    """Hidden there besides and shown here, it would give away what it was hidden for."""
    kept = np.zeros((4, 3, 1), bool)
    kept[2, 1] = kept[2, 2] = True
    given = [figures("a", LARGE, kept=kept)]
    (hidden,) = protect_release(given, PLACES, RULES, solve).hidden
    assert hidden[2, 1:].all()


@pytest.mark.parametrize("has_year", [True, False])
def test_quarter_is_no_year_less_three_quarters(has_year):
    """6 in the year, 5 in its first quarter, none in two others: with rounded figures 0 to 2 are left for the fourth."""
    quiet = counts((40, 0), (50, 60), (70, 80))
    first = counts((40, 5), (50, 60), (70, 80))
    fourth = counts((40, 1), (50, 60), (70, 80))
    year = first + quiet + quiet + fourth
    given = [
        figures("a", one, year=at, months=3)
        for at, one in enumerate((first, quiet, quiet, fourth), start=2012)
    ]
    starts = [dt.date(2012, 4, 1), dt.date(2012, 7, 1), dt.date(2012, 10, 1), dt.date(2013, 1, 1)]  # fmt: skip
    ends = [*starts[1:], dt.date(2013, 4, 1)]
    given = [
        Figures("a", f"Q{n}", s, e, f.numerators, None, f.kept, f.parts)
        for n, (f, s, e) in enumerate(zip(given, starts, ends), start=1)
    ]
    if has_year:
        given.append(figures("a", year))
    found = protect_release(given, PLACES, RULES, solve)
    assert found.overlaps == (1 if has_year else 0)
    assert found.hidden[3][1, 2, 0]
    others = [found.hidden[at][1, 2, 0] for at in range(len(given)) if at != 3]
    assert any(others) == has_year


def test_weak_pattern_is_found_by_the_attack_and_mended():
    """A solver that hides too little: of 5 to 7, 5 to 7 are in the other group. More is hidden until nothing is told."""

    def lazy(problems):
        return [problem.hidden.copy() for problem in problems]

    told = counts((6, 1), (50, 0), (70, 0))
    found = protect_release([figures("a", told)], PLACES, RULES, lazy)
    assert found.attack.repaired
    assert found.attack.told == 0
    assert found.hidden[0].sum() > 1


def test_rounding_alone_may_do():
    """The same solver where counts are larger: known to 5 either way, the others leave room enough."""

    def lazy(problems):
        return [problem.hidden.copy() for problem in problems]

    found = protect_release([figures("a", ONE_SMALL)], PLACES, RULES, lazy)
    assert (found.attack.repaired, found.attack.told) == (0, 0)
    assert found.hidden[0].sum() == 1


def test_no_figures():
    assert protect_release([], PLACES, RULES, no_answer).hidden == []
