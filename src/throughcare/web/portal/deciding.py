"""Accepting a return, taking it back, and confirming a soft check."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from throughcare.submissions import NeedsApproval, StoreError, WouldVanish
from throughcare.web.errors import Fault
from throughcare.web.portal import actions
from throughcare.web.portal.keys import finding_of
from throughcare.web.portal.own import note_reading, own
from throughcare.web.portal.result import return_page

WITHOUT_REJECTED = "Tick the box to accept the return without its rejected records, or send a corrected file"
FULLER = "Tick the box to replace the fuller return, or send an export that holds what is missing"


@require_POST
def accept(request, return_id: str):
    """Have the return accepted; where records are rejected or a fuller one is replaced, only with the box ticked."""
    own(request, return_id)
    try:
        actions.ask_for_acceptance(
            return_id=return_id,
            part=request.POST.get("part") == "yes",
            replace_fuller=request.POST.get("replace-fuller") == "yes",
            by=request.user,
        )
    except NeedsApproval:
        return return_page(request, return_id, [Fault("part", WITHOUT_REJECTED)])
    except WouldVanish:
        return return_page(request, return_id, [Fault("replace-fuller", FULLER)])
    except StoreError as fault:
        return return_page(request, return_id, [Fault("accept", str(fault))])
    return redirect("portal:return", return_id)


@require_POST
def withdraw(request, return_id: str):
    """Take back a return before it is accepted."""
    own(request, return_id)
    try:
        actions.withdraw_return(return_id=return_id, by=request.user)
    except StoreError as fault:
        return return_page(request, return_id, [Fault("accept", str(fault))])
    messages.success(request, "The return is withdrawn. Nothing of it is used.")
    return redirect("portal:returns")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, return_id: str, rule: str, row: int, key: str):
    """Ask whether a doubtful value is right, and keep the answer with its reason."""
    store, entry = own(request, return_id)
    finding = finding_of(store, return_id, rule, int(row), key)
    faults = []
    if request.method == "POST":
        faults = _confirmed(request, return_id, finding)
        if not faults:
            messages.success(
                request,
                "The warning is confirmed. It is not asked again until the value changes.",
            )
            return redirect("portal:return", return_id)
    note_reading(request, entry, [finding["row"]])
    context = {
        "faults": faults,
        "entry": entry,
        "finding": finding,
        "why": request.POST.get("why", ""),
    }
    status = 422 if faults else 200
    return render(request, "portal/confirm.jinja", context, status=status)


def _confirmed(request, return_id: str, finding: dict) -> list[Fault]:
    why = request.POST.get("why", "").strip()[:500]
    if not why:
        return [Fault("why", "Enter why this is right")]
    try:
        actions.confirm_finding(
            return_id=return_id, finding=finding, why=why, by=request.user
        )
    except StoreError as fault:
        return [Fault("why", str(fault))]
    return []
