"""The catalogue lists itself, and every definition is whole."""

import datetime as dt

import pytest

from throughcare import indicators, parameters
from throughcare.dataset import Spec

IDS = {
    "in_treatment": "B1",
    "new_presentations": "B2",
    "waiting_times": "B4",
    "time_in_treatment": "B5",
    "retained": "C1",
    "exits": "C3",
    "completion_of_exits": "C4a",
    "completion_of_all_in_treatment": "C4b",
    "completion_without_representation": "C5",
    "start_profiles": "D1a",
    "review_profiles": "D1b",
    "exit_profiles": "D1c",
    "abstinent_at_review": "D2a",
    "reliably_improved_at_review": "D2b",
    "stopped_injecting": "D3",
    "working_at_exit": "D4a",
    "housed_at_exit": "D4b",
}


def test_every_indicator_is_listed_in_the_order_of_its_number():
    assert {i.slug: i.id for i in indicators.catalogue().values()} == IDS
    assert list(indicators.catalogue()) == list(IDS)


@pytest.mark.parametrize("name", ["waiting-times", "waiting_times", "B4", "b4"])
def test_found_by_slug_and_number(name):
    assert indicators.get(name).slug == "waiting_times"


def test_found_by_variant():
    assert indicators.get("C1:new-presentations").slug == "retained:new_presentations"


@pytest.mark.parametrize("name", ["", "nothing", "B4:nothing"])
def test_unknown_names_are_answered_with_the_known(name):
    with pytest.raises(indicators.UnknownIndicator, match="Known: in_treatment"):
        indicators.get(name)


@pytest.mark.parametrize("slug", IDS)
def test_every_definition_is_whole(slug):
    found = indicators.get(slug)
    assert found.file == f"{slug}.py"
    assert found.question.endswith("?")
    assert found.unit in ("persons", "%", "years")
    assert found.references and all(
        r.evidence in parameters.EVIDENCE for r in found.references
    )
    assert found.edges and found.exclusions and found.why
    assert (found.interval == "wilson") == (found.unit == "%")
    assert (found.denominator is None) == (found.unit == "persons")


@pytest.mark.parametrize("slug", IDS)
def test_parameters_and_headers_exist(slug):
    found = indicators.get(slug)
    assert all(parameters.get(name) for name in found.parameters)
    known = set(Spec.at("H").by_header) | set(Spec.at("K").by_header)
    assert set(found.fields) <= known


def test_a_figure_is_settled_once_nothing_can_change_it():
    year = indicators.Period.parse("2012-13")
    assert indicators.get("exits").settled_on(year) == dt.date(2013, 4, 22)
    settled = indicators.get("completion_without_representation").settled_on(year)
    assert settled == dt.date(2013, 10, 22)


def test_the_weakest_evidence_marks_the_definition():
    assert indicators.get("waiting_times").evidence == "memory"
    assert indicators.get("retained").evidence == "proposed"
