"""Sending a return by page, and the list of what was sent."""

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.dataset.file import Unreadable
from throughcare.publish import tables
from throughcare.submissions import StoreError
from throughcare.web.errors import Fault
from throughcare.web.governance import agreements
from throughcare.web.organisations import scope
from throughcare.web.portal import actions, uploads
from throughcare.web.portal.own import codes_of, history_of
from throughcare.web.portal.words import STATES

PAGE = 50
COLUMNS = ("name", "provider", "dataset", "period_start", "period_end", "state")
COLUMNS += ("rows", "at", "by")


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
    data_set = request.POST.get(uploads.DATA_SET, "")
    faults = uploads.faults_of(upload, codes_of(request.user))
    faults = faults or uploads.faults_of_data_set(data_set)
    if faults:
        return _returns_page(request, faults)
    try:
        received = actions.receive_return(
            path=upload.temporary_file_path(),
            name=upload.name,
            by=request.user,
            data_set=data_set,
        )
    except (Unreadable, StoreError) as fault:
        return _returns_page(request, [Fault(uploads.FIELD, str(fault))])
    return redirect("portal:return", received.id)


def _returns_page(request, faults):
    provider = scope.provider_of(request.user)
    history = history_of(request.user)
    page = Paginator(history, PAGE)
    context = {
        "faults": faults,
        "provider": provider,
        "needs_agreement": agreements.of(provider) is None,
        "page": page.get_page(request.GET.get("page")),
        "states": STATES,
        "data_sets": uploads.data_sets_that_are_read(),
        "chosen": request.POST.get(uploads.DATA_SET) or uploads.usual_data_set(history),
    }
    status = 422 if faults else 200
    return render(request, "portal/returns.jinja", context, status=status)


@require_safe
def history_file(request):
    """Everything that was sent, as CSV."""
    text = tables.to_csv(history_of(request.user), COLUMNS)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="returns.csv"'
    return response
