"""Exceptions of a cut for each provider: no start or review profile, several or no care coordinators, and the like."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.publish import tables
from throughcare.warehouse import cut_findings
from throughcare.warehouse.cut import Cut
from throughcare.web.organisations import scope
from throughcare.web.portal.own import note_reading, store
from throughcare.web.portal.words import LEVELS

PAGE = 100
COLUMNS = ("provider", "return_id", "row", "rule", "name", "message")
COUNTED = ("provider", "rule", "name", "level", "count")


def _told(request):
    """The newest cut, and its findings of the providers that the account sees."""
    place = store()
    cuts = [Cut.open(place.path, name) for name in Cut.names(place.path)]
    if not cuts:
        return None, []
    cut = max(cuts, key=lambda c: c.manifest.get("frozen_at", ""))
    found = cut_findings.rows(cut)
    codes = scope.providers_of(request.user)
    return cut, [f for f in found if codes is scope.ALL or f["provider"] in codes]


def _counts(found: list[dict]) -> list[dict]:
    """How many there are of each provider and rule."""
    counts: dict[tuple, int] = {}
    for f in found:
        key = (f["provider"], f["rule"], f["name"], f["level"])
        counts[key] = counts.get(key, 0) + 1
    return [dict(zip(COUNTED, (*key, n))) for key, n in sorted(counts.items())]


def _sees_lines(user) -> bool:
    """Lines are for their sender; those who oversee see counts."""
    return user.provider is not None


@require_safe
def exceptions(request):
    """Counts by provider and rule; to the sender also the lines, to be found in the own return."""
    cut, found = _told(request)
    rule = request.GET.get("rule", "")[:10]
    counts = _counts(found)
    lines = [f for f in found if rule in ("", f["rule"])]
    listed = lines if _sees_lines(request.user) else counts
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    context = {
        "cut": cut,
        "counts": counts,
        "rule": rule,
        "sees_lines": _sees_lines(request.user),
        "page": page,
        "total": len(found),
        "informing": sum(f["level"] == "info" for f in found),
        "levels": LEVELS,
    }
    if _sees_lines(request.user):
        _note(request, page)
    return render(request, "portal/exceptions.jinja", context)


def _note(request, lines) -> None:
    """Note whose lines are about to be shown."""
    by_return: dict[tuple, set[int]] = {}
    for f in lines:
        by_return.setdefault((f["provider"], f["return_id"]), set()).add(f["row"])
    for (provider, return_id), rows in by_return.items():
        note_reading(request, {"provider": provider, "id": return_id}, rows)


@require_safe
def exceptions_file(request):
    """The same as CSV."""
    _, found = _told(request)
    lines, columns = _counts(found), COUNTED
    if _sees_lines(request.user):
        lines, columns = found, COLUMNS
        _note(request, found)
    response = HttpResponse(
        tables.to_csv(lines, columns), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="exceptions.csv"'
    return response
