"""Several processes that send the same file to one store at once."""

import subprocess
import sys

from throughcare.submissions import Store

SENDERS = 4


def test_the_same_file_sent_by_several_processes_is_accepted_once(tmp_path, write):
    path = write({"1": {}})
    command = [sys.executable, "-m", "throughcare.cli", "submit", str(path), "--store"]
    senders = [
        subprocess.Popen([*command, str(tmp_path / "s")], stderr=subprocess.PIPE)
        for _ in range(SENDERS)
    ]
    told = [sender.communicate()[1].decode() for sender in senders]
    assert [sender.returncode for sender in senders] == [0] * SENDERS, told
    store = Store(tmp_path / "s")
    assert len(store.ledger()) == len(store.receipts()) == len(store.history()) == 1
    assert list((tmp_path / "s" / "work").iterdir()) == []


def test_a_return_accepted_meanwhile_gives_its_receipt(store, write, monkeypatch):
    received = store.receive(write({"1": {}}), by="sender")
    turn = store._turn

    def accepted_meanwhile(*key):
        monkeypatch.undo()
        Store(store.path).accept(received.id, by="the other")
        return turn(*key)

    monkeypatch.setattr(store, "_turn", accepted_meanwhile)
    assert store.accept(received.id, by="late").accepted_by == "the other"
