"""Whatever the seed, size and span: rows in whose recording the rules find nothing."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.care import OF_CARE
from throughcare.simulate import England
from throughcare.submissions.check import check


@settings(max_examples=8, deadline=None, derandomize=True)
@given(
    people=st.integers(1, 400),
    seed=st.integers(0, 2**32),
    dataset=st.sampled_from("HK"),
    years=st.integers(0, 3),
)
def test_returns_without_faults_have_no_findings_of_recording(
    tmp_path_factory, people, seed, dataset, years
):
    folder = tmp_path_factory.mktemp("england")
    england = England(
        people=people,
        seed=seed,
        dataset=dataset,
        fault_rate=0,
        start=dt.date(2008 + years, 4, 1),
        providers=2,
    )
    paths = england.write_returns(folder)
    assert 1 <= len(paths) <= 4
    for path in paths:
        with check(path, submitted_on=dt.date(2014, 6, 1)) as checked:
            found = [f for f in checked.findings() if f["rule"] not in OF_CARE]
            assert found == []


@settings(max_examples=8, deadline=None, derandomize=True)
@given(rate=st.floats(0, 1), seed=st.integers(0, 2**32))
def test_any_rate_of_faults_can_be_written(tmp_path_factory, rate, seed):
    folder = tmp_path_factory.mktemp("england")
    england = England(people=60, seed=seed, fault_rate=rate, providers=1)
    (path,) = england.write_returns(folder)
    cells = len(england.world.layout)
    lines = path.read_bytes().splitlines()
    assert len(lines) > 60
    assert all(line.count(b'","') == cells - 1 for line in lines)
