"""What the public pages read: the current release, and the names of places and indicators in addresses."""

from django.conf import settings
from django.http import Http404

from throughcare.publish import areas, definitions, figures


def release() -> figures.Release | None:
    """The newest release, None before the first."""
    try:
        return figures.current(settings.THROUGHCARE_STORE)
    except figures.NothingReleased:
        return None


def place(code: str) -> tuple[str, str]:
    """Code and name of an area, a region or England; anything else is not found."""
    if code == areas.ENGLAND_CODE:
        return code, areas.ENGLAND_NAME
    if code in areas.by_code():
        return code, areas.by_code()[code].name
    if code in areas.region_names():
        return code, areas.region_names()[code]
    raise Http404


def definition(slug: str) -> definitions.Definition:
    """The definition behind an address; anything else is not found."""
    found = definitions.catalogue().get(slug)
    if found is None:
        raise Http404
    return found


def known() -> list[definitions.Definition]:
    """Definitions of the indicators that the release holds, in the order of the catalogue."""
    released = release()
    if released is None:
        return []
    found = definitions.catalogue().values()
    return [definition for definition in found if released.has(definition.key)]
