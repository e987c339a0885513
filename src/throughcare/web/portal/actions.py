"""What a data manager does with a return. The store keeps the files; the audit says who did it.

The event is written first and in a transaction around the store's own step: when the store refuses, the event is
taken back; when the event cannot be written, the store is not asked.
"""

from django.conf import settings
from django.db import transaction

from throughcare.submissions import Store
from throughcare.web.audit.actions import record


def store() -> Store:
    """The store of returns that this site works on."""
    return Store(settings.THROUGHCARE_STORE)


@transaction.atomic
def receive_return(*, path, name: str, by):
    """Take in a file and check it; gives the received return."""
    received = store().receive(path, name=name, by=by.username)
    record(action="return-received", target=received.id, by=by, name=name[:150])
    store().check(received.id, entitled=frozenset({by.provider.code}))
    return received


@transaction.atomic
def accept_return(*, return_id: str, part: bool, by):
    """Accept a return, or with `part` what is left of it without its rejected records."""
    record(action="return-accepted", target=return_id, by=by, part=part)
    return store().accept(return_id, by=by.username, part=part)


@transaction.atomic
def withdraw_return(*, return_id: str, by) -> None:
    """Take back a return that is not accepted yet."""
    record(action="return-withdrawn", target=return_id, by=by)
    store().withdraw(return_id, by=by.username)
