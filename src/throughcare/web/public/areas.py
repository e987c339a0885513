"""Pages of a place: all its indicators beside England's and its region's, and one indicator over time."""

from django.conf import settings
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from throughcare.publish import areas, charts, compliance, figures, sentences, viewit
from throughcare.publish.figures import ALL
from throughcare.web.public import maps, released
from throughcare.web.public.caching import kept

FIRST = ("in-treatment", "waiting-times", "completion-without-representation")
"""Indicators that are told in sentences before all others."""


@require_safe
@kept
def area(request, code: str, cut: str | None = None):
    """All indicators of one place beside England, with the line of each over time."""
    code, name = released.place(code)
    shown = released.shown(cut)
    offered = offered_kinds(shown)
    kind = released.kind(request.GET.get("kind"), offered)
    lines = lines_of(shown, code, kind)
    verdicts = [line["verdict"] for line in lines if line["verdict"]]
    glance = [_at_a_glance(line) for line in lines if line["definition"].slug in FIRST]
    return render(
        request,
        "public/area.jinja",
        shown.context()
        | {
            "code": code,
            "name": name,
            "kind": kind,
            "kinds": offered,
            "lines": [line for line in lines if line["period"]],
            "glance": [told for told in glance if told],
            "overview": sentences.overview(name, verdicts),
            **_around(code),
            "export": export_of(shown, code),
            "has_pack": bool(shown.release) and not areas.region_names().get(code),
        },
    )


def _at_a_glance(line: dict) -> tuple | None:
    """An indicator with its newest figure in a sentence."""
    definition, row = line["definition"], line["here"]
    if row is None:
        return None
    told = sentences.headline(definition.told, definition.unit, row, None, None)
    return definition, told[0]


def export_of(shown, code: str) -> str | None:
    """The address of the ViewIt export of a place; None where the release or the site has none."""
    release = shown.release
    if not release or settings.IS_STATIC:
        return None
    if not viewit.has_release(settings.THROUGHCARE_STORE, release.cut):
        return None
    try:
        address = reverse("viewit:area", args=[code])
    except NoReverseMatch:
        return None
    return f"{address}?cut={shown.cut}" if shown.cut else address


def lines_of(shown, code: str, kind: str) -> list[dict[str, object]]:
    """Every indicator of the release in a place."""
    return [_line(shown.release, d, code, kind) for d in shown.known]


def offered_kinds(shown) -> list[str]:
    """Kinds of periods that any indicator of the release has."""
    if shown.release is None:
        return []
    held = {k for d in shown.known for k in shown.release.kinds(d.key)}
    return [kind for kind in figures.KINDS if kind in held]


def _around(code: str) -> dict[str, object]:
    """The region that a place lies in, the places in it, and what it is called."""
    region = released.region_of(code)
    names = areas.region_names()
    inside = [a for a in areas.all_areas() if a.region_code == code]
    if code == areas.ENGLAND_CODE:
        within = sorted(names.items(), key=lambda pair: pair[1])
    else:
        within = sorted(((a.code, a.name) for a in inside), key=lambda pair: pair[1])
    return {
        "region": (region, names[region]) if region else None,
        "inside": within,
        "is_england": code == areas.ENGLAND_CODE,
    }


def _line(release, definition, code: str, kind: str) -> dict[str, object]:
    """One indicator of a place: its newest figure of the kind, those of region and England, and its course."""
    here = _main(release, definition, code, kind)
    last = here[-1] if here else None
    period = last.period if last else ""
    england = _one(release, definition, areas.ENGLAND_CODE, period)
    region = _one(release, definition, released.region_of(code), period)
    comparable = sentences.is_comparable(definition.unit, last, england)
    return {
        "definition": definition,
        "period": period,
        "here": last,
        "england": england,
        "region": region,
        "verdict": sentences.comparison(last, england) if comparable else "",
        "spark": charts.sparkline(here),
    }


def _main(release, definition, code: str, kind: str) -> list[figures.Row]:
    """The rows of all groups of a place, the oldest first."""
    return release.rows(
        definition.key,
        code=code,
        period_kind=kind,
        substance_group=ALL,
        part=definition.part,
    )


def _one(release, definition, code: str | None, period: str) -> figures.Row | None:
    if not code or not period:
        return None
    return release.find(definition.key, code, period, part=definition.part)


# -- one indicator ----------------------------------------------------------------------------------------------


@require_safe
@kept
def area_indicator(request, code: str, slug: str, cut: str | None = None):
    """One indicator of one place: headline, trend, comparison, table, groups, map, definition, downloads."""
    code, name = released.place(code)
    definition = released.definition(slug)
    shown = released.shown(cut)
    context = shown.context() | {"code": code, "name": name, "definition": definition}
    if shown.release and shown.release.has(definition.key):
        offered = shown.release.kinds(definition.key)
        kind = released.kind(request.GET.get("kind"), offered)
        context |= {"kinds": offered, "kind": kind, **_around(code)}
        context |= _story(shown, definition, code, kind)
    return render(request, "public/area_indicator.jinja", context)


def _story(shown, definition, code: str, kind: str) -> dict[str, object]:
    release = shown.release
    rows = release.rows(definition.key, code=code, period_kind=kind)
    main = [row for row in rows if row.part == definition.part]
    here = [row for row in main if row.substance_group == ALL]
    england = _main(release, definition, areas.ENGLAND_CODE, kind)
    region_code = released.region_of(code)
    region = _main(release, definition, region_code, kind) if region_code else []
    headline = _headline(definition, here, england, region)
    period = here[-1].period if here else None
    return {
        "headline": headline,
        "caution": _caution(release, definition, here),
        "period": period,
        "rows": here[::-1],
        "is_withheld": all(row.suppressed for row in here),
        "groups": [row for row in main if row.period == period],
        "parts": _parts(rows, period, definition),
        "england": {row.period: row for row in england},
        "in_region": {row.period: row for row in region},
        "verdicts": _verdicts(definition, here, england),
        "charts": _charts(definition, code, here, england, region, headline, kind),
        **_map(shown, definition, period, code),
    }


def _map(shown, definition, period, code: str) -> dict[str, object]:
    """The map with the place outlined. Among files the indicator's page has it once for all places."""
    if settings.IS_STATIC:
        return {"map": "", "bands": []}
    return maps.of_period(shown, definition, period, code)


def _parts(rows, period: str | None, definition) -> list[figures.Row]:
    """The parts of a split in the latest period, over all groups, the largest first."""
    if definition.part == ALL:
        return []
    latest = [r for r in rows if r.period == period and r.substance_group == ALL]
    return sorted(latest, key=lambda row: -(row.value or 0))


def _headline(definition, here, england, region) -> list[str]:
    last = here[-1] if here else None
    before = here[-2] if len(here) > 1 else None
    period = last.period if last else None
    return sentences.headline(
        definition.told,
        definition.unit,
        last,
        before,
        _of(england, period),
        _of(region, period),
    )


def _caution(release, definition, here) -> str:
    """Whether too few outcome profiles stand behind the newest figure."""
    last = here[-1] if here else None
    if last is None:
        return ""
    return compliance.caution(
        definition.key, last, lambda key: release.find(key, last.code, last.period)
    )


def _of(rows: list[figures.Row], period: str | None) -> figures.Row | None:
    return next((row for row in rows if row.period == period), None)


def _verdicts(definition, here, england) -> dict[str, str]:
    """Higher, lower or similar to England, by period."""
    held = {row.period: row for row in england}
    return {
        row.period: sentences.comparison(row, held[row.period])
        for row in here
        if sentences.is_comparable(definition.unit, row, held.get(row.period))
    }


def _charts(definition, code, here, england, region, headline, kind) -> dict[str, str]:
    """A count has no place beside England's: it would be a flat line at the bottom."""
    is_own = definition.unit == "persons" or code == areas.ENGLAND_CODE
    name = here[0].name if here else ""
    others = [] if is_own else [rows for rows in (region, england) if rows]
    series = [charts.Series(name, tuple(here), interval=True)]
    series += [charts.Series(rows[0].name, tuple(rows)) for rows in others]
    return charts.trend(
        series,
        unit=definition.unit,
        title=f"{definition.told}, {name}, {BY_KIND[kind]}",
        summary=" ".join(headline),
    )


BY_KIND = {
    "year": "by financial year",
    "quarter": "by quarter",
    "rolling": "in 12 months to the end of each quarter",
}
