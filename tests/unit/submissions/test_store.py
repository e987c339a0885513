"""The store: three outcomes, immutable returns, a ledger that follows from the folders."""

import datetime as dt

import pyarrow.parquet as pq
import pytest

from throughcare.dataset.file import Unreadable
from throughcare.submissions import NeedsApproval, Refused, StoreError, UnknownReturn

SOUND = {"1": {}, "2": {"born": dt.date(1970, 5, 5)}}
WRONG = {"sex": None}


def send(store, path, part=False):
    received = store.receive(path, by="sender")
    store.check(received.id)
    return store.accept(received.id, by="sender", part=part)


def test_a_sound_return_is_accepted(store, write):
    receipt = send(store, write(SOUND))
    assert (receipt.part, receipt.rows, receipt.records["episode"]) == (False, 2, 2)
    assert [e["state"] for e in store.history()] == ["accepted"]
    assert [line["id"] for line in store.ledger()] == [receipt.id]


def test_rejected_records_need_the_senders_approval(store, write):
    path = write(SOUND | {"3": WRONG})
    with pytest.raises(NeedsApproval):
        send(store, path)
    assert store.receipts() == []
    receipt = send(store, path, part=True)
    clients = pq.read_table(store.folder(receipt.id) / "client.parquet")
    assert clients["client_id"].to_pylist() == ["1", "2"]
    assert [e["state"] for e in store.history()] == ["accepted-in-part"]


def test_a_return_without_a_sound_record_is_refused(store, write):
    path = write({"1": WRONG})
    with pytest.raises(Refused):
        send(store, path, part=True)
    assert [e["state"] for e in store.history()] == ["refused"]


def test_a_rejected_file_is_refused_even_with_approval(store, write):
    path = write(SOUND)
    path.write_text(path.read_text().replace('"DOB"', '"BORN"', 1))
    with pytest.raises(Refused):
        send(store, path, part=True)


def test_accepting_twice_gives_the_first_receipt(store, write):
    path = write(SOUND)
    first = send(store, path)
    assert send(store, path) == first
    assert len(store.ledger()) == 1


def test_a_newer_return_replaces_the_former_which_stays(store, write):
    former = send(store, write(SOUND))
    newer = send(store, write(SOUND | {"3": {}}))
    assert store.current()[newer.provider, "H"].id == newer.id
    assert store.folder(former.id).is_dir()
    states = {e["id"]: e["state"] for e in store.history()}
    assert states == {former.id: "superseded", newer.id: "accepted"}


def test_the_original_bytes_are_kept(store, write):
    path = write(SOUND)
    receipt = send(store, path)
    assert (store.folder(receipt.id) / "original.csv").read_bytes() == path.read_bytes()


def test_the_ledger_can_be_rebuilt_from_the_folders(store, write):
    send(store, write(SOUND))
    send(store, write(SOUND | {"3": {}}))
    before = store.ledger()
    (store.path / "ledger.jsonl").write_bytes(b'{"id": "half a li')
    store.rebuild_ledger()
    assert store.ledger() == before


def test_a_line_cut_short_is_mended(store, write):
    receipt = send(store, write(SOUND))
    ledger = store.path / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes()[:20])
    store.repair()
    assert [line["id"] for line in store.ledger()] == [receipt.id]


def test_withdrawn_before_acceptance(store, write):
    received = store.receive(write(SOUND), by="sender")
    store.withdraw(received.id, by="sender")
    assert [e["state"] for e in store.history()] == ["withdrawn"]


def test_an_accepted_return_cannot_be_withdrawn(store, write):
    receipt = send(store, write(SOUND))
    with pytest.raises(StoreError, match="send a corrected one"):
        store.withdraw(receipt.id, by="sender")


def test_a_withdrawn_return_can_be_sent_again(store, write):
    path = write(SOUND)
    received = store.receive(path, by="sender")
    store.withdraw(received.id, by="sender")
    assert send(store, path).id == received.id


@pytest.mark.parametrize("id", ["nothing", "../returns", "", "a/b"])
def test_an_unknown_id_is_said_so(store, id):
    with pytest.raises(UnknownReturn):
        store.folder(id)


def test_findings_can_be_chosen(store, write):
    received = store.receive(write(SOUND | {"3": WRONG}), by="sender")
    store.check(received.id)
    [finding] = store.findings(received.id, level="reject-record")
    assert (finding["rule"], finding["row"], finding["field"]) == ("R05", 4, "SEX")
    assert store.count_findings(received.id, rule="R05") == 1
    assert store.findings(received.id, rule="R05", offset=1) == []


def test_the_file_is_handed_back_with_its_findings(store, write):
    received = store.receive(write(SOUND | {"3": WRONG}), by="sender")
    store.check(received.id)
    lines = store.handed_back(received.id).read_text().splitlines()
    assert lines[0].endswith(',"FINDINGS"')
    assert "R05 reject-record SEX" in lines[3]
    assert "R05" not in lines[1] + lines[2]


def test_a_changed_identity_is_told_against_the_last_return(store, write):
    send(store, write(SOUND))
    received = store.receive(write(SOUND | {"1": {"last_initial": "C"}}), by="sender")
    result = store.check(received.id)
    assert ("L03", 1) in {(b["rule"], b["count"]) for b in result.by_rule}


def test_no_identifier_stands_in_ledger_or_receipt(store, write):
    receipt = send(store, write(SOUND))
    told = (store.folder(receipt.id) / "receipt.json").read_text()
    told += (store.path / "ledger.jsonl").read_text()
    assert "1980" not in told and "19700505" not in told


def test_an_unreadable_file_is_not_received(store, tmp_path):
    path = tmp_path / "X0001-20120901-20120930-TREAT-IN-H.csv"
    path.write_bytes(b"%PDF-1.7 ...")
    with pytest.raises(Unreadable, match="PDF"):
        store.receive(path, by="sender")
    assert store.history() == []


def test_a_refusal_keeps_three_cells_and_no_more(store, write):
    refusal = {"consent": "N", "sex": "M"}
    receipt = send(store, write(SOUND | {"3": refusal}), part=True)
    episodes = pq.read_table(store.folder(receipt.id) / "episode.parquet").to_pylist()
    clients = pq.read_table(store.folder(receipt.id) / "client.parquet").to_pylist()
    kept = {
        k for r in (episodes[-1], clients[-1]) for k, v in r.items() if v is not None
    }
    assert kept == {"line", "agency", "client_id", "consent"}


def test_records_without_their_own_key_are_not_taken_for_one(store, write):
    """Two episodes of a client without EPISODID stay two; a repeated one counts once."""
    path = write({"1": {"episode_id": None}})
    header, row = path.read_text().splitlines()
    other = row.replace("20120405", "20120406")
    path.write_text("\n".join([header, row, other, row]) + "\n")
    receipt = send(store, path, part=True)
    assert receipt.records["episode"] == 2
    assert receipt.records["client"] == 1


def test_identical_refusals_of_a_client_are_one(store, write):
    path = write(SOUND | {"3": {"consent": "N", "episode_id": None}})
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, lines[-1]]) + "\n")
    assert send(store, path, part=True).records["episode"] == 3
