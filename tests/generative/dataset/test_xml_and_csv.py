"""The same return as XML and as CSV: the same rows, findings and records, whatever stands in it."""

import csv
import datetime as dt
import tempfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from throughcare.dataset import Spec
from throughcare.dataset.writer import file_name, write_return
from throughcare.publish.xml_schema import schema
from throughcare.simulate import England
from throughcare.submissions.check import check
from throughcare.submissions.convert import convert
from throughcare.warehouse.records import write_records

from .test_round_trip import FEW, a_return

SUBMITTED = dt.date(2014, 6, 1)
NAME = "X0001-20120401-20120430-TREAT-IN-{}"


def seen(path: Path):
    """What a check sees: findings with the place of their row among the rows, and the accepted records without lines."""
    with tempfile.TemporaryDirectory() as folder:
        with check(path, submitted_on=SUBMITTED) as checked:
            lines = checked.con.execute("select line from raw order by line").fetchall()
            place = {line: n for n, (line,) in enumerate(lines, 1)}
            found = sorted(
                (place.get(f["row"], 0), f["rule"], f["level"], f["field"], f["value"])
                for f in checked.findings()
            )
            write_records(checked.con, checked.plan, checked.spec, folder)
            kept = {
                r: _records(Path(folder) / f"{r}.parquet") for r in checked.spec.records
            }
            return checked.loaded.rows, found, checked.outcome, kept


def _records(path: Path) -> list[dict]:
    return pq.read_table(path).drop_columns(["line"]).to_pylist()


def assert_same(path: Path):
    """As CSV, as XML, and as CSV again."""
    xml = path.with_suffix(".xml")
    convert(path, xml)
    again = path.with_name("again") / path.name
    again.parent.mkdir()
    convert(xml, again)
    assert again.read_bytes() == path.read_bytes()
    assert seen(xml) == seen(path)


@FEW
@given(a_return("K"))
def test_s61_records_in_k(records):
    with tempfile.TemporaryDirectory() as folder:
        name = file_name("X0001", dt.date(2012, 4, 1), dt.date(2012, 4, 30), "K")
        write_return(Path(folder) / name, Spec.at("K"), records)
        assert_same(Path(folder) / name)


FEW_HEADERS = (
    "AGNCY",
    "CLIENTID",
    "SEX",
    "EPISODID",
    "CONSENT",
    "DRUG1",
    "MODID",
    "MODAL",
    "MODST",
    "TOPID",
    "TOPDATE",
    "OPIUSE",
)
ODD = st.text(
    st.characters(
        exclude_characters="\0\r\n\ufeff\ufffe\uffff", exclude_categories=["Cs", "Cc"]
    ),
    max_size=4,
)
CELL = st.sampled_from(["", "", "1", "2", "Y", "NA", " ", "<&>", "]]>", "2012\t"]) | ODD


@FEW
@given(
    st.lists(
        st.fixed_dictionaries({header: CELL for header in FEW_HEADERS}),
        min_size=1,
        max_size=8,
    ),
    st.booleans(),
)
def test_s61_any_rows(rows, whole):
    """Whatever repeats or does not; with all columns of the version, or with a few of them in an order of their own."""
    headers = Spec.at("H").layout if whole else FEW_HEADERS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME.format("H.csv")
        with open(path, "w", encoding="utf-8", newline="") as file:
            lines = csv.DictWriter(
                file, headers, "", quoting=csv.QUOTE_ALL, lineterminator="\n"
            )
            lines.writeheader()
            lines.writerows(rows)
        assert_same(path)


@pytest.mark.parametrize("letter", ["H", "K"])
def test_s61_returns_of_the_simulated_england(letter, tmp_path):
    england = England(people=300, seed=11, dataset=letter, fault_rate=0.1)
    for path in sorted(england.write_returns(tmp_path))[:6]:
        folder = tmp_path / path.stem
        folder.mkdir()
        assert_same(path.rename(folder / path.name))


@pytest.mark.parametrize("letter", ["H", "K"])
def test_s61_returns_without_faults_are_valid_by_the_schema(letter, tmp_path):
    england = England(people=60, seed=12, dataset=letter, fault_rate=0)
    by_schema = etree.XMLSchema(etree.fromstring(schema(Spec.at(letter))))
    for path in sorted(england.write_returns(tmp_path))[:4]:
        xml = path.with_suffix(".xml")
        convert(path, xml)
        by_schema.assertValid(etree.parse(xml))
