"""What follows from a merger, counted before it is made."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from throughcare.submissions import Store
from throughcare.web.accounts.models import User
from throughcare.web.organisations import scope
from throughcare.web.organisations.models import Provider, Relation


@dataclass(frozen=True)
class Following:
    """How much of a provider its successor takes over, and from when."""

    codes: tuple[str, ...]
    returns: int
    accepted: int
    accounts: int
    relations: tuple[Relation, ...]
    is_past: bool


def of_merger(provider: Provider, successor: Provider, on: dt.date) -> Following:
    """What the successor would see of this provider, and of those that merged into it before."""
    codes = tuple(sorted(scope.with_merged({provider.code}, on)))
    store = Store(settings.THROUGHCARE_STORE)
    history = [entry for code in codes for entry in store.history(code)]
    accepted = [e for e in history if str(e["state"]).startswith("accepted")]
    return Following(
        codes=codes,
        returns=len(history),
        accepted=len(accepted),
        accounts=User.objects.filter(provider__code__in=codes, is_active=True).count(),
        relations=tuple(
            Relation.objects.at(on)
            .filter(provider__code__in=codes)
            .select_related("partnership")
        ),
        is_past=on <= dt.date.today(),
    )
