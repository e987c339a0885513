"""A return beside the one before it."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.publish import tables
from throughcare.submissions.comparing import KINDS, compare
from throughcare.web.portal.own import note_reading, own
from throughcare.web.portal.words import DIFFERENCES, RECORDS

PAGE = 100
COLUMNS = ("kind", "record", "row", "keys", "fields")


@require_safe
def compared(request, return_id: str):
    """Counts of records that are new, changed, gone or open again, and a list of them."""
    store, entry = own(request, return_id)
    told = compare(store, return_id)
    kind, listed = _listed(request, told)
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    note_reading(request, entry, {line["row"] for line in page})
    context = {
        "entry": entry,
        "told": told,
        "kind": kind,
        "page": page,
        "differences": DIFFERENCES,
        "records": RECORDS,
    }
    return render(request, "portal/compared.jinja", context)


def _listed(request, told):
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    listed = told.listed if told else []
    return kind, [line for line in listed if kind in ("", line["kind"])]


@require_safe
def compared_file(request, return_id: str):
    """The list as CSV."""
    store, entry = own(request, return_id)
    told = compare(store, return_id)
    if told is None:
        raise Http404
    _, listed = _listed(request, told)
    note_reading(request, entry, {line["row"] for line in listed})
    response = HttpResponse(
        tables.to_csv(listed, COLUMNS), content_type="text/csv; charset=utf-8"
    )
    name = f"{return_id}-compared.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
