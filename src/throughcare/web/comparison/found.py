"""What the pages of comparisons read: a release, the newest or one named in the address, and the comparisons beside it."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404

from throughcare.publish import areas, compared, definitions, figures
from throughcare.publish.compared import ALL, Comparison
from throughcare.web.public import released


@dataclass(frozen=True)
class Found:
    """The release that a page shows, with its comparisons; either may be missing."""

    shown: released.Shown
    comparison: Comparison | None

    @property
    def release(self) -> figures.Release | None:
        return self.shown.release

    def at(self, name: str, *args: str) -> str:
        """The address of a page of comparisons of the same release."""
        return self.shown.at(f"comparison:{name}", *args)

    @property
    def definitions(self) -> list[definitions.Definition]:
        """Indicators that areas are compared on, in the order of the catalogue."""
        if self.comparison is None:
            return []
        known = set(self.comparison.indicators)
        every = definitions.catalogue().values()
        return [d for d in every if d.key in known and d.is_compared]


def found(cut: str | None = None) -> Found:
    """The newest release, or that of a cut, and what was compared in it."""
    shown = released.shown(cut)
    if shown.release is None:
        return Found(shown, None)
    held = compared.read(settings.THROUGHCARE_STORE, shown.release.cut)
    return Found(shown, held)


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
