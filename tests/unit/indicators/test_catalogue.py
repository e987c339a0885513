"""The catalogue lists itself, and every definition is whole."""

import datetime as dt
import re

import pytest

from throughcare import indicators, parameters
from throughcare.dataset import Spec
from throughcare.indicators import from_outside

IDS = {
    "in_treatment": "B1",
    "new_presentations": "B2",
    "treatment_naive": "B3",
    "waiting_times": "B4",
    "time_in_treatment": "B5",
    "parents": "B8",
    "retained": "C1",
    "early_unplanned_exits": "C2",
    "exits": "C3",
    "completion_of_exits": "C4a",
    "completion_of_all_in_treatment": "C4b",
    "completion_without_representation": "C5",
    "representations": "C6",
    "growth_of_completions": "C7a",
    "growth_of_effective_treatment": "C7b",
    "deaths_in_treatment": "C8",
    "start_profiles": "D1a",
    "review_profiles": "D1b",
    "exit_profiles": "D1c",
    "abstinent_at_review": "D2a",
    "reliably_improved_at_review": "D2b",
    "stopped_injecting": "D3",
    "working_at_exit": "D4a",
    "housed_at_exit": "D4b",
    "housing_at_start": "D5a",
    "employment_at_start": "D5b",
    "hepatitis_b": "D6a",
    "hepatitis_c": "D6b",
    "naloxone": "D6c",
    "criminal_justice": "D7",
    "continuity_of_care": "E",
    "young_people": "I1",
    "young_people_planned_exits": "I2",
    "young_people_referral_source": "I3",
    "young_people_waits": "I4",
    "young_people_representations": "I5",
    "young_people_length": "I6",
    "secure_in_treatment": "J1",
    "secure_completion_of_exits": "J2",
}


def test_every_indicator_is_listed_in_the_order_of_its_number():
    assert {i.slug: i.id for i in indicators.catalogue().values()} == IDS
    assert list(indicators.catalogue()) == list(IDS)


@pytest.mark.parametrize("name", ["waiting-times", "waiting_times", "B4", "b4"])
def test_found_by_slug_and_number(name):
    assert indicators.get(name).slug == "waiting_times"


def test_found_by_variant():
    assert indicators.get("C1:new-presentations").slug == "retained:new_presentations"


def test_found_by_part_and_every_split_says_its_parts():
    found = indicators.get("exits:completed")
    assert found.slug == "exits:completed" and found.split is None
    assert found.file == "exits.py"
    for indicator in indicators.catalogue().values():
        assert bool(indicator.parts) == bool(indicator.split)
        assert not set(indicator.parts) & set(indicator.variants)
        assert not any(v.parts for v in indicator.variants.values())


@pytest.mark.parametrize("name", ["", "nothing", "B4:nothing", "exits:nothing"])
def test_unknown_names_are_answered_with_the_known(name):
    with pytest.raises(indicators.UnknownIndicator, match="Known: in_treatment"):
        indicators.get(name)


@pytest.mark.parametrize("slug", IDS)
def test_every_definition_is_whole(slug):
    found = indicators.get(slug)
    assert found.file == f"{slug}.py"
    assert found.question.endswith("?")
    assert found.unit in ("persons", "%", "per 1,000", "years", "days")
    assert found.references and all(
        r.evidence in parameters.EVIDENCE for r in found.references
    )
    assert found.edges and found.exclusions and found.why
    is_growth = slug.startswith("growth_of_")
    is_share = found.unit in ("%", "per 1,000") and not is_growth
    assert (found.interval == "wilson") == is_share
    assert (found.denominator is None) == (found.unit == "persons")


@pytest.mark.parametrize("slug", IDS)
def test_parameters_and_headers_exist(slug):
    found = indicators.get(slug)
    assert all(parameters.get(name) for name in found.parameters)
    known = set(Spec.at("H").by_header) | set(Spec.at("K").by_header)
    assert set(found.fields) <= known


VARIANTS = [v for i in indicators.catalogue().values() for v in i.variants.values()]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda v: v.slug)
def test_every_variant_is_found_and_whole(variant):
    assert indicators.get(variant.slug) is variant
    assert variant.question.endswith("?")
    assert all(parameters.get(name) for name in variant.parameters)


def test_growth_is_known_a_year_after_the_first_values():
    growth = indicators.get("growth_of_completions")
    assert not growth.is_known_in(indicators.Period.parse("2004-05"))
    assert growth.is_known_in(indicators.Period.parse("2005-06"))


def test_a_figure_that_lacks_its_codes_is_not_known():
    naloxone = indicators.get("naloxone")
    assert not naloxone.is_known_in(indicators.Period.parse("2012-13"))
    assert not naloxone.is_known_in(indicators.Period.parse("2021-22"))


def test_completers_of_a_year_have_been_followed_at_its_end():
    """Those of a quarter have not: they are watched for six months more."""
    again = indicators.get("representations")
    year, quarter = map(indicators.Period.parse, ("2012-13", "2012-13-Q1"))
    assert again.settled_on(year) == dt.date(2013, 4, 22)
    assert again.settled_on(quarter) == dt.date(2013, 1, 21)


def test_a_figure_is_settled_once_nothing_can_change_it():
    year = indicators.Period.parse("2012-13")
    assert indicators.get("exits").settled_on(year) == dt.date(2013, 4, 22)
    settled = indicators.get("completion_without_representation").settled_on(year)
    assert settled == dt.date(2013, 10, 22)


def test_the_weakest_evidence_marks_the_definition():
    assert indicators.get("waiting_times").evidence == "memory"
    assert indicators.get("retained").evidence == "proposed"


@pytest.mark.parametrize(
    "slug", ["continuity_of_care", "exits", "review_profiles", "penetration"]
)
def test_a_definition_that_changed_says_when_what_and_how_sure_that_is(slug):
    """The series before and after are not one: a page without this would have them joined."""
    found = indicators.catalogue().get(slug) or from_outside.get(slug)
    assert found.changes
    for change in found.changes:
        assert (
            change.what.endswith(".")
            and "indicators.md" in change.what
            or ("outcomes.md" in change.what)
        )
        assert any(mark in change.what for mark in ("verified", "memory", "proposed"))


def test_every_change_of_a_definition_says_its_source_and_how_sure_that_is():
    every = [*indicators.catalogue().values(), *from_outside.catalogue().values()]
    told = [change for indicator in every for change in indicator.changes]
    assert len(told) > 30
    for change in told:
        assert re.search(r"verified|memory|proposed|without a mark", change.what)
        assert re.search(r"(indicators|outcomes)\.md", change.what)


def test_changes_stand_in_the_order_of_their_days():
    for indicator in indicators.catalogue().values():
        days = [change.on for change in indicator.changes if change.on]
        assert days == sorted(days), indicator.slug
