"""What a data manager does with a return. The store keeps the files; the audit says who did it.

The event is written first and in a transaction around the store's own step: when the store refuses, the event is
taken back; when the event cannot be written, the store is not asked.
"""

from django.db import transaction

from throughcare.submissions import corrections
from throughcare.web.audit.actions import record
from throughcare.web.governance import agreements
from throughcare.web.portal.models import Check
from throughcare.web.portal.own import codes_of, store

__all__ = [
    "accept_return",
    "ask_for_check",
    "check_again",
    "confirm_finding",
    "correct_record",
    "receive_return",
    "store",
    "take_back_correction",
    "withdraw_return",
]


@transaction.atomic
def receive_return(*, path, name: str, by, way: str = "page", entitled=None):
    """Take in a file and have it checked in the background; gives the received return.

    `way`: page, api or folder. `entitled`: agency codes that it may hold, else those of the account `by`.
    """
    entitled = codes_of(by) if entitled is None else entitled
    agreements.need(entitled)
    received = store().receive(path, name=name, by=by.username)
    record(action="return-received", target=received.id, by=by, name=name[:150])
    ask_for_check(
        return_id=received.id,
        provider=received.provider,
        entitled=entitled,
        way=way,
        by=by,
    )
    return received


@transaction.atomic
def ask_for_check(*, return_id, provider: str, entitled, by, way="page") -> Check:
    """Queue the check of a return. While one waits there is no second: that one is given."""
    from throughcare.web.portal.tasks import check_return

    waiting = Check.objects.filter(return_id=return_id, begun_at__isnull=True).first()
    if waiting:
        return waiting
    check = Check.objects.create(
        return_id=return_id,
        provider=provider,
        entitled=sorted(entitled),
        way=way,
        asked_by=by,
    )
    check_return.enqueue(check.pk, provider)
    return check


@transaction.atomic
def accept_return(*, return_id: str, part: bool, by, replace_fuller: bool = False):
    """Accept a return, or with `part` what is left of it without its rejected records.

    `replace_fuller`: the sender agrees that it takes the place of a clearly fuller one.
    """
    approved = {"replace_fuller": True} if replace_fuller else {}
    record(action="return-accepted", target=return_id, by=by, part=part, **approved)
    return store().accept(return_id, by=by.username, part=part, **approved)


@transaction.atomic
def withdraw_return(*, return_id: str, by) -> None:
    """Take back a return that is not accepted yet."""
    record(action="return-withdrawn", target=return_id, by=by)
    store().withdraw(return_id, by=by.username)


@transaction.atomic
def confirm_finding(*, return_id: str, finding: dict, why: str, by) -> None:
    """Confirm a soft check with a reason; it is not asked again until the value changes."""
    rule, row, field = finding["rule"], finding["row"], finding["field"]
    record(
        action="finding-confirmed",
        target=return_id,
        by=by,
        rule=rule,
        row=row,
        field=field,
    )
    store().confirm(
        return_id, rule, row, field, by=by.username, why=why, value=finding["value"]
    )


@transaction.atomic
def correct_record(*, return_id: str, row: int, changes, why: str, by) -> None:
    """Lay corrections of one row over an immutable return, and check it again. The audit names fields, not values."""
    record(
        action="record-corrected",
        target=return_id,
        by=by,
        row=row,
        fields=sorted(changes),
    )
    corrections.add(store(), return_id, row, changes, by=by.username, why=why)
    _check_again(return_id, by)


@transaction.atomic
def take_back_correction(*, return_id: str, correction_id: str, by) -> None:
    """Undo a correction: what was sent stands again."""
    record(action="correction-taken-back", target=return_id, by=by)
    corrections.undo(store(), return_id, correction_id, by=by.username)
    _check_again(return_id, by)


@transaction.atomic
def check_again(*, return_id: str, by) -> None:
    """Check a return once more, as after a check that could not be finished."""
    record(action="return-checked-again", target=return_id, by=by)
    _check_again(return_id, by)


def _check_again(return_id: str, by) -> None:
    provider = store().received(return_id).provider
    ask_for_check(return_id=return_id, provider=provider, entitled=codes_of(by), by=by)
