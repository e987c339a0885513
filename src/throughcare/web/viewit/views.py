"""The report builder: a form whose answer stands at an address that can be shared."""

from itertools import groupby

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughcare.publish import areas, map_svg, viewit
from throughcare.publish.builder import drawing, measures, question, telling
from throughcare.web.public.caching import kept
from throughcare.web.viewit import downloads
from throughcare.web.viewit.asking import asked

ROWS = 100
"""Rows on one page of a table; the files hold all."""
KINDS = {
    "year": "Financial years",
    "quarter": "Quarters",
    "rolling": "Twelve months to",
}


@require_safe
@kept
def build(request):
    """The answer to the question of the address, and the form that changes it."""
    found = asked(request)
    context = {
        "faults": found.faults,
        "release": found.release,
        "question": found.question,
        "is_asked": "measure" in request.GET,
        "said": {name for name in ("from", "to") if request.GET.get(name)},
    }
    if found.question:
        context |= _form(found) | _result(request, found)
    return render(request, "viewit/build.jinja", context)


def _form(found) -> dict[str, object]:
    """What the form offers."""
    listed = groupby(found.offered.values(), key=lambda measure: measure.topic)
    periods = {
        KINDS.get(kind, kind): names[::-1]
        for kind, names in found.question.measure.periods.items()
    }
    return {
        "topics": [(topic, list(several)) for topic, several in listed],
        "breakdowns": {n: measures.BREAKDOWNS[n] for n in measures.BREAKDOWNS},
        "filters": question.FILTERS,
        "where": question.WHERE,
        "shows": question.SHOWS,
        "orders": question.ORDERS,
        "periods": periods,
        "england": (areas.ENGLAND_CODE, areas.ENGLAND_NAME),
        "regions": areas.by_region(),
        "region_codes": {name: code for code, name in areas.region_names().items()},
    }


def _result(request, found) -> dict[str, object]:
    answer = found.answer
    page = Paginator(answer.rows, ROWS).get_page(request.GET.get("page"))
    title, told = telling.title(found.question), telling.headline(answer)
    return {
        "answer": answer,
        "title": title,
        "headline": told,
        "page": page,
        "forms": downloads.forms_for(answer),
        "query": found.question.query,
        "can_explain": not found.question.measure.is_count,
        **_picture(answer, title, told),
    }


def _picture(answer, title: str, told: list[str]) -> dict[str, object]:
    """The chart or map of the answer, or a sentence why there is none."""
    if answer.question.show == "table":
        return {}
    why_not = drawing.why_not(answer)
    if why_not:
        return {"why_not": why_not}
    if answer.question.show == "map":
        return _map(answer, title)
    return {"charts": drawing.chart(answer, title, " ".join(told))}


def _map(answer, title: str) -> dict[str, object]:
    rows = answer.of(answer.question.last)
    measure = answer.question.measure
    drawn = map_svg.draw(
        rows,
        unit=measure.unit,
        title=f"{title}, {answer.question.last}, by area",
        summary="Each hexagon is an area of England. The number and the shade say its band in the key. "
        "The table gives the same values as a list.",
        link=lambda code: _area_page(measure, code),
    )
    return {"map": drawn, "bands": map_svg.bands(rows)}


def _area_page(measure, code: str) -> str:
    if measure.is_count:
        return reverse("public:area", args=[code])
    return reverse("public:area-indicator", args=[code, measure.slug])


@require_safe
@kept
def columns(request):
    """What each column of a ViewIt export counts, and which cannot be told."""
    topics: dict[str, list[viewit.Column]] = {}
    for column in viewit.table():
        topics.setdefault(column.topic.capitalize(), []).append(column)
    return render(request, "viewit/columns.jinja", {"topics": list(topics.items())})
