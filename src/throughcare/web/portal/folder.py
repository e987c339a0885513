"""The page of watched folders: when each was looked at, what waits in it, and what became of every file."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from throughcare.publish import tables
from throughcare.web.accounts import policy
from throughcare.web.portal.models import FolderFile, WatchedFolder
from throughcare.web.portal.watched import is_silent, seen_by

PAGE = 50
OUTCOMES = {FolderFile.TAKEN: "Taken", FolderFile.REFUSED: "Refused"}
COLUMNS = ("at", "provider", "name", "outcome", "sentence", "return_id")


@require_safe
def folder(request):
    """The folders of own providers, all of them for the administrator."""
    wanted, found = _asked(request)
    folders = seen_by(request.user, WatchedFolder).select_related("by")
    now = timezone.now()
    context = {
        "folders": [(one, is_silent(one, now)) for one in folders],
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "total": seen_by(request.user, FolderFile).count(),
        "outcomes": OUTCOMES,
        "oversees": request.user.role == policy.ADMINISTRATOR,
        "may_read": policy.may_open(request.user, "portal:return"),
        **wanted,
    }
    return render(request, "portal/folder.jinja", context)


@require_safe
def folder_file(request):
    """What became of the files, as CSV."""
    rows = [
        {name: getattr(one, name) for name in COLUMNS} | {"at": one.at.isoformat()}
        for one in _asked(request)[1]
    ]
    text = tables.to_csv(rows, COLUMNS)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="watched-folder.csv"'
    return response


def _asked(request):
    """What the reader looks for, and the files that fit, the latest first."""
    given = {n: request.GET.get(n, "").strip()[:60] for n in ("outcome", "q")}
    outcome = given["outcome"] if given["outcome"] in OUTCOMES else ""
    found = seen_by(request.user, FolderFile)
    found = found.filter(outcome=outcome) if outcome else found
    for word in given["q"].split():
        found = found.filter(name__icontains=word)
    return given | {"outcome": outcome}, found
