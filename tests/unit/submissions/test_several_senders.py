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
    check = store._checked

    def accepted_meanwhile(id, *more):
        monkeypatch.undo()
        Store(store.path).accept(id, by="the other")
        return check(id, *more)

    monkeypatch.setattr(store, "_checked", accepted_meanwhile)
    monkeypatch.setattr(store, "folder", lambda name: store.path / "inbox" / name)
    assert store.accept(received.id, by="late").accepted_by == "the other"
