"""The background task that checks a return. Run again after a kill it checks anew: half a result is never kept."""

from django.utils import timezone
from django_tasks import task

from throughcare.dataset.form import Unreadable
from throughcare.submissions import StoreError
from throughcare.submissions.check import STEPS
from throughcare.web.portal.models import Check
from throughcare.web.portal.own import store
from throughcare.web.rowsecurity.context import of_providers, seeing

UNKNOWN = "The check could not be finished. Nothing is lost; check it again, or ask the people who run this site."


@task()
def check_return(check_id: int, provider: str) -> None:
    """Check a return of a provider and keep how far it is."""
    with seeing(of_providers({provider})):
        check = Check.objects.get(pk=check_id)
        if not check.finished_at:
            _check(check)


def _check(check: Check) -> None:
    Check.objects.filter(pk=check.pk).update(begun_at=timezone.now(), step=0)
    try:
        store().check(
            check.return_id,
            entitled=frozenset(check.entitled),
            progress=_noting(check),
        )
    except (Unreadable, StoreError) as fault:
        return _finish(check, str(fault))
    except Exception:
        _finish(check, UNKNOWN)
        raise
    return _finish(check)


def _noting(check: Check):
    def note(step: str) -> None:
        Check.objects.filter(pk=check.pk).update(step=STEPS.index(step))

    return note


def _finish(check: Check, fault: str = "") -> None:
    Check.objects.filter(pk=check.pk).update(
        finished_at=timezone.now(), fault=fault[:300]
    )
