"""The audit is brought level with the store after a process was killed between the two."""

import datetime as dt

import pytest

from throughcare.submissions import Store
from throughcare.web.audit.models import Event
from throughcare.web.portal import accepting, actions, settling

AT_ONCE = dt.timedelta(0)


def events() -> list[tuple]:
    found = Event.objects.filter(action__startswith="return-").order_by("id")
    return [(e.action, e.target, "found_later" in e.detail) for e in found]


@pytest.fixture
def kept(store, own_file, users):
    """A return that is in the store and not in the audit."""
    kept = Store(store)
    return kept.receive(own_file, by="data-manager")


def test_received_return_that_could_not_be_noted_is_noted_later(kept):
    assert settling.settle_audit() == 0, "it may be under way"
    assert settling.settle_audit(AT_ONCE) == 1
    assert events() == [("return-received", kept.id, True)]
    assert Event.objects.get(target=kept.id).by.username == "data-manager"


def test_accepted_return_is_noted_once(kept, store):
    Store(store).accept(kept.id, by="somebody", part=True)
    assert settling.settle_audit(AT_ONCE) == 1
    assert settling.settle_audit(AT_ONCE) == 0
    assert events() == [("return-accepted", kept.id, True)]
    assert Event.objects.get(target=kept.id).by is None


def test_what_was_noted_is_left_alone(store, own_file, users):
    received = actions.receive_return(
        path=own_file, name=own_file.name, by=users["data-manager"]
    )
    accepting.accept(return_id=received.id, part=True, by=users["data-manager"])
    assert settling.settle_audit(AT_ONCE) == 0
    assert [found for *_, found in events()] == [False, False]


def test_damaged_return_stops_nothing(kept, store):
    (Store(store).folder(kept.id) / "received.json").write_text("{")
    assert settling.settle_audit(AT_ONCE) == 0
