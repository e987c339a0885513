"""Once a week: administrators are told by letter that the list of odd looks of last week is there."""

import datetime as dt

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django_tasks import task

from throughcare.web.accounts import policy
from throughcare.web.accounts.models import User
from throughcare.web.audit import odd
from throughcare.web.audit.actions import record
from throughcare.web.audit.models import Event
from throughcare.web.rowsecurity.context import ALL, seeing
from throughcare.web.work.schedule import every

SECONDS_BETWEEN_LOOKS = 3600
TOLD = "odd-looks-listed"


@every(SECONDS_BETWEEN_LOOKS)
def odd_looks_of_last_week() -> None:
    """Queue the list of the week before, once."""
    monday = odd.monday_of(dt.datetime.now(dt.UTC).date()) - dt.timedelta(days=7)
    if not Event.objects.filter(action=TOLD, target=str(monday)).exists():
        list_odd_looks.enqueue(str(monday))


@task()
def list_odd_looks(monday: str) -> None:
    """Note that the list of a week was made, with how long it is, and tell the administrators."""
    with seeing(ALL), transaction.atomic():
        if Event.objects.filter(action=TOLD, target=monday).exists():
            return
        count = len(odd.week(dt.date.fromisoformat(monday)))
        record(action=TOLD, target=monday, by=None, count=count)
    for user in User.objects.filter(role=policy.ADMINISTRATOR, is_active=True):
        if user.email:
            send_mail(
                "Odd looks of last week", _words(monday, count), None, [user.email]
            )


def _words(monday: str, count: int) -> str:
    address = f"{settings.SITE_ADDRESS}{reverse('audit:odd')}?week={monday}"
    return f"Looks at records that somebody should ask about, in the week of {monday}: {count}.\n\n{address}"
