"""Saving, renaming, deleting and putting back reports; each leaves an audit event without the report's name."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from throughcare.web.audit.actions import record
from throughcare.web.viewit.models import SavedReport

KEPT_FOR = dt.timedelta(days=7)
"""How long a deleted report can be put back; after that it is gone."""


def own(user):
    """The reports of a user, deleted ones too."""
    return SavedReport.objects.filter(owner=user)


@transaction.atomic
def save(*, name: str, query: str, by) -> SavedReport:
    """Keep a question under a name; one of the same name is replaced."""
    found = own(by).filter(name=name, deleted_at=None).first()
    action = "report-replaced" if found else "report-saved"
    found = found or SavedReport(owner=by, name=name)
    found.query, found.saved_at = query, timezone.now()
    found.save()
    record(action=action, target=f"saved-report-{found.pk}", by=by)
    return found


@transaction.atomic
def rename(*, report: SavedReport, name: str, by) -> None:
    """Give a report another name."""
    SavedReport.objects.filter(pk=report.pk).update(name=name)
    record(action="report-renamed", target=f"saved-report-{report.pk}", by=by)


@transaction.atomic
def delete(*, report: SavedReport, by) -> None:
    """Take a report off the list. It can be put back for some days."""
    SavedReport.objects.filter(pk=report.pk).update(deleted_at=timezone.now())
    record(action="report-deleted", target=f"saved-report-{report.pk}", by=by)


@transaction.atomic
def put_back(*, report: SavedReport, by) -> None:
    """Put a deleted report back on the list."""
    SavedReport.objects.filter(pk=report.pk).update(deleted_at=None)
    record(action="report-put-back", target=f"saved-report-{report.pk}", by=by)


@transaction.atomic
def forget_old(*, by) -> int:
    """Remove for good what was deleted long enough ago; how many."""
    old = own(by).filter(deleted_at__lt=timezone.now() - KEPT_FOR)
    return old.delete()[0]
