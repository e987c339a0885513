"""The one gate to a return: the store, and the entry of a return of a provider that the account speaks for."""

import datetime as dt

from django.conf import settings
from django.http import Http404

from throughcare.submissions import Store, standing
from throughcare.web.audit.actions import record_read
from throughcare.web.organisations import scope


def store() -> Store:
    """The store of returns that this site works on; the years of the demonstration have no month that is open."""
    if settings.DEMO:
        return Store(settings.THROUGHCARE_STORE)
    return Store(settings.THROUGHCARE_STORE, open_month=_open_month)


def _open_month() -> dt.date | None:
    return standing.open_month(dt.date.today())


def codes_of(user, day: dt.date | None = None) -> frozenset[str]:
    """Agency codes whose returns a data manager sends: the own provider and those merged into it."""
    return scope.providers_of(user, day) or frozenset()


def history_of(user) -> list[dict]:
    """Returns of the providers that the account speaks for, newest first."""
    found = [e for code in codes_of(user) for e in store().history(code)]
    return sorted(found, key=lambda e: (e["at"], e["id"]), reverse=True)


def entry_of(codes: frozenset[str], return_id: str) -> dict:
    """The history entry of a return of one of these providers; another's is not found."""
    for entry in (e for code in codes for e in store().history(code)):
        if entry["id"] == return_id:
            return entry
    raise Http404


def own(request, return_id: str):
    """The store and the entry of an own return."""
    return store(), entry_of(codes_of(request.user), return_id)


def note_reading(request, entry: dict, rows=()) -> None:
    """Note who is about to see which rows of a return (security.md S29)."""
    record_read(
        by=request.user,
        page=request.resolver_match.view_name,
        provider=entry["provider"],
        return_id=entry["id"],
        rows=rows,
        address=request.META.get("REMOTE_ADDR"),
    )
