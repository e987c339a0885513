"""The published files beside the project are read as their README says: each of its traps is a test."""

import csv
import datetime as dt

import pyarrow.compute as pc
import pytest

from throughcare import outside
from throughcare.dataset.areas import areas
from throughcare.outside import places

FILES = {
    "population": "population/population_upper_tier_2004_2014.csv",
    "misuse": "deaths/drug_misuse_deaths_by_area_sex_2001-03_to_2010-12.csv",
    "poisoning": "deaths/drug_poisoning_registrations_by_area_1993_2013.csv",
    "substances": "deaths/drug_poisoning_registrations_by_region_substance_to_2013.csv",
    "merged": "deaths/drug_deaths_and_admissions_merged_areas_2009_2014.csv",
    "ages": "deaths/drug_deaths_by_age_england_2009_2014.csv",
    "ocu": "prevalence/ocu_prevalence_london_boroughs_2006-07_to_2010-11.csv",
    "alcohol": "prevalence/alcohol_dependence_and_treatment_by_area_2010-11_to_2015-16.csv",
    "limits": "prevalence/alcohol_dependence_estimates_with_ci_2010-11_to_2015-16.csv",
    "fingertips": "prevalence/fingertips_93517_ocu_not_in_treatment_sample.csv",
    "drinkers": "prevalence/fingertips_93532_dependent_drinkers_not_in_treatment_sample.csv",
    "barnet": "treatment/viewit_export_barnet_2009-10_to_2015-16.csv",
    "england": "treatment/viewit_export_england_2009-10_to_2015-16.csv",
    "imd": "deprivation/imd_2010_2015_by_district.csv",
    "register": "lookups/mysociety_uk_local_authorities_past_current.csv",
}
OGL = "Open Government Licence v3.0"


@pytest.fixture(scope="module")
def imported(shared, tmp_path_factory):
    """What each file became, in a store of its own."""
    store = tmp_path_factory.mktemp("store")
    known = {}

    def get(*names):
        folder = store / "-".join(names)
        for name in names if folder not in known else ():
            known[folder] = outside.add(folder, shared / "data" / FILES[name])
        return folder

    return get


def rows(table, **wanted):
    for column, value in wanted.items():
        table = table.filter(pc.equal(table[column], value))
    return table.to_pylist()


def value(table, **wanted):
    (row,) = rows(table, **wanted)
    return row["value"]


@pytest.mark.parametrize("name", [n for n in FILES if n != "barnet"])
def test_every_file_is_recognised_and_keeps_source_and_licence(imported, name):
    (told,) = outside.imports(imported(name))[:1]
    table = outside.figures(imported(name))
    assert told.figures and told.source and told.licence
    assert pc.min(pc.utf8_length(table["source"])).as_py() > 0
    assert set(table["kind"].to_pylist()) <= set(outside.KINDS)


def test_population_of_england_is_the_sum_of_the_151_areas(imported):
    table = outside.by_area(imported("population"), "population")
    (row,) = rows(table, area="E92000001", period="2013", age="all ages")
    assert (row["value"], row["fit"]) == (53_865_817, "sum")
    assert row["note"] == "the sum of 151 published areas"


def test_bands_that_overlap_are_ages_of_their_own(imported):
    table = outside.by_area(imported("population"), "population")
    here = {r["age"]: r["value"] for r in rows(table, area="E06000001", period="2004")}
    parts = ["0-8", "9-17", "18-24", "25-29", "30-34", "35-39", "40-44"]
    parts += ["45-49", "50-54", "55-59", "60-64", "65+"]
    assert sum(here[age] for age in parts) == here["all ages"] == 90_317
    assert here["25-34"] == here["25-29"] + here["30-34"]


def test_area_codes_of_2020_lead_to_the_areas_of_2018(imported):
    table = outside.by_area(imported("population"), "population")
    in_2013 = table.filter(pc.equal(table["period"], "2013"))
    fits = {r["area"]: r["fit"] for r in rows(in_2013, age="all ages")}
    assert fits["E10000002"] == "exact"
    assert fits["E10000021"] == "exact"
    assert fits["E06000028"] == fits["E06000029"] == "wider"
    assert set(areas()) - set(fits) == {"E10000009"}


def test_area_codes_of_2021_are_summed_where_an_area_was_split(imported):
    store = imported("poisoning")
    table = outside.by_area(store, "drug_poisoning_deaths")
    (whole,) = rows(table, area="E10000021", period="2013")
    parts = outside.figures(store, "drug_poisoning_deaths")
    north = value(parts, code="E06000061", period="2013")
    west = value(parts, code="E06000062", period="2013")
    assert (whole["value"], whole["fit"]) == (north + west, "sum")


def test_regions_and_england_as_published_are_not_summed_again(imported):
    table = outside.by_area(imported("poisoning"), "drug_poisoning_deaths")
    (england,) = rows(table, area="E92000001", period="2013")
    assert england["fit"] == "exact"
    assert len(rows(table, area="E12000007", period="2013")) == 1


def test_all_152_areas_have_deaths_from_misuse_in_ten_periods(imported):
    table = outside.by_area(imported("misuse"), "drug_misuse_deaths")
    exact = [r for r in rows(table, measure="deaths", sex="male", fit="exact")]
    assert {r["area"] for r in exact} >= set(areas())
    assert len({r["period"] for r in exact}) == 10


def test_three_years_are_told_from_a_financial_year(imported):
    table = outside.figures(imported("misuse"), "drug_misuse_deaths")
    (row,) = rows(
        table, area="E92000001", sex="male", measure="deaths", period="2001 to 2003"
    )
    assert (row["first"], row["last"]) == (dt.date(2001, 1, 1), dt.date(2003, 12, 31))


def test_blank_rate_beside_deaths_is_suppressed_and_not_zero(imported):
    table = outside.figures(imported("misuse"), "drug_misuse_deaths")
    kept_back = rows(table, status="suppressed")
    assert len(kept_back) == 2_299
    assert {r["measure"] for r in kept_back} == {"age_standardised_rate"}
    assert {r["value"] for r in kept_back} == {None}


def test_substances_overlap_and_only_all_poisonings_are_all(imported):
    table = outside.figures(imported("substances"), "drug_poisoning_deaths")
    here = rows(table, code="E12000001", period="2013")
    assert [r["value"] for r in here if r["group"] == "all"] == [196]
    assert any(r["group"].startswith("Any opiate") for r in here)


def test_merged_areas_fit_none_of_ours_whatever_their_name(imported):
    table = outside.figures(imported("merged"))
    assert set(table["fit"].to_pylist()) == {"none"}
    assert table["area"].null_count == table.num_rows
    assert not outside.by_area(imported("merged")).num_rows


def test_year_of_admissions_is_that_in_which_the_financial_year_ends(imported):
    table = outside.figures(imported("merged"), "hospital_admissions")
    assert {p for p in table["period"].to_pylist()} == {
        "2008-09",
        "2009-10",
        "2010-11",
        "2011-12",
        "2012-13",
        "2013-14",
    }
    assert "inferred" in table["note"][0].as_py()


def test_deaths_by_age_keep_poisoning_and_misuse_apart(imported):
    store = imported("ages")
    misuse = outside.figures(store, "drug_misuse_deaths")
    poisoning = outside.figures(store, "drug_poisoning_deaths")
    assert value(misuse, period="2014", age="all ages") == 2_120
    assert value(poisoning, period="2014", age="all ages") == 3_156
    assert value(misuse, period="2014", age="70+") == 82


def test_limits_of_the_number_are_those_of_the_rate(imported):
    table = outside.figures(imported("ocu"), "opiate_crack_use")
    (row,) = rows(table, area="E92000001", period="2010-11", measure="estimate")
    assert row["value"] == 298_752
    assert row["lower"] == pytest.approx(297_681, abs=1)
    assert row["upper"] == pytest.approx(299_825, abs=1)
    assert row["confidence"] == 0.95


def test_blank_area_is_england_and_a_name_without_a_code_is_not(imported):
    table = outside.figures(imported("alcohol"), "alcohol_dependence")
    (row,) = rows(table, area="E92000001", period="2010-11")
    assert (row["value"], row["name"]) == (580_974, "England")
    treated = outside.figures(imported("alcohol"), "alcohol_treatment")
    (former,) = rows(
        treated,
        name="Bedfordshire (Discontinued)",
        period="2010-11",
        measure="persons",
    )
    assert (former["area"], former["fit"]) == (None, "none")


def test_two_figures_for_one_cell_are_both_kept_and_never_added(imported):
    table = outside.figures(imported("alcohol"), "alcohol_dependence")
    pair = rows(table, area="E92000001", period="2015-16")
    assert [r["value"] for r in pair] == [595_856, 595_859]
    assert [r["status"] for r in pair] == ["published", "published twice"]
    assert pair[1]["note"].endswith("another figure for the same cell")
    assert (
        len(rows(outside.figures(imported("alcohol")), status="published twice")) == 2
    )


def test_treatment_counts_are_rounded_to_5_and_estimates_are_not(imported):
    table = outside.figures(imported("alcohol"))
    assert {r["rounded_to"] for r in rows(table, measure="persons")} == {5}
    assert {r["rounded_to"] for r in rows(table, measure="estimate")} == {None}


def test_year_without_a_slash_is_the_financial_year_that_begins_in_it(imported):
    """The two files agree in every area and year that both have."""
    found = outside.figures(imported("limits", "alcohol"), "alcohol_dependence")
    both = {}
    for row in rows(found, status="published"):
        if row["fit"] == "exact" and row["area"] != "E92000001":
            both.setdefault((row["area"], row["period"]), []).append(row["value"])
    pairs = [values for values in both.values() if len(values) == 2]
    assert len(pairs) == 900
    assert all(abs(one - other) < 1 for one, other in pairs)


def test_limits_only_in_the_year_that_has_them(imported):
    table = outside.figures(imported("limits"), "alcohol_dependence")
    with_limits = {r["period"] for r in rows(table) if r["lower"] is not None}
    assert with_limits == {"2015-16"}
    (row,) = rows(table, area="E92000001")
    assert (row["lower"], row["upper"]) == (494_921, 760_656)


def test_two_councils_written_as_one_area_are_wider_than_either(imported):
    table = outside.figures(imported("limits"), "alcohol_dependence")
    here = rows(table, code="E0999", period="2010-11")
    assert {(r["area"], r["fit"]) for r in here} == {
        ("E06000052", "wider"),
        ("E06000053", "wider"),
    }


def test_fingertips_value_count_denominator_and_limits(imported):
    table = outside.figures(imported("fingertips"), "fingertips")
    here = {r["measure"]: r for r in rows(table, area="E92000001", period="2019-20")}
    value = here["93517 value"]
    assert (value["value"], value["unit"], value["age"]) == (52.14774596, "%", "15-64")
    assert (value["lower"], value["upper"]) == (51.57598223, 53.7594747)
    assert here["93517 denominator"]["value"] == 305_118


def test_estimates_of_the_two_methods_carry_different_methods(imported):
    store = imported("fingertips", "ocu")
    table = outside.figures(store, "opiate_crack_use")
    before = {r["method"] for r in rows(table, period="2010-11")}
    after = {r["method"] for r in rows(table, period="2019-20")}
    assert len(before) == len(after) == 1 and not before & after


def test_viewit_export_has_a_figure_for_each_of_239_columns(imported):
    table = outside.figures(imported("barnet"), "treatment")
    assert table.num_rows == 420 * 239
    assert set(table["rounded_to"].to_pylist()) == {5}
    assert set(table["area"].to_pylist()) == {"E09000003"}
    assert set(table["status"].to_pylist()) == {"published", "not collected"}
    null = rows(table, status="not collected")
    assert {r["value"] for r in null} == {None}


def test_viewit_relations_of_barnet_hold(imported):
    table = outside.figures(imported("barnet"), "treatment")
    wanted = dict(period="2013-14", sex="persons", age="all ages", group="opiate")
    here = {r["measure"]: r["value"] for r in rows(table, **wanted)}
    assert here["scnr_intreatment_allintx"] == 620
    assert here["scnr_completion_allintx"] == 80
    assert here["scnr_representation_allintx"] == 25
    assert here["scnr_scrn_allintx"] == 55


def test_completions_less_returns_are_close_to_those_who_stayed_away(imported):
    """Each of the three is rounded on its own: they differ by 7.5 at most."""
    table = outside.figures(imported("barnet"), "treatment")
    names = [f"scnr_{n}_allintx" for n in ("completion", "representation", "scrn")]
    lines = {}
    for name in names:
        for row in rows(table, measure=name, status="published"):
            lines.setdefault(row["line"], []).append(row["value"])
    whole = [values for values in lines.values() if len(values) == 3]
    assert len(whole) == 420
    assert max(abs(c - r - s) for c, r, s in whole) <= 7.5


def test_viewit_of_england_is_not_rounded_and_has_our_words(imported):
    table = outside.figures(imported("england"), "treatment")
    assert set(table["rounded_to"].to_pylist()) == {None}
    wanted = dict(
        period="2009-10",
        sex="persons",
        age="all ages",
        measure="num_intreatment_allintx",
    )
    here = {r["group"]: r["value"] for r in rows(table, **wanted)}
    assert here["all"] == 311_668
    assert set(here) == {
        "all",
        "opiate",
        "non_opiate_only",
        "non_opiate_and_alcohol",
        "alcohol_only",
    }
    assert sum(v for g, v in here.items() if g != "all") == here["all"]


def test_deprivation_of_a_county_is_weighted_by_the_people_of_its_districts(imported):
    table = outside.by_area(imported("imd", "register"), "deprivation")
    (row,) = rows(table, area="E10000003", period="2010", measure="average_score")
    assert row["fit"] == "mean"
    assert row["note"] == "the mean of 5 districts, weighted by their people in 2020"
    assert row["value"] == pytest.approx(12.6227, abs=1e-4)


def test_without_weights_each_district_counts_the_same_and_the_note_says_so(
    shared, tmp_path
):
    outside.add(tmp_path, shared / "data" / FILES["imd"])
    table = outside.by_area(tmp_path, "deprivation")
    (row,) = rows(table, area="E10000003", period="2010", measure="average_score")
    assert "each counted the same" in row["note"]


def test_every_area_has_a_deprivation_score_but_for_land_that_was_merged(imported):
    table = outside.by_area(imported("imd", "register"), "deprivation")
    here = rows(table, period="2015", measure="average_score")
    fits = {r["area"]: r["fit"] for r in here}
    assert set(areas()) <= set(fits)
    assert fits["E06000028"] == "wider"
    assert fits["E10000029"] == fits["E10000021"] == "mean"


def test_every_district_of_2013_leads_to_its_upper_tier_area(shared):
    """Forest Heath among them, which the register of councils puts under another county."""
    path = shared / "data/lookups/district_2013_to_upper_tier_2018.csv"
    with open(path, encoding="utf-8", newline="") as file:
        wanted = {
            r["district_code_2013"]: r["upper_tier_code"] for r in csv.DictReader(file)
        }
    found = {code: places.of(code)[0].area for code in wanted}
    assert found == wanted
    assert found["E07000201"] == "E10000029"


def test_codes_of_2020_lead_back_to_all_152_areas(shared):
    with open(
        shared / "data/lookups/upper_tier_areas_2018.csv", encoding="utf-8"
    ) as file:
        pairs = [(r["code"], r["code_2020"]) for r in csv.DictReader(file)]
    assert len(pairs) == 152
    assert all(old in {place.area for place in places.of(new)} for old, new in pairs)
    changed = {new: {p.fit for p in places.of(new)} for old, new in pairs if old != new}
    assert changed == {
        "E06000058": {"wider"},
        "E06000059": {"part"},
        "E06000060": {"exact"},
    }


def test_viewit_columns_are_those_of_its_list(shared, imported):
    with open(shared / "data/treatment/viewit_columns.csv", encoding="utf-8") as file:
        listed = [
            r["column"] for r in csv.DictReader(file) if r["topic"] != "dimension"
        ]
    table = outside.figures(imported("barnet"), "treatment")
    assert set(table["measure"].unique().to_pylist()) == {c.casefold() for c in listed}


def test_lookups_are_no_figures_and_are_refused_in_a_sentence(shared, tmp_path):
    path = shared / "data/lookups/ons_codes_2003_2009_2010.csv"
    with pytest.raises(outside.OutsideError, match="no known layout has"):
        outside.add(tmp_path, path)
    assert not list(tmp_path.iterdir())


def test_unit_costs_keep_their_price_year_and_mark_memory(shared, tmp_path):
    outside.add(tmp_path, shared / "reference/unit_costs.csv")
    table = outside.figures(tmp_path, "unit_costs")
    (cost,) = rows(table, measure="Psychosocial intervention - alcohol")
    assert (cost["value"], cost["unit"]) == (14.53, "pounds a client day")
    assert (cost["period"], cost["method"]) == ("2016-17", "read in the source")
    (homicide,) = rows(table, measure="Homicide")
    assert homicide["method"] == "memory"
