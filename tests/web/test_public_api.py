"""The public API: figures in pages without a token, and answers as its description says."""

import html
import re

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.web import made_up
from throughcare.publish import areas

API = "/api/v1/public/"
FIGURES = f"{API}figures/{made_up.SHARE}"
OPERATIONS = ("releases", "indicators", "places", "figures/{slug}")


@pytest.fixture(autouse=True)
def no_requests_before():
    from django.core.cache import caches

    caches["memory"].clear()


def test_figures_come_in_pages_that_hold_each_once(client, db, store):
    address, seen = f"{FIGURES}?kind=year&geography=area&group=all&limit=500", []
    while address:
        told = client.get(address).json()
        seen += told["figures"]
        address = told["next"]
    places = {(row["code"], row["period"]) for row in seen}
    assert len(seen) == told["total"] == len(places) == 152 * len(made_up.YEARS)


def test_figures_of_a_region_are_those_of_its_areas(client, db, store):
    region = areas.by_code()[made_up.AREA].region_code
    asked = {"region": region, "period": "2012-13", "group": "all"}
    codes = {row["code"] for row in client.get(FIGURES, asked).json()["figures"]}
    assert codes == {a.code for a in areas.all_areas() if a.region_code == region}


def test_what_is_withheld_has_no_numbers(client, db, store):
    asked = {"code": made_up.SUPPRESSED_AREA, "period": "2012-13"}
    for row in client.get(FIGURES, asked).json()["figures"]:
        numbers = (row["numerator"], row["denominator"], row["value"], row["upper"])
        assert (numbers, row["suppressed"]) == ((None,) * 4, True)


def test_an_old_release_is_asked_for_by_name(client, db, store):
    made_up.release(store, "newer", "2013-12-31", more=7)
    asked = {"code": made_up.AREA, "period": "2012-13", "group": "all"}
    new, old = (
        client.get(FIGURES, asked | more).json()
        for more in ({}, {"release": "made-up"})
    )
    assert (new["release"], old["release"]) == ("newer", "made-up")
    assert new["figures"][0]["value"] == pytest.approx(old["figures"][0]["value"] + 7)
    listed = client.get(f"{API}releases").json()["releases"]
    assert [r["release"] for r in listed] == ["newer", "made-up"]
    assert [r["is_newest"] for r in listed] == [True, False]


def test_places_are_found_by_name(client, db, store):
    every = client.get(f"{API}places").json()["places"]
    assert len(every) == 1 + 9 + 152
    found = client.get(f"{API}places?q=leeds").json()["places"]
    assert [place["code"] for place in found] == [made_up.AREA]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        (f"{FIGURES}?limit=1001", 422, "limit: Input should be less than"),
        (f"{FIGURES}?kind=eon", 422, "kind: Input should be"),
        (f"{FIGURES}?release=unheard-of", 404, "no such indicator or release"),
        (f"{API}figures/unheard-of", 404, "no such indicator or release"),
    ],
)
def test_a_wrong_question_is_answered_in_one_sentence(
    client, db, store, path, status, words
):
    answer = client.get(path)
    assert answer.status_code == status
    assert words in answer.json()["detail"]


def test_before_the_first_release_lists_are_empty(client, db, empty_store):
    assert client.get(f"{API}indicators").json()["indicators"] == []
    assert client.get(f"{API}releases").json() == {"releases": []}
    assert client.get(f"{API}figures/in-treatment").status_code == 404


def test_an_address_that_asks_too_often_is_told_when_to_come_again(
    client, db, store, settings
):
    settings.PUBLIC_REQUESTS_PER_MINUTE = 3
    statuses = [client.get(f"{API}places").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    answer = client.get(f"{API}places")
    assert "may ask 3 times a minute" in answer.json()["detail"]
    assert 1 <= int(answer["Retry-After"]) <= 61
    other = client.get(f"{API}places", REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200


def test_what_has_not_changed_is_not_sent_again(client, db, store):
    mark = client.get(FIGURES)["ETag"]
    again = client.get(FIGURES, headers={"if-none-match": mark})
    assert (again.status_code, again.content) == (304, b"")
    made_up.release(store, "newer", "2013-12-31", more=7)
    assert client.get(FIGURES, headers={"if-none-match": mark}).status_code == 200


def test_the_api_asks_the_database_nothing(
    client, db, store, django_assert_num_queries
):
    with django_assert_num_queries(0):
        for path in ("releases", "indicators", "places", f"figures/{made_up.SHARE}"):
            assert client.get(API + path).status_code == 200


def test_its_page_tells_every_operation(client, db, store):
    page = client.get(API).content.decode().replace("<wbr>", "")
    assert all(f"GET {API}{path}" in page for path in OPERATIONS)


def test_examples_of_its_page_have_answers_when_pasted(client, db, store):
    page = html.unescape(client.get(API).content.decode())
    addresses = re.findall(r'curl (?:-O )?"http://testserver([^"]+)"', page)
    addresses += re.findall(r'address = "http://testserver([^"]+)"', page)
    assert len(addresses) == len(OPERATIONS) + 2
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert len(answer.content) > 90, address


def test_every_condition_and_every_part_of_an_answer_is_described(client, db, store):
    page = client.get(API).content.decode()
    told = re.findall(r'data-label="What it is">([^<]*)</td>', page)
    assert len(told) > 40 and all(told)


def test_a_condition_spelt_wrong_is_refused_and_not_passed_over(client, db, store):
    answer = client.get(f"{FIGURES}?periods=2012-13")
    assert answer.status_code == 422
    assert (
        "There is no condition 'periods'. There are: release, code"
        in (answer.json()["detail"])
    )


def test_an_address_of_the_api_that_is_not_there_is_told_to_the_program(
    client, db, store
):
    answer = client.get(f"{API}nothing")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.json()["detail"]


def test_answers_say_how_long_they_are_fresh(client, db, store, settings):
    told = client.get(FIGURES)["Cache-Control"]
    assert f"max-age={settings.PUBLIC_FRESH_SECONDS}" in told and "public" in told


# -- against its description ------------------------------------------------------------------------------------


@pytest.fixture
def described(settings, db, store):
    from throughcare.web.wsgi import application

    settings.PUBLIC_REQUESTS_PER_MINUTE = 10**9
    return schemathesis.openapi.from_wsgi(f"{API}openapi.json", application)


def test_every_operation_is_tried(described):
    told = [result.ok() for result in described.get_all_operations()]
    assert {(op.method.upper(), op.path) for op in told} == {
        ("GET", API + path) for path in OPERATIONS
    }


@pytest.mark.parametrize("path", OPERATIONS)
def test_answers_are_as_described(path, described):
    operation = described[API + path]["GET"]
    seen = []

    @trials(
        max_examples=25,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def answer(case):
        # no description can say which names are an indicator or a release
        excluded = [positive_data_acceptance] * ("{" in path)
        seen.append(case.call_and_validate(excluded_checks=excluded).status_code)

    answer()
    assert seen and max(seen) < 500
