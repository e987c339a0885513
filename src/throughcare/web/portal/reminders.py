"""Letters to data managers whose return of the open month is due."""

import datetime as dt

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django_tasks import task

from throughcare import parameters
from throughcare.submissions import standing
from throughcare.web.accounts.models import User
from throughcare.web.audit.actions import record
from throughcare.web.organisations.models import Provider
from throughcare.web.portal.own import store


@transaction.atomic
def ask(*, by, today: dt.date) -> None:
    """Queue the reminders of a day."""
    record(action="reminders-asked-for", target=today.isoformat(), by=by)
    send_reminders.enqueue(today.isoformat())


@task()
def send_reminders(day: str) -> int:
    """Send them; gives how many letters went out."""
    today = dt.date.fromisoformat(day)
    found = list(letters(today))
    for user, text in found:
        send_mail("A return is due", text, None, [user.email])
    return len(found)


def letters(today: dt.date):
    """Whom to remind, and the words: data managers with an address, of providers that have not sent the open month."""
    months = [
        m
        for m in standing.months_of(standing.year_of(today - dt.timedelta(days=31)))
        if m.state(today) == "open" and _is_time(m, today)
    ]
    codes = Provider.objects.values_list("code", flat=True)
    told = standing.grid(codes, store().history(), months, today)
    for code, month, _ in standing.due(told, months, today):
        managers = User.objects.filter(provider__code=code, is_active=True)
        for user in managers.exclude(email=""):
            yield user, _words(code, month)


def _is_time(month, today: dt.date) -> bool:
    days = parameters.at("portal.reminder_days", today).value
    return (month.due - today).days <= days


def _words(code: str, month) -> str:
    address = settings.SITE_ADDRESS + reverse("portal:returns")
    return (
        f"The return of provider {code} for {month.name} is due on {month.due:%d %B %Y} "
        f"and has not been accepted yet.\n\nSend it here: {address}"
    )
