"""The tables of an area, of the list of indicators and of comparisons as files; old releases keep all their pages."""

import csv
import io
import zipfile

import pytest

from tests.web import made_up
from throughcare.publish import table_files
from throughcare.web.public import export

AREA = f"/areas/{made_up.AREA}"


def table(text: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("page", [AREA, "/indicators", f"/releases/made-up{AREA}"])
@pytest.mark.parametrize("form", ["csv", "json", "ods", "xlsx"])
def test_table_is_a_file_at_the_address_of_its_page(client, db, store, page, form):
    answer = client.get(f"{page}.{form}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == table_files.TYPES[form]
    assert answer["ETag"]
    if form in ("ods", "xlsx"):
        assert zipfile.is_zipfile(io.BytesIO(answer.content))


@pytest.mark.parametrize("page", [AREA, "/indicators"])
def test_page_leads_to_its_files(client, db, store, page):
    told = client.get(f"{page}/").content.decode()
    assert all(f'href="{page}.{form}"' in told for form in table_files.TYPES)


def test_file_of_an_area_has_the_figures_of_its_page_and_no_empty_number(
    client, db, store
):
    rows = table(client.get(f"{AREA}.csv").content.decode())
    page = client.get(f"{AREA}/").content.decode()
    assert rows and {row["code"] for row in rows} == {made_up.AREA}
    share = next(row for row in rows if row["indicator"] == made_up.SHARE)
    assert f"{float(share['value']):.1f}%" in page
    assert not [row for row in rows if "" in row.values()]


def test_withheld_figure_of_an_area_is_marked(client, db, store):
    address = f"/areas/{made_up.SUPPRESSED_AREA}.csv"
    rows = table(client.get(address).content.decode())
    assert "[c]" in {row["value"] for row in rows}


@pytest.mark.parametrize(
    "address", [f"{AREA}.pdf", "/areas/E99999999.csv", "/indicators.txt"]
)
def test_file_that_there_is_not_is_not_found(client, db, store, address):
    assert client.get(address).status_code == 404


def test_workbook_says_what_it_is_where_from_and_under_which_licence(client, db, store):
    held = zipfile.ZipFile(io.BytesIO(client.get(f"{AREA}.ods").content))
    text = held.read("content.xml").decode()
    assert "Source: release made-up" in text and "Licence: " in text
    assert "[c] withheld" in text


def test_files_of_different_questions_do_not_take_each_others_place():
    year, quarter = (
        export.file_of(f"{AREA}.csv{query}") for query in ("", "?kind=quarter")
    )
    assert (year, quarter) == (
        f"areas/{made_up.AREA}.csv",
        f"areas/{made_up.AREA}-kind-quarter.csv",
    )
    assert export.file_of("/static/build/throughcare.css?v=1") == (
        "static/build/throughcare.css"
    )


@pytest.mark.parametrize(
    "page",
    [
        f"{AREA}/{made_up.SHARE}/explain/?period=2012-13",
        "/compare/",
        f"/compare/{made_up.SHARE}/",
        "/alarms/",
    ],
)
def test_old_release_has_the_page_and_says_it_is_superseded(client, db, store, page):
    made_up.release(store, "newer", "2013-12-31", more=7)
    old = client.get(f"/releases/made-up{page}")
    assert old.status_code == 200
    assert "It is superseded by release" in old.content.decode()
