"""Correcting a record in the page: a form with the rules of the check; what was sent stays as it was."""

import datetime as dt
from functools import lru_cache

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from throughcare.dataset import Spec
from throughcare.submissions import StoreError, corrections, found, levels
from throughcare.warehouse.one_record import Form
from throughcare.web.errors import Fault
from throughcare.web.portal import actions
from throughcare.web.portal.own import note_reading, own
from throughcare.web.portal.result import return_page
from throughcare.web.portal.words import LEVELS, OPEN_STATES

FORMS_KEPT = 4
REFERENCES = ("CLIENT", "CLIENTID", "EPISODID")
"""By what a sender finds the record in the own system."""


@lru_cache(FORMS_KEPT)
def form_of(
    dataset: str,
    headers: tuple[str, ...],
    day: dt.date,
    changed_levels: frozenset[tuple[str, str]],
) -> Form:
    """The rules that a whole row is held to, ready to be asked."""
    return Form(dataset, headers, day, dict(changed_levels))


@require_http_methods(["GET", "HEAD", "POST"])
def row(request, return_id: str, row: int):
    """One row of a return as a form: items with findings first, then the others."""
    store, entry = own(request, return_id)
    number = int(row)
    try:
        sent, read = corrections.row_as_read(store, return_id, number)
    except StoreError as fault:
        return return_page(request, return_id, [Fault("rows", str(fault))])
    typed = _typed(request, read)
    faults, told = [], None
    if request.method == "POST":
        told = _findings(store, entry, typed)
        faults = _save(request, return_id, number, read, typed, told)
        if not faults:
            messages.success(
                request,
                f"Row {number} is corrected. The return is checked again with the correction.",
            )
            return _after_saving(request, store, return_id, number)
    note_reading(request, entry, [number])
    wrong = (
        told if told is not None else store.findings(return_id, row=number, limit=1000)
    )
    return _form_page(request, store, entry, number, sent, typed, wrong, faults)


def _after_saving(request, store, return_id, number):
    """The next row with a rejection where the reader wants to go on, else the return."""
    following = found.next_rejected_row(store, return_id, number)
    if request.POST.get("then") == "next" and following:
        return redirect("portal:row", return_id, following)
    return redirect("portal:return", return_id)


def _typed(request, read: dict[str, str]) -> dict[str, str]:
    """What the form says of each item, or what is read where the form does not say."""
    return {h: request.POST.get(f"item-{h}", v).strip() for h, v in read.items()}


def _findings(store, entry, typed: dict[str, str]) -> list[dict]:
    """What the rules on one record, at their levels of today, say about the values."""
    known = Spec.at(entry["dataset"]).by_header
    values = {h: v for h, v in typed.items() if h in known}
    day = store.today()
    changed = frozenset(levels.levels(store.path, day).items())
    form = form_of(entry["dataset"], tuple(sorted(values)), day, changed)
    return form.check(values, day)


def _save(request, return_id, number, read, typed, told) -> list[Fault]:
    """Keep the correction; where the rules still reject, only with the box ticked."""
    why = request.POST.get("why", "").strip()[:500]
    if not why:
        return [Fault("why", "Enter why the record is corrected")]
    still = [f for f in told if f["level"] == "reject-record"]
    if still and request.POST.get("anyway") != "yes":
        return [Fault(f"item-{f['field']}", f["message"]) for f in still]
    try:
        actions.correct_record(
            return_id=return_id,
            row=number,
            changes={h: v for h, v in typed.items() if v != read[h]},
            why=why,
            by=request.user,
        )
    except StoreError as fault:
        return [Fault("why", str(fault))]
    return []


def _form_page(request, store, entry, number, sent, typed, wrong, faults):
    spec = Spec.at(entry["dataset"])
    by_field: dict[str, list[dict]] = {}
    for finding in wrong:
        by_field.setdefault(finding["field"], []).append(finding)
    items = [
        _item(spec, h, sent, typed, by_field) for h in typed if h in spec.by_header
    ]
    made = corrections.made(store.folder(entry["id"]))
    context = {
        "faults": faults,
        "entry": entry,
        "number": number,
        "following": found.next_rejected_row(store, entry["id"], number),
        "references": {h: typed[h] for h in REFERENCES if typed.get(h)},
        "first": [item for item in items if item["findings"]],
        "others": [item for item in items if not item["findings"]],
        "asks_anyway": any(fault.field.startswith("item-") for fault in faults),
        "is_open": entry["state"] in OPEN_STATES,
        "corrections": [c for c in made if c.row == number],
        "why": request.POST.get("why", ""),
        "levels": LEVELS,
    }
    status = 422 if faults else 200
    return render(request, "portal/row.jinja", context, status=status)


def _item(spec, header: str, sent, typed, by_field) -> dict:
    field = spec.by_header[header]
    return {
        "header": header,
        "label": field.description,
        "value": typed[header],
        "sent": sent[header],
        "findings": by_field.get(header, []),
        "codes": spec.codes(field.codes) if field.codes else [],
    }


@require_POST
def undo(request, return_id: str, correction_id: str):
    """Take a correction back."""
    own(request, return_id)
    try:
        actions.take_back_correction(
            return_id=return_id, correction_id=correction_id, by=request.user
        )
    except StoreError as fault:
        return return_page(request, return_id, [Fault("corrections", str(fault))])
    messages.success(
        request, "The correction is taken back. What was sent stands again."
    )
    return redirect("portal:return", return_id)
