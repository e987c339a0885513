"""Routine reports on the site: the list, a report, its files, the walk back from a figure, and their making."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from throughcare.publish import words
from throughcare.publish.reports import FORMS, run
from throughcare.publish.reports.links import Links
from throughcare.publish.reports.making import KINDS, Maker, NoSuchReport
from throughcare.publish.reports.shown import shown
from throughcare.warehouse.cut import Cut, CutError
from throughcare.web.accounts import policy
from throughcare.web.reports import actions, sight
from throughcare.web.reports.models import Making

PAGE = 50
TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "json": "application/json",
}


@require_safe
def reports(request):
    """The reports of the newest cut that this account may see, found by kind and by name."""
    made = latest()
    entries = [e for e in made.entries if sight.sees(request.user)(e)] if made else []
    wanted = {name: request.GET.get(name, "").strip() for name in ("kind", "q")}
    found = [entry for entry in entries if _is_wanted(entry, **wanted)]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "made": made,
        "cut": made and made.folder.parent.parent.name,
        "all": len(entries),
        "page": page,
        "may_make": policy.may_open(request.user, "reports:makings"),
        "kinds": {kind: module.TITLE for kind, module in KINDS.items()},
        **wanted,
    }
    return render(request, "reports/reports.jinja", context)


def _is_wanted(entry: run.Entry, kind: str, q: str) -> bool:
    text = f"{entry.name} {entry.code}".casefold()
    return (not kind or entry.kind == kind) and all(
        word in text for word in q.casefold().split()
    )


def latest() -> run.Run | None:
    """The newest run of the newest cut that has one."""
    store = settings.THROUGHCARE_STORE
    cuts = [Cut.open(store, name) for name in Cut.names(store)]
    with_runs = [cut for cut in cuts if run.numbers(cut)]
    if not with_runs:
        return None
    return run.Run.open(max(with_runs, key=lambda cut: cut.manifest["frozen_at"]))


def _found(request, cut: str, number: str, kind: str, unit: str, code: str):
    """The cut, the run and the entry; not found also where the account may not see it."""
    try:
        opened = Cut.open(settings.THROUGHCARE_STORE, cut)
        made = run.Run.open(opened, int(number))
    except (CutError, LookupError):
        raise Http404 from None
    entry = made.find(kind, unit, code)
    if entry is None or not sight.sees(request.user)(entry):
        raise Http404
    return opened, made, entry


@require_safe
def report(request, **names):
    """A report as a page, its figures linked to where they come from."""
    cut, made, entry = _found(request, **names)
    told = made.report(entry)
    context = {
        "entry": entry,
        "made": made,
        "report": shown(told, Links("", made.path)),
        "forms": list(FORMS),
        "names": names,
    }
    return render(request, "reports/report.jinja", context)


@require_safe
def file(request, form: str, **names):
    """A report as a file. Its links lead to the site that it was made for, else to this one."""
    _, made, entry = _found(request, **names)
    content = made.file(entry, form, settings.SITE_ADDRESS)
    response = HttpResponse(content, content_type=TYPES[form])
    name = f"{entry.kind}-{entry.code}-{entry.period}.{form}".lower()
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def figure(request, slug: str, **names):
    """Where a figure of a report comes from: the cell, the definition, the values filled in, the cut."""
    cut, made, entry = _found(request, **names)
    try:
        asked = {name: request.GET.get(name, "") for name in ("period", "group")}
        behind = Maker(cut).figure(entry.unit_kind, entry.code, slug, **asked)
    except NoSuchReport:
        raise Http404 from None
    context = {"entry": entry, "made": made, "names": names, "slug": slug, **behind}
    context["group"] = words.label(asked["group"]) if asked["group"] else ""
    return render(request, "reports/figure.jinja", context)


@require_safe
def makings(request):
    """What was asked for, what is under way and what became of it; any cut's reports can be made again."""
    context = {
        "makings": Making.objects.select_related("asked_by")[:PAGE],
        "cuts": Cut.names(settings.THROUGHCARE_STORE)[::-1],
        "is_busy": Making.objects.filter(finished_at__isnull=True).exists(),
    }
    return render(request, "reports/makings.jinja", context)


@require_POST
def ask(request):
    """Ask for the reports of a cut to be made, or made again."""
    name = request.POST.get("cut", "")
    if name not in Cut.names(settings.THROUGHCARE_STORE):
        raise Http404
    actions.ask_for_reports(cut=name, by=request.user)
    return redirect("reports:makings")
