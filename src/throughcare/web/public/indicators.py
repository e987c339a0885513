"""Pages of indicators: the list with search, and one indicator over all areas."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.publish import areas, charts, methods, sentences
from throughcare.publish.figures import ALL
from throughcare.web.public import listing, maps, released
from throughcare.web.public.areas import BY_KIND
from throughcare.web.public.caching import kept

SORTS = (
    listing.Order("name", "By name", lambda row: row.name),
    listing.Order("region", "By region", lambda row: _region(row)),
    listing.Order("value", "By value", lambda row: row.value, down=True),
)
VERDICTS = {
    "higher": "Higher than England",
    "lower": "Lower than England",
    "similar": "Similar to England",
}
ORDERS = {"number": lambda d: (len(d.number), d.number), "title": lambda d: d.title}
LONGEST = 100


@require_safe
@kept
def indicators(request, cut: str | None = None):
    """The indicators of the release; those with words in their title or question, in the order asked for."""
    shown = released.shown(cut)
    words = request.GET.get("q", "").strip()[:LONGEST]
    sort = request.GET.get("sort")
    found = matching(shown.known, words)
    if sort in ORDERS:
        found = sorted(found, key=ORDERS[sort])
    context = {
        "england": {d.slug: of_england(shown.release, d) for d in found},
        "definitions": found,
        "all": len(shown.known),
        "words": words,
        "sort": sort,
    }
    return render(request, "public/indicators.jinja", shown.context() | context)


def of_england(release, definition):
    """England's newest figure by year, or by what there is."""
    kind = release.kinds(definition.key)[0]
    rows = release.rows(
        definition.key,
        code=areas.ENGLAND_CODE,
        period=release.periods(definition.key, kind)[-1],
        substance_group=ALL,
        part=definition.part,
    )
    return rows[0] if rows else None


def matching(definitions, words: str) -> list:
    """Definitions that hold every one of the words."""
    wanted = words.casefold().split()
    return [d for d in definitions if all(w in _text(d) for w in wanted)]


def _text(definition) -> str:
    told = (definition.number, definition.title, definition.sentence)
    return " ".join(told).casefold()


@require_safe
@kept
def indicator(request, slug: str, cut: str | None = None):
    """One indicator over all areas: headline, England's course, a table that sorts by link, then the map."""
    definition = released.definition(slug)
    shown = released.shown(cut)
    context = shown.context() | {"definition": definition, "all": 0}
    context["alternatives"] = methods.alternatives(slug)
    if shown.release and shown.release.has(definition.key):
        context |= _compared(request, shown, definition)
    return render(request, "public/indicator.jinja", context)


def _compared(request, shown, definition) -> dict[str, object]:
    release, asked = shown.release, request.GET.get("period")
    offered = release.kinds(definition.key)
    kind = released.kind(request.GET.get("kind") or released.kind_of(asked), offered)
    periods = release.periods(definition.key, kind)
    period = asked if asked in periods else periods[-1]
    rows = maps.area_rows(shown, definition, period)
    course = release.rows(
        definition.key,
        code=areas.ENGLAND_CODE,
        period_kind=kind,
        substance_group=ALL,
        part=definition.part,
    )
    england = next((row for row in course if row.period == period), None)
    verdicts = VERDICTS if definition.is_share else {}
    wanted = listing.asked(request, SORTS, verdicts)
    given = {"kind": kind if kind != "year" else None, "period": period}
    headline = _headline(definition, course, england, rows)

    def verdict(row):
        return _verdict(definition, row, england)

    return {
        "kinds": offered,
        "kind": kind,
        "periods": periods,
        "period": period,
        "wanted": wanted,
        "all": len(rows),
        "given": given,
        "regions": areas.region_names(),
        "list_at": lambda query: shown.at(
            "indicator", definition.slug, **{**given, **wanted.query, **query}
        ),
        "region_of": lambda code: areas.by_code()[code].region,
        "england": england,
        "headline": headline,
        "rows": listing.listed(
            rows, wanted, place=lambda r: (r.code, r.name), verdict=verdict
        ),
        "verdict": verdict,
        "verdicts": verdicts,
        "charts": charts.trend(
            [charts.Series(areas.ENGLAND_NAME, tuple(course), interval=True)],
            unit=definition.unit,
            title=f"{definition.told}, England, {BY_KIND[kind]}",
            summary=" ".join(headline),
        ),
        **maps.drawn(shown, definition, rows, period),
    }


def _headline(definition, course, england, rows) -> list[str]:
    place = course.index(england) if england else 0
    before = course[place - 1] if place else None
    told = sentences.headline(definition.told, definition.unit, england, before, None)
    return told + sentences.spread(definition.unit, rows, england)


def _verdict(definition, row, england) -> str:
    if not sentences.is_comparable(definition.unit, row, england):
        return ""
    return sentences.comparison(row, england)


def _region(row) -> tuple[str, str]:
    return areas.by_code()[row.code].region, row.name
