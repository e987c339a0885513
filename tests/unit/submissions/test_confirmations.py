"""Soft checks: confirmed with who, why and when; not asked again until a value changes."""

import datetime as dt
import json

import pytest

from throughcare.submissions import StoreError

YOUNG = {"born": dt.date(1996, 1, 31)}
"""Under 18 at triage: rule X03, a warning."""
X03 = ("X03", 2, "DOB")
WHY = {"by": "J. Hall", "why": "seen the passport"}


def received(store, path):
    sent = store.receive(path, by="sender").id
    store.check(sent)
    return sent


def warnings(store, sent):
    return store.result(sent).counts["warn"]


def test_a_confirmed_warning_says_who_why_and_when(store, write):
    sent = received(store, write({"1": YOUNG}))
    before = warnings(store, sent)
    [made] = store.confirm(sent, *X03, **WHY)
    [finding] = store.findings(sent, rule="X03")
    assert finding["confirmed"] == WHY | {"at": made.at}
    assert (warnings(store, sent), store.result(sent).confirmed) == (before - 1, 1)
    [entry] = [e for e in store.result(sent).by_rule if e["rule"] == "X03"]
    assert (entry["count"], entry["confirmed"]) == (1, 1)


def test_it_is_not_asked_again_in_the_next_return(store, write):
    store.confirm(received(store, write({"1": YOUNG})), *X03, **WHY)
    later = received(store, write({"0": {}, "1": YOUNG | {"drug_1": "3201"}}))
    [finding] = store.findings(later, rule="X03")
    assert (finding["row"], finding["confirmed"]["by"]) == (3, "J. Hall")
    assert store.result(later).confirmed == 1
    receipt = store.accept(later, by="sender")
    assert receipt.confirmed == 1


@pytest.mark.parametrize(
    "change",
    [
        {"born": dt.date(1996, 2, 1)},
        {"triaged": dt.date(2012, 4, 6)},
        {"episode_id": "2"},
    ],
)
def test_it_is_asked_again_when_a_value_or_the_record_changes(store, write, change):
    store.confirm(received(store, write({"1": YOUNG})), *X03, **WHY)
    later = received(store, write({"1": YOUNG | change}))
    [finding] = store.findings(later, rule="X03")
    assert finding["confirmed"] is None


def test_a_confirmation_is_kept_through_checks_and_acceptance(store, write):
    sent = received(store, write({"1": YOUNG}))
    store.confirm(sent, *X03, **WHY)
    store.check(sent)
    store.accept(sent, by="sender")
    [finding] = store.findings(sent, rule="X03")
    assert finding["confirmed"]["why"] == "seen the passport"
    assert store.result(sent).confirmed == 1


def test_an_accepted_return_stays_as_it_is_when_a_warning_is_confirmed(store, write):
    sent = received(store, write({"1": YOUNG}))
    store.accept(sent, by="sender")
    before = {p.name: p.read_bytes() for p in store.folder(sent).iterdir()}
    store.confirm(sent, *X03, **WHY)
    assert {p.name: p.read_bytes() for p in store.folder(sent).iterdir()} == before
    [finding] = store.findings(sent, rule="X03")
    assert finding["confirmed"]["by"] == "J. Hall"


def test_the_first_confirmation_stands(store, write):
    sent = received(store, write({"1": YOUNG}))
    [one] = store.confirm(sent, *X03, **WHY)
    [two] = store.confirm(sent, *X03, by="another", why="again")
    assert one == two


def test_neither_keys_nor_values_stand_in_the_file(store, write):
    sent = received(store, write({"SECRET": YOUNG}))
    store.confirm(sent, *X03, **WHY)
    told = (store.path / "confirmations.jsonl").read_text()
    assert "SECRET" not in told and "1996" not in told
    assert json.loads(told)["rule"] == "X03"


def test_a_missing_episode_can_be_confirmed_by_its_keys(store, write):
    two = {str(n): {} for n in range(20)}
    store.accept(received(store, write(two)), by="sender")
    one = received(store, write(dict(list(two.items())[:18])))
    seen = "CLIENTID 18, EPISODID 1"
    with pytest.raises(StoreError, match="say which by its value"):
        store.confirm(one, "L05", 0, "EPISODID", **WHY)
    store.confirm(one, "L05", 0, "EPISODID", value=seen, **WHY)
    told = {f["value"]: f["confirmed"] for f in store.findings(one, rule="L05")}
    assert told[seen]["by"] == "J. Hall"
    assert told["CLIENTID 19, EPISODID 1"] is None


@pytest.mark.parametrize(
    ("rule", "row", "field", "why", "said"),
    [
        ("X03", 2, "DOB", " ", "Say why"),
        ("X03", 3, "DOB", "x", "no finding X03 on row 3"),
        ("X99", 2, "DOB", "x", "no finding X99"),
        ("R05", 3, "SEX", "x", "no warning but reject-record"),
    ],
)
def test_what_cannot_be_confirmed_is_said(store, write, rule, row, field, why, said):
    sent = received(store, write({"1": YOUNG, "2": {"sex": None}}))
    with pytest.raises(StoreError, match=said):
        store.confirm(sent, rule, row, field, by="b", why=why)


def test_another_provider_or_data_set_is_asked(store, write):
    store.confirm(received(store, write({"1": YOUNG})), *X03, **WHY)
    path = write({"1": YOUNG})
    other = path.with_name(path.name.replace("X0001", "X0002"))
    other.write_text(path.read_text().replace("X0001", "X0002"))
    [finding] = store.findings(received(store, other), rule="X03")
    assert finding["confirmed"] is None
