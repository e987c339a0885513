"""Instruments as data, their totals and bands."""

import datetime as dt

import pytest

from throughcare.dataset import Spec
from throughcare.outcomes import instruments, scoring
from throughcare.outcomes.instruments import ENTRY, KINDS, InstrumentError, Item
from throughcare.outcomes.scoring import AnswerError, answer, band, days_of_weeks, total

TODAY = dt.date(2017, 6, 1)
AUDIT = instruments.get("audit")


def answers(**changed):
    return {item.name: 0 for item in AUDIT.at(TODAY).items} | changed


@pytest.mark.parametrize("one", instruments.catalogue().values(), ids=lambda i: i.slug)
def test_every_instrument_says_where_it_comes_from_and_what_may_be_done(one):
    assert one.reference.startswith("outcomes.md")
    assert one.licence and one.about
    assert one.entry in ENTRY
    assert bool(one.versions) == (one.entry == "items")
    items = [item for version in one.versions for item in version.items]
    assert {i.kind for i in items} <= set(KINDS)
    assert {i.evidence for i in items} <= {"verified", "memory", "proposed"}
    assert len({b.low for b in one.bands}) == len(one.bands)


def test_the_profile_has_20_measures_and_from_april_2016_tobacco():
    """Twenty met the criteria of the study that made the form (outcomes.md 1)."""
    profile = instruments.get("outcome_profile")
    before = profile.at(dt.date(2016, 3, 31)).items
    after = profile.at(dt.date(2016, 4, 1)).items
    assert len(before) == 20
    assert [i.name for i in after if i not in before] == ["tobacco_days"]


def test_the_profile_asks_what_a_return_carries():
    headers = {f.name for f in Spec.at("K").of("outcome_profile")}
    asked = {
        i.name for i in instruments.get("outcome_profile").at(dt.date(2014, 1, 1)).items
    }
    assert asked <= headers


def test_before_the_first_version_there_is_none():
    with pytest.raises(InstrumentError, match="2007-10-01"):
        instruments.get("outcome_profile").at(dt.date(2007, 9, 30))


def test_an_unknown_instrument_names_the_known():
    with pytest.raises(InstrumentError, match="audit"):
        instruments.get("questionnaire")


@pytest.mark.parametrize(
    ("score", "called"),
    [
        (0, "low risk"),
        (7, "low risk"),
        (8, "hazardous"),
        (15, "hazardous"),
        (16, "harmful"),
        (19, "harmful"),
        (20, "possible dependence"),
        (40, "possible dependence"),
    ],
)
def test_zones_of_audit(score, called):
    assert band(AUDIT, score) == called


HAZARDOUS, HARM = "hazardous or harmful drinking", "alcohol-related harm suggested"


@pytest.mark.parametrize(
    ("score", "sex", "says"),
    [
        (6, "F", []),
        (7, "F", [HAZARDOUS]),
        (7, "M", []),
        (7, None, []),
        (8, "M", [HAZARDOUS]),
        (12, "F", [HAZARDOUS]),
        (13, None, [HAZARDOUS, HARM]),
        (40, "M", [HAZARDOUS, HARM]),
    ],
)
def test_cut_offs_of_audit_are_lower_for_women_where_the_source_says_so(
    score, sex, says
):
    assert scoring.cut_offs(AUDIT, score, sex) == says


def test_a_part_without_a_known_cut_off_has_a_score_and_no_verdict():
    given = answers(frequency=4, concern_of_others=4)
    assert scoring.part(AUDIT, AUDIT.at(TODAY), "audit_pc", given) == (8, None)


def test_recovery_capital_is_entered_by_the_scoring_named():
    arc = instruments.get("arc")
    assert band(arc, 300, "one_to_six") is None
    with pytest.raises(AnswerError, match="from 50 to 300"):
        band(arc, 49, "one_to_six")
    with pytest.raises(AnswerError, match="from 0 to 50"):
        band(arc, 51)
    with pytest.raises(InstrumentError, match="Known: original, one_to_six"):
        band(arc, 51, "ten")


@pytest.mark.parametrize("score", [7.5, "7", None, True, float("nan")])
def test_a_total_that_is_no_whole_number_is_refused(score):
    with pytest.raises(AnswerError, match="from 0 to 40"):
        scoring.cut_offs(AUDIT, score)


DRINKING, INJECTING = (
    next(
        i for i in instruments.get("outcome_profile").at(TODAY).items if i.name == name
    )
    for name in ("alcohol_days", "injecting_days")
)


def test_an_amount_goes_with_days_of_use():
    assert DRINKING.amount == "units a day"
    assert scoring.amount(DRINKING, 3, 12.5) == 12.5
    assert scoring.amount(DRINKING, 3, None) is None
    for days, given in ((0, 5), (None, 5), (3, 0), (3, -1), (3, "much"), (3, True)):
        with pytest.raises(AnswerError, match="amount"):
            scoring.amount(DRINKING, days, given)
    with pytest.raises(AnswerError, match="no amount is asked"):
        scoring.amount(INJECTING, 3, 1)


@pytest.mark.parametrize(
    ("score", "called"),
    [(15, "mild"), (16, "moderate"), (30, "moderate"), (31, "severe")],
)
def test_bands_of_sadq(score, called):
    assert band(instruments.get("sadq"), score) == called


@pytest.mark.parametrize("score", [-1, 41])
def test_an_impossible_total_is_refused(score):
    with pytest.raises(AnswerError, match="from 0 to 40"):
        band(AUDIT, score)


def test_the_highest_total_of_audit_is_40():
    highest = {i.name: 4 for i in AUDIT.at(TODAY).items}
    assert total(AUDIT, AUDIT.at(TODAY), highest) == 40


def test_one_answer_missing_leaves_no_total():
    assert total(AUDIT, AUDIT.at(TODAY), answers(guilt=None)) is None
    assert total(AUDIT, AUDIT.at(TODAY), answers()) == 0


@pytest.mark.parametrize(
    "wrong", [{"frequency": 5}, {"frequency": -1}, {"injury": 1}, {"injury": 3}]
)
def test_an_answer_that_the_item_does_not_allow_is_refused(wrong):
    with pytest.raises(AnswerError, match="answer"):
        total(AUDIT, AUDIT.at(TODAY), answers(**wrong))


def test_not_answered_is_not_zero():
    item = AUDIT.at(TODAY).items[0]
    assert answer(item, None) is None
    assert answer(item, 0) == 0


def test_the_profile_has_no_total():
    profile = instruments.get("outcome_profile")
    with pytest.raises(AnswerError, match="its own outcome"):
        total(profile, profile.at(TODAY), {})


def test_an_instrument_without_bands_names_nothing():
    assert band(instruments.get("sure"), 40) is None


@pytest.mark.parametrize("weeks", [[7, 7, 7], [8, 0, 0, 0], [-1, 0, 0, 0], []])
def test_weeks_that_are_none(weeks):
    with pytest.raises(AnswerError, match="Four weeks"):
        days_of_weeks(weeks)


def test_four_full_weeks_are_28_days():
    assert days_of_weeks([7, 7, 7, 7]) == 28


@pytest.mark.parametrize("wrong", ["3", True, float("nan"), float("inf"), 2.5])
def test_an_answer_that_is_no_whole_number_is_refused_in_a_sentence(wrong):
    audit = instruments.get("audit")
    with pytest.raises(scoring.AnswerError, match="number"):
        scoring.answer(audit.versions[-1].items[0], wrong)


def test_amounts_may_be_fractions():
    grams = Item("amount", "Grams on a using day", "amount", 0, None, "g", "memory")
    assert scoring.answer(grams, 0.25) == 0.25


@pytest.mark.parametrize(
    "answers, expected",
    [((4, 1, 0), (5, True)), ((4, 0, 0), (4, False)), ((4, None, 4), None)],
)
def test_audit_c_is_positive_from_five_and_nothing_while_an_answer_is_missing(
    answers, expected
):
    audit = instruments.get("audit")
    names = ("frequency", "typical_amount", "heavy_drinking")
    given = dict(zip(names, answers))
    assert scoring.part(audit, audit.versions[-1], "audit_c", given) == expected


def test_a_part_that_is_none_is_refused_with_those_there_are():
    audit = instruments.get("audit")
    with pytest.raises(scoring.AnswerError, match="has no part.*Known: audit_c"):
        scoring.part(audit, audit.versions[-1], "audit_z", {})
