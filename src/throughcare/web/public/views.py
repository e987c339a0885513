"""Pages that anybody may read: areas, indicators, search and what stands behind the figures."""

from dataclasses import asdict

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughcare.publish import areas, figures, map_svg, sentences, tables, workbooks
from throughcare.publish.figures import ALL
from throughcare.warehouse.cut import Cut
from throughcare.web.public import released

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
SORTS = {"name": lambda row: row.name, "value": lambda row: row.value or 0.0}


@require_safe
def home(request):
    """Find an area by name, or from the list."""
    context = {
        "regions": areas.by_region(),
        "release": released.release(),
        "definitions": released.known(),
    }
    return render(request, "public/home.jinja", context)


@require_safe
def search(request):
    """Areas by name; one match opens at once."""
    words = request.GET.get("q", "").strip()[:100]
    found = areas.search(words)
    if len(found) == 1:
        return redirect("public:area", found[0].code)
    return render(request, "public/search.jinja", {"words": words, "found": found})


@require_safe
def about(request):
    return render(request, "public/about.jinja", {"release": released.release()})


@require_safe
def accessibility(request):
    return render(request, "public/accessibility.jinja")


@require_safe
def health(request):
    """For a monitor: the service answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def cuts(request):
    """For the analyst: every cut, the returns in it, and which one is published."""
    store = settings.THROUGHCARE_STORE
    found = [Cut.open(store, name) for name in Cut.names(store)]
    context = {"cuts": found[::-1], "released": figures.names(store)}
    return render(request, "public/cuts.jinja", context)


# -- indicators -----------------------------------------------------------------------------------------------


@require_safe
def indicators(request):
    return render(request, "public/indicators.jinja", {"definitions": released.known()})


@require_safe
def indicator(request, slug: str):
    """One indicator over all areas: definition, map and a table that sorts by link."""
    definition = released.definition(slug)
    release = released.release()
    periods = release.periods(definition.key) if release else []
    period = _period(request, periods)
    rows = _area_rows(release, definition, period)
    sort, down = _sort(request)
    context = {
        "definition": definition,
        "release": release,
        "periods": periods,
        "period": period,
        "sort": sort,
        "down": down,
        "england": _cell(release, definition, areas.ENGLAND_CODE, period)
        if period
        else None,
        "rows": sorted(rows, key=SORTS[sort], reverse=down),
        **_map(definition, rows, period),
    }
    return render(request, "public/indicator.jinja", context)


@require_safe
def indicator_data(request, slug: str, form: str):
    definition = released.definition(slug)
    release = released.release()
    return _download(
        definition, release, release.rows(definition.key) if release else [], form
    )


def _area_rows(release, definition, period: str | None) -> list[figures.Row]:
    if not period:
        return []
    return release.rows(
        definition.key,
        geography="area",
        period=period,
        substance_group=ALL,
        part=definition.part,
    )


def _cell(release, definition, code: str, period: str) -> figures.Row | None:
    return release.find(definition.key, code, period, part=definition.part)


def _period(request, periods: list[str]) -> str | None:
    asked = request.GET.get("period")
    return asked if asked in periods else periods[-1] if periods else None


def _sort(request) -> tuple[str, bool]:
    sort = request.GET.get("sort")
    return (
        sort if sort in SORTS else "name",
        request.GET.get("order") == "down",
    )


def _map(definition, rows, period, chosen: str | None = None) -> dict[str, object]:
    if not rows:
        return {"map": "", "bands": []}
    key = map_svg.bands(rows)
    drawing = map_svg.draw(
        rows,
        unit=definition.unit,
        title=f"{definition.told}, {period}, by area",
        summary="Each hexagon is an area of England. The number and the shade say its band in the key. "
        "The table gives the same values as a list.",
        link=lambda code: reverse(
            "public:area-indicator", args=[code, definition.slug]
        ),
        chosen=chosen,
    )
    return {"map": drawing, "bands": key}


# -- areas ----------------------------------------------------------------------------------------------------


@require_safe
def area(request, code: str):
    """All indicators of one area beside England."""
    code, name = released.place(code)
    release = released.release()
    lines = [_line(release, definition, code) for definition in released.known()]
    context = {"code": code, "name": name, "lines": lines, "release": release}
    return render(request, "public/area.jinja", context)


def _line(release, definition, code: str) -> dict[str, object]:
    periods = release.periods(definition.key)
    period = periods[-1] if periods else ""
    return {
        "definition": definition,
        "period": period,
        "here": _cell(release, definition, code, period),
        "england": _cell(release, definition, areas.ENGLAND_CODE, period),
    }


@require_safe
def area_indicator(request, code: str, slug: str):
    """One indicator of one area: headline, table, trend, map, definition, downloads."""
    code, name = released.place(code)
    definition = released.definition(slug)
    release = released.release()
    context = {"code": code, "name": name, "definition": definition, "release": release}
    if release:
        context |= _story(release, definition, code)
    return render(request, "public/area_indicator.jinja", context)


def _story(release, definition, code: str) -> dict[str, object]:
    rows = release.rows(definition.key, code=code, period_kind="year")
    main = [row for row in rows if row.part == definition.part]
    here = [row for row in main if row.substance_group == ALL]
    england = release.rows(
        definition.key,
        code=areas.ENGLAND_CODE,
        period_kind="year",
        substance_group=ALL,
        part=definition.part,
    )
    headline = _headline(definition, here, england)
    period = here[-1].period if here else None
    return {
        "headline": headline,
        "period": period,
        "years": here[::-1],
        "is_withheld": all(row.suppressed for row in here),
        "groups": [row for row in main if row.period == period],
        "parts": _parts(rows, period, definition),
        "england": {row.period: row for row in england},
        "charts": _charts(definition, code, here, england, headline),
        **_map(definition, _area_rows(release, definition, period), period, code),
    }


def _parts(rows, period: str | None, definition) -> list[figures.Row]:
    """The parts of a split in the latest year, over all groups, the largest first."""
    if definition.part == ALL:
        return []
    latest = [r for r in rows if r.period == period and r.substance_group == ALL]
    return sorted(latest, key=lambda row: -(row.value or 0))


def _headline(definition, here, england) -> list[str]:
    last = here[-1] if here else None
    before = here[-2] if len(here) > 1 else None
    same = [row for row in england if last and row.period == last.period]
    return sentences.headline(
        definition.told, definition.unit, last, before, same[0] if same else None
    )


def _charts(definition, code, here, england, headline) -> dict[str, str]:
    """A count has no place beside England's: it would be a flat line at the bottom."""
    is_own = definition.unit == "persons" or code == areas.ENGLAND_CODE
    name = here[0].name if here else ""
    from throughcare.publish import (
        charts,
    )  # slow to load; the server does so while nobody waits

    return charts.trend(
        here,
        [] if is_own else england,
        unit=definition.unit,
        title=f"{definition.told}, {name}, by financial year",
        summary=" ".join(headline),
    )


@require_safe
def area_indicator_data(request, code: str, slug: str, form: str):
    """The rows of the page at the same address."""
    code, _ = released.place(code)
    definition = released.definition(slug)
    release = released.release()
    rows = release.rows(definition.key, code=code) if release else []
    return _download(definition, release, rows, form, code)


def _download(definition, release, rows, form: str, code: str = "england"):
    about = {
        "indicator": definition.slug,
        "title": definition.title,
        "definition": definition.sentence,
        "unit": definition.unit,
        "evidence": definition.evidence,
        "how_sure": definition.how_sure,
        "references": [asdict(reference) for reference in definition.references],
        "cut": release.cut if release else None,
        "cut_hash": release.hash if release else None,
        "code_version": release.version if release else None,
    }
    made = {
        "csv": lambda: tables.figures_csv(rows, definition.evidence),
        "json": lambda: tables.figures_json(rows, about),
        "xlsx": lambda: workbooks.to_xlsx(rows, about),
        "ods": lambda: workbooks.to_ods(rows, about),
    }[form]()
    response = HttpResponse(made, content_type=TYPES[form])
    name = f"{definition.slug}-{code.lower()}.{form}"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
