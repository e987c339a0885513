"""The indicators that need figures from outside list themselves, and every definition is whole."""

import pytest

from throughcare import outside, parameters
from throughcare.dataset import Spec
from throughcare.indicators import catalogue, from_outside

IDS = {
    "penetration": "B6a",
    "unmet_need": "B6b",
    "bullseye": "B7",
    "drug_related_deaths": "C9",
    "value_for_money": "H1",
}
ALL = [
    i
    for one in from_outside.catalogue().values()
    for i in (one, *one.variants.values())
]


def test_they_are_listed_in_the_order_of_their_number():
    assert {i.slug: i.id for i in from_outside.catalogue().values()} == IDS
    assert list(from_outside.catalogue()) == list(IDS)


def test_no_name_or_number_stands_for_two_indicators():
    assert not set(IDS) & set(catalogue())
    assert not set(IDS.values()) & {i.id for i in catalogue().values()}


@pytest.mark.parametrize("name", ["penetration", "Penetration", "b6a", " B6a "])
def test_found_by_slug_and_number(name):
    assert from_outside.get(name).slug == "penetration"


@pytest.mark.parametrize("name", ["", "B1", "penetration:gambling", "nothing:alcohol"])
def test_what_is_none_of_them_is_not_found(name):
    assert from_outside.get(name) is None


@pytest.mark.parametrize("found", ALL, ids=lambda i: i.slug)
def test_every_definition_is_whole(found):
    assert found.question.endswith("?")
    assert found.edges and found.exclusions and found.why
    assert found.numerator and found.denominator
    assert set(found.kinds) | set(found.also) <= set(outside.KINDS)
    assert found.references and all(
        r.evidence in parameters.EVIDENCE for r in found.references
    )
    assert all(parameters.get(name) for name in found.parameters)
    known = set(Spec.at("H").by_header) | set(Spec.at("K").by_header)
    assert set(found.fields) <= known


@pytest.mark.parametrize("slug", IDS)
def test_a_file_is_named_after_its_indicator(slug):
    found = from_outside.get(slug)
    path = parameters.FOLDER.parent / "indicators" / found.file
    assert path.exists()
