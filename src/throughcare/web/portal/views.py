"""The data manager's pages: send a return, read what is wrong in it, accept it."""

import json

from django.contrib import messages
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from throughcare.dataset.form import Unreadable
from throughcare.publish import tables
from throughcare.submissions import NeedsApproval, StoreError, UnknownReturn
from throughcare.web.errors import Fault
from throughcare.web.portal import actions, uploads

LEVELS = {
    "reject-file": "Rejects the file",
    "reject-record": "Rejects the record",
    "reject-field": "Rejects the value",
    "warn": "Warning",
    "info": "For information",
}
COUNTED = {
    "reject-file": ("fault of the file", "faults of the file"),
    "reject-record": ("rejection of a record", "rejections of records"),
    "reject-field": ("rejection of a value", "rejections of values"),
    "warn": ("warning", "warnings"),
    "info": ("for information", "for information"),
}
"""What one finding, and several, of a level are called where they are counted."""
STATES = {
    "received": "Received",
    "checked": "Checked, not accepted",
    "accepted": "Accepted",
    "accepted-in-part": "Accepted in part",
    "refused": "Refused",
    "withdrawn": "Withdrawn",
    "superseded": "Replaced by a later return",
}
COLUMNS = ("rule", "level", "row", "field", "value", "message")
PAGE = 50
OPEN_STATES = {"received", "checked", "refused"}


@csrf_exempt  # the token is read below, once the upload handler is chosen
def returns(request):
    """The history of own returns, and the form to send one."""
    request.upload_handlers = [TemporaryFileUploadHandler(request)]
    return _returns(request)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _returns(request):
    if request.method != "POST":
        return _returns_page(request, [])
    upload = request.FILES.get(uploads.FIELD)
    faults = uploads.faults_of(upload, request.user.provider.code)
    if faults:
        return _returns_page(request, faults)
    try:
        received = actions.receive_return(
            path=upload.temporary_file_path(), name=upload.name, by=request.user
        )
    except (Unreadable, StoreError) as fault:
        return _returns_page(request, [Fault(uploads.FIELD, str(fault))])
    return redirect("portal:return", received.id)


def _returns_page(request, faults):
    context = {
        "faults": faults,
        "provider": request.user.provider,
        "history": actions.store().history(request.user.provider.code),
        "states": STATES,
    }
    status = 422 if faults else 200
    return render(request, "portal/returns.jinja", context, status=status)


def _own(request, return_id: str):
    """The store and the history entry of a return of the user's provider; another's is not found."""
    store = actions.store()
    for entry in store.history(request.user.provider.code):
        if entry["id"] == return_id:
            return store, entry
    raise Http404


@require_safe
def one_return(request, return_id: str):
    """The outcome of the check, findings by rule, and findings by row."""
    return _return_page(request, return_id, [])


def _return_page(request, return_id: str, faults):
    store, entry = _own(request, return_id)
    result = _result(store, return_id)
    wanted = _wanted(request)
    count = store.count_findings(return_id, **wanted)
    page = Paginator(range(count), PAGE).get_page(request.GET.get("page"))
    offset = (page.number - 1) * PAGE
    context = {
        "faults": faults,
        "entry": entry,
        "state": STATES[entry["state"]],
        "is_open": entry["state"] in OPEN_STATES,
        "result": result,
        "left_out": _left_out(result),
        "levels": LEVELS,
        "counted": COUNTED,
        "wanted": wanted,
        "filter": urlencode({k: v for k, v in wanted.items() if v}),
        "count": count,
        "page": page,
        "pages": page.paginator.num_pages,
        "findings": store.findings(return_id, **wanted, limit=PAGE, offset=offset),
    }
    status = 422 if faults else 200
    return render(request, "portal/return.jinja", context, status=status)


def _result(store, return_id: str):
    try:
        return store.result(return_id)
    except UnknownReturn:
        raise Http404 from None
    except StoreError:
        return store.check(return_id)


def _left_out(result) -> int:
    rejected = result.rejected_records
    return sum(rejected.values()) if isinstance(rejected, dict) else rejected


def _wanted(request) -> dict[str, str | None]:
    level = request.GET.get("level")
    rule = request.GET.get("rule", "")[:10]
    return {"level": level if level in LEVELS else None, "rule": rule or None}


@require_safe
def findings(request, return_id: str, form: str):
    """All findings that the filter lets through, as a file."""
    store, _ = _own(request, return_id)
    wanted = _wanted(request)
    count = store.count_findings(return_id, **wanted)
    rows = store.findings(return_id, **wanted, limit=count, offset=0)
    if form == "csv":
        text, kind = tables.to_csv(rows, COLUMNS), "text/csv; charset=utf-8"
    else:
        told = [{name: row[name] for name in COLUMNS} for row in rows]
        text, kind = json.dumps(told, indent=1, default=str), "application/json"
    response = HttpResponse(text, content_type=kind)
    name = f"{return_id}-findings.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def handed_back(request, return_id: str):
    """The file as it was sent, with a column that says what is wrong in each row."""
    store, entry = _own(request, return_id)
    file = open(store.handed_back(return_id), "rb")  # FileResponse closes it
    name = entry["name"].removesuffix(".csv") + "-findings.csv"
    return FileResponse(
        file, as_attachment=True, filename=name, content_type="text/csv"
    )


@require_POST
def accept(request, return_id: str):
    """Accept the return; where records are rejected, only with the box ticked."""
    _own(request, return_id)
    part = request.POST.get("part") == "yes"
    try:
        actions.accept_return(return_id=return_id, part=part, by=request.user)
    except NeedsApproval:
        text = "Tick the box to accept the return without its rejected records, or send a corrected file"
        return _return_page(request, return_id, [Fault("part", text)])
    except StoreError as fault:
        return _return_page(request, return_id, [Fault("accept", str(fault))])
    messages.success(request, "The return is accepted. The next cut takes it.")
    return redirect("portal:return", return_id)


@require_POST
def withdraw(request, return_id: str):
    """Take back a return before it is accepted."""
    _own(request, return_id)
    try:
        actions.withdraw_return(return_id=return_id, by=request.user)
    except StoreError as fault:
        return _return_page(request, return_id, [Fault("accept", str(fault))])
    messages.success(request, "The return is withdrawn. Nothing of it is used.")
    return redirect("portal:returns")
