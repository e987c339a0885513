"""A return beside the one before it."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.publish import tables
from throughcare.submissions.comparing import KINDS, compare
from throughcare.web.portal.own import note_reading, own
from throughcare.web.portal.words import DIFFERENCES, OPEN_STATES, RECORDS

PAGE = 100
COLUMNS = ("kind", "record", "row", "keys", "fields", "was", "now")


@require_safe
def compared(request, return_id: str):
    """Counts of records that are new, changed, gone or open again, and a list of them."""
    store, entry = own(request, return_id)
    told = compare(store, return_id)
    wanted, listed = _listed(request, told)
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    note_reading(request, entry, {line["row"] for line in page})
    context = {
        "entry": entry,
        "told": told,
        "page": page,
        "is_open": entry["state"] in OPEN_STATES,
        **wanted,
        "differences": DIFFERENCES,
        "records": RECORDS,
    }
    return render(request, "portal/compared.jinja", context)


def _listed(request, told):
    """What the reader looks for, and the records that fit: of a kind of difference, of a kind of record."""
    known = {"kind": KINDS, "record": RECORDS}
    asked = {name: request.GET.get(name, "") for name in known}
    wanted = {n: told if told in known[n] else "" for n, told in asked.items()}
    found = [
        line
        for line in (told.listed if told else [])
        if all(value in ("", line[name]) for name, value in wanted.items())
    ]
    return wanted, found


@require_safe
def compared_file(request, return_id: str):
    """The list as CSV."""
    store, entry = own(request, return_id)
    told = compare(store, return_id)
    if told is None:
        raise Http404
    _, listed = _listed(request, told)
    note_reading(request, entry, {line["row"] for line in listed})
    text = tables.to_csv(map(_flat, listed), COLUMNS)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"{return_id}-compared.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _flat(line: dict) -> dict:
    """A record on one line: what its fields were and are, in their order, a blank as (blank)."""
    told = {
        which: " | ".join(change[which] or "(blank)" for change in line["changes"])
        for which in ("was", "now")
    }
    return line | told
