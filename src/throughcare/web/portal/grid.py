"""Where every provider stands, for those who oversee them: months, what is due, quality, and TOP exceptions."""

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from throughcare import parameters
from throughcare.publish import tables
from throughcare.submissions import StoreError, standing
from throughcare.web.organisations import scope
from throughcare.web.organisations.models import Provider
from throughcare.web.portal import reminders
from throughcare.web.portal.own import store
from throughcare.web.portal.result import left_out
from throughcare.web.portal.words import LEVELS
from throughcare.web.portal.words import STATES as RETURN_STATES

PAGE = 100
YEARS_BACK, YEARS_ON = 2000, 2100


def _overseen(user) -> tuple[dict[str, str], list[dict]]:
    """The providers that an account oversees with their names, and the history of their returns."""
    codes, history = scope.providers_of(user), store().history()
    if codes is scope.ALL:
        codes = {e["provider"] for e in history}
        codes |= set(Provider.objects.values_list("code", flat=True))
    names = dict(Provider.objects.filter(code__in=codes).values_list("code", "name"))
    own = [e for e in history if e["provider"] in codes]
    return {code: names.get(code) or code for code in sorted(codes)}, own


def _asked(request):
    names, history = _overseen(request.user)
    today = store().today()
    given = request.GET.get("year", "")[:4]
    year = int(given) if given.isdecimal() else standing.newest_year(history, today)
    year = min(max(year, YEARS_BACK), YEARS_ON)
    months = standing.months_of(year)
    return names, year, months, standing.grid(names, history, months, today), today


@require_safe
def grid(request):
    """Providers by months of a financial year."""
    names, year, months, told, today = _asked(request)
    wanted, found = _narrowed(request, names, told)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "names": names,
        "year": year,
        "months": months,
        "page": page,
        "states": standing.STATES,
        "counts": _counts(told),
        "total": sum(map(len, told.values())),
        "today": today,
        **wanted,
    }
    return render(request, "portal/grid.jinja", context)


def _narrowed(request, names, told):
    """What the reader looks for, and the providers that fit: by name or code, and with a month in a state."""
    q, state = (request.GET.get(name, "").strip()[:60] for name in ("q", "state"))
    state = state if state in standing.STATES else ""
    found = [
        (code, cells)
        for code, cells in told.items()
        if _is_called(q, code, names)
        and (not state or state in {cell.state for cell in cells})
    ]
    return {"q": q, "state": state}, found


def _is_called(q: str, code: str, names: dict[str, str]) -> bool:
    """Whether every word is in the provider's code or name."""
    text = f"{code} {names[code]}".casefold()
    return all(word in text for word in q.casefold().split())


def _counts(told) -> dict[str, int]:
    cells = [cell for cells in told.values() for cell in cells]
    counts = {s: sum(c.state == s for c in cells) for s in standing.STATES}
    return {s: n for s, n in counts.items() if n} | {
        "late": sum(c.is_late for c in cells)
    }


@require_safe
def grid_file(request):
    """The same as CSV, a line a provider and month."""
    names, _, months, told, _ = _asked(request)
    told = dict(_narrowed(request, names, told)[1])
    rows = [
        {
            "provider": code,
            "name": names[code],
            "month": f"{month.first:%Y-%m}",
            "due": month.due.isoformat(),
            "state": cell.state,
            "late": cell.is_late,
            "return": cell.return_id,
            "at": cell.at,
        }
        for code, cells in told.items()
        for month, cell in zip(months, cells, strict=True)
    ]
    columns = ("provider", "name", "month", "due", "state", "late", "return", "at")
    return _csv("submissions.csv", tables.to_csv(rows, columns))


def _csv(name: str, text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def summary(request, return_id: str):
    """What became of a return, in numbers: no row, no value."""
    names, history = _overseen(request.user)
    entry = next((e for e in history if e["id"] == return_id), None)
    if entry is None:
        raise Http404
    try:
        result = store().result(return_id)
    except StoreError:
        result = None
    context = {
        "entry": entry,
        "name": names[entry["provider"]],
        "state": RETURN_STATES[entry["state"]],
        "result": result,
        "left_out": left_out(result) if result else 0,
        "levels": LEVELS,
    }
    return render(request, "portal/summary.jinja", context)


@require_safe
def due(request):
    """The calendar of a year, and who is due."""
    names, year, months, told, today = _asked(request)
    listed = [d for d in standing.due(told, months, today)]
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    context = {
        "names": names,
        "year": year,
        "months": months,
        "today": today,
        "page": page,
        "states": standing.STATES,
        "reminded": reminders.last_sent(names),
        "reminder_days": parameters.at("portal.reminder_days", today).value,
        "may_remind": request.user.role == "administrator",
    }
    return render(request, "portal/due.jinja", context)


@require_safe
def due_file(request):
    """Who is due, as CSV."""
    names, _, months, told, today = _asked(request)
    rows = [
        {
            "provider": code,
            "name": names[code],
            "month": f"{month.first:%Y-%m}",
            "due": month.due.isoformat(),
            "state": state,
        }
        for code, month, state in standing.due(told, months, today)
    ]
    columns = ("provider", "name", "month", "due", "state")
    return _csv("due.csv", tables.to_csv(rows, columns))


@require_POST
def remind(request):
    """Have letters sent to the data managers of providers whose return of the open month is due."""
    reminders.ask(by=request.user, today=store().today())
    messages.success(
        request,
        "Reminders are sent in the background, to providers whose return of the open month is due.",
    )
    return redirect("grid:due")


@require_safe
def quality(request):
    """Score of each provider, and findings of each rule over time."""
    names, told = _quality(request)
    q, sort = (request.GET.get(name, "").strip()[:60] for name in ("q", "sort"))
    found = [one for one in told if _is_called(q, one.provider, names)]
    if sort == "score":
        found.sort(key=lambda one: (one.score is None, one.score or 0))
    months = sorted({q.period_end[:7] for q in told})[-12:]
    context = {
        "names": names,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "total": len(told),
        "q": q,
        "sort": sort if sort == "score" else "",
        "months": months,
        "by_rule": standing.rules_over_time(told),
        "by_software": standing.software_over_time(told),
    }
    return render(request, "portal/quality.jinja", context)


def _quality(request):
    names, _ = _overseen(request.user)
    return names, standing.quality(r for r in store().receipts() if r.provider in names)


@require_safe
def quality_file(request):
    """The scores as CSV."""
    names, told = _quality(request)
    rows = [
        {
            "provider": q.provider,
            "name": names[q.provider],
            "period_end": q.period_end,
            "rows": q.rows,
            "kept": q.kept,
            "rejected": q.rejected,
            "software": q.software,
            "score": None if q.score is None else round(q.score, 2),
        }
        for q in told
    ]
    columns = (
        "provider",
        "name",
        "period_end",
        "rows",
        "kept",
        "rejected",
        "software",
        "score",
    )
    return _csv("quality.csv", tables.to_csv(rows, columns))


def year_name(year: int) -> str:
    """
    >>> year_name(2012)
    '2012-13'
    """
    return f"{year}-{dt.date(year + 1, 1, 1):%y}"
