"""Thresholds and classes of change; the arithmetic of the published tables (outcomes.md 3.3)."""

import ibis
import pytest

from throughcare.outcomes import change


@pytest.mark.parametrize(
    ("deviation", "reliability", "days"),
    [(10, 0.80, 13), (10, 0.78, 14), (0, 0.5, 1), (10, 1, 1)],
)
def test_threshold_from_deviation_and_reliability(deviation, reliability, days):
    assert change.threshold_days(deviation, reliability) == days


@pytest.mark.parametrize(
    ("start", "later", "said"),
    [
        (10, 0, "abstinent"),
        (10, 9, "reduced"),
        (10, 10, "same"),
        (10, 11, "increased"),
        (0, 5, None),
        (10, None, None),
        (None, 0, None),
    ],
)
def test_change_of_young_people_in_days(start, later, said):
    row = ibis.memtable(
        {"start": [start], "later": [later]},
        schema={"start": "int32", "later": "int32"},
    )
    found = row.select(c=change.in_days(row.start, row.later)).to_pyarrow()
    assert found["c"][0].as_py() == said


@pytest.mark.parametrize(("deviation", "reliability"), [(-1, 0.5), (1, 1.1), (1, -0.1)])
def test_impossible_inputs_are_refused(deviation, reliability):
    with pytest.raises(ValueError, match="not negative"):
        change.threshold_days(deviation, reliability)


def told(start, later, threshold):
    known = ibis.memtable(
        {"start": [start], "later": [later]},
        schema={"start": "int32", "later": "int32"},
    )
    return (
        known.select(c=change.category(known.start, known.later, threshold))
        .to_pyarrow()["c"][0]
        .as_py()
    )


@pytest.mark.parametrize(
    ("start", "later", "expected"),
    [
        (28, 0, "abstinent"),
        (1, 0, "abstinent"),
        (20, 7, "reliably_improved"),
        (20, 8, "unchanged"),
        (10, 22, "unchanged"),
        (10, 23, "deteriorated"),
        (0, 28, None),
        (0, 0, None),
        (None, 0, None),
        (28, None, None),
    ],
)
def test_classes(start, later, expected):
    assert told(start, later, 13) == expected


@pytest.mark.parametrize(
    ("later", "expected"), [(0, "abstinent"), (1, None), (28, None)]
)
def test_without_a_threshold_only_abstinence_is_told(later, expected):
    assert told(20, later, None) == expected


PUBLISHED = {
    "heroin": (13_542, 37, 31, 29, 3),
    "crack": (7_636, 52, 12, 33, 3),
    "powder cocaine": (5_511, 61, 11, 27, 1),
}
"""People, and per cent abstinent, reliably improved, unchanged, deteriorated."""
SUCCESSFUL = {
    "opiates": (13_139, 20_716, 63),
    "crack": (4_390, 7_479, 59),
    "cocaine": (1_240, 1_835, 68),
}
"""Abstinent or reliably improved, users, per cent, of 22,955 people with a review."""


@pytest.mark.parametrize(("drug", "row"), PUBLISHED.items())
def test_the_classes_of_the_published_tables_are_exhaustive(drug, row):
    assert sum(row[1:]) == 100
    assert len(row[1:]) == len(change.CATEGORIES)


def test_published_parts_of_heroin_and_crack_add_up():
    assert 5_863 + 7_679 == PUBLISHED["heroin"][0]
    assert round(100 * 5_016 / 13_542) == PUBLISHED["heroin"][1]
    assert round(100 * 3_941 / 7_636) == PUBLISHED["crack"][1]


@pytest.mark.parametrize(("drug", "row"), SUCCESSFUL.items())
def test_published_shares_of_successful_impact(drug, row):
    met, users, share = row
    assert round(100 * met / users) == share
