"""Short runs of the kill tests; `python -m tests.hardening.kill --runs 1000` and `kill_site` are the long ones."""

import pytest

from throughcare.submissions import Store

from . import kill, kill_site

RUNS = 20
SITE_RUNS = 8


def test_nothing_is_lost_or_half_accepted(tmp_path):
    counts = kill.kill(tmp_path, RUNS, seed=11)
    assert sum(counts.values()) == RUNS
    assert counts["finished before the kill"] < RUNS


def test_a_half_accepted_return_would_be_seen(tmp_path):
    """The kill test can fail: a file that is cut short, and a missing line."""
    [sent] = kill.write_returns(tmp_path, 1)
    store = Store(tmp_path / "store")
    receipt = store.accept(store.receive(sent, by="s").id, by="s", part=True)
    kill.look_at_all(store, [sent])
    records = store.folder(receipt.id) / "client.parquet"
    records.write_bytes(records.read_bytes()[:-9])
    with pytest.raises(kill.Broken, match=r"client\.parquet is not as"):
        kill.what_is_left(store, sent)


def test_a_missing_line_would_be_seen(tmp_path):
    [sent] = kill.write_returns(tmp_path, 1)
    store = Store(tmp_path / "store")
    store.accept(store.receive(sent, by="s").id, by="s", part=True)
    (store.path / "ledger.jsonl").write_bytes(b"")
    with pytest.raises(kill.Broken, match="0 in ledger"):
        kill.look_at_all(store, [sent])


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_store_and_audit_of_the_site_agree_after_every_kill(database):
    run = kill_site.in_a_process(SITE_RUNS, 5, database)
    assert run.returncode == 0, run.stderr[-2000:]
    assert "ledger, store and audit agree" in run.stdout
