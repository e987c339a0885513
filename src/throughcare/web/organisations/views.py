"""Organisations as national administrators see them: list, search, add, rename, relate, merge."""

import datetime as dt
import re

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from throughcare.web.accounts.models import User
from throughcare.web.errors import Fault
from throughcare.web.governance import proposals
from throughcare.web.organisations import actions, following, scope
from throughcare.web.organisations.actions import OrganisationError
from throughcare.web.organisations.days import day_of
from throughcare.web.organisations.models import (
    Merger,
    Partnership,
    Provider,
    Region,
    Relation,
)

form = require_http_methods(["GET", "HEAD", "POST"])
KINDS = {"provider": "Providers", "partnership": "Partnerships", "region": "Regions"}
AGENCY = re.compile(r"[A-Z0-9]{1,8}")
SHOWN = 50


def _page(request, name: str, context: dict):
    status = 422 if context.get("faults") else 200
    context = {"sent": request.POST} | context
    return render(request, f"organisations/{name}.jinja", context, status=status)


def _provider(code: str) -> Provider:
    found = Provider.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return found


# -- the list -----------------------------------------------------------------------------------------------------


@require_safe
def all_organisations(request):
    """One kind of organisation at a time, with a search."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else "provider"
    words = request.GET.get("q", "").strip()[:100]
    page = Paginator(_found(kind, words), SHOWN).get_page(request.GET.get("page"))
    context = {"kind": kind, "kinds": KINDS, "words": words, "page": page}
    if kind == "provider":
        context["now_in"] = _now_in(page)
    return _page(request, "all", context)


def _found(kind: str, words: str):
    rows, fields = {
        "provider": (Provider.objects.all(), ("code", "name")),
        "partnership": (
            Partnership.objects.select_related("area"),
            ("code", "name", "area__name", "area__region"),
        ),
        "region": (Region.objects.all(), ("code", "name")),
    }[kind]
    for word in words.split():
        told = Q()
        for field in fields:
            told |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(told)
    return rows


def _now_in(page) -> dict[int, Provider]:
    """Into which provider each of a page has merged by today."""
    merged = Merger.objects.at(dt.date.today()).select_related("successor")
    shown = {provider.pk for provider in page}
    return {m.provider_id: m.successor for m in merged if m.provider_id in shown}


# -- providers ----------------------------------------------------------------------------------------------------


@form
def add(request):
    """Add a provider."""
    if request.method != "POST":
        return _page(request, "add", {})
    code = request.POST.get("code", "").strip().upper()
    name = request.POST.get("name", "").strip()[:100]
    faults = []
    if not AGENCY.fullmatch(code):
        text = "Enter an agency code: letters and digits, 8 at most, as in the field AGNCY of its returns"
        faults.append(Fault("code", text))
    if not name:
        faults.append(Fault("name", "Enter the name of the provider"))
    if faults:
        return _page(request, "add", {"faults": faults})
    try:
        actions.create_provider(code=code, name=name, by=request.user)
    except OrganisationError as fault:
        return _page(request, "add", {"faults": [Fault("code", str(fault))]})
    messages.success(request, f"{name} is added.")
    return redirect("organisations:provider", code)


@form
def provider(request, code: str):
    """A provider: its name, for whom it works, what merged, and who has an account."""
    found = _provider(code)
    if request.method != "POST":
        return _provider_page(request, found, [])
    name = request.POST.get("name", "").strip()[:100]
    if not name:
        faults = [Fault("name", "Enter the name of the provider")]
        return _provider_page(request, found, faults)
    actions.rename_provider(provider=found, name=name, by=request.user)
    messages.success(request, "The name is changed.")
    return redirect("organisations:provider", code)


def _provider_page(request, found: Provider, faults: list[Fault]):
    today = dt.date.today()
    context = {
        "faults": faults,
        "provider": found,
        "relations": found.relations.select_related("partnership"),
        "today": today,
        "mergers": found.mergers.filter(undone_at=None).select_related("successor"),
        "absorbed": found.absorbed.filter(undone_at=None).select_related("provider"),
        "accounts": User.objects.filter(
            provider__code__in=scope.with_merged({found.code}, today)
        ).order_by("username"),
    }
    return _page(request, "provider", context)


# -- relations ----------------------------------------------------------------------------------------------------


@form
def relate(request, code: str):
    """Say for which partnership a provider works, from when, and until when."""
    found = _provider(code)
    context = {"provider": found, "partnerships": Partnership.objects.all()}
    if request.method != "POST":
        return _page(request, "relate", context)
    faults = _related(request, found)
    if faults:
        return _page(request, "relate", context | {"faults": faults})
    messages.success(request, "The relation is added.")
    return redirect("organisations:provider", code)


def _related(request, found: Provider) -> list[Fault]:
    number = request.POST.get("partnership", "")
    chosen = Partnership.objects.filter(pk=number).first() if number.isdigit() else None
    faults = [] if chosen else [Fault("partnership", "Select the partnership")]
    since, wrong = day_of(request.POST, "since", "Enter the first day, like 1 4 2013")
    faults += wrong
    until, wrong = day_of(
        request.POST,
        "until",
        "Enter the day on which it ends, like 1 4 2014, or leave it empty",
        is_needed=False,
    )
    faults += wrong
    if faults:
        return faults
    try:
        actions.relate(
            provider=found,
            partnership=chosen,
            since=since,
            until=until,
            by=request.user,
        )
    except OrganisationError as fault:
        return [Fault("partnership", str(fault))]
    return []


@form
def end_relation(request, number: int):
    """Say when a relation ends."""
    relation = Relation.objects.filter(pk=number).select_related().first()
    if relation is None:
        raise Http404
    if request.method != "POST":
        return _page(request, "end_relation", {"relation": relation})
    until, faults = day_of(
        request.POST, "until", "Enter the day on which it ends, like 1 4 2014"
    )
    if not faults:
        try:
            actions.end_relation(relation=relation, until=until, by=request.user)
        except OrganisationError as fault:
            faults = [Fault("until-day", str(fault))]
    if faults:
        return _page(request, "end_relation", {"relation": relation, "faults": faults})
    messages.success(request, "The end of the relation is noted.")
    return redirect("organisations:provider", relation.provider.code)


# -- mergers ------------------------------------------------------------------------------------------------------


@form
def merge(request, code: str):
    """Merge a provider into another: choose, look at what follows, then do it."""
    found = _provider(code)
    context = {"provider": found, "providers": Provider.objects.exclude(pk=found.pk)}
    if request.method != "POST":
        return _page(request, "merge", context)
    successor, on, faults = _merger_of(request, found)
    if faults:
        return _page(request, "merge", context | {"faults": faults})
    if request.POST.get("step") != "merge":
        context |= {"successor": successor, "on": on}
        context["what"] = following.of_merger(found, successor, on)
        return _page(request, "merge_preview", context)
    told = {"provider": found.code, "successor": successor.code, "on": str(on)}
    proposals.ask(act="merge", told=told, by=request.user)
    messages.success(
        request, "The merger is asked for. Another administrator has to do it."
    )
    return redirect("governance:waiting")


def _merger_of(request, found: Provider):
    code = request.POST.get("successor", "").strip().upper()
    successor = Provider.objects.filter(code=code).first()
    on, faults = day_of(
        request.POST, "on", "Enter the day of the merger, like 1 4 2013"
    )
    if successor is None:
        faults.insert(0, Fault("successor", "Enter the agency code of the successor"))
    else:
        refused = actions.why_not_merge(found, successor)
        faults += [Fault("successor", refused)] if refused else []
    return successor, on, faults


@require_POST
def undo_merger(request, number: int):
    """Take a merger back."""
    merger = Merger.objects.filter(pk=number).select_related().first()
    if merger is None:
        raise Http404
    try:
        actions.undo_merger(merger=merger, by=request.user)
        messages.success(request, "The merger is taken back.")
    except OrganisationError as fault:
        messages.error(request, f"{fault}.")
    return redirect("organisations:provider", merger.provider.code)


# -- partnerships -------------------------------------------------------------------------------------------------


@form
def partnership(request, number: int):
    """A partnership: its name and code, its area, and who works for it."""
    found = Partnership.objects.filter(pk=number).select_related("area").first()
    if found is None:
        raise Http404
    faults = _renamed(request, found) if request.method == "POST" else []
    if request.method == "POST" and not faults:
        messages.success(request, "The partnership is changed.")
        return redirect("organisations:partnership", number)
    context = {
        "faults": faults,
        "partnership": found,
        "relations": found.relations.select_related("provider"),
        "today": dt.date.today(),
    }
    return _page(request, "partnership", context)


def _renamed(request, found: Partnership) -> list[Fault]:
    name = request.POST.get("name", "").strip()[:100]
    if not name:
        return [Fault("name", "Enter the name of the partnership")]
    code = request.POST.get("code", "").strip().upper()
    if code and not AGENCY.fullmatch(code):
        return [Fault("code", "Enter a code of letters and digits, 8 at most, or none")]
    try:
        actions.rename_partnership(
            partnership=found, name=name, code=code, by=request.user
        )
    except OrganisationError as fault:
        return [Fault("code", str(fault))]
    return []
