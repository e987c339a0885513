"""Files of records: what they are for is asked before one is downloaded, and the answer holds for one account and a time.

The middleware sends whoever asks for a page marked `purpose` in the table of permissions here first (security.md S42).
"""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from throughcare.web.accounts import policy
from throughcare.web.audit.actions import record
from throughcare.web.governance.models import Export

PURPOSES = {
    "correct": "Correct the records at their source",
    "check": "Check a return before or after it is accepted",
    "care": "Follow up the care of the people in it",
    "oversight": "Oversee the service, as the agreement says",
    "audit": "Look into who saw or changed what",
    "other": "Something else",
}
WORDS_NEEDED = {"other"}


def is_open(user, path: str) -> Export | None:
    """The answer that this account gave for this file lately; None where it has to be asked."""
    return Export.objects.filter(
        by=user, path=path[:300], expires_at__gt=timezone.now()
    ).first()


@transaction.atomic
def open_for(*, by, page: str, path: str, purpose: str, words: str) -> Export:
    """Note what a file is for; it opens to this account until the answer expires."""
    until = timezone.now() + dt.timedelta(hours=settings.EXPORT_HOURS)
    made = Export.objects.create(
        by=by,
        page=page,
        path=path[:300],
        purpose=purpose,
        words=words[:200],
        expires_at=until,
    )
    record(
        action="export-opened",
        target=path[:200],
        by=by,
        export=made.pk,
        page=page,
        purpose=purpose,
        words=words[:200],
    )
    return made


def asks_purpose(page: str) -> bool:
    return policy.TABLE[page].asks_purpose


def marked(response, export: Export):
    """The answer with the number of the export in its file name, so that a copy that turns up can be traced."""
    told = response.get("Content-Disposition", "")
    if response.status_code == 200 and 'filename="' in told:
        stem, dot, rest = told.rpartition(".")
        response["Content-Disposition"] = f"{stem}-export-{export.pk}{dot}{rest}"
    return response
