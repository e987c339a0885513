"""The report builder: any address answers, bad values are told, files hold what the page holds."""

import csv
import io
import json

import pytest
from django.test import Client

from tests.web import made_up
from tests.web.made_up_exports import YEARS
from throughcare.publish import figures, viewit

IN_TREATMENT = "count-intreatment-allintx"


def page(query: str = "", client=None, status=200) -> str:
    answer = (client or Client()).get(f"/viewit/{query}")
    assert answer.status_code == status
    return answer.content.decode()


def file(form: str, query: str, status=200):
    answer = Client().get(f"/viewit.{form}?{query}")
    assert answer.status_code == status
    return answer


def rows(query: str) -> list[dict]:
    text = file("csv", query).content.decode()
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.django_db
def test_before_the_first_release_it_says_so(empty_store):
    assert "nothing to build a report from" in page()
    assert Client().get("/viewit.csv").status_code == 404


@pytest.mark.django_db
def test_the_first_visit_explains_and_offers_examples(store):
    text = page()
    assert "For example" in text
    assert "Show the report" in text
    assert "<caption" not in text


@pytest.mark.django_db
def test_a_few_places_are_shown_over_all_years_and_many_in_the_latest(store):
    assert {r["period"] for r in rows(f"measure={made_up.SHARE}")} == set(made_up.YEARS)
    found = rows(f"measure={made_up.SHARE}&where=areas")
    assert {r["period"] for r in found} == {made_up.YEARS[-1]}
    assert len(found) == 152


@pytest.mark.django_db
def test_filter_breakdown_areas_and_periods_narrow_the_rows(store):
    query = f"measure={made_up.SHARE}&by=group&area={made_up.AREA}&area=E12000001&from=2010-11&to=2011-12"
    found = rows(query)
    assert {r["code"] for r in found} == {made_up.AREA, "E12000001"}
    assert {r["period"] for r in found} == {"2010-11", "2011-12"}
    assert {r["substance_group"] for r in found} == set(made_up.GROUPS) - {"all"}
    only = rows(query.replace("by=group", "group=opiate"))
    assert {r["substance_group"] for r in only} == {"opiate"}


@pytest.mark.django_db
def test_files_hold_the_rows_of_the_page_in_its_order(store):
    query = f"measure={made_up.COUNT}&where=regions&order=high"
    found = rows(query)
    values = [float(r["value"]) for r in found]
    assert len(values) == 9
    assert values == sorted(values, reverse=True)
    told = json.loads(file("json", query).content)
    assert [r["name"] for r in told["rows"]] == [r["name"] for r in found]
    assert told["cut"] == "made-up"
    assert told["address"].endswith(
        f"/viewit/?{query.replace('&order', '&from=2012-13&to=2012-13&order')}"
    )
    for form in ("xlsx", "ods"):
        assert file(form, query).content[:2] == b"PK"


@pytest.mark.django_db
def test_a_workbook_that_would_take_long_is_refused_with_a_way_out(store):
    query = f"measure={made_up.SHARE}&where=areas&by=group&from=2008-09"
    assert len(rows(query)) == 152 * 3 * 5
    text = file("xlsx", query, status=422).content.decode()
    assert "take the CSV" in text
    assert "viewit.xlsx" not in page("?" + query)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("measure=nonsense", "There is no measure “nonsense”"),
        ("measure={share}&by=moon", "There is no breakdown “moon”"),
        ("measure={share}&by=sex", "has no breakdown by sex"),
        ("measure={share}&group=moon", "There is no substance group “moon”"),
        ("measure={share}&age=50%2B", "is not told by age group"),
        ("measure={share}&where=moon", "There is no choice of places “moon”"),
        ("measure={share}&where=chosen", "Tick an area or region"),
        ("measure={share}&area=E99999999", "There is no area or region E99999999"),
        ("measure={share}&from=1066-67", "has no figures for “1066-67”"),
        ("measure={share}&from=2012-13&to=2008-09", "is after"),
        ("measure={share}&show=pie", "There is no way of showing “pie”"),
        ("measure={share}&show=map", "A map shows all areas"),
        ("measure={share}&order=random", "There is no order “random”"),
        ("measure=%00%ff%3Cscript%3E", "There is no measure"),
    ],
)
def test_a_bad_value_is_told_in_a_sentence_and_the_rest_is_kept(query, says, store):
    query = query.format(share=made_up.SHARE)
    text = page(f"?{query}")
    assert says in text
    assert "<title>Error: " in text
    assert "<script>" not in text
    assert "<caption" in text
    assert file("csv", query, status=422)


@pytest.mark.django_db
def test_what_is_kept_beside_a_bad_value(store):
    text = page(f"?measure={made_up.SHARE}&by=moon&area={made_up.AREA}&to=2010-11")
    assert "Leeds" in text
    assert 'option value="2010-11" selected' in text


@pytest.mark.django_db
def test_the_address_of_a_report_gives_the_same_report(store):
    query = f"measure={made_up.SHARE}&by=group&where=regions&show=bar&order=low&from=2012-13&to=2012-13"
    text = page(f"?{query}&group=&sex=&age=&reason=")
    address = (
        text.split("Address of this report")[0].rsplit('href="?', 1)[1].split('"')[0]
    )
    assert page("?" + address.replace("&amp;", "&")).count("<tr>") == text.count("<tr>")
    assert "group=&" not in address


@pytest.mark.django_db
def test_the_headline_is_that_of_the_rows(store):
    (last,) = [r for r in rows(f"measure={made_up.SHARE}") if r["period"] == "2012-13"]
    text = page(f"?measure={made_up.SHARE}")
    assert f"in England in 2012-13: {float(last['value']):.0f}%" in text
    many = page(f"?measure={made_up.COUNT}&where=areas")
    found = rows(f"measure={made_up.COUNT}&where=areas")
    known = sorted((float(r["value"]), r["name"]) for r in found if r["value"] != "[c]")
    assert f"from {known[0][0]:,.0f} (" in many
    assert f"to {known[-1][0]:,.0f} (" in many
    assert "1 of 152 figures are withheld" in many


@pytest.mark.django_db
@pytest.mark.parametrize("show", ["line", "bar", "map"])
def test_charts_have_a_title_and_every_value_of_them_is_in_the_table(show, store):
    where = "areas" if show == "map" else "regions"
    query = f"?measure={made_up.SHARE}&where={where}&show={show}&from=2011-12"
    query += "&to=2012-13" if show == "line" else ""
    text = page(query.replace("where=regions", f"area={made_up.AREA}&area=E12000001"))
    assert "<svg" in text
    assert "<desc" in text
    assert "style=" not in text.split("<svg", 1)[1].split("</svg>", 1)[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("where=areas&show=line&from=2008-09", "6 lines at most"),
        ("where=areas&show=bar", "60 bars at most"),
        ("show=line&from=2012-13", "two periods or more"),
        (f"area={made_up.SUPPRESSED_AREA}&show=bar", "No value can be shown"),
    ],
)
def test_a_chart_that_cannot_be_drawn_says_why_and_the_table_stays(query, says, store):
    text = page(f"?measure={made_up.SHARE}&{query}")
    assert says in text
    assert "<caption" in text
    assert "tc-chart__drawing" not in text


@pytest.mark.django_db
def test_withheld_figures_stay_withheld(store):
    text = page(f"?measure={made_up.SHARE}&area={made_up.SUPPRESSED_AREA}")
    assert "[c]" in text
    found = rows(f"measure={made_up.SHARE}&area={made_up.SUPPRESSED_AREA}")
    assert {r["value"] for r in found} == {"[c]"}
    assert {r["suppressed"] for r in found} == {"true"}


@pytest.mark.django_db
def test_counts_are_broken_down_by_sex_and_age(with_exports):
    found = rows(f"measure={IN_TREATMENT}&by=sex&area={made_up.AREA}&to=2012-13")
    told = {(r["period"], r["part"], float(r["value"])) for r in found}
    assert told == {(y, *part) for y in YEARS for part in (("F", 10.0), ("M", 5.0))}
    women = rows(f"measure={IN_TREATMENT}&by=age&sex=F&where=areas")
    assert len(women) == 152 * 3
    assert {float(r["value"]) for r in women} == {10.0}
    assert "Women" in page(f"?measure={IN_TREATMENT}&by=sex")


@pytest.mark.django_db
def test_the_export_of_an_area_is_a_file_of_the_release(with_exports):
    answer = Client().get(f"/viewit/areas/{made_up.AREA}.csv")
    assert answer.status_code == 200
    found = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert tuple(found[0]) == viewit.header()
    assert {row["Area"] for row in found} == {"Leeds"}
    assert len(found) == 120
    assert Client().get("/viewit/areas/E09000999.csv").status_code == 404


@pytest.mark.django_db
def test_columns_are_explained_to_readers(store):
    text = page("columns/")
    assert text.count("Always NULL:") == sum(not c.is_told for c in viewit.figures())
    assert "intreatment_allintx" in text


@pytest.mark.django_db
def test_long_tables_come_in_pages(store):
    query = f"?measure={made_up.SHARE}&where=areas"
    assert "rows 1 to 100 of 152" in page(query)
    assert "rows 101 to 152 of 152" in page(query + "&page=2")
    assert "rows 101 to 152 of 152" in page(query + "&page=99")


@pytest.mark.django_db
def test_the_area_page_links_to_the_export_where_the_release_has_one(with_exports):
    address = f"/viewit/areas/{made_up.AREA}.csv"
    assert address in Client().get(f"/areas/{made_up.AREA}/").content.decode()
    older = Client().get(f"{address}?cut=made-up")
    assert older.status_code == 200
    assert Client().get(f"{address}?cut=nowhere").status_code == 404
    (figures.folder(with_exports, "made-up") / viewit.RELEASED).unlink()
    assert address not in Client().get(f"/areas/{made_up.AREA}/").content.decode()


@pytest.mark.django_db
def test_a_browser_that_has_the_page_is_told_so(store):
    address = f"/viewit/?measure={made_up.SHARE}"
    mark = Client().get(address)["ETag"]
    assert Client().get(address, headers={"If-None-Match": mark}).status_code == 304
    other = Client().get(address + "&by=group", headers={"If-None-Match": mark})
    assert other.status_code == 200
