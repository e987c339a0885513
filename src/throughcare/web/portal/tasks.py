"""The background tasks that check and accept a return.

Each can be run again after a kill: half a result is never kept, and what is accepted is not accepted a second time.
"""

from django.utils import timezone
from django_tasks import task

from throughcare.dataset.file import Unreadable
from throughcare.submissions import StoreError
from throughcare.web.portal import accepting
from throughcare.web.portal.models import Acceptance, Check, Work
from throughcare.web.portal.own import store
from throughcare.web.rowsecurity.context import of_providers, seeing

UNKNOWN = "The check could not be finished. Nothing is lost; check it again, or ask the people who run this site."
NOT_ACCEPTED = "The return could not be accepted. Nothing is lost; accept it again, or ask the people who run this site."


@task()
def check_return(check_id: int, provider: str) -> None:
    """Check a return of a provider and keep how far it is."""
    _do(Check, check_id, provider, _check, UNKNOWN)


def _check(check: Check) -> None:
    entitled = frozenset(check.entitled)
    store().check(check.return_id, entitled=entitled, progress=_noting(check))


@task()
def accept_return(acceptance_id: int, provider: str) -> None:
    """Accept a return of a provider, as it was asked for, and keep how far it is."""
    _do(Acceptance, acceptance_id, provider, _accept, NOT_ACCEPTED)


def _accept(acceptance: Acceptance) -> None:
    accepting.accept(
        return_id=acceptance.return_id,
        part=acceptance.part,
        replace_fuller=acceptance.replace_fuller,
        by=acceptance.asked_by,
        progress=_noting(acceptance),
    )


def _do(kind: type[Work], pk: int, provider: str, does, unknown: str) -> None:
    """Do what was asked for a return of a provider, unless that is done already."""
    with seeing(of_providers({provider})):
        work = kind.objects.get(pk=pk)
        if not work.finished_at:
            _attempt(work, does, unknown)


def _attempt(work: Work, does, unknown: str) -> None:
    """Do it; a fault is kept as one sentence."""
    _note(work, begun_at=timezone.now(), step=0)
    try:
        does(work)
    except (Unreadable, StoreError) as fault:
        return _finish(work, str(fault))
    except Exception:
        _finish(work, unknown)
        raise
    return _finish(work)


def _noting(work: Work):
    def note(step: str) -> None:
        _note(work, step=work.STEPS.index(step))

    return note


def _finish(work: Work, fault: str = "") -> None:
    _note(work, finished_at=timezone.now(), fault=fault[:300])


def _note(work: Work, **values) -> None:
    type(work).objects.filter(pk=work.pk).update(**values)
