"""kill -9 at any point of receive and accept, in real processes: nothing lost, nothing half accepted."""

import os
import random
import signal
import subprocess
import sys
import time

import pyarrow.parquet as pq

from throughcare.submissions import Store

RUNS = 14
SEND = """
import sys
from throughcare.submissions import Store
store = Store(sys.argv[1])
print("ready", flush=True)
received = store.receive(sys.argv[2], by="sender")
store.accept(received.id, by="sender", replace_fuller=True)
"""


def start(store, path):
    process = subprocess.Popen(
        [sys.executable, "-c", SEND, str(store), str(path)],
        stdout=subprocess.PIPE,
    )
    process.stdout.readline()
    return process


def test_nothing_is_lost_or_half_accepted(tmp_path, write):
    chance = random.Random(7)
    store_path = tmp_path / "store"
    sent = [write({str(client): {} for client in range(n + 1)}) for n in range(RUNS)]
    began = time.monotonic()
    Store(store_path).receive(sent[0], by="sender")
    assert start(store_path, sent[0]).wait() == 0
    whole = time.monotonic() - began
    killed = 0
    for path in sent[1:]:
        process = start(store_path, path)
        time.sleep(chance.uniform(0, whole))
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            killed += 1
        process.wait()
        assert_whole(Store(store_path))
    assert killed > 0
    store = Store(store_path)
    for path in sent:
        received = store.receive(path, by="sender")
        store.accept(received.id, by="sender", replace_fuller=True)
    assert len(store.receipts()) == len(store.ledger()) == RUNS
    assert list((store_path / "inbox").iterdir()) == []


def assert_whole(store):
    """Every accepted return is complete, and after a repair the ledger names each exactly once."""
    store.repair()
    for folder in (store.path / "returns").iterdir():
        receipt = next(r for r in store.receipts() if r.id == folder.name)
        for kind, count in receipt.records.items():
            assert pq.read_metadata(folder / f"{kind}.parquet").num_rows == count
    accepted = sorted(p.name for p in (store.path / "returns").iterdir())
    assert sorted(line["id"] for line in store.ledger()) == accepted
