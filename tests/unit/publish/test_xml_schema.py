"""The schema of each version is made from the data set, and its example is valid and checks clean."""

import datetime as dt

import pytest
from lxml import etree

from throughcare.dataset import Spec, versions
from throughcare.publish.xml_schema import XS, example, schema, write_all
from throughcare.submissions.check import check

LETTERS = [v for v in versions() if len(v) == 1]


def by_schema(letter):
    return etree.XMLSchema(etree.fromstring(schema(Spec.at(letter))))


def elements(letter):
    found = etree.fromstring(schema(Spec.at(letter))).iter(f"{{{XS}}}element")
    return {element.get("name"): element for element in found}


@pytest.mark.parametrize("letter", [*versions(), "K-young-people"])
def test_every_item_of_a_version_is_an_element_with_its_description(letter):
    found = elements(letter)
    for field in Spec.at(letter).columns:
        said = found[field.header].findtext(f".//{{{XS}}}documentation")
        assert said.startswith(field.description.rstrip(". "))
    assert not [name for name in found if "?" in name]


@pytest.mark.parametrize("letter", LETTERS)
def test_the_example_is_valid_and_nothing_of_it_is_rejected(letter, tmp_path):
    name, content = example(Spec.at(letter))
    assert by_schema(letter).validate(etree.fromstring(content).getroottree())
    path = tmp_path / name
    path.write_bytes(content)
    with check(path, submitted_on=dt.date(2026, 1, 1)) as checked:
        assert checked.spec.letter == letter
        assert checked.loaded.rows == 3
        assert [f for f in checked.findings() if f["level"].startswith("reject")] == []


def test_the_schema_says_that_it_is_not_the_national_one():
    said = etree.fromstring(schema(Spec.at("K"))).findtext(f".//{{{XS}}}documentation")
    assert "national XML schema could not be had" in said


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<SEX>F</SEX>", b"<SEX>X</SEX>"),
        (b"<DOB>19800131</DOB>", b"<DOB>31/01/1980</DOB>"),
        (b"<CLIENTID>17</CLIENTID>", b""),
        (b"<CONSENT>Y</CONSENT>", b"<CONSENT></CONSENT>"),
        (b"<CLIENTID>", b"<SHOESIZE>9</SHOESIZE><CLIENTID>"),
        (b'agency="X0001"', b""),
        (b'data-set="H"', b'data-set="K"'),
    ],
)
def test_the_schema_is_stricter_than_the_reading(before, after, tmp_path):
    name, content = example(Spec.at("H"))
    assert content.count(before) >= 1
    wrong = content.replace(before, after, 1)
    assert not by_schema("H").validate(etree.fromstring(wrong).getroottree())


def test_a_code_outside_its_list_is_a_finding(tmp_path):
    name, content = example(Spec.at("H"))
    path = tmp_path / name
    path.write_bytes(content.replace(b"<ETHNIC>A<", b"<ETHNIC>?<"))
    with check(path, submitted_on=dt.date(2026, 1, 1)) as checked:
        assert ("R12", "ETHNIC", "?") in [
            (f["rule"], f["field"], f["value"]) for f in checked.findings()
        ]


def test_all_of_them_as_files(tmp_path):
    written = write_all(tmp_path / "xml")
    assert [p.suffix for p in written] == [".xsd", ".xml"] * len(LETTERS)
    assert schema(Spec.at("H")) == (tmp_path / "xml" / "H.xsd").read_bytes()
