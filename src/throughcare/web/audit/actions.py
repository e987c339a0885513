"""Writing to the audit."""

from django.db import transaction

from throughcare.web.audit.models import Event


def record(*, action: str, target: str, by, **detail) -> Event:
    """Add an event. It belongs to the transaction of the change that it records, or to none."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "An audit event is recorded in the same transaction as its change."
        )
    return Event.objects.create(action=action, target=str(target), by=by, detail=detail)
