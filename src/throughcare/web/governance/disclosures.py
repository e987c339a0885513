"""The register of disclosures: which data leave the service, to whom, what for, and on which basis (security.md S44)."""

import datetime as dt

from django.db import transaction

from throughcare.web.audit.actions import record
from throughcare.web.governance.models import Disclosure

RESTS_ON = {
    "consent": "the person's consent, and nobody who refused is in it",
    "duty": "a duty in law, whatever the person consents to",
    "figures": "nothing: figures only, in which nobody can be told",
}
COLUMNS = ("recipient", "purpose", "basis", "fields", "rests_on", "since", "until")


@transaction.atomic
def add(*, by, since: dt.date, **told: str) -> Disclosure:
    """Enter a disclosure. Entries are ended, never deleted."""
    made = Disclosure.objects.create(by=by, since=since, **told)
    record(
        action="disclosure-entered",
        target=str(made),
        by=by,
        recipient=made.recipient,
        basis=made.basis,
    )
    return made


@transaction.atomic
def end(*, disclosure: Disclosure, by) -> None:
    """The data no longer go there from today."""
    if disclosure.until is None:
        disclosure.until = dt.date.today()
        disclosure.save()
        record(action="disclosure-ended", target=str(disclosure), by=by)
