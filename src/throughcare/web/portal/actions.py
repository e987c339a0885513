"""What a data manager does with a return. The store keeps the files; the audit says who did it.

The event is written first and in a transaction around the store's own step: when the store refuses, the event is
taken back; when the event cannot be written, the store is not asked. Checking and acceptance take long, and a worker
does them (`tasks`): here they are asked for.
"""

from django.db import transaction

from throughcare.submissions import (
    NeedsApproval,
    Refused,
    StoreError,
    WouldVanish,
    corrections,
)
from throughcare.web.audit.actions import record
from throughcare.web.governance import agreements
from throughcare.web.portal import tasks
from throughcare.web.portal.models import Acceptance, Check
from throughcare.web.portal.own import codes_of, store

__all__ = [
    "ask_for_acceptance",
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
def receive_return(
    *, path, name: str, by, way: str = "page", entitled=None, data_set=None
):
    """Take in a file and have it checked in the background; gives the received return.

    `way`: page, api or folder. `entitled`: agency codes that it may hold, else those of the account `by`. `data_set`: its
    slug, which a CSV file does not say; else what the file says.
    """
    entitled = codes_of(by) if entitled is None else entitled
    agreements.need(entitled)
    received = store().receive(
        path, name=name, by=by.username, dataset=data_set or None
    )
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
    tasks.check_return.enqueue(check.pk, provider)
    return check


@transaction.atomic
def ask_for_acceptance(
    *, return_id: str, part: bool, by, replace_fuller=False, way="page"
) -> Acceptance:
    """Queue the acceptance of a return. While one is under way there is no second: that one is given.

    `part`: the sender agrees that rejected records are left out. `replace_fuller`: the sender agrees that it takes the
    place of a clearly fuller one. Raises StoreError at once where the last check says that it cannot be accepted so.
    """
    known = acceptance_under_way(return_id) or _accepted_before(return_id)
    if known:
        return known
    if (store().folder(return_id) / "withdrawn.json").exists():
        raise StoreError("The return was withdrawn. Send its file again to use it.")
    _refuse_without_agreement(store().result(return_id), part, replace_fuller)
    agreed = {"part": part, "replace_fuller": replace_fuller}
    record(action="return-acceptance-asked", target=return_id, by=by, **agreed)
    provider = store().received(return_id).provider
    asked = {"return_id": return_id, "provider": provider, "way": way, "asked_by": by}
    acceptance = Acceptance.objects.create(**asked, **agreed)
    tasks.accept_return.enqueue(acceptance.pk, provider)
    return acceptance


def acceptance_under_way(return_id: str) -> Acceptance | None:
    """The acceptance of a return that waits or runs."""
    return Acceptance.objects.filter(
        return_id=return_id, finished_at__isnull=True
    ).first()


def _accepted_before(return_id: str) -> Acceptance | None:
    done = Acceptance.objects.filter(return_id=return_id, finished_at__isnull=False)
    return done.filter(fault="").first()


def _refuse_without_agreement(result, part: bool, replace_fuller: bool) -> None:
    if result.outcome == "refused":
        raise Refused(
            "The return is refused. Correct what is listed and send it again."
        )
    if result.vanishing and not replace_fuller:
        raise WouldVanish(
            f"The return would replace a fuller one: {result.vanishing}. Agree to that, or send an export that holds them."
        )
    if result.outcome == "part" and not part:
        raise NeedsApproval(
            "Some records would be left out. Agree to that, or correct them and send it again."
        )


def _refuse_while_accepting(return_id: str) -> None:
    if acceptance_under_way(return_id):
        raise StoreError("The return is being accepted. Wait until that is done.")


@transaction.atomic
def withdraw_return(*, return_id: str, by) -> None:
    """Take back a return that is not accepted yet."""
    _refuse_while_accepting(return_id)
    record(action="return-withdrawn", target=return_id, by=by)
    store().withdraw(return_id, by=by.username)


@transaction.atomic
def confirm_finding(*, return_id: str, finding: dict, why: str, by) -> None:
    """Confirm a soft check with a reason; it is not asked again until the value changes."""
    rule, row, field = finding["rule"], finding["row"], finding["field"]
    _refuse_while_accepting(return_id)
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
    _refuse_while_accepting(return_id)
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
    _refuse_while_accepting(return_id)
    record(action="correction-taken-back", target=return_id, by=by)
    corrections.undo(store(), return_id, correction_id, by=by.username)
    _check_again(return_id, by)


@transaction.atomic
def check_again(*, return_id: str, by) -> None:
    """Check a return once more, as after a check that could not be finished."""
    _refuse_while_accepting(return_id)
    record(action="return-checked-again", target=return_id, by=by)
    _check_again(return_id, by)


def _check_again(return_id: str, by) -> None:
    provider = store().received(return_id).provider
    ask_for_check(return_id=return_id, provider=provider, entitled=codes_of(by), by=by)
