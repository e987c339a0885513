"""Versions and data sets: which field belongs to which, and what is plainly not known."""

import pytest

from throughcare.dataset import (
    Spec,
    UnknownDataSet,
    UnknownVersion,
    data_sets,
    versions,
)
from throughcare.dataset.file import Unreadable
from throughcare.dataset.form import inspect, refuse_without_header, spec_of
from throughcare.dataset.spec import all_fields, rank

LETTERS = [v for v in versions() if v.isalpha()]


def headers(letter, data_set=None):
    return {f.header for f in Spec.at(letter, data_set).fields}


def test_versions_run_from_f_to_s():
    assert LETTERS == [*"FGHJKLMNOPQRS"]


@pytest.mark.parametrize(
    "named", [("K", "young people"), ("K", "young-people"), ("k-Young-People", None)]
)
def test_a_data_set_by_its_name(named):
    spec = Spec.at(*named)
    assert (spec.letter, spec.data_set) == ("K", "young-people")
    assert Spec.at(spec.slug) is spec


def test_a_letter_alone_is_adult_drug_treatment():
    assert Spec.at("K").data_set == "adult-drug"
    assert Spec.at("K").slug == "K"


def test_the_place_of_a_version_is_that_of_its_letter():
    assert rank("K-young-people") == rank("K")


@pytest.mark.parametrize(
    ("asked", "error"), [("Z", UnknownVersion), ("K-others", UnknownDataSet)]
)
def test_what_is_unknown_is_refused_with_what_is_known(asked, error):
    with pytest.raises(error, match="Known"):
        Spec.at(asked)


@pytest.mark.parametrize(
    ("header", "since", "until"),
    [
        ("YPSMHTR", "F", "F"),
        ("BINGEDAY", "G", "L"),
        ("MODSET", "J", None),
        ("SUBMODDT", "J", None),
        ("SEXUAL", None, "L"),
        ("RELIGION", "M", None),
        ("TOBUSE", "M", None),
        ("PCT", None, "M"),
        ("DUALDIAG", None, "M"),
        ("MTHTN", "N", None),
        ("EHCSC2", "P", None),
        ("UTLA", "P", None),
    ],
)
def test_a_field_comes_and_goes_with_its_versions(header, since, until):
    have = [letter for letter in LETTERS if header in headers(letter)]
    first = LETTERS.index(since) if since else 0
    last = LETTERS.index(until) if until else len(LETTERS) - 1
    assert have == LETTERS[first : last + 1]


@pytest.mark.parametrize(
    ("codes", "code", "have"),
    [
        ("MODAL", "2", "FGH"),
        ("MODAL", "8", "FGHJKLM"),
        ("MODAL", "93", "JKLM"),
        ("MODAL", "94", "JKLMNOPQRS"),
        ("RFLS", "5", "FGHJKLM"),
        ("RFLS", "8", "FGHJKLM"),
        ("RFLS", "4", "FGHJKLMNOPQRS"),
    ],
)
def test_a_code_comes_and_goes_with_its_versions(codes, code, have):
    found = [x for x in LETTERS if code in {c.code for c in Spec.at(x).codes(codes)}]
    assert found == [*have]


def test_each_data_set_has_items_of_its_own():
    assert "?PEXITDT" in headers("K", "secure-setting") - headers("K")
    assert "?YPOR" in headers("N", "young-people") - headers("N")
    assert "?AOR" in headers("N", "adult-alcohol") - headers("N")
    assert "SADQ" in headers("N") - headers("N", "young-people")
    assert "?CJ_ROUTE" in headers("P", "criminal-justice") - headers("P")
    assert {"UTLA", "VETERAN"} <= headers("P", "criminal-justice")


def test_a_placeholder_is_no_column_of_any_data_set():
    specs = [Spec.at(v, d) for v in versions() for d in data_sets()]
    assert [s.slug for s in specs if any(f.is_placeholder for f in s.columns)] == []
    assert [f.header for f in all_fields() if f.is_placeholder]


def test_every_field_belongs_to_a_data_set():
    known = [set(Spec.at(v, d).fields) for v in versions() for d in data_sets()]
    gone = {"ACCMSTAT?"}
    assert {f.header for f in set(all_fields()).difference(*known)} == gone


def test_the_order_of_columns_is_known_for_adult_drug_treatment_in_h_and_k_only():
    specs = [Spec.at(v, d) for v in versions() for d in data_sets()]
    assert [s.slug for s in specs if s.layout] == ["H", "K"]


def test_a_data_set_without_keys_cannot_be_read(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("UTLA,VETERAN\nx,Y\n")
    with pytest.raises(Unreadable, match="treatment data set"):
        refuse_without_header(inspect(path), Spec.at("P", "criminal-justice"))


@pytest.mark.parametrize(
    ("asked", "slug"),
    [
        (None, "K"),
        ("young-people", "K-young-people"),
        ("young people", "K-young-people"),
        ("H", "H"),
        ("H-secure-setting", "H-secure-setting"),
    ],
)
def test_what_is_not_asked_is_told_by_the_file(asked, slug, tmp_path):
    path = tmp_path / "X0001-20130901-20130930-TREAT-IN-K.csv"
    path.write_text("AGNCY,CLIENTID,CONSENT\nX0001,1,N\n")
    assert spec_of(inspect(path), asked).slug == slug


@pytest.mark.parametrize(
    ("slug", "known"),
    [
        ("K-criminal-justice", "none of their column names is known"),
        (
            "P-criminal-justice",
            "only VETERAN, UTLA, EHCSC2, EHCSC3, NALOXISS, NALOXAD are known",
        ),
    ],
)
def test_a_return_of_criminal_justice_teams_is_refused_with_what_is_known(
    slug, known, tmp_path
):
    path = tmp_path / "X0001-20130901-20130930-TREAT-IN-P.csv"
    path.write_text("UTLA,VETERAN\nE08000037,Y\n")
    with pytest.raises(Unreadable) as refused:
        refuse_without_header(inspect(path), Spec.at(slug))
    assert known in str(refused.value)
    assert str(refused.value).endswith("Use a treatment data set.")
