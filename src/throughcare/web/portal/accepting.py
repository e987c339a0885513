"""A return is accepted: by the store, and then told by the audit.

Who asked for it is on record before, that it happened afterwards, so that the database waits for nobody meanwhile.
"""

from django.db import transaction

from throughcare.web.audit.actions import record
from throughcare.web.audit.models import Event
from throughcare.web.portal.own import store


def accept(*, return_id: str, part: bool, by, replace_fuller: bool = False, **progress):
    """Accept a return now, and note it once, however often it is asked for after a kill."""
    receipt = store().accept(
        return_id,
        by=by.username,
        part=part,
        replace_fuller=replace_fuller,
        **progress,
    )
    agreed = {"replace_fuller": True} if replace_fuller else {}
    with transaction.atomic():
        noted = Event.objects.filter(action="return-accepted", target=return_id)
        if not noted.exists():
            record(
                action="return-accepted", target=return_id, by=by, part=part, **agreed
            )
    return receipt
