"""The log of readings and of changes, for those entitled; and the browser's own reports."""

import csv
import datetime as dt
import io
import json

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from throughcare.web.audit import asked, odd
from throughcare.web.logs import security

SHOWN = 50
FIRST = dt.date(2009, 1, 5)
"""The first Monday that the parameters speak of."""
REPORT_BYTES = 20_000
COLUMNS = (
    "at",
    "by",
    "role",
    "page",
    "provider",
    "return_id",
    "rows",
    "reason",
    "address",
)


@require_safe
def readings(request):
    """Who looked at which records: of all providers, or of the own."""
    wanted = asked.of(request.GET)
    found = asked.readings(request.user, wanted)
    page = Paginator(found, SHOWN).get_page(request.GET.get("page"))
    context = {"page": page, "wanted": wanted, "filter": wanted.as_query()}
    return render(request, "audit/readings.jinja", context)


@require_safe
def readings_file(request):
    """The same, as a file."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for reading in asked.readings(request.user, asked.of(request.GET)):
        writer.writerow(_line(reading))
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="readings.csv"'
    return response


def _line(reading) -> list[object]:
    return [
        reading.at.isoformat(timespec="seconds"),
        _inert(reading.by.username),
        reading.by.role,
        reading.page,
        reading.provider,
        reading.return_id,
        " ".join(map(str, reading.rows)) or "whole return",
        _inert(reading.reason),
        reading.address or "",
    ]


def _inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


@require_safe
def odd_looks(request):
    """Looks of a week that somebody should ask about."""
    today = dt.datetime.now(dt.UTC).date()
    monday = odd.monday_of(_day(request.GET.get("week", "")) or today)
    monday = min(max(monday, FIRST), odd.monday_of(today))
    week = dt.timedelta(days=7)
    context = {
        "monday": monday,
        "before": monday - week,
        "after": monday + week if monday + week <= today else None,
        "found": odd.week(monday),
        "limits": odd.limits_at(monday),
        "kinds": odd.KINDS,
    }
    return render(request, "audit/odd.jinja", context)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


@require_safe
def events(request):
    """Who changed what."""
    wanted = asked.of(request.GET)
    found = asked.events(request.user, wanted)
    page = Paginator(found, SHOWN).get_page(request.GET.get("page"))
    context = {"page": page, "wanted": wanted, "filter": wanted.as_query()}
    return render(request, "audit/events.jinja", context)


@csrf_exempt  # a browser sends it by itself, without a form
@require_POST
def content_policy(request):
    """A browser tells that a page asked for something that the content policy forbids."""
    security("content-policy", reason=_directive(request))
    return HttpResponse(status=204)


def _directive(request) -> str:
    """Which rule of the policy was broken; the rest of a report may quote a page."""
    try:
        told = json.loads(request.body[:REPORT_BYTES])
        report = told.get("csp-report", {}) if isinstance(told, dict) else {}
        return str(report.get("effective-directive", "unknown"))[:40]
    except (ValueError, AttributeError):
        return "unreadable"
