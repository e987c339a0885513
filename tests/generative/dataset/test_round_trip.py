"""What is written in the national form reads back as the same records, and any text at all reads as something."""

import csv
import datetime as dt
import tempfile
from pathlib import Path

import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from throughcare.dataset import Spec
from throughcare.dataset.spec import KEYS
from throughcare.dataset.writer import CHILDREN, file_name, write_return
from throughcare.submissions.check import check
from throughcare.warehouse.records import write_records

SUBMITTED = dt.date(2014, 6, 1)
KEY_TEXT = st.text("ABC019", min_size=1, max_size=3)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def value_of(field, spec):
    """Any value that the field can hold, or nothing."""
    if field.type == "date":
        return st.none() | st.dates(dt.date(2009, 1, 1), dt.date(2014, 1, 1))
    if field.type == "whole_number":
        return st.none() | st.integers(0, 20)
    codes = [c.code for c in spec.codes(field.codes)] if field.codes else []
    if codes:
        return st.none() | st.sampled_from([c for c in codes if c != "NA"])
    if field.name == "outcode":
        return st.none() | st.sampled_from(["NE8", "EC1A", "B1"])
    return st.none() | st.text(
        st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1
    ).filter(lambda text: text.strip() not in ("", "NA"))


@st.composite
def a_return(draw, letter):
    """Records of a return, each child under an episode and each episode under a client."""
    spec = Spec.at(letter)
    written = set(spec.layout)

    def record(kind, keys):
        fields = [f for f in spec.of(kind) if f.header in written]
        own = {f.name: draw(value_of(f, spec)) for f in fields}
        return own | keys

    records = {kind: [] for kind in ("client", "episode", *CHILDREN)}
    for client in draw(st.lists(KEY_TEXT, min_size=1, max_size=2, unique=True)):
        keys = {"agency": "X0001", "client_id": client}
        sound = {
            "first_initial": "A",
            "last_initial": "Ø",
            "born": dt.date(1980, 1, 31),
            "sex": "F",
        }
        records["client"].append(record("client", keys | sound))
        for episode in draw(st.lists(KEY_TEXT, min_size=1, max_size=2, unique=True)):
            theirs = keys | {"episode_id": episode}
            sound = {
                "consent": "Y",
                "referred": dt.date(2009, 1, 1),
                "triaged": dt.date(2009, 1, 2),
                "drug_1": "1101",
                "partnership": "A09B",
            }
            records["episode"].append(record("episode", theirs | sound))
            for kind in (k for k in CHILDREN if k in spec.records):
                for key in draw(st.lists(KEY_TEXT, max_size=2, unique=True)):
                    child = record(kind, theirs | {KEYS[kind][-1]: key})
                    records[kind].append(child)
    return records


def read_back(path: Path, folder: Path):
    with check(path, submitted_on=SUBMITTED) as checked:
        write_records(checked.con, checked.plan, checked.spec, folder)
        assert checked.counts.get("reject-record", 0) == 0, checked.findings()
        return {
            kind: pq.read_table(folder / f"{kind}.parquet").to_pylist()
            for kind in checked.spec.records
        }


def same(written: dict, read: dict) -> bool:
    return all(read[name] == value for name, value in written.items())


def assert_round_trip(records, letter):
    spec = Spec.at(letter)
    with tempfile.TemporaryDirectory() as folder:
        name = file_name("X0001", dt.date(2012, 4, 1), dt.date(2012, 4, 30), letter)
        path = Path(folder) / name
        write_return(path, spec, records)
        read = read_back(path, Path(folder))
    for kind in spec.records:
        keyed = {tuple(r[k] for k in KEYS[kind]): r for r in read[kind]}
        written = {tuple(r[k] for k in KEYS[kind]): r for r in records[kind]}
        assert keyed.keys() == written.keys()
        for key, record in written.items():
            assert same(record, keyed[key]), (kind, record, keyed[key])


@FEW
@given(a_return("H"))
def test_s61_h_reads_back_as_written(records):
    assert_round_trip(records, "H")


@FEW
@given(a_return("K"))
def test_s61_k_reads_back_as_written(records):
    assert_round_trip(records, "K")


HEADERS = Spec.at("H").layout
TEXT = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12
)


@FEW
@given(
    st.lists(
        st.dictionaries(st.sampled_from(HEADERS), TEXT, max_size=12),
        min_size=1,
        max_size=4,
    )
)
def test_s61_any_text_in_any_cell_ends_in_findings(rows):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "X0001-20120401-20120430-TREAT-IN-H.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            lines = csv.DictWriter(file, HEADERS, quoting=csv.QUOTE_ALL)
            lines.writeheader()
            lines.writerows(rows)
        with check(path, submitted_on=SUBMITTED) as checked:
            assert checked.by_rule
            assert all(f["message"] and f["row"] >= 1 for f in checked.findings())
