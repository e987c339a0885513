"""From the tables of a study to the rows of a national return, on people who do not exist."""

import csv

import pytest

from examples import engine, figures, returns
from examples.tables import Absent
from throughcare.dataset import Spec


@pytest.fixture(scope="module")
def rows(made_up):
    return engine.return_rows(engine.Study(engine.mapping("ctn0094"), made_up))


@pytest.fixture(scope="module")
def people(rows) -> dict[str, dict]:
    """The first row of each person."""
    firsts: dict[str, dict] = {}
    for row in rows.to_pylist():
        firsts.setdefault(row["CLIENTID"], row)
    return firsts


def profiles(rows, who: str) -> list[dict]:
    return [r for r in rows.to_pylist() if r["CLIENTID"] == who and r["TOPDATE"]]


def test_columns_stand_in_the_order_of_the_version(rows):
    assert tuple(rows.column_names) == Spec.at("K").layout


def test_episode_ends_with_the_last_dose_within_the_study(people):
    assert (people["1"]["TRIAGED"], people["1"]["DISD"]) == ("20130401", "20130916")


def test_a_course_given_to_its_end_is_neither_completion_nor_dropout(people):
    assert (people["1"]["DISRSN"], people["1"]["MODEXIT"]) == ("10", "A")


def test_person_who_left_for_prison(people):
    assert (people["2"]["DISRSN"], people["2"]["MODEXIT"]) == ("86", "")


def test_person_who_had_no_dose_left_for_a_reason_not_known(people):
    assert people["3"]["DISRSN"] == "11"
    assert (people["3"]["MODAL"], people["3"]["DISD"]) == ("", "20130405")


def test_person_who_left_early_dropped_out(people):
    assert (people["4"]["DISRSN"], people["4"]["MODEXIT"]) == ("84", "B")


def test_setting_follows_the_arm(people):
    assert [people[w]["MODSET"] for w in "1245"] == ["3", "3", "2", "3"]


def test_main_substance_is_the_one_used_on_more_days(people):
    assert [people[w]["DRUG1"] for w in "123"] == ["1011", "1000", "1000"]


def test_fillers_only_where_every_diagnosis_was_made(people):
    assert (people["1"]["DRUG2"], people["1"]["DRUG3"]) == ("9996", "9997")
    assert (people["2"]["DRUG2"], people["2"]["DRUG3"]) == ("3200", "7000")
    assert (people["3"]["DRUG2"], people["3"]["DRUG3"]) == ("", "")
    assert (people["4"]["DRUG2"], people["4"]["DRUG3"]) == ("7000", "9997")


def test_injecting_status(people):
    assert [people[w]["INJSTAT"] for w in "1235"] == ["P", "C", "N", ""]


def test_what_is_not_known_stays_blank_or_says_so(people):
    assert (people["3"]["SEX"], people["3"]["DOB"][:4]) == ("0", "1903")
    assert (people["3"]["ACCMNEED"], people["3"]["EMPSTAT"]) == ("", "")


def test_start_profile_counts_28_days_and_a_day_once(rows):
    assert profiles(rows, "1")[0]["OPIUSE"] == "28"
    assert profiles(rows, "2")[0]["OPIUSE"] == "10"


def test_day_of_the_interview_is_not_in_its_window(rows):
    assert profiles(rows, "2")[0]["COCAUSE"] == "2"


def test_own_medicine_is_no_opioid_use(rows):
    second = profiles(rows, "1")[1]
    assert (second["TOPDATE"], second["OPIUSE"]) == ("20130501", "5")


def test_month_without_a_kept_visit_has_no_profile(rows):
    stages = [(p["TOPDATE"], p["TRSTAGE"]) for p in profiles(rows, "1")]
    assert stages == [("20130401", "S"), ("20130501", "R"), ("20130918", "P")]


def test_person_without_any_row_of_use_was_not_asked(rows):
    assert profiles(rows, "3") == []


def test_crack_stays_blank(rows):
    assert {p["CRAUSE"] for p in profiles(rows, "1")} == {""}


def test_one_file_an_agency_in_the_national_form(rows, tmp_path):
    plan = engine.mapping("ctn0094")
    files = returns.write(rows, plan, tmp_path)
    assert [f.name[:5] for f in files] == ["ZZ027", "ZZ030", "ZZ051"]
    first = files[0].read_bytes()
    assert first.startswith(b'"FINITIAL","SINITIAL","DOB"') and b"\r" not in first
    with open(files[1], encoding="utf-8", newline="") as file:
        assert {row["CLIENTID"] for row in csv.DictReader(file)} == {"2", "5"}


def test_retained_is_84_days_from_triage(rows):
    episodes = figures.spans_of(rows, "TRIAGED", "DISD")
    assert (len({e["person"] for e in episodes}), figures.retained(episodes)) == (6, 2)


def test_code_that_no_list_has_is_refused(made_up):
    plan = engine.mapping("ctn0094")
    plan["episode"]["columns"]["SEX"] = "X"
    with pytest.raises(engine.UnknownCode, match="SEX"):
        engine.return_rows(engine.Study(plan, made_up))


def test_column_that_the_version_has_not_is_refused(made_up):
    plan = engine.mapping("ctn0094")
    plan["episode"]["columns"]["UTLA"] = "E06000001"
    with pytest.raises(engine.UnknownCode, match="UTLA"):
        engine.return_rows(engine.Study(plan, made_up))


def test_absent_table_is_named(tmp_path):
    with pytest.raises(Absent, match="everybody"):
        engine.Study(engine.mapping("ctn0094"), tmp_path)
