"""What has been kept for as long as its class of record says (security.md S45).

Periods are dated parameters. Nothing is removed by this: who decides looks at the list, and holds back what is still
needed; how a return is taken out of store and backups is for the operator to decide and to write down.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from throughcare import parameters
from throughcare.dates import plain
from throughcare.submissions import Store
from throughcare.web.accounts.models import Invitation
from throughcare.web.audit.models import Event, Reading

ACCEPTED = {"accepted", "superseded"}


@dataclass(frozen=True)
class Due:
    """A record, or so many of a class, whose period is over."""

    kind: str
    what: str
    since: dt.date
    count: int = 1


def _before(name: str, today: dt.date) -> dt.date:
    """Records of this class from before this day are due."""
    value = parameters.at(f"retention.{name}", today)
    if value.unit == "year":
        return plain.add_months(today, -12 * value.value)
    return today - dt.timedelta(days=value.value)


def due(store: Store, today: dt.date) -> list[Due]:
    """Everything whose period is over on a day, class by class."""
    return [*_returns(store, today), *_logs(today), *_invitations(today)]


def _returns(store: Store, today: dt.date) -> Iterator[Due]:
    """Accepted returns from the last day that they speak of; others from when they came."""
    accepted = _before("accepted_returns_years", today)
    others = _before("unaccepted_returns_days", today)
    for entry in store.history():
        if str(entry["state"]).split("-")[0] in ACCEPTED:
            last = dt.date.fromisoformat(str(entry["period_end"])[:10])
            if last < accepted:
                yield Due("accepted return", entry["id"], last)
        elif (came := dt.date.fromisoformat(str(entry["at"])[:10])) < others:
            yield Due("return that was never accepted", entry["id"], came)


def _logs(today: dt.date) -> Iterator[Due]:
    for model, name in ((Reading, "readings_years"), (Event, "changes_years")):
        old = model.objects.filter(at__date__lt=_before(name, today))
        if count := old.count():
            first = old.earliest("at").at.date()
            yield Due(model._meta.verbose_name, f"{count} lines", first, count)


def _invitations(today: dt.date) -> Iterator[Due]:
    old = Invitation.objects.filter(
        sent_at__date__lt=_before("invitations_days", today),
        expires_at__lt=timezone.now(),
    )
    for one in old:
        yield Due("invitation", str(one), one.sent_at.date())
