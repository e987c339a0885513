"""Outcome figures of a place where profiles were taken of too few say so."""

import pytest

from tests.unit.publish.test_words_and_sentences import HIDDEN, row
from throughcare.indicators import catalogue
from throughcare.publish import compliance

READ = "abstinent_at_review"


def told(start, review, key=READ, here=None) -> str:
    taken = {"start_profiles": start, "review_profiles": review}
    return compliance.caution(key, here or row(), taken.get)


@pytest.mark.parametrize(
    ("start", "review", "words"),
    [
        (79.9, 95.0, "of 80% of new journeys at the start"),
        (80.0, 57.1, "of 57% of journeys of 26 weeks at review"),
        (60.0, 50.0, "of 60% of new journeys at the start and 50% of journeys"),
    ],
)
def test_below_the_level_it_says_which_and_by_how_much(start, review, words):
    said = told(row(start), row(review))
    assert words in said.replace("in time of", "of")
    assert "80%" in said and "(proposed)" in said


@pytest.mark.parametrize("known", [row(80.0), HIDDEN, None])
def test_at_the_level_or_where_it_is_not_known_nothing_is_said(known):
    assert told(row(80.0), known) == ""


def test_other_indicators_and_figures_that_are_not_there_have_no_caution():
    assert told(row(10.0), row(10.0), key="waiting_times") == ""
    assert told(row(10.0), row(10.0), here=HIDDEN) == ""
    assert compliance.caution(READ, None, {}.get) == ""


WINDOWS = {f"outcomes.{stage}_window_days" for stage in ("start", "review", "exit")}


def test_what_is_read_off_profiles_is_every_such_indicator_of_the_catalogue():
    reads = {slug for slug, one in catalogue().items() if WINDOWS & {*one.parameters}}
    assert reads - {*compliance.TAKEN, "exit_profiles"} == set(compliance.OUTCOMES)
