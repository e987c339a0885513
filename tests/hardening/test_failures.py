"""Full disks, damaged files and two things at once, in real processes: one clear sentence, and nothing is lost."""

import os
import resource
import subprocess
import sys
import time

import pyarrow.parquet as pq
import pytest

from throughcare.submissions import Store
from throughcare.warehouse.cut import Cut

from .kill import look_at_all, write_returns


def throughcare(*arguments, most_bytes=None):
    """The command in a process of its own; `most_bytes`: no file may grow beyond, as on a full disk."""

    def limit():
        if most_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    return subprocess.run(
        [sys.executable, "-m", "throughcare.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        preexec_fn=limit,
        env=os.environ | {"COLUMNS": "1000"},
    )


def said(done):
    told = done.stdout + done.stderr
    assert "Traceback" not in told, told[-2000:]
    return " ".join(told.split())


@pytest.fixture
def sent(tmp_path):
    """Returns of four providers."""
    return write_returns(tmp_path, 24)[::6]


@pytest.fixture
def path(tmp_path, sent):
    """A store with the first two of them."""
    path = tmp_path / "store"
    store = Store(path)
    for file in sent[:2]:
        store.accept(store.receive(file, by="s").id, by="s", part=True)
    return path


@pytest.mark.parametrize("most_bytes", [0, 300, 4_000, 15_000])
def test_a_full_disk_ends_a_submission_in_one_sentence(path, sent, most_bytes):
    before = Store(path).ledger()
    submit = ("submit", sent[2], "--store", path, "--accept-part")
    done = throughcare(*submit, most_bytes=most_bytes)
    assert "file too large" in said(done)
    assert "make room" in said(done)
    assert done.returncode == 2
    store = Store(path)
    assert store.ledger() == before
    assert len(store.receipts()) == 2
    assert list((path / "work").iterdir()) == []
    assert throughcare(*submit).returncode == 0
    look_at_all(Store(path), sent[:3])


def test_a_full_disk_ends_a_check_in_one_sentence(sent):
    done = throughcare("check", sent[0], most_bytes=300)
    assert "cannot be checked: file too large" in said(done)
    assert done.returncode == 2


@pytest.mark.parametrize("most_bytes", [0, 3_000])
def test_a_full_disk_ends_a_freeze_in_one_sentence(path, most_bytes):
    freeze = ("freeze", "--store", path, "--as-of", "2012-12-01", "--name", "c")
    done = throughcare(*freeze, most_bytes=most_bytes)
    assert "The cut cannot be written: file too large" in said(done)
    assert (done.returncode, Cut.names(path)) == (2, [])
    assert throughcare(*freeze).returncode == 0


@pytest.mark.parametrize("damage", [b'{"id": "half', b"[]", b'{"id": "x"}', None])
def test_a_damaged_receipt_stops_a_freeze_and_can_be_made_anew(path, sent, damage):
    store = Store(path)
    [receipt, _] = store.receipts()
    file = store.folder(receipt.id) / "receipt.json"
    whole = file.read_bytes()
    file.unlink() if damage is None else file.write_bytes(damage)
    freeze = ("freeze", "--store", path, "--as-of", "2012-12-01", "--name", "c")
    done = throughcare(*freeze)
    assert receipt.id in said(done)
    assert "throughcare mend" in said(done)
    assert done.returncode == 2
    assert "damaged" in said(throughcare("returns", "--store", path))
    other = throughcare("submit", sent[2], "--store", path, "--accept-part")
    assert other.returncode == 0, said(other)
    again = throughcare("submit", sent[0], "--store", path, "--accept-part")
    assert (again.returncode, "throughcare mend" in said(again)) == (2, True)
    assert "made anew" in said(throughcare("mend", "--store", path))
    assert file.read_bytes() == whole
    assert throughcare(*freeze).returncode == 0


def test_an_original_that_has_changed_is_not_mended(path):
    store = Store(path)
    folder = store.folder(store.receipts()[0].id)
    (folder / "receipt.json").write_bytes(b"")
    (folder / "original.csv").write_bytes(b"other bytes")
    done = throughcare("mend", "--store", path)
    assert "has changed. Bring the folder back from a backup" in said(done)
    assert done.returncode == 1


@pytest.mark.parametrize("damage", [b"\x00\x00", b'{"id": 5', b"{}"])
def test_a_damaged_ledger_line_is_written_anew(path, sent, damage):
    ledger = path / "ledger.jsonl"
    first, second = ledger.read_bytes().splitlines()
    ledger.write_bytes(damage + b"\n" + second + b"\n")
    assert len(Store(path).ledger()) == 1
    assert "1 line more" in said(throughcare("mend", "--store", path))
    assert "Nothing is damaged" in said(throughcare("mend", "--store", path))
    done = throughcare("submit", sent[2], "--store", path, "--accept-part")
    assert done.returncode == 0
    look_at_all(Store(path), sent[:3])


def test_damaged_records_stop_a_freeze(path):
    store = Store(path)
    receipt = store.receipts()[0]
    records = store.folder(receipt.id) / "episode.parquet"
    records.write_bytes(records.read_bytes()[:100])
    done = throughcare(
        "freeze", "--store", path, "--as-of", "2012-12-01", "--name", "c"
    )
    assert f"records of the return {receipt.id} cannot be read" in said(done)
    assert (done.returncode, Cut.names(path)) == (2, [])


def test_cuts_frozen_while_returns_come_in_hold_whole_returns(tmp_path):
    """Each cut holds every episode of the returns that it names, and no return is held up."""
    sent = write_returns(tmp_path, 60)[::6]
    path = tmp_path / "store"
    first = throughcare("submit", sent[0], "--store", path, "--accept-part")
    assert first.returncode == 0, said(first)
    command = [sys.executable, "-m", "throughcare.cli", "submit", "--store", path]
    sender = subprocess.Popen(
        [*command, "--accept-part", *sent], stdout=subprocess.PIPE
    )
    made = 0
    while sender.poll() is None:
        name = f"c{made}"
        done = throughcare(
            "freeze", "--store", path, "--as-of", "2012-12-01", "--name", name
        )
        assert done.returncode == 0, said(done)
        made += 1
        time.sleep(0.05)
    sender.communicate()
    assert sender.returncode == 0
    assert made > 0
    kept = {r.id: r for r in Store(path).receipts()}
    assert len(kept) == len(sent)
    for name in Cut.names(path):
        cut = Cut.open(path, name)
        wanted = sum(kept[r["id"]].records["episode"] for r in cut.returns.values())
        derived = pq.read_metadata(cut.folder / "derived" / "episodes.parquet")
        assert derived.num_rows == wanted
