"""Which providers an account speaks for or oversees on a day: worked out from relations and mergers.

A provider that merged is seen by its successor from the day of the merger, and its own people then work for the
successor; a merger taken back gives each its own again.
"""

import datetime as dt
from collections.abc import Iterable

from throughcare.web.organisations.models import Merger, Provider, Relation

ALL = None
"""The providers of somebody who oversees England."""


def successor_of(provider: Provider, day: dt.date) -> Provider:
    """The provider that carries on the work of this one on a day: itself, unless it merged."""
    steps = dict(Merger.objects.at(day).values_list("provider", "successor"))
    last = provider.pk
    while last in steps:
        last = steps[last]
    return provider if last == provider.pk else Provider.objects.get(pk=last)


def with_merged(codes: Iterable[str], day: dt.date) -> frozenset[str]:
    """These providers and those that had merged into them by a day, by agency code."""
    steps = list(
        Merger.objects.at(day).values_list("provider__code", "successor__code")
    )
    found, before = set(codes), set()
    while found != before:
        before = set(found)
        found |= {provider for provider, successor in steps if successor in found}
    return frozenset(found)


def provider_of(user, day: dt.date | None = None) -> Provider | None:
    """The provider for which a data manager sends on a day: the successor, once the own one merged."""
    if user.provider is None:
        return None
    return successor_of(user.provider, day or dt.date.today())


def providers_of(user, day: dt.date | None = None) -> frozenset[str] | None:
    """Agency codes of the providers that an account may see on a day; ALL (None) for national accounts.

    A data manager sees the own provider and those merged into it; a commissioner and a regional lead those that
    work for their partnerships. Somebody without an account sees none.
    """
    day = day or dt.date.today()
    if not user.is_authenticated:
        return frozenset()
    if user.provider:
        return with_merged({provider_of(user, day).code}, day)
    if user.area or user.region:
        return with_merged(_working_for(user, day), day)
    return ALL


def _working_for(user, day: dt.date) -> set[str]:
    place = (
        {"partnership__area": user.area}
        if user.area
        else {"partnership__area__region": user.region.name}
    )
    found = Relation.objects.at(day).filter(**place)
    return set(found.values_list("provider__code", flat=True))
