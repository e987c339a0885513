"""Pages of comparison: what they say, what they keep back, their files, their empty states."""

import csv
import io
import re

import pytest
from django.test import Client

from tests.unit.publish import made_up_comparison as made_up
from throughcare.web.comparison import views

SLUG = made_up.SLUG.replace("_", "-")
LEEDS, CITY = made_up.BETTER, made_up.HIDDEN
PAGES = [
    "/compare/",
    f"/compare/{SLUG}/",
    f"/areas/{LEEDS}/{SLUG}/compare/",
    "/alarms/",
]


def get(address: str, status: int = 200) -> str:
    response = Client().get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_before_the_first_release_a_page_says_so(address, db, empty_store):
    assert "No figures have been released yet." in get(address)


@pytest.mark.parametrize("address", PAGES)
def test_a_release_without_comparisons_says_so(address, db, store, monkeypatch):
    from tests.web.comparison.conftest import CATALOGUE
    from throughcare.publish import definitions

    monkeypatch.setattr(definitions, "catalogue", CATALOGUE)
    assert "holds no comparison of areas" in get(address)


def test_the_list_names_what_is_compared_and_leads_to_alarms(db, compared_store):
    text = get("/compare/")
    assert f"/compare/{SLUG}/" in text and "/compare/waiting-times/" in text
    assert 'href="/alarms/"' in text


def test_an_area_is_shown_with_interval_people_and_what_cannot_be_said(
    db, compared_store
):
    text = get(f"/areas/{LEEDS}/{SLUG}/compare/")
    for wanted in (
        "of 300 people (95% interval",
        "observed over expected is",
        "beyond the 99.8% limit",
        "Gap to the top quarter, in people",
        "Up to 32 areas (the number: from memory, not verified)",
        "has improved by more than its ordinary movement",
        "What this cannot say",
        "Source: made up.",
        "Very high",
    ):
        assert wanted in text, wanted
    assert text.count('class="tc-chart__drawing"') == 4


def test_a_withheld_area_shows_no_number_of_its_own(db, compared_store):
    text = get(f"/areas/{CITY}/{SLUG}/compare/")
    assert "The figure is withheld" in text and "not compared" in text
    assert "Gap to the top quarter, in people" not in text
    own = text.split("similar-areas")[-1].split("</tr>")[1]
    assert "City of London" in own and own.count("[c]") == 7


def test_all_areas_are_listed_by_name_and_not_ranked(db, compared_store):
    text = get(f"/compare/{SLUG}/")
    names = [n for n in ("Barnsley", "Leeds", "York") if n in text]
    places = [text.rindex(f">{name}<") for name in names]
    assert places == sorted(places)
    assert "chance alone would put about" in text
    assert "percentage points (95% interval of the slope" in text
    assert set(re.findall(r"sort=(\w+)", text)) == {"name", "people"}
    assert '<option value="value"' not in text
    assert "There is no order by share" in text


def test_all_areas_narrow_by_region_name_and_side_of_the_funnel(db, compared_store):
    hidden, judged = 'data-label="In the funnel">[c]', 'class="tc-verdict-cell"'
    every = get(f"/compare/{SLUG}/")
    sides = [get(f"/compare/{SLUG}/?verdict={side}") for side in views.SIDES]
    assert every.count(hidden) > 0
    assert sum(t.count(judged) for t in sides) == every.count(judged)
    assert all(hidden not in text for text in sides)
    region = get(f"/compare/{SLUG}/?region=E12000003&sort=region")
    assert 0 < region.count(judged) < every.count(judged)
    assert ">Leeds</a>" in get(f"/compare/{SLUG}/?q=leeds")
    assert "No area is like that" in get(f"/compare/{SLUG}/?q=atlantis")


def test_one_area_is_chosen_from_the_list_of_all(db, compared_store):
    answer = Client().get(f"/compare/?area={LEEDS}&indicator={SLUG}")
    assert answer.url == f"/areas/{LEEDS}/{SLUG}/compare/"
    for wrong in (f"?area=E1&indicator={SLUG}", f"?area={LEEDS}&indicator=moon"):
        assert Client().get(f"/compare/{wrong}").status_code == 200


def test_the_list_of_indicators_says_how_many_areas_lie_beyond_and_what_chance_makes(
    db, compared_store
):
    text = get("/compare/")
    assert "Areas judged" in text and ">about " in text


def test_a_substance_group_is_chosen_in_the_address(db, compared_store):
    text = get(f"/compare/{SLUG}/?group=opiate")
    assert '<a href="?group=opiate" aria-current="true">Opiate</a>' in text
    assert get(f"/compare/{SLUG}/?group=nonsense") == get(f"/compare/{SLUG}/?group=all")


def test_an_indicator_without_a_model_has_one_funnel_and_says_not_adjusted(
    db, compared_store
):
    text = get("/compare/waiting-times/")
    assert text.count('class="tc-chart__drawing"') == 2
    assert "Not adjusted for case-mix" in text


def test_a_count_is_not_compared_and_says_so(db, compared_store):
    assert "areas are not compared on it" in get("/compare/in-treatment/")
    assert "is not compared on this indicator" in get(
        f"/areas/{LEEDS}/in-treatment/compare/"
    )


@pytest.mark.parametrize(
    "address",
    [
        "/compare/atlantis/",
        f"/areas/E12000001/{SLUG}/compare/",
        f"/areas/E92000001/{SLUG}/compare/",
        "/compare/waiting-times/case-mix/",
    ],
)
def test_what_is_no_area_indicator_or_model_is_not_found(address, db, compared_store):
    get(address, 404)


def test_the_card_of_the_model_is_a_page_and_a_file(db, compared_store):
    text = get(f"/compare/{SLUG}/case-mix/")
    assert "c-index 0.710" in text and "It cannot say everything." in text
    assert "[c]" in text
    told = Client().get(f"/compare/{SLUG}/case-mix.json").json()
    assert told["split_sample"]["slope"] == 0.98


def test_files_hold_the_same_as_the_pages(db, compared_store):
    rows = list(csv.DictReader(io.StringIO(get(f"/areas/{LEEDS}/{SLUG}/compare.csv"))))
    assert rows[0]["code"] == LEEDS and rows[0]["substance_group"] == "all"
    assert len({r["code"] for r in rows}) == 33
    told = Client().get(f"/compare/{SLUG}.json").json()
    hidden = [r for r in told["rows"] if r["code"] == CITY]
    assert {r["value"] for r in hidden} == {None}
    assert told["cannot_say"] and len(told["slope"]) == 10
    assert told["how"]["evidence"] == "proposed"


def test_alarms_say_what_rose_where_and_how_many_are_chance(db, compared_store):
    text = get("/alarms/")
    assert "Cannabis rose in England in the week of 8 October 2012" in text
    assert "Chance alone would put about 6 of them above its bound" in text
    assert "2 alarms more are withheld" in text
    assert "Proposed by this project" in text
    assert get("/alarms.csv").splitlines()[1].startswith("Cannabis,england")
    assert Client().get("/alarms.json").json()["cannot_say"]


def test_the_page_of_a_figure_leads_to_its_comparison(db, store):
    from tests.web import made_up as figures

    text = get(f"/areas/{figures.AREA}/{figures.SHARE}/")
    assert f'href="/areas/{figures.AREA}/{figures.SHARE}/compare/"' in text
