"""What the pages of comparisons read: the newest release and the comparisons beside it."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404

from throughcare.publish import areas, compared, definitions, figures
from throughcare.publish.compared import ALL, Comparison


@dataclass(frozen=True)
class Found:
    """The newest release with its comparisons; either may be missing."""

    release: figures.Release | None
    comparison: Comparison | None

    @property
    def definitions(self) -> list[definitions.Definition]:
        """Indicators that areas are compared on, in the order of the catalogue."""
        if self.comparison is None:
            return []
        known = set(self.comparison.indicators)
        return [d for d in definitions.catalogue().values() if d.key in known]


def found() -> Found:
    """The newest release and what was compared in it."""
    try:
        release = figures.current(settings.THROUGHCARE_STORE)
    except figures.NothingReleased:
        return Found(None, None)
    return Found(release, compared.read(settings.THROUGHCARE_STORE, release.cut))


def definition(slug: str) -> definitions.Definition:
    """The definition behind an address; anything else is not found."""
    known = definitions.catalogue().get(slug)
    if known is None:
        raise Http404
    return known


def area(code: str) -> areas.Area:
    """The area of a code; regions and England are not compared, so not found."""
    if code not in areas.by_code():
        raise Http404
    return areas.by_code()[code]


def group(request, comparison: Comparison | None, key: str) -> tuple[str, list[str]]:
    """The substance group asked for, and those there are; all people where the one asked for is not among them."""
    rows = (
        comparison.rows("funnels", indicator=key, adjusted=False) if comparison else []
    )
    known = [row["substance_group"] for row in rows]
    known.sort(key=lambda name: (name != ALL, name))
    asked = request.GET.get("group", ALL)
    return (asked if asked in known else ALL), known
