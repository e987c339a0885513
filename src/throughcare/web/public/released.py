"""What the public pages read: a release, the newest or one named in the address, and names of places and indicators."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404
from django.urls import get_urlconf, reverse

from throughcare.publish import areas, definitions, figures

ADDRESSES_KEPT = 20_000
"""Addresses of pages held in memory: a page has hundreds, mostly the same as the page before it."""


@lru_cache(maxsize=ADDRESSES_KEPT)
def _path(urlconf: str | None, name: str, *args: str) -> str:
    return reverse(name, urlconf=urlconf, args=args)


SPACES = {
    "": ("public", "released"),
    "comparison": ("comparison", "released-comparison"),
}
"""Names of pages of the newest release, and of the same pages of any."""


@dataclass(frozen=True)
class Shown:
    """The release that a page shows. `cut` is set where the address names one; else it is the newest."""

    release: figures.Release | None
    cut: str | None = None

    @property
    def newest(self) -> str | None:
        """The newest published release."""
        known = figures.names(settings.THROUGHCARE_STORE)
        return known[-1] if known else None

    @property
    def is_superseded(self) -> bool:
        return self.release is not None and self.release.cut != self.newest

    def at(self, name: str, *args: str, **query: object) -> str:
        """The address of a page of figures of the same release, or of comparisons, as `comparison:area`.

        Blank parts of the query are left out.
        """
        kind, _, name = name.rpartition(":")
        space, before = SPACES[kind][bool(self.cut)], [self.cut] if self.cut else []
        given = {k: v for k, v in query.items() if v is not None and str(v)}
        path = _path(get_urlconf(), f"{space}:{name}", *before, *args)
        return f"{path}?{urlencode(given)}" if given else path

    @cached_property
    def known(self) -> list[definitions.Definition]:
        """Definitions of the indicators that the release holds, in the order of the catalogue."""
        return known(self.release)

    def context(self) -> dict[str, object]:
        """What the templates of figures need."""
        return {
            "release": self.release,
            "shown": self,
            "at": self.at,
            "can_explain": not settings.IS_STATIC,
            "forms": settings.PUBLIC_FORMS,
        }


def shown(cut: str | None = None) -> Shown:
    """What to show: the newest release, or the published one of a cut; any other is not found."""
    if cut is None:
        return Shown(release())
    if cut not in figures.names(settings.THROUGHCARE_STORE):
        raise Http404
    return Shown(figures.read(settings.THROUGHCARE_STORE, cut), cut)


def release() -> figures.Release | None:
    """The newest release, None before the first."""
    try:
        return figures.current(settings.THROUGHCARE_STORE)
    except figures.NothingReleased:
        return None


def known(release: figures.Release | None) -> list[definitions.Definition]:
    if release is None:
        return []
    found = definitions.catalogue().values()
    return [definition for definition in found if release.has(definition.key)]


def place(code: str) -> tuple[str, str]:
    """Code and name of an area, a region or England; anything else is not found."""
    if code == areas.ENGLAND_CODE:
        return code, areas.ENGLAND_NAME
    if code in areas.by_code():
        return code, areas.by_code()[code].name
    if code in areas.region_names():
        return code, areas.region_names()[code]
    raise Http404


def region_of(code: str) -> str | None:
    """The region of an area; None for a region or England."""
    area = areas.by_code().get(code)
    return area.region_code if area else None


def definition(slug: str) -> definitions.Definition:
    """The definition behind an address; anything else is not found."""
    found = definitions.catalogue().get(slug)
    if found is None:
        raise Http404
    return found


def kind(asked: str | None, offered: list[str]) -> str:
    """The kind of period a reader asked for, among those offered; else the first, which is the year."""
    if asked in offered:
        return asked
    return offered[0] if offered else figures.KINDS[0]


def kind_of(period: str | None) -> str | None:
    """The kind of a period by its name, as it stands in figures."""
    if not period:
        return None
    if "-Q" in period:
        return "quarter"
    return "rolling" if period.startswith("12m-") else "year"
