"""Which reports an account may see: those of its providers and of its areas; national accounts see all."""

from throughcare.publish.reports.run import Entry
from throughcare.web.organisations import scope
from throughcare.web.organisations.models import Area


def areas_of(user) -> frozenset[str] | None:
    """Codes of the areas an account oversees; None for all of England."""
    if user.provider:
        return frozenset()
    if user.area:
        return frozenset({user.area.code})
    if user.region:
        found = Area.objects.filter(region=user.region.name)
        return frozenset(found.values_list("code", flat=True))
    return None


def sees(user):
    """A test for entries of a run: whether this account may read the report."""
    areas, providers = areas_of(user), scope.providers_of(user)

    def test(entry: Entry) -> bool:
        allowed = providers if entry.unit_kind == "provider" else areas
        return allowed is None or entry.code in allowed

    return test
