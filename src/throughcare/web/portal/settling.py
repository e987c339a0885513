"""The audit brought level with the store: what a process did and, killed at that moment, could not note any more.

Returns that were sent from the command line are noted in the same way.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress

from django.db import transaction
from django.utils import timezone

from throughcare.submissions.errors import Damaged
from throughcare.web.accounts.models import User
from throughcare.web.audit.actions import record
from throughcare.web.audit.models import Event
from throughcare.web.portal.own import store
from throughcare.web.work.schedule import every

SECONDS_BETWEEN_LOOKS = 600
UNDER_WAY = dt.timedelta(minutes=10)
"""What is younger may be noted yet by the process that does it."""


@every(SECONDS_BETWEEN_LOOKS)
def settle_audit(younger_than: dt.timedelta = UNDER_WAY) -> int:
    """Note what is in the store and not in the audit, marked as found later; gives how many events were added."""
    until = timezone.now() - younger_than
    steps = [step for step in _steps() if step[2] <= until]
    known = _known({action for action, *_ in steps})
    missing = [step for step in steps if step[:2] not in known]
    for action, return_id, at, by in missing:
        _note(action, return_id, at, by)
    return len(missing)


def _steps() -> Iterator[tuple[str, str, dt.datetime, str]]:
    """Action, return, time and name of the account of each step that the store tells of."""
    kept = store()
    kept.repair()
    for line in kept.ledger():
        at = dt.datetime.fromisoformat(line["accepted_at"])
        yield "return-accepted", line["id"], at, line["accepted_by"]
    for return_id in kept.waiting():
        with suppress(Damaged):  # it is told on the page of returns
            told = kept.received(return_id)
            at = dt.datetime.fromisoformat(told.at)
            yield "return-received", return_id, at, told.by


def _known(actions: set[str]) -> set[tuple[str, str]]:
    events = Event.objects.filter(action__in=actions)
    return set(events.values_list("action", "target"))


@transaction.atomic
def _note(action: str, return_id: str, at: dt.datetime, by: str) -> None:
    account = User.objects.filter(username=by).first()
    record(action=action, target=return_id, by=account, found_later=at.isoformat())
