"""What a reader of the logs asks for, and the rows of the logs that they may see."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.db.models import Q
from django.utils.http import urlencode

from throughcare.web.accounts import policy
from throughcare.web.audit.models import Event, Reading
from throughcare.web.organisations import scope


@dataclass(frozen=True)
class Asked:
    """Filters of a log, as the form says them; an empty one lets everything through."""

    who: str = ""
    what: str = ""
    since: str = ""

    def as_query(self) -> str:
        return urlencode({k: v for k, v in asdict(self).items() if v})

    @property
    def day(self) -> dt.date | None:
        try:
            return dt.date.fromisoformat(self.since)
        except ValueError:
            return None


def of(sent) -> Asked:
    fields = ("who", "what", "since")
    return Asked(*(sent.get(name, "").strip()[:100] for name in fields))


def readings(reader, wanted: Asked):
    """Readings that somebody may see: of the own providers, or of all; the latest first."""
    codes = scope.providers_of(reader)
    found = Reading.objects.select_related("by")
    if codes is not scope.ALL:
        found = found.filter(provider__in=codes)
    if wanted.what:
        found = found.filter(
            Q(return_id__icontains=wanted.what) | Q(provider__iexact=wanted.what)
        )
    return _narrowed(found, wanted)


def events(reader, wanted: Asked):
    """Changes that somebody may see: those of the people of the own providers, or all; the latest first."""
    found = Event.objects.select_related("by")
    if reader.role != policy.ADMINISTRATOR:
        found = found.filter(by__provider__code__in=scope.providers_of(reader) or ())
    if wanted.what:
        found = found.filter(
            Q(action__icontains=wanted.what) | Q(target__icontains=wanted.what)
        )
    return _narrowed(found, wanted)


def _narrowed(found, wanted: Asked):
    if wanted.who:
        found = found.filter(by__username__icontains=wanted.who)
    if wanted.day:
        found = found.filter(at__date__gte=wanted.day)
    return found
