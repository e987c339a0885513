"""Changes to the organisations."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from throughcare.publish import areas
from throughcare.web.audit.actions import record
from throughcare.web.organisations.models import (
    Area,
    Merger,
    Partnership,
    Provider,
    Region,
    Relation,
)


@transaction.atomic
def load_areas(*, by) -> int:
    """Bring the areas in step with the list that the project carries; says how many there are."""
    listed = [
        Area(code=a.code, name=a.name, region=a.region) for a in areas.all_areas()
    ]
    Area.objects.bulk_create(
        listed,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "region"],
    )
    _load_regions()
    _load_partnerships()
    record(action="areas-loaded", target="areas", by=by, count=len(areas.all_areas()))
    return len(areas.all_areas())


def _load_regions() -> None:
    named = areas.region_names().items()
    Region.objects.bulk_create(
        [Region(code=code, name=name) for code, name in named],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name"],
    )


def _load_partnerships() -> None:
    """One for each area; those that are there keep their name and code."""
    missing = Area.objects.filter(partnership__isnull=True)
    Partnership.objects.bulk_create(
        Partnership(area=area, name=f"{area.name} partnership") for area in missing
    )


@transaction.atomic
def add_provider(*, code: str, by, name: str = "") -> Provider:
    """The provider of this agency code, added where it is new."""
    provider, is_new = Provider.objects.get_or_create(
        code=code, defaults={"name": name}
    )
    if is_new:
        record(action="provider-added", target=code, by=by)
    return provider


class OrganisationError(Exception):
    """Something that cannot be done with organisations. The message is one sentence with a way out."""


@transaction.atomic
def create_provider(*, code: str, name: str, by) -> Provider:
    """A new provider under its agency code."""
    code = code.strip().upper()
    if Provider.objects.filter(code=code).exists():
        raise OrganisationError(
            f"There is a provider with the agency code {code} already"
        )
    provider = Provider.objects.create(code=code, name=name.strip())
    record(action="provider-added", target=code, by=by)
    return provider


@transaction.atomic
def rename_provider(*, provider: Provider, name: str, by) -> None:
    """Give a provider another name; its agency code stays, since its returns carry it."""
    old, provider.name = provider.name, name.strip()
    provider.save()
    record(
        action="provider-renamed",
        target=provider.code,
        by=by,
        old=old,
        new=provider.name,
    )


@transaction.atomic
def rename_partnership(*, partnership: Partnership, name: str, code: str, by) -> None:
    """Give a partnership another name or DAT code."""
    old = f"{partnership.name} {partnership.code}".strip()
    code = code.strip().upper()
    taken = Partnership.objects.exclude(pk=partnership.pk).filter(code=code)
    if code and taken.exists():
        raise OrganisationError(f"Another partnership has the code {code}")
    partnership.name, partnership.code = name.strip(), code
    partnership.save()
    new = f"{partnership.name} {partnership.code}".strip()
    record(
        action="partnership-changed",
        target=partnership.area.code,
        by=by,
        old=old,
        new=new,
    )


# -- relations ----------------------------------------------------------------------------------------------------


@transaction.atomic
def relate(
    *,
    provider: Provider,
    partnership: Partnership,
    since: dt.date,
    until: dt.date | None = None,
    by,
) -> Relation:
    """Say that a provider works for a partnership from a day, and up to another where that is known."""
    if until and until <= since:
        raise OrganisationError("The last day must be after the first")
    same = Relation.objects.filter(provider=provider, partnership=partnership)
    overlapping = same.filter(Q(until__isnull=True) | Q(until__gt=since))
    if until:
        overlapping = overlapping.filter(since__lt=until)
    if overlapping.exists():
        raise OrganisationError(
            f"{provider} works for {partnership} in part of that time already. End that relation first"
        )
    relation = Relation.objects.create(
        provider=provider, partnership=partnership, since=since, until=until
    )
    record(
        action="relation-added",
        target=provider.code,
        by=by,
        partnership=partnership.name,
        since=str(since),
        until=str(until or ""),
    )
    return relation


@transaction.atomic
def end_relation(*, relation: Relation, until: dt.date, by) -> None:
    """Say on which day a relation first no longer holds."""
    if until <= relation.since:
        raise OrganisationError(
            f"The relation began on {relation.since:%d %B %Y}: give a later day"
        )
    relation.until = until
    relation.save()
    record(
        action="relation-ended",
        target=relation.provider.code,
        by=by,
        partnership=relation.partnership.name,
        until=str(until),
    )


# -- mergers ------------------------------------------------------------------------------------------------------


def why_not_merge(provider: Provider, successor: Provider) -> str | None:
    """What stands against a merger, in a sentence, or None."""
    standing = Merger.objects.filter(undone_at__isnull=True)
    if provider == successor:
        return "A provider cannot merge into itself. Choose another successor"
    if standing.filter(provider=provider).exists():
        return f"{provider} has merged already. Take that merger back first"
    if provider in chain_of(successor):
        return f"{successor} has merged into {provider}. Take that merger back first"
    return None


def chain_of(provider: Provider) -> list[Provider]:
    """A provider and those that carry on its work after each merger, whenever it is."""
    standing = Merger.objects.filter(undone_at__isnull=True).select_related("successor")
    steps = {merger.provider_id: merger.successor for merger in standing}
    found = [provider]
    while found[-1].pk in steps:
        found.append(steps[found[-1].pk])
    return found


@transaction.atomic
def merge(*, provider: Provider, successor: Provider, on: dt.date, by) -> Merger:
    """Let a provider become part of another from a day; its returns and people are the successor's from then."""
    refused = why_not_merge(provider, successor)
    if refused:
        raise OrganisationError(refused)
    merger = Merger.objects.create(provider=provider, successor=successor, on=on, by=by)
    record(
        action="provider-merged",
        target=provider.code,
        by=by,
        successor=successor.code,
        on=str(on),
    )
    return merger


@transaction.atomic
def undo_merger(*, merger: Merger, by) -> None:
    """Take a merger back: each provider has its own returns and people again."""
    if merger.undone_at:
        raise OrganisationError("This merger was taken back already")
    merger.undone_at = timezone.now()
    merger.save()
    record(
        action="merger-undone",
        target=merger.provider.code,
        by=by,
        successor=merger.successor.code,
    )
