"""Seals on the logs: a chain of hashes, whose copies are kept in another place, shows what was changed behind it.

A seal covers what was written between the one before it and an hour ago, when every writer of that time is done.
"""

import datetime as dt
import hashlib
import json

from django.db import transaction
from django.utils import timezone

from throughcare.web.audit.models import Event, Reading, Seal
from throughcare.web.rowsecurity.context import ALL, seeing

SETTLED = dt.timedelta(hours=1)
EVENT = ("id", "at", "by_id", "action", "target", "detail")
READING = (
    "id",
    "at",
    "by_id",
    "page",
    "provider",
    "return_id",
    "rows",
    "reason",
    "address",
)


def seal(until: dt.datetime | None = None) -> Seal:
    """Seal what is not sealed yet; gives the new seal."""
    until = until or timezone.now() - SETTLED
    with seeing(ALL), transaction.atomic():
        last = Seal.objects.last()
        events, readings, made = _hashed(last, until)
        return Seal.objects.create(
            at=until, events=events, readings=readings, hash=made
        )


def broken() -> list[Seal]:
    """Seals that no longer fit the logs: something before them was changed, taken away or put in."""
    found, last = [], None
    with seeing(ALL):
        for one in Seal.objects.all():
            if (one.events, one.readings, one.hash) != _hashed(last, one.at):
                found.append(one)
            last = one
    return found


def _hashed(last: Seal | None, until: dt.datetime) -> tuple[int, int, str]:
    """How many events and readings there are between a seal and a moment, and the hash of them all."""
    seen = hashlib.sha256((last.hash if last else "").encode())
    counts = []
    for model, fields in ((Event, EVENT), (Reading, READING)):
        rows = model.objects.filter(at__lt=until).order_by("id")
        if last:
            rows = rows.filter(at__gte=last.at)
        counts.append(0)
        for row in rows.values_list(*fields):
            seen.update(json.dumps(list(row), default=_plain, sort_keys=True).encode())
            counts[-1] += 1
    return counts[0], counts[1], seen.hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return str(value)
