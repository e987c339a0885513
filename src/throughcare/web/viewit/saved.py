"""Reports that a signed-in person keeps: listed, renamed, deleted and put back."""

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from throughcare.web.errors import Fault
from throughcare.web.viewit import actions
from throughcare.web.viewit.models import SavedReport

LONGEST = SavedReport._meta.get_field("name").max_length
LONGEST_QUERY = SavedReport._meta.get_field("query").max_length


@require_safe
def reports(request):
    """The saved reports, and those that can still be put back."""
    actions.forget_old(by=request.user)
    own = actions.own(request.user)
    context = {
        "reports": own.filter(deleted_at=None),
        "deleted": own.exclude(deleted_at=None).order_by("-deleted_at"),
        "days": actions.KEPT_FOR.days,
    }
    return render(request, "viewit/saved.jinja", context)


@require_POST
def save(request):
    """Save the report whose form was sent; without a name, back to it."""
    name, query = _name(request), request.POST.get("query", "")
    if not name or len(query) > LONGEST_QUERY or not query.isprintable():
        messages.error(request, "The report was not saved: enter a name for it.")
        asked = QueryDict(query[:LONGEST_QUERY]).urlencode()
        return redirect(f"{reverse('viewit:build')}?{asked}#save")
    saved = actions.save(name=name, query=query.lstrip("?"), by=request.user)
    messages.success(request, f"The report {saved.name} was saved.")
    return redirect("viewit:saved")


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request, number: int):
    report, faults = _own(request, number), []
    if request.method == "POST":
        name = _name(request)
        if name:
            actions.rename(report=report, name=name, by=request.user)
            messages.success(request, f"The report is now called {name}.")
            return redirect("viewit:saved")
        faults = [Fault("name", "Enter a name for the report")]
    context = {"report": report, "faults": faults}
    status = 422 if faults else 200
    return render(request, "viewit/rename.jinja", context, status=status)


@require_POST
def delete(request, number: int):
    report = _own(request, number)
    actions.delete(report=report, by=request.user)
    text = f"The report {report.name} was deleted. You can put it back from the list of deleted reports."
    messages.success(request, text)
    return redirect("viewit:saved")


@require_POST
def put_back(request, number: int):
    report = _own(request, number)
    actions.put_back(report=report, by=request.user)
    messages.success(request, f"The report {report.name} is back.")
    return redirect("viewit:saved")


def _name(request) -> str:
    said = "".join(c for c in request.POST.get("name", "") if c.isprintable())
    return " ".join(said.split())[:LONGEST]


def _own(request, number: int) -> SavedReport:
    """A report of the person who asks; any other is not found."""
    found = actions.own(request.user).filter(pk=number).first()
    if found is None:
        raise Http404
    return found
