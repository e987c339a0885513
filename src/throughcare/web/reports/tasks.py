"""The background task that makes the routine reports of a cut."""

import time

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from throughcare.web.reports.models import Making

SECONDS_BETWEEN_NOTES = 1


@task()
def make_reports(making_id: int) -> None:
    """Make every report of a cut. Run again after a kill it begins anew: half a run is never kept."""
    from throughcare.publish.reports import run
    from throughcare.warehouse.cut import Cut, CutError

    making = Making.objects.get(pk=making_id)
    if making.finished_at:
        return
    making.begun_at = timezone.now()
    making.save(update_fields=("begun_at",))
    try:
        cut = Cut.open(settings.THROUGHCARE_STORE, making.cut)
        made = run.make(
            cut,
            by=_who(making),
            site=settings.SITE_ADDRESS,
            progress=_noting(making),
        )
    except CutError as error:
        return _finish(making, fault=str(error))
    except Exception:
        _finish(making, fault="The reports could not be made. The log says why.")
        raise
    _finish(making, number=made.number)


def _finish(making: Making, number: int | None = None, fault: str = "") -> None:
    """Note the end of a making: its run, or in one sentence why there is none."""
    making.finished_at = timezone.now()
    making.number, making.fault = number, fault[:200]
    making.save(update_fields=("finished_at", "number", "fault"))


def _who(making: Making) -> str:
    return making.asked_by.username if making.asked_by else "after the freeze"


def _noting(making: Making):
    """Progress written to the database now and then."""
    last = [0.0]

    def note(done: int, total: int) -> None:
        if time.monotonic() - last[0] > SECONDS_BETWEEN_NOTES:
            last[0] = time.monotonic()
            Making.objects.filter(pk=making.pk).update(done=done, total=total)

    return note


@task()
def make_packs(name: str) -> None:
    """Make the packs and the bulletin of a release. Run again after a kill it begins anew."""
    from throughcare.publish.packs import kept
    from throughcare.publish.packs.source import NoPack
    from throughcare.warehouse.cut import Cut

    try:
        kept.make(Cut.open(settings.THROUGHCARE_STORE, name))
    except NoPack:
        return  # its sentence stands on the page
