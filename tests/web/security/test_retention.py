"""S45: periods by class of record are dated parameters, and a command lists what is due without removing anything."""

import datetime as dt
import io

import pytest
from django.core.management import call_command

from throughcare import parameters
from throughcare.web.accounts.models import Invitation
from throughcare.web.governance import retention
from throughcare.web.portal.actions import store as open_store

CLASSES = (
    "accepted_returns_years",
    "unaccepted_returns_days",
    "readings_years",
    "changes_years",
    "invitations_days",
)


def kinds(day: dt.date) -> set[str]:
    return {one.kind for one in retention.due(open_store(), day)}


@pytest.mark.parametrize("name", CLASSES)
def test_s45_every_class_has_a_dated_period_that_is_marked(name):
    (value,) = parameters.get(f"retention.{name}").values
    assert value.value > 0 and value.evidence == "proposed" and value.reference


@pytest.mark.parametrize("accepted", [True, False])
def test_s45_return_is_due_the_day_after_its_period_and_stays(
    accepted, users, own_file, store
):
    kept = open_store()
    received = kept.receive(own_file, by="x")
    kind = "return that was never accepted"
    last = dt.date.today() + dt.timedelta(days=90)
    if accepted:
        kept.accept(received.id, by="x", part=True)
        (entry,) = kept.history()
        end = dt.date.fromisoformat(str(entry["period_end"])[:10])
        kind, last = "accepted return", end.replace(year=end.year + 8)
    assert kind not in kinds(last)
    assert kind in kinds(last + dt.timedelta(days=1))
    assert len(kept.history()) == 1


def test_s45_logs_and_invitations_come_due_over_26_years(users, store):
    from throughcare.web.accounts import actions
    from throughcare.web.audit.actions import record_read

    actions.invite(email="x@example.org", role="analyst", organisation=None, by=None)
    record_read(by=users["analyst"], page="p", provider="N0852", return_id="N0852-H-1")
    Invitation.objects.update(expires_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    this = dt.date.today()
    seen = {
        years: kinds(this.replace(day=1, year=this.year + years))
        for years in (0, 2, 26)
    }
    assert seen[0] == set() and seen[2] == {"invitation"}
    assert seen[26] == {"invitation", "reading", "event"}


def test_s45_command_lists_what_is_due(users, own_file, store):
    received = open_store().receive(own_file, by="x")
    out = io.StringIO()
    day = dt.date.today() + dt.timedelta(days=91)
    call_command("retention_due", on=day, stdout=out)
    assert received.id in out.getvalue() and f"1 due on {day}." in out.getvalue()
