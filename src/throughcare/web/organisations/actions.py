"""Changes to the organisations."""

from django.db import transaction

from throughcare.publish import areas
from throughcare.web.audit.actions import record
from throughcare.web.organisations.models import Area, Partnership, Provider, Region


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
