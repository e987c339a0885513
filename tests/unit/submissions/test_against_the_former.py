"""A return against the last accepted one of its provider: approval, identity, turns."""

import shutil

import pytest

from throughcare.submissions import WouldVanish

TWENTY = {str(n): {} for n in range(20)}


def send(store, path, **agreed):
    received = store.receive(path, by="sender")
    return store.accept(received.id, by="sender", **agreed)


def first(clients, count):
    return dict(list(clients.items())[:count])


def test_a_clearly_smaller_return_waits_for_approval(store, write):
    former = send(store, write(TWENTY))
    path = write(first(TWENTY, 17))
    with pytest.raises(WouldVanish, match="3 of 20 clients and 3 of 20 episodes"):
        send(store, path)
    assert store.current()[former.provider, "H"].id == former.id
    receipt = send(store, path, replace_fuller=True)
    assert store.current()[former.provider, "H"].id == receipt.id
    assert receipt.former == former.id
    assert receipt.vanishing == "3 of 20 clients and 3 of 20 episodes missing"


def test_a_tenth_less_needs_no_approval(store, write):
    send(store, write(TWENTY))
    receipt = send(store, write(first(TWENTY, 18)))
    assert receipt.vanishing == ""


def test_the_result_says_what_must_be_agreed_to(store, write):
    send(store, write(TWENTY))
    part = first(TWENTY, 5) | {"x": {"sex": None}}
    received = store.receive(write(part), by="sender")
    result = store.check(received.id)
    assert result.approvals == ("part", "replace-fuller")
    assert store.result(received.id).approvals == ("part", "replace-fuller")
    assert store.count_findings(received.id, rule="L05", row=0) == 15


def test_without_a_former_return_nothing_vanishes(store, write):
    result = store.check(store.receive(write({"1": {}}), by="sender").id)
    assert (result.former, result.vanishing, result.approvals) == (None, "", ())


def test_another_providers_return_is_no_former_one(store, write, tmp_path):
    send(store, write(TWENTY))
    path = write(first(TWENTY, 2))
    other = path.with_name(path.name.replace("X0001", "X0002"))
    other.write_text(path.read_text().replace("X0001", "X0002"))
    assert send(store, other).former is None


def test_the_same_bytes_under_another_period_are_another_return(store, write):
    path = write({"1": {}})
    later = path.with_name(path.name.replace("20120901-20120930", "20121001-20121031"))
    shutil.copy(path, later)
    one, two = send(store, path), send(store, later)
    assert one.id != two.id
    assert (one.period_start, two.period_start) == ("2012-09-01", "2012-10-01")
    assert store.receive(later, by="again").id == two.id
    assert [e["name"] for e in store.history()] == [later.name, path.name]


def test_what_is_missing_is_told_in_the_header_of_the_file_handed_back(store, write):
    send(store, write(TWENTY))
    received = store.receive(write(first(TWENTY, 17)), by="sender")
    store.check(received.id)
    header, *rows = store.handed_back(received.id).read_text().splitlines()
    assert "(3: CLIENTID 17, EPISODID 1; CLIENTID 18, EPISODID 1" in header
    assert len(rows) == 17


def test_agencies_that_the_sender_may_not_submit_for_are_refused_at_acceptance_too(
    store, write
):
    from throughcare.submissions import Refused

    received = store.receive(write({"1": {}}), by="sender")
    store.check(received.id, entitled=frozenset({"X0009"}))
    with pytest.raises(Refused):
        store.accept(received.id, by="sender")
