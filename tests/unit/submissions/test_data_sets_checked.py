"""A return of the young people's data set is checked by its own rules, and kept apart in the store."""

import csv
import datetime as dt

import pytest

from tests.spec.rules.cases import SOUND_IN_K
from throughcare.dataset import Spec
from throughcare.dataset.file import Unreadable
from throughcare.rules.catalogue import catalogue
from throughcare.submissions import Store
from throughcare.submissions.check import check

DAY = dt.date(2013, 5, 1)
NAME = "X0001-20130401-20130430-TREAT-IN-K.csv"
YOUNG = SOUND_IN_K | {"DOB": "19960101", "YPSGP": "Y", "EMPSTAT": "2"}


@pytest.fixture
def path(tmp_path):
    path = tmp_path / NAME
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(Spec.at("K").by_header), restval="")
        writer.writeheader()
        writer.writerow(YOUNG)
    return path


def names_found(path, dataset):
    with check(path, dataset=dataset, submitted_on=DAY) as checked:
        rows = checked.con.execute("select name, field from findings").fetchall()
    return set(rows)


def test_an_item_of_young_people_is_out_of_place_in_an_adult_file(path):
    found = names_found(path, "K")
    assert ("young_people_item_in_an_adult_file", "YPSGP") in found
    assert ("under_18_in_an_adult_data_set", "DOB") in found
    assert ("national_item_left_blank", "YPSCAF") not in found


def test_young_people_s_own_items_are_expected_of_them(path):
    found = names_found(path, "K-young-people")
    assert ("national_item_left_blank", "YPSCAF") in found
    assert ("national_item_left_blank", "YPSGP") not in found
    assert ("national_item_left_blank", "YPEGP") not in found
    assert not {n for n, _ in found} & {
        "young_people_item_in_an_adult_file",
        "under_18_in_an_adult_data_set",
    }


PROFILES = {
    "no_start_profile",
    "no_review_profile_after_six_months",
    "review_profile_without_start",
    "no_exit_profile",
}


@pytest.mark.parametrize("data_set", ["young-people", "secure-setting"])
def test_only_services_for_adults_are_told_that_profiles_are_missing(data_set):
    def asked(spec):
        return {rule.name for rule in catalogue() if rule.is_in(spec)}

    assert asked(Spec.at("H")) >= PROFILES
    assert not asked(Spec.at("H", data_set)) & PROFILES


def test_the_store_keeps_data_sets_apart(path, tmp_path):
    store = Store(tmp_path / "store", today=lambda: DAY)
    adult = store.receive(path, by="s", dataset="K")
    young = store.receive(path, by="s", dataset="k-young-people")
    assert (adult.dataset, young.dataset) == ("K", "K-young-people")
    assert adult.id != young.id
    store.accept(young.id, by="s", part=True)
    assert store.last_accepted("X0001", "K-young-people").id == young.id
    assert store.last_accepted("X0001", "K") is None


def test_a_data_set_whose_keys_are_not_known_ends_in_one_sentence(path):
    with pytest.raises(Unreadable, match="treatment data set"):
        names_found(path, "P-criminal-justice")


@pytest.mark.parametrize(("month", "is_told"), [(4, False), (5, True), (None, False)])
def test_the_store_says_where_a_file_is_not_of_the_open_month(
    path, tmp_path, month, is_told
):
    store = Store(
        tmp_path / "store",
        today=lambda: DAY,
        open_month=lambda: month and dt.date(2013, month, 1),
    )
    received = store.receive(path, by="s")
    told = {entry["rule"] for entry in store.check(received.id).by_rule}
    assert ("F08" in told) is is_told


def test_a_version_without_an_item_that_a_rule_compares_is_checked(path):
    """Version 4.00 has no parental status, which two rules compare with a code."""
    assert "PRNTSTAT" not in Spec.at("v4.00").by_header
    with check(path, dataset="v4.00", submitted_on=DAY) as checked:
        found = checked.con.execute("select name from findings").fetchall()
    assert ("children_of_no_parent",) not in found
    assert ("name_not_in_the_pattern",) not in found
