"""Pages that a reader may have meant by an address that leads nowhere: places, indicators and the ways in, by their names."""

import re
from difflib import get_close_matches

from django.urls import NoReverseMatch, reverse

from throughcare.publish import areas, definitions

WAYS_IN = {
    "areas": ("public:home", "All areas by region"),
    "indicators": ("public:indicators", "Indicators"),
    "compare": ("comparison:all", "Compare areas"),
    "alarms": ("comparison:alarms", "What rose where"),
    "viewit": ("viewit:build", "Build a report"),
    "packs": ("public:packs", "Packs of areas"),
    "bulletin": ("public:bulletin", "Statistical bulletin"),
    "releases": ("public:releases", "Releases"),
    "calendar": ("public:releases", "Releases"),
    "methods": ("public:methods", "Methods"),
    "help": ("public:help", "Help"),
    "about": ("public:about", "About the figures"),
    "accessibility": ("public:accessibility", "Accessibility"),
    "api": ("public-api:about", "The public API"),
    "rules": ("portal:rules", "Rules"),
}
"""Pages by the word of their address."""
MOST = 6
ALIKE = 0.75
"""How much a word must be like a name: letters in common, from 0 to 1."""
LONGEST = 200


def suggested(path: str) -> list[tuple[str, str]]:
    """Addresses and names, those that an exact code or name leads to first.

    The words of the address alone are looked at: what is suggested says nothing of pages that need an account.
    """
    parts = [part for part in re.split(r"[/.?]+", path[:LONGEST]) if part]
    places = [place for part in parts for place in _places(part)]
    measures = [slug for part in parts for slug in _indicators(part)]
    found = _both(places, measures)
    found |= {_at("public:area", code): name for code, name in places}
    known = definitions.catalogue()
    found |= {_at("public:indicator", slug): known[slug].title for slug in measures}
    for part in parts:
        found |= {} if _places(part) or _indicators(part) else _way_in(part)
    return [(address, name) for address, name in found.items() if address][:MOST]


def _both(places: list[tuple[str, str]], measures: list[str]) -> dict[str, str]:
    """The indicator of the place, where an address seems to name both."""
    known = definitions.catalogue()
    return {
        _at("public:area-indicator", code, slug): f"{known[slug].title}, {name}"
        for code, name in places[:1]
        for slug in measures[:1]
    }


def _places(part: str) -> list[tuple[str, str]]:
    """Codes and names of the places that a word may mean."""
    names = {area.code: area.name for area in areas.all_areas()}
    names |= areas.region_names() | {areas.ENGLAND_CODE: areas.ENGLAND_NAME}
    if part.upper() in names:
        return [(part.upper(), names[part.upper()])]
    by_word = {_word(name): code for code, name in names.items()}
    near = get_close_matches(_word(part), by_word, n=2, cutoff=ALIKE + 0.1)
    return [(by_word[word], names[by_word[word]]) for word in near]


def _indicators(part: str) -> list[str]:
    return get_close_matches(_word(part), definitions.catalogue(), n=2, cutoff=ALIKE)


def _way_in(part: str) -> dict[str, str]:
    near = get_close_matches(_word(part), WAYS_IN, n=1, cutoff=ALIKE)
    return {_at(WAYS_IN[word][0]): WAYS_IN[word][1] for word in near}


def _word(text: str) -> str:
    """A name as an address has it.

    >>> _word("Kingston upon Hull, City of"), _word("waiting_times")
    ('kingston-upon-hull-city-of', 'waiting-times')
    """
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def _at(name: str, *args: str) -> str:
    """The address of a page; empty where the site has no such page, as the public site alone has no rules."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
