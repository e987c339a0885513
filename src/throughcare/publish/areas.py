"""The areas that figures are published for, and how a reader finds one."""

from throughcare.dataset.areas import ENGLAND, Area, areas

ENGLAND_CODE, ENGLAND_NAME = ENGLAND


def all_areas() -> tuple[Area, ...]:
    """The 152 upper-tier local authorities of 2018, in the order of dataset/areas.csv."""
    return tuple(areas().values())


def by_code() -> dict[str, Area]:
    return areas()


def by_region() -> dict[str, list[Area]]:
    """Areas in alphabetical order under their regions, also in alphabetical order."""
    regions: dict[str, list[Area]] = {}
    for area in sorted(all_areas(), key=lambda area: (area.region, area.name)):
        regions.setdefault(area.region, []).append(area)
    return regions


def region_names() -> dict[str, str]:
    """Region names by code."""
    return {area.region_code: area.region for area in all_areas()}


def search(words: str) -> list[Area]:
    """Areas whose name or code holds every one of the words, those that begin with the first before others."""
    wanted = words.casefold().replace(",", " ").split()
    if not wanted:
        return []
    found = [area for area in all_areas() if _matches(area, wanted)]
    return sorted(
        found, key=lambda a: (not a.name.casefold().startswith(wanted[0]), a.name)
    )


def _matches(area: Area, wanted: list[str]) -> bool:
    text = f"{area.name} {area.code}".casefold()
    return all(word in text for word in wanted)
