"""Recording faults come at the chosen rate, in every kind, and the rules see them."""

import datetime as dt

import pyarrow.parquet as pq
import pytest

from throughcare.simulate import England
from throughcare.simulate.faults import KINDS
from throughcare.simulate.settings import setting
from throughcare.submissions.check import check


@pytest.fixture(scope="module")
def faulty(tmp_path_factory, read):
    folder = tmp_path_factory.mktemp("faulty")
    paths = England(people=3000, seed=5, fault_rate=0.1).write_returns(folder)
    told = pq.read_table(folder / "truth" / "faults.parquet").to_pylist()
    return paths, told, read(paths)


def test_faults_come_at_the_chosen_rate(faulty):
    """Some kinds cannot be put into an episode that lacks what they spoil, so a little less than the rate is found."""
    _, told, rows = faulty
    episodes = {(r["AGNCY"], r["EPISODID"]) for r in rows if r["CONSENT"] != "N"}
    found = {(f["agency"], f["episode_id"]) for f in told}
    assert 0.075 < len(found) / len(episodes) < 0.1


def test_every_kind_of_fault_occurs(faulty):
    _, told, _ = faulty
    assert {fault["kind"] for fault in told} == set(KINDS)
    assert set(setting("faults")) == set(KINDS) | {"overlapping_episode"}


def test_an_impossible_date_stands_in_the_file(faulty):
    _, told, rows = faulty
    dates = [f for f in told if f["kind"] == "impossible_date"]
    by_episode = {(r["AGNCY"], r["EPISODID"]): r for r in rows}
    for fault in dates:
        row = by_episode[fault["agency"], fault["episode_id"]]
        assert row[fault["field"]] == "31022012"


def test_other_date_forms_stand_in_the_file(faulty):
    _, _, rows = faulty
    dates = {row["TRIAGED"] for row in rows} | {row["REFLD"] for row in rows}
    assert any("/" in date for date in dates)
    assert any("-" in date for date in dates)


def test_the_rules_see_the_faults(faulty):
    paths, _, _ = faulty
    seen = set()
    for path in paths:
        with check(path, submitted_on=dt.date(2014, 6, 1)) as checked:
            seen |= {finding["rule"] for finding in checked.findings()}
    wanted = {"R05", "R12", "R13", "R14", "X02", "X05", "X06", "T02", "L01", "L04"}
    assert wanted <= seen


def test_a_fault_in_one_episode_leaves_the_others_alone(tmp_path, read):
    clean = England(people=900, seed=5, fault_rate=0).write_returns(tmp_path / "clean")
    assert all(row["SEX"] in "MF" for row in read(clean) if row["CONSENT"] == "Y")
    assert pq.read_table(tmp_path / "clean" / "truth" / "faults.parquet").num_rows == 0
