"""Writing to the audit."""

from collections.abc import Iterable

from django.db import transaction

from throughcare.web.audit.models import Event, Reading


def record(*, action: str, target: str, by, **detail) -> Event:
    """Add an event. It belongs to the transaction of the change that it records, or to none."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "An audit event is recorded in the same transaction as its change."
        )
    return Event.objects.create(action=action, target=str(target), by=by, detail=detail)


def record_read(
    *,
    by,
    page: str,
    provider: str,
    return_id: str,
    rows: Iterable[int] = (),
    reason: str = "",
    address: str | None = None,
) -> Reading:
    """Note that `by` was shown records of a return; without `rows`, the whole of it.

    `page` is the name of the page (`portal:return`), `provider` the agency code of the return, `rows` the row numbers
    shown, `address` where the request came from. Called before the page is sent: what cannot be noted is not shown.
    """
    return Reading.objects.create(
        by=by,
        page=page,
        provider=provider,
        return_id=return_id,
        rows=sorted(set(rows)),
        reason=reason,
        address=address,
    )
