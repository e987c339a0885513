"""Findings over a cut: whose they are, what they leave out, and where they are kept."""

import datetime as dt

import pyarrow.parquet as pq
import pytest

from throughcare.dataset import Spec
from throughcare.dataset.writer import file_name, write_return
from throughcare.submissions import Store, cut_sources
from throughcare.warehouse import cut_findings
from throughcare.warehouse.cut import freeze

from .test_cut import EPISODE, PERSON

MODALITY = {
    "episode_id": "1",
    "modality": "2",
    "modality_id": "M1",
    "referred": dt.date(2012, 4, 5),
    "started": dt.date(2012, 4, 12),
}


@pytest.fixture
def cut(tmp_path):
    """One person at two providers that both claim the coordination."""
    store = Store(tmp_path / "store")
    for agency in ("X0001", "X0002"):
        keys = {"agency": agency, "client_id": "SECRET"}
        claim = {"top_care_coordination": "Y"}
        records = {
            "client": [PERSON | keys],
            "episode": [EPISODE | claim | keys],
            "modality": [MODALITY | keys],
        }
        first, last = dt.date(2012, 9, 1), dt.date(2012, 9, 30)
        path = tmp_path / file_name(agency, first, last, "H")
        write_return(path, Spec.at("H"), records)
        store.accept(store.receive(path, by="s").id, by="s", part=True)
    return freeze(store.path, "c", dt.date(2012, 10, 1), cut_sources(store))


def told(rows):
    return sorted((r["provider"], r["row"], r["rule"], r["value"]) for r in rows)


def test_each_provider_is_told_on_its_own_line(cut):
    assert told(cut_findings.rows(cut, rule="T07")) == [
        ("X0001", 2, "T07", "2 providers"),
        ("X0002", 2, "T07", "2 providers"),
    ]


def test_a_provider_sees_its_own_and_reads_of_no_other(cut):
    rows = cut_findings.rows(cut, provider="X0001")
    assert {r["rule"] for r in rows} == {"L10", "T04", "T07"}
    assert {r["provider"] for r in rows} == {"X0001"}
    assert "X0002" not in str(rows)


def test_no_identifier_is_kept_with_the_cut(cut):
    path = cut_findings.find(cut)
    assert path.parent == cut.folder / "derived"
    assert b"SECRET" not in path.read_bytes()
    assert tuple(pq.read_schema(path).names) == cut_findings.COLUMNS


def test_they_are_kept_and_not_looked_for_again(cut):
    path = cut_findings.find(cut)
    before = path.stat().st_mtime_ns
    assert cut_findings.find(cut, {"several_care_coordinators": "info"}) == path
    assert path.stat().st_mtime_ns == before


def test_an_operators_level_is_used(cut):
    cut_findings.find(cut, {"several_care_coordinators": "info"})
    levels = {r["level"] for r in cut_findings.rows(cut, rule="T07")}
    assert levels == {"info"}


def test_a_cut_from_before_coordination_was_carried_is_derived_again(cut):
    path = cut.folder / "derived" / "episodes.parquet"
    pq.write_table(pq.read_table(path).drop(["top_care_coordination"]), path)
    assert len(cut_findings.rows(cut, rule="T07")) == 2
