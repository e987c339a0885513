"""Letters to data managers whose return of the open month is due: by the schedule once a month, or when asked for."""

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from throughcare import parameters
from throughcare.submissions import standing
from throughcare.web.accounts.models import User
from throughcare.web.audit.actions import record
from throughcare.web.organisations.models import Provider
from throughcare.web.portal.models import Reminder
from throughcare.web.portal.own import store
from throughcare.web.rowsecurity.context import ALL, seeing
from throughcare.web.work.schedule import every

SECONDS_BETWEEN_LOOKS = 3600

log = logging.getLogger("throughcare.reminders")


@dataclass(frozen=True)
class Letter:
    """Whom to remind, of which provider's month."""

    to: User
    provider: str
    month: standing.Month

    @property
    def words(self) -> str:
        address = settings.SITE_ADDRESS + reverse("portal:returns")
        return (
            f"The return of provider {self.provider} for {self.month.name} is due on "
            f"{self.month.due:%d %B %Y} and has not been accepted yet.\n\nSend it here: {address}"
        )


@every(SECONDS_BETWEEN_LOOKS)
def reminders_near_the_day() -> None:
    """Queue the letters of a month that is about to be due."""
    today = store().today()
    if _months(today):
        send_reminders.enqueue(today.isoformat())


@transaction.atomic
def ask(*, by, today: dt.date) -> None:
    """Queue the letters of a day, to those too who were reminded before."""
    record(action="reminders-asked-for", target=today.isoformat(), by=by)
    send_reminders.enqueue(today.isoformat(), again=True)


@task()
def send_reminders(day: str, again: bool = False) -> int:
    """Send the letters of a day; gives how many went out. Without `again` a manager gets one a month."""
    with seeing(ALL):
        return sum(_sent(found, again) for found in letters(dt.date.fromisoformat(day)))


def _sent(letter: Letter, again: bool) -> bool:
    """Send a letter and note it; a letter that cannot be sent is not noted, and tried at the next look."""
    try:
        with transaction.atomic():
            if not _noted(letter) and not again:
                return False
            send_mail("A return is due", letter.words, None, [letter.to.email])
    except OSError:
        log.exception("a reminder could not be sent")
        return False
    return True


def _noted(letter: Letter) -> bool:
    """Note the time of a letter; whether it is the first of its month."""
    _, is_first = Reminder.objects.update_or_create(
        provider=letter.provider,
        month=letter.month.first,
        to=letter.to,
        create_defaults={},
        defaults={"sent_at": timezone.now()},
    )
    return is_first


def letters(today: dt.date) -> Iterator[Letter]:
    """To data managers with an address, of providers that have not sent the open month."""
    months = _months(today)
    codes = Provider.objects.values_list("code", flat=True)
    told = standing.grid(codes, store().history(), months, today)
    for code, month, _ in standing.due(told, months, today):
        managers = User.objects.filter(provider__code=code, is_active=True)
        for user in managers.exclude(email=""):
            yield Letter(user, code, month)


def _months(today: dt.date) -> list[standing.Month]:
    """Open months whose return is due within the days of `portal.reminder_days`."""
    year = standing.year_of(today - dt.timedelta(days=31))
    open_now = [m for m in standing.months_of(year) if m.state(today) == "open"]
    days = parameters.at("portal.reminder_days", today).value
    return [m for m in open_now if (m.due - today).days <= days]


def last_sent(providers) -> dict[tuple[str, dt.date], dt.datetime]:
    """By provider and month: when its managers were last written to."""
    kept = Reminder.objects.filter(provider__in=providers).order_by("sent_at")
    return {(r.provider, r.month): r.sent_at for r in kept}
