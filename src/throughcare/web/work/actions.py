"""Signs of life, and work given back when its worker is gone."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from throughcare.web.work.models import Beat

BEAT_SECONDS = 2
SILENT_SECONDS = 15
"""A worker that has been silent for so long is taken for gone."""


def beat(worker: str) -> None:
    """Leave a sign of life, and give back the work of workers that left none."""
    Beat.objects.update_or_create(worker=worker, defaults={"at": timezone.now()})
    give_back()


def leave(worker: str) -> None:
    """A worker goes home: what it had begun, if anything, is given back at once."""
    Beat.objects.filter(worker=worker).delete()
    give_back()


def alive(now: dt.datetime) -> set[str]:
    """Workers with a recent sign of life."""
    since = now - dt.timedelta(seconds=SILENT_SECONDS)
    return set(Beat.objects.filter(at__gte=since).values_list("worker", flat=True))


@transaction.atomic
def give_back() -> int:
    """Put begun work whose worker is gone back into the queue; gives how much that was.

    Every task can be run again: it finds what an earlier run finished, and goes on from there.
    """
    running = DBTaskResult.objects.running().select_for_update(skip_locked=True)
    here = alive(timezone.now())
    lost = [r.pk for r in running if not r.worker_ids or r.worker_ids[-1] not in here]
    return DBTaskResult.objects.filter(pk__in=lost).update(
        status=TaskResultStatus.READY, started_at=None
    )
