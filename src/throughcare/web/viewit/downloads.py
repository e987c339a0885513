"""A report as a file at its own address, and the ViewIt export of an area."""

from dataclasses import asdict

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughcare.publish import tables, viewit, workbooks
from throughcare.publish.builder import Answer, telling
from throughcare.web.errors import Fault
from throughcare.web.public import released
from throughcare.web.public.caching import kept
from throughcare.web.viewit.asking import Asked, asked

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
LONGEST_WORKBOOK = 1_500
"""Rows of a workbook that is written while the reader waits."""


def forms_for(answer: Answer) -> list[str]:
    """The kinds of file that an answer can be had as."""
    is_short = len(answer.rows) <= LONGEST_WORKBOOK
    return [form for form in TYPES if is_short or form in ("csv", "json")]


@require_safe
@kept
def data(request, form: str):
    """The rows of the report at the same address."""
    found = asked(request)
    if found.answer is None:
        raise Http404
    if found.faults or form not in forms_for(found.answer):
        return _cannot(request, found)
    made = _made(request, found, form)
    response = HttpResponse(made, content_type=TYPES[form])
    name = f"viewit-{found.question.measure.slug}.{form}"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _cannot(request, found: Asked):
    """A page that says why there is no file, with the way to the report."""
    rows = len(found.answer.rows)
    long = f"A workbook has {LONGEST_WORKBOOK:,} rows at most, and this report has {rows:,}: take the CSV, or choose fewer places or periods"
    context = {
        "faults": found.faults or [Fault("report", long)],
        "query": found.question.query,
    }
    return render(request, "viewit/no_file.jinja", context, status=422)


def _made(request, found: Asked, form: str):
    rows, about = list(found.answer.rows), _about(request, found)
    return {
        "csv": lambda: tables.figures_csv(rows, about["evidence"]),
        "json": lambda: tables.figures_json(rows, about),
        "xlsx": lambda: workbooks.to_xlsx(rows, about),
        "ods": lambda: workbooks.to_ods(rows, about),
    }[form]()


def _about(request, found: Asked) -> dict[str, object]:
    measure = found.question.measure
    references = measure.definition.references if measure.definition else ()
    address = f"{reverse('viewit:build')}?{found.question.query}"
    return {
        "indicator": measure.slug,
        "title": telling.title(found.question),
        "definition": measure.sentence,
        "unit": measure.unit,
        "evidence": measure.evidence,
        "how_sure": measure.how_sure,
        "references": [asdict(reference) for reference in references],
        "headline": telling.headline(found.answer),
        "address": request.build_absolute_uri(address),
        "cut": found.release.cut,
        "cut_hash": found.release.hash,
        "code_version": found.release.version,
    }


@require_safe
@kept
def area(request, code: str):
    """All counts of an area in the ViewIt layout, from the newest release or that of the cut in the query."""
    code, _ = released.place(code)
    release = released.shown(request.GET.get("cut") or None).release
    made = release and viewit.released(settings.THROUGHCARE_STORE, release.cut, code)
    if not made:
        raise Http404
    (place,) = made.places
    response = HttpResponse(viewit.csv_text(made, place), content_type=TYPES["csv"])
    name = viewit.name_of(place)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
