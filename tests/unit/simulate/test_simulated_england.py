"""One seed gives one England; its size, its span and its places."""

import datetime as dt
import hashlib
import tracemalloc

import numpy as np
import pyarrow.parquet as pq
import pytest

from throughcare.simulate import England, england, places, write_one_file
from throughcare.simulate.people import CELLS, STEP


def fingerprint(folder, **settings):
    paths = England(**settings).write_returns(folder)
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}


def test_one_seed_gives_the_same_bytes(tmp_path):
    settings = {"people": 900, "seed": 3, "fault_rate": 0.05}
    first = fingerprint(tmp_path / "a", **settings)
    assert fingerprint(tmp_path / "b", **settings) == first


def test_another_seed_gives_other_people(tmp_path):
    first = fingerprint(tmp_path / "a", people=900, seed=3)
    second = fingerprint(tmp_path / "b", people=900, seed=4)
    assert not set(first.values()) & set(second.values())


def test_a_block_does_not_depend_on_the_blocks_before():
    whole = England(people=england.BLOCK * 2 + 10, seed=5)
    whole.block(0)
    after_others = whole.block(2)
    alone = England(people=england.BLOCK * 2 + 10, seed=5).block(2)
    assert len(alone.people["number"]) == 10
    assert np.array_equal(alone.journeys["start"], after_others.journeys["start"])


def test_no_half_return_is_left_when_writing_is_stopped(tmp_path):
    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        England(people=900).write_returns(tmp_path, progress=stop)
    assert list(tmp_path.glob("*.csv")) == []


def test_progress_tells_how_far_it_is(tmp_path):
    steps = []
    England(people=england.BLOCK + 1).write_returns(
        tmp_path, progress=lambda done, total: steps.append((done, total))
    )
    assert steps == [(england.BLOCK, england.BLOCK + 1), (england.BLOCK + 1,) * 2]


def test_truth_stands_beside_the_returns(tmp_path):
    England(people=900, seed=3, fault_rate=0.2).write_returns(tmp_path)
    journeys = pq.read_table(tmp_path / "truth" / "journeys.parquet").to_pydict()
    assert len(set(journeys["person"])) == 900
    assert pq.read_table(tmp_path / "truth" / "faults.parquet").num_rows > 100
    assert None in journeys["ended"] and "died" in journeys["exit"]


def test_2000_people_have_some_dozen_providers_in_all_nine_regions():
    providers = England(people=2000).world.providers
    assert 10 <= len(providers.area) <= 20
    assert len(set(providers.area)) == len(providers.area)
    assert set(providers.region) == set(range(9))


def test_60000_people_have_a_provider_in_every_area():
    providers = England(people=60_000).world.providers
    assert len(providers.area) == 160
    assert set(providers.area) == set(range(152))


def test_partnership_codes_are_unique_and_the_known_ones_kept():
    codes = places.partnership_codes()
    assert len(set(codes)) == 152
    by_area = {a["code"]: c for a, c in zip(places.areas(), codes, strict=True)}
    assert by_area["E08000024"] == "A12B"
    assert by_area["E06000001"].startswith("X")


def test_everyone_was_an_adult_at_first_triage():
    block = England(people=3000, seed=2).block(0)
    person = block.journeys["person"]
    days = block.journeys["start"] - block.people["born"][person]
    assert days.min() >= 18 * 365.25


def test_no_two_people_share_initials_birth_date_and_sex():
    assert np.gcd(STEP, CELLS) == 1
    block = England(people=4000, seed=2).block(0)
    who = block.people
    keys = zip(
        who["first_initial"],
        who["last_initial"],
        who["born"],
        who["female"],
        strict=True,
    )
    assert len(set(keys)) == 4000


def test_people_beyond_one_walk_through_the_cells_have_years_of_their_own():
    big = England(people=3 * CELLS, seed=2)
    first, again = big.block(0), big.block(CELLS // england.BLOCK)
    born = {}
    for block in (first, again):
        who = block.people
        for row in range(len(who["number"])):
            key = (
                who["first_initial"][row],
                who["last_initial"][row],
                who["born"][row],
            )
            assert born.setdefault(key, who["number"][row]) == who["number"][row]


def test_the_dead_do_not_come_back():
    block = England(people=4000, seed=2).block(0)
    journeys = block.journeys
    died = journeys["reason"] == 7
    last = np.full(4000, -1)
    np.maximum.at(last, journeys["person"], journeys["order"])
    assert died.sum() > 20
    assert np.array_equal(journeys["order"][died], last[journeys["person"][died]])


def test_people_come_back_after_prison_referred_by_prison():
    block = England(people=4000, seed=2).block(0)
    assert block.episodes["after_custody"].sum() > 20


def test_some_people_move_to_another_area():
    block = England(people=4000, seed=2).block(0)
    journeys = block.journeys
    moved = journeys["area"] != block.people["area"][journeys["person"]]
    assert 0.005 < moved.mean() < 0.1


def test_a_span_can_be_chosen():
    chosen = England(people=900, start="2010-04-01", end=dt.date(2012, 3, 31))
    block = chosen.block(0)
    assert chosen.file_name(0) == "X0001-20120301-20120331-TREAT-IN-H.csv"
    assert block.episodes["left"].min() >= chosen.world.start
    assert block.episodes["triaged"].max() <= chosen.world.end


def test_a_span_outside_the_version_is_refused():
    with pytest.raises(ValueError, match="H was in force from 2011-04-01"):
        England(people=900, end="2013-03-31").block(0)


def test_a_version_without_a_known_column_order_is_refused():
    with pytest.raises(ValueError, match="column order of data set J"):
        England(people=900, dataset="J").block(0)


def test_one_file_has_the_rows_asked_for_and_one_agency(tmp_path):
    path = tmp_path / "X0001-20121001-20121031-TREAT-IN-H.csv"
    written = write_one_file(path, rows=20_000, seed=1)
    lines = path.read_bytes().splitlines()
    assert len(lines) == written + 1
    assert 20_000 <= written < 40_000
    assert all(b'"X0001"' in line for line in lines[1:])


def test_memory_does_not_grow_with_the_number_of_rows(tmp_path):
    """A file four times as long takes no more memory than its blocks do."""
    path = tmp_path / "X0001-20121001-20121031-TREAT-IN-H.csv"
    write_one_file(path, rows=1000)
    peaks = [_peak(path, rows) for rows in (20_000, 80_000)]
    assert peaks[1] < 1.3 * peaks[0]
    assert peaks[1] < path.stat().st_size


def _peak(path, rows):
    """Peak of what Python and Arrow hold, in bytes."""
    import pyarrow as pa

    pool = pa.proxy_memory_pool(pa.default_memory_pool())
    before = pa.default_memory_pool()
    pa.set_memory_pool(pool)
    tracemalloc.start()
    try:
        write_one_file(path, rows=rows)
        return tracemalloc.get_traced_memory()[1] + pool.max_memory()
    finally:
        tracemalloc.stop()
        pa.set_memory_pool(before)


@pytest.mark.parametrize("settings", [{"people": 0}, {"fault_rate": 1.5}])
def test_impossible_settings_are_refused(settings):
    with pytest.raises(ValueError, match="not "):
        England(**settings)
