"""Areas, indicators, search, downloads, errors and headers."""

import csv
import datetime as dt
import html
import io
import re
import shutil
import zipfile
from functools import partial

import pytest

from tests.web import made_up
from throughcare.publish import areas, calendar, changes, figures, words
from throughcare.web.public.indicators import VERDICTS

PAGE = f"/areas/{made_up.AREA}/{made_up.SHARE}/"
REGION = areas.by_code()[made_up.AREA].region


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
    assert "No area or indicator matches “atlantis”" in page
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
    assert page.count(">From memory, not verified<") == 1
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
def test_all_areas_are_a_workbook_of_one_kind_of_period(client, db, store, form):
    address = f"/indicators/{made_up.SHARE}.{form}"
    answer = client.get(address, {"kind": "quarter"})
    assert zipfile.is_zipfile(io.BytesIO(answer.content))
    assert f'all-areas-quarter.{form}"' in answer["Content-Disposition"]
    if form == "ods":
        from odfdo import Document

        found = Document(io.BytesIO(answer.content)).body.get_table(name="figures")
        kinds = {line[2] for line in found.get_values()[1:]}
        assert (kinds, found.height) == ({"quarter"}, 1 + 162 * 4 * 2)


# -- kinds of periods -------------------------------------------------------------------------------------------


def test_reader_chooses_quarters_and_everything_follows(client, db, store):
    page = text_of(client.get(PAGE, {"kind": "quarter"}))
    assert (
        "Successful completions of all leaving in Leeds in January to March 2013:"
        in page
    )
    assert page.count("January to March 2013</th>") == 1
    assert "Oct-Dec" in page and "2008-09" not in page
    assert 'href="?kind=quarter" aria-current="true"' in page


def test_an_unheard_of_kind_of_period_is_the_year(client, db, store):
    assert text_of(client.get(PAGE, {"kind": "eon"})) == text_of(client.get(PAGE))


def test_files_carry_every_kind_of_period(client, db, store):
    rows = csv.DictReader(io.StringIO(text_of(client.get(PAGE[:-1] + ".csv"))))
    assert {row["period_kind"] for row in rows} == {"year", "quarter", "rolling"}


def test_indicator_page_of_a_quarter_has_list_and_map_of_it(client, db, store):
    address = f"/indicators/{made_up.SHARE}/?period=2012-13-Q4"
    page = text_of(client.get(address))
    assert "by area, January to March 2013" in page
    assert page.index('id="areas"') < page.index('id="map"')
    assert page.count("<polygon") >= 152


# -- comparison, search, order ----------------------------------------------------------------------------------


def test_area_page_compares_with_region_and_england(client, db, store):
    page = text_of(client.get(PAGE))
    for heading in (REGION, "England", "Beside England"):
        assert f">{heading}</th>" in page
    assert "stroke-dasharray" in page


def test_area_overview_counts_what_is_told_in_its_table(client, db, store):
    page = text_of(client.get(f"/areas/{made_up.AREA}/"))
    assert "Of 1 share of Leeds that can be compared with England" in page
    (verdict,) = re.findall(
        r'data-label="Beside England">(Higher|Lower|Similar)<', page
    )
    told = re.search(r"compared with England, ([^;]*);", page)[1]
    assert (
        told
        == {
            "Higher": "1 is higher by more than chance and none is lower",
            "Lower": "1 is lower by more than chance and none is higher",
            "Similar": "none is higher or lower by more than chance",
        }[verdict]
    )


def test_region_page_lists_its_areas_and_england_its_regions(client, db, store):
    region = areas.by_code()[made_up.AREA].region_code
    page = text_of(client.get(f"/areas/{region}/"))
    inside = [a for a in areas.all_areas() if a.region_code == region]
    assert all(f'href="/areas/{a.code}/"' in page for a in inside)
    england = text_of(client.get(f"/areas/{areas.ENGLAND_CODE}/"))
    assert all(f'href="/areas/{code}/"' in england for code in areas.region_names())


def test_search_finds_indicators_and_regions_too(client, db, store):
    assert client.get("/search/?q=completions").url == f"/indicators/{made_up.SHARE}/"
    page = text_of(client.get("/search/?q=london"))
    assert "London</a>" in page and "City of London" in page


def test_list_of_indicators_narrows_by_words_and_sorts(client, db, store):
    page = text_of(client.get("/indicators/?q=completed+treatment"))
    assert "1 of 2 indicators have" in page
    assert "Number in treatment</a>" not in page
    sorted_page = text_of(client.get("/indicators/?sort=title"))
    assert sorted_page.index("Number in") < sorted_page.index("Successful")


def test_list_of_areas_narrows_to_a_region(client, db, store):
    region = areas.by_code()[made_up.AREA].region_code
    page = text_of(client.get(f"/indicators/{made_up.SHARE}/?region={region}"))
    table = page[page.index('id="areas"') : page.index('id="map"')]
    inside = [a for a in areas.all_areas() if a.region_code == region]
    assert table.count('<th scope="row">') == len(inside)


# -- releases ---------------------------------------------------------------------------------------------------


def test_an_old_release_keeps_its_address_and_says_it_is_superseded(client, db, store):
    made_up.release(store, "newer", "2013-12-31", more=7)
    old, new = (text_of(client.get(a)) for a in (f"/releases/made-up{PAGE}", PAGE))
    assert "It is superseded by release" in old and "superseded" not in new
    assert f'href="/releases/made-up/areas/{made_up.AREA}/"' in old
    explain = f'href="/releases/made-up{PAGE}explain/?period=2012-13"'
    assert explain in old and f"/releases/made-up{PAGE}compare/" in old
    value = re.compile(r"in 2012-13: ([\d.]+)%")
    assert value.search(old)[1] != value.search(new)[1]
    assert client.get(f"/releases/made-up{PAGE[:-1]}.json").json()["cut"] == "made-up"
    assert client.get(f"{PAGE[:-1]}.json").json()["cut"] == "newer"


@pytest.mark.parametrize("cut", ["unheard-of", "..", "unpublished"])
def test_what_is_not_published_has_no_page(client, db, store, cut):
    made_up.release(store, "unpublished", "2014-12-31", is_out=False)
    assert client.get(f"/releases/{cut}/").status_code == 404
    assert client.get(f"/releases/{cut}{PAGE}").status_code == 404


def test_every_page_of_figures_says_which_release_it_shows(client, db, store):
    for address in ("/", PAGE, f"/areas/{made_up.AREA}/", "/indicators/", "/about/"):
        assert 'href="/releases/made-up/"' in text_of(client.get(address))


def test_calendar_shows_planned_dates_with_the_reason_of_a_change(client, db, store):
    made_up.release(store, "newer", "2013-12-31", more=7)
    plan = partial(calendar.plan, store, "2013-14", by="ada", title="The year 2013-14")
    plan(on=dt.date(2014, 11, 6))
    plan(on=dt.date(2014, 11, 20), reason="Two large returns came late.")
    page = text_of(client.get("/releases/"))
    assert "<strong>20 November 2014</strong>" in page
    assert "moved to 20 November 2014. Two large returns came late." in page
    assert page.index("newer") < page.index("made-up")
    assert page.count("Superseded") == 1


def test_release_page_says_what_it_changed(client, db, store):
    before = figures.read(store, "made-up")
    made_up.release(store, "newer", "2013-12-31", more=7)
    changes.keep(store, before, figures.read(store, "newer"))
    page = text_of(client.get("/releases/newer/"))
    assert "Figures that differ from those of release made-up" in page
    assert "Successful completions of all leaving</th>" in page
    assert "No comparison with the release before" in text_of(
        client.get("/releases/made-up/")
    )


# -- kept by browsers -------------------------------------------------------------------------------------------

KEPT = ("/", PAGE, PAGE[:-1] + ".csv", f"/indicators/{made_up.SHARE}/", "/releases/")


@pytest.mark.parametrize("address", KEPT)
def test_page_that_has_not_changed_is_not_sent_again(client, db, store, address):
    first = client.get(address)
    assert (
        "public" in first["Cache-Control"] and "max-age=300" in first["Cache-Control"]
    )
    again = client.get(address, headers={"if-none-match": f'W/{first["ETag"]}, "x"'})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


@pytest.mark.parametrize("address", KEPT)
def test_another_release_is_sent_anew(client, db, store, address):
    mark = client.get(address)["ETag"]
    made_up.release(store, "newer", "2013-12-31", more=7)
    again = client.get(address, headers={"if-none-match": mark})
    assert again.status_code == 200 and again["ETag"] != mark


FILES = [
    f"/releases/made-up{path}.{form}"
    for path in (PAGE[:-1], f"/indicators/{made_up.SHARE}")
    for form in ("csv", "json")
]


@pytest.mark.parametrize("address", FILES)
def test_file_of_a_release_outlives_the_next_release(
    client, db, store, settings, address
):
    settings.DEMO = False
    first = client.get(address)
    told = first["Cache-Control"].split(", ")
    assert {"public", "immutable", "max-age=86400"} == set(told)
    made_up.release(store, "newer", "2013-12-31", more=7)
    later = client.get(address)
    assert (later["ETag"], later.content) == (first["ETag"], first.content)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, first["Cache-Control"])


@pytest.mark.parametrize(
    "address",
    [
        f"/releases/made-up{PAGE}",
        f"/releases/made-up{PAGE[:-1]}.xlsx",
        PAGE,
        PAGE[:-1] + ".csv",
    ],
)
def test_what_the_next_release_changes_is_not_immutable(
    client, db, store, settings, address
):
    settings.DEMO = False
    first = client.get(address)
    assert "immutable" not in first["Cache-Control"]
    made_up.release(store, "newer", "2013-12-31", more=7)
    assert client.get(address)["ETag"] != first["ETag"]


def test_file_of_a_release_made_anew_has_another_mark(client, db, store, settings):
    settings.DEMO = False
    mark = client.get(FILES[0])["ETag"]
    shutil.rmtree(store / "cuts" / "made-up")
    made_up.release(store, "made-up", "2013-12-31", more=7)
    again = client.get(FILES[0], headers={"if-none-match": mark})
    assert again.status_code == 200 and again["ETag"] != mark


def test_file_of_a_demonstration_is_asked_for_again(client, db, store, settings):
    settings.DEMO = True
    assert "immutable" not in client.get(FILES[0])["Cache-Control"]


def test_file_of_no_release_is_not_found(client, db, store):
    answer = client.get(FILES[0].replace("made-up", "unknown"))
    assert answer.status_code == 404 and "immutable" not in answer.get(
        "Cache-Control", ""
    )


def test_marks_differ_from_page_to_page(client, db, store):
    marks = {client.get(address)["ETag"] for address in (*KEPT, PAGE + "?kind=quarter")}
    assert len(marks) == len(KEPT) + 1


def test_page_of_somebody_signed_in_is_not_kept(store, as_role):
    answer = as_role("analyst").get(PAGE, headers={"if-none-match": "*"})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")


def test_public_pages_ask_the_database_nothing(
    client, db, store, django_assert_num_queries
):
    with django_assert_num_queries(0):
        for address in (*KEPT, "/search/?q=le", "/about/", "/releases/made-up/"):
            assert client.get(address).status_code == 200


# -- methods ----------------------------------------------------------------------------------------------------


def test_methods_list_every_definition_with_its_weakest_mark(client, db, store):
    from throughcare import indicators

    page = text_of(client.get("/methods/"))
    for slug in indicators.catalogue():
        assert f'href="/methods/{slug.replace("_", "-")}/"' in page
    assert page.count('data-label="Question">') == len(indicators.catalogue())


def test_every_method_tells_its_parts_parameters_and_references(client, db, store):
    from throughcare import indicators

    for slug, indicator in indicators.catalogue().items():
        page = html.unescape(text_of(client.get(f"/methods/{slug.replace('_', '-')}/")))
        assert indicator.numerator in page and indicator.file in page
        whole = page.replace("<wbr>", "")
        assert all(name in whole for name in indicator.parameters)
        assert all(r.says in page for r in indicator.references)


def test_statistics_are_told_with_their_papers(client, db, store):
    from throughcare import statistics

    page = text_of(client.get("/methods/statistics/"))
    assert "Wilson" in page
    assert 'id="proportion"' in page and 'id="propensity_match"' in page
    assert page.count("<section") >= len(statistics.__all__) // 2


def test_an_unheard_of_method_is_not_found(client, db, store):
    assert client.get("/methods/phlogiston/").status_code == 404


# -- lists of areas -----------------------------------------------------------------------------------------------

LIST = f"/indicators/{made_up.SHARE}/"


def names_in(page: str) -> list[str]:
    """The areas of the list, in its order."""
    table = page[page.index('id="areas"') : page.index('id="map"')]
    return re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', table)


def test_a_list_of_areas_narrows_by_part_of_a_name_and_says_how_many(client, db, store):
    page = text_of(client.get(LIST, {"q": "york"}))
    assert names_in(page) == ["East Riding of Yorkshire", "North Yorkshire", "York"]
    assert "3 of 152 areas" in page and "Show all areas" in page


def test_what_is_withheld_stands_last_in_both_directions(client, db, store):
    hidden = areas.by_code()[made_up.SUPPRESSED_AREA].name
    for order in ("up", "down"):
        found = names_in(text_of(client.get(LIST, {"sort": "value", "order": order})))
        assert len(found) == 152
        assert found[-1] == hidden


def test_a_link_of_a_column_keeps_what_was_chosen(client, db, store):
    page = text_of(
        client.get(LIST, {"region": "E12000007", "q": "ham", "sort": "value"})
    )
    head = page[page.index("<thead>") : page.index("</thead>")]
    assert "q=ham&amp;region=E12000007&amp;sort=value&amp;order=up" in head
    assert 'aria-sort="descending"' in head


def test_areas_beside_england_can_be_chosen_by_verdict(client, db, store):
    every = text_of(client.get(LIST))
    chosen = {v: names_in(text_of(client.get(LIST, {"verdict": v}))) for v in VERDICTS}
    assert sum(map(len, chosen.values())) == len(names_in(every)) - 1
    assert all(chosen.values())


def test_a_list_that_holds_nothing_has_a_way_out(client, db, store):
    page = text_of(client.get(LIST, {"q": "atlantis"}))
    assert "0 of 152 areas" in page and "No area is like that" in page


@pytest.mark.parametrize(
    "asked",
    [{"sort": "moon"}, {"order": "sideways"}, {"verdict": "<b>"}, {"region": "x"}],
)
def test_what_a_list_does_not_offer_is_passed_over(client, db, store, asked):
    assert names_in(text_of(client.get(LIST, asked))) == names_in(
        text_of(client.get(LIST))
    )


# -- pages that are not there -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/leeds/", "Leeds"),
        (
            f"/areas/leeds/{made_up.SHARE}",
            "Successful completions of all leaving, Leeds",
        ),
        (f"/areas/{made_up.AREA}/succesful-completions/", "Successful completions"),
        ("/indicator/", "Indicators"),
        ("/areas/e08000035/", "Leeds"),
        ("/calender/", "Releases"),
    ],
)
def test_an_address_that_leads_nowhere_suggests_what_was_meant(
    client, db, store, path, meant
):
    answer = client.get(path)
    assert answer.status_code == 404
    near = text_of(answer).partition("Did you mean")[2]
    assert f">{meant}" in near


def test_an_address_like_nothing_suggests_nothing_and_offers_the_search(
    client, db, store
):
    page = text_of(client.get("/zzzzzzzzzzzz/" + "q" * 5000))
    assert "Did you mean" not in page and 'name="q"' in page


def test_a_name_spelt_wrong_is_found_all_the_same(client, db, store):
    page = text_of(client.get("/search/?q=midlesbrough"))
    assert ">Middlesbrough</a>" in page.partition("Did you mean")[2]


# -- help ---------------------------------------------------------------------------------------------------------


def test_help_explains_each_sign_and_an_interval_by_a_figure_of_the_release(
    client, db, store
):
    page = text_of(client.get("/help/"))
    assert all(f"<strong>{sign}</strong>" in page for sign in words.SYMBOLS)
    assert "For example: “Successful completions of all leaving”, England" in page
    assert "release made-up" in page


def test_help_is_linked_from_every_page_and_says_whom_to_ask(
    client, db, store, settings
):
    for address in ("/", PAGE, "/nowhere/", "/sign-in/"):
        footer = text_of(client.get(address)).partition("<footer")[2]
        assert 'href="/help/"' in footer
    assert "has not given an address" in text_of(client.get("/help/"))
    settings.PUBLIC_CONTACT = "mailto:statistics@example.org"
    assert ">statistics@example.org</a>" in text_of(client.get("/help/"))


def test_help_before_the_first_release_needs_no_figure(client, db, empty_store):
    assert "How to read a figure" in text_of(client.get("/help/"))
