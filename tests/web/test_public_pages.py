"""Areas, indicators, search, downloads, errors and headers."""

import csv
import io
import zipfile

import pytest

from tests.web import made_up
from throughcare.publish import areas

PAGE = f"/areas/{made_up.AREA}/{made_up.SHARE}/"


def text_of(answer) -> str:
    return answer.content.decode()


def test_home_lists_all_152_areas(client, db, store):
    page = text_of(client.get("/"))
    assert sum(f'href="/areas/{a.code}/"' in page for a in areas.all_areas()) == 152


def test_home_before_the_first_release_says_so(client, db, empty_store):
    assert "No figures have been released yet" in text_of(client.get("/"))


def test_search_with_one_match_opens_the_area(client, db, store):
    assert client.get("/search/?q=leeds").url == f"/areas/{made_up.AREA}/"


def test_search_without_match_gives_a_way_out(client, db, store):
    page = text_of(client.get("/search/?q=atlantis"))
    assert "No area matches “atlantis”" in page
    assert "choose from the list by region" in page


def test_search_words_are_escaped(client, db, store):
    page = text_of(client.get("/search/", {"q": "<script>alert(1)</script>"}))
    assert "<script>alert" not in page


def test_area_page_shows_sentence_table_chart_map_definition_and_downloads(
    client, db, store
):
    page = text_of(client.get(PAGE))
    assert "Successful completions of all leaving in Leeds in 2012-13:" in page
    assert page.count("tc-chart__drawing") == 2
    assert page.count("<polygon") >= 152
    assert "Parts of this definition rest on memory" in page
    assert f'href="{PAGE[:-1]}.csv"' in page


def test_withheld_figure_is_marked_and_explained(client, db, store):
    page = text_of(client.get(f"/areas/{made_up.SUPPRESSED_AREA}/{made_up.SHARE}/"))
    assert "[c]" in page
    assert "withheld, because the numbers are so small" in page


def test_same_address_as_csv_gives_the_rows_of_the_page(client, db, store):
    answer = client.get(PAGE[:-1] + ".csv")
    rows = list(csv.DictReader(io.StringIO(text_of(answer))))
    expected = [row for row in made_up.rows() if row["code"] == made_up.AREA]
    assert len(rows) == sum(
        r["indicator"] == "successful_completions" for r in expected
    )
    assert answer["Content-Type"].startswith("text/csv")


def test_same_address_as_json_says_definition_and_cut(client, db, store):
    told = client.get(PAGE[:-1] + ".json").json()
    assert told["cut"] == "made-up"
    assert told["evidence"] == "memory"
    assert told["references"][0]["evidence"] == "verified"
    assert {row["name"] for row in told["rows"]} == {"Leeds"}


def test_withheld_numbers_are_not_in_the_files(client, db, store):
    address = f"/areas/{made_up.SUPPRESSED_AREA}/{made_up.SHARE}.json"
    rows = client.get(address).json()["rows"]
    assert {row["numerator"] for row in rows} == {None}
    assert {row["suppressed"] for row in rows} == {True}


@pytest.mark.parametrize("order", ["up", "down"])
def test_indicator_table_sorts_by_link(client, db, store, order):
    address = f"/indicators/{made_up.SHARE}/?sort=name&order={order}"
    page = text_of(client.get(address))
    barnsley, york = (page.rindex(f">{name}</a>") for name in ("Barnsley", "York"))
    assert (barnsley < york) == (order == "up")


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/",
        "/areas/E99999999/",
        f"/areas/{made_up.AREA}/unknown/",
        f"{PAGE}explain/?period=1066-67",
        f"{PAGE}explain/",
    ],
)
def test_unknown_address_is_not_found_in_the_same_look(client, db, store, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Page not found" in text_of(answer)
    assert "Not an official government or NHS service." in text_of(answer)


def test_fault_is_told_in_the_same_look(client, db, store, monkeypatch):
    monkeypatch.setattr("throughcare.publish.areas.search", lambda words: 1 / 0)
    client.raise_request_exception = False
    answer = client.get("/search/?q=leeds")
    assert answer.status_code == 500
    assert "there is a fault in the service" in text_of(answer)
    assert "ZeroDivisionError" not in text_of(answer)


def test_no_page_has_inline_script_or_style(client, db, store):
    for address in ("/", PAGE, f"/indicators/{made_up.SHARE}/", "/sign-in/"):
        answer = client.get(address)
        assert " style=" not in text_of(answer)
        assert text_of(answer).count("<script") == 1
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_signed_in_page_is_not_kept_by_the_browser(store, as_role):
    assert as_role("analyst").get("/cuts/")["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", [PAGE, f"/indicators/{made_up.SHARE}/"])
def test_each_reference_says_what_it_rests_on(client, db, store, address):
    page = text_of(client.get(address))
    assert "Parts of this definition rest on memory" in page
    assert "completed of all leaving" in page and "the 21 days" in page
    assert page.count("Verified</strong>") == 1
    assert page.count("From memory, not verified</strong>") == 1


def test_csv_carries_the_evidence_on_every_row(client, db, store):
    text = text_of(client.get(PAGE[:-1] + ".csv"))
    rows = csv.DictReader(io.StringIO(text))
    assert {row["evidence"] for row in rows} == {"memory"}


def test_chart_of_withheld_values_says_whose_line_it_shows(client, db, store):
    page = text_of(client.get(f"/areas/{made_up.SUPPRESSED_AREA}/{made_up.SHARE}/"))
    assert "All values of City of London are withheld" in page
    assert "pale bars" not in page


def test_list_of_indicators_says_how_sure_each_is(client, db, store):
    page = text_of(client.get("/indicators/"))
    assert page.count("Parts of this definition rest on memory") == 1
    assert page.count(">Verified<") == 1


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_same_address_as_a_workbook(client, db, store, form):
    answer = client.get(f"{PAGE[:-1]}.{form}")
    assert zipfile.is_zipfile(io.BytesIO(answer.content))
    assert f'{form}"' in answer["Content-Disposition"]
    assert f'href="{PAGE[:-1]}.{form}"' in text_of(client.get(PAGE))


def test_workbook_holds_the_rows_of_the_csv(client, db, store):
    from odfdo import Document

    found = Document(io.BytesIO(client.get(PAGE[:-1] + ".ods").content)).body
    lines = found.get_table(name="figures").get_values()
    rows = list(csv.DictReader(io.StringIO(text_of(client.get(PAGE[:-1] + ".csv")))))
    place = lines[0].index("period")
    assert [line[place] for line in lines[1:]] == [row["period"] for row in rows]


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_all_areas_have_no_workbook(client, db, store, form):
    assert client.get(f"/indicators/{made_up.SHARE}.{form}").status_code == 404
