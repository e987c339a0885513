"""How a published cell came about: down to the cell for the public, down to the line for the sender's own returns."""

from functools import lru_cache

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.publish import tables
from throughcare.warehouse.cut import Cut
from throughcare.web.accounts.policy import DATA_MANAGER, RECORD_ANALYST, role_of
from throughcare.web.errors import Fault
from throughcare.web.public import released

SHOWN = 50
"""Lines of a sender's own returns on one page; the CSV and JSON at the same address have them all."""
DATES = ("triaged", "discharged", "referred", "first_offered")
LINE = ("return_id", "line", "journey", *DATES, "numerator", "denominator", "findings")
"""Columns of the file of lines; `findings` names the rules that found something on the line."""
TOLD = ("indicator", "place", "period", "cell", "parameters", "cut")
OWN = ("records", "returns", "findings")
SHORTEST_REASON = 10
"""Characters in which a national analyst says what the lines are for."""
EVERYBODYS = "*"
"""What a national analyst with records sees the lines of."""


@require_safe
def page(request, code: str, slug: str, cut: str | None = None):
    """The explanation as a page."""
    told = _told(request, code, slug, sender_of(request.user), cut)
    page = Paginator(told["records"], SHOWN).get_page(request.GET.get("page"))
    here = {(record["return_id"], record["line"]) for record in page}
    told |= {
        "page": page,
        "pages": page.paginator.num_pages,
        "shown_findings": [f for f in told["findings"] if _place(f) in here],
        "names": {source["id"]: source["name"] for source in told["returns"]},
        "may_ask": is_record_analyst(request.user),
    }
    _note(request, page, told["returns"])
    return render(request, "public/explain.jinja", told)


@require_safe
def data(request, code: str, slug: str, cut: str | None = None):
    """The explanation as JSON."""
    told = _told(request, code, slug, sender_of(request.user), cut)
    _note(request, told["records"], told["returns"])
    return JsonResponse(
        {name: told[name] for name in TOLD + OWN},
        json_dumps_params={"default": str, "indent": 1},
    )


@require_safe
def lines(request, code: str, slug: str, cut: str | None = None):
    """The lines behind the figure, as CSV: the sender's own; for a national analyst, with a reason, all."""
    is_analyst, reason = is_record_analyst(request.user), ""
    if is_analyst:
        reason = request.GET.get("reason", "").strip()[:200]
        if len(reason) < SHORTEST_REASON:
            return _reason_page(request, code, slug, cut)
    sender = EVERYBODYS if is_analyst else sender_of(request.user)
    told = _told(request, code, slug, sender, cut)
    _note(request, told["records"], told["returns"], reason)
    rows = [
        {name: record.get(name) for name in LINE}
        | {"findings": _rules_on(record, told["findings"])}
        for record in told["records"]
    ]
    text = tables.to_csv(rows, LINE)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"{slug}-{code.lower()}-lines.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _reason_page(request, code: str, slug: str, cut: str | None):
    """Ask what the lines are for."""
    told = _told(request, code, slug, None, cut)
    asked = "reason" in request.GET
    text = "Say what the lines are for, in a few words"
    told["faults"] = [Fault("reason", text)] if asked else []
    status = 422 if asked else 200
    return render(request, "public/explain_reason.jinja", told, status=status)


def _note(request, records, returns: list[dict], reason: str = "") -> None:
    """Note which lines of which returns are about to be shown (security.md S29)."""
    if not records:
        return
    from throughcare.web.audit.actions import (
        record_read,
    )  # the public site alone has no database

    senders = {source["id"]: source["provider"] for source in returns}
    shown: dict[str, list[int]] = {}
    for record in records:
        shown.setdefault(record["return_id"], []).append(record["line"])
    for return_id, lines_shown in shown.items():
        record_read(
            by=request.user,
            page=request.resolver_match.view_name,
            provider=senders.get(return_id, ""),
            return_id=return_id,
            rows=lines_shown,
            reason=reason,
            address=request.META.get("REMOTE_ADDR"),
        )


def _place(finding: dict) -> tuple[str, int]:
    return finding["return_id"], finding["row"]


def _rules_on(record: dict, findings: list[dict]) -> str:
    place = record["return_id"], record["line"]
    return " ".join(sorted({f["rule"] for f in findings if _place(f) == place}))


def _told(request, code: str, slug: str, sender, cut=None) -> dict[str, object]:
    """What there is to tell about a figure; with the lines of the providers in `sender`."""
    code, name = released.place(code)
    definition = released.definition(slug)
    shown = released.shown(cut)
    release = shown.release
    period = request.GET.get("period", "")
    group = request.GET.get("group", "all")
    row = release and release.find(definition.key, code, period, group, definition.part)
    if not row:
        raise Http404
    opened = Cut.open(settings.THROUGHCARE_STORE, release.cut)
    return {
        "code": code,
        "name": name,
        "definition": definition,
        "indicator": slug,
        "place": {"code": code, "name": name},
        "period": period,
        "group": group,
        **shown.context(),
        "row": row,
        "cell": row.as_dict(),
        "cut": {
            "name": release.cut,
            "as_of": release.as_of,
            "hash": release.hash,
            "code_version": release.version,
        },
        "is_sender": is_sender(request.user),
        **_behind(sender, opened, definition.key, period, code, group),
    }


def _behind(sender, cut, slug, period, code, group) -> dict[str, object]:
    """Parameters for everybody; lines of the user's own providers only. The true count stays inside."""
    return _seen_by(sender, cut.folder, cut.manifest["hash"], slug, period, code, group)


@lru_cache(maxsize=64)
def _seen_by(sender, folder, hash, slug, period, code, group) -> dict[str, object]:
    """What some providers, or with None the public, may see. Kept, since pages of one figure follow each other."""
    cut = Cut.open(settings.THROUGHCARE_STORE, folder.name)
    told = explained(cut, slug, period, code, group, with_records=sender is not None)
    own = {name: own_only(sender, told.get(name, [])) for name in OWN}
    own["records"].sort(key=lambda record: (record["return_id"], record["line"]))
    return {"parameters": told.get("parameters", []), **own}


def explained(cut, slug, period, code, group, *, with_records: bool) -> dict:
    """The walk back from a cell; empty where the cell is no single area or England. Without records nothing is computed."""
    from throughcare.publish import explain  # loads the engines

    if not with_records:
        return explain.behind(cut, slug, period)
    try:
        return explain.explain(
            cut,
            slug,
            period,
            code,
            None if group == "all" else group,
            with_records=with_records,
        )
    except explain.NoSuchCell:
        return {}


def is_sender(user) -> bool:
    return role_of(user) == DATA_MANAGER


def is_record_analyst(user) -> bool:
    return role_of(user) == RECORD_ANALYST


def sender_of(user) -> frozenset[str] | None:
    """Agency codes whose lines a sender sees: the own and those merged into it. None for everybody else."""
    if not is_sender(user):
        return None
    from throughcare.web.organisations.scope import providers_of

    return providers_of(user)


def own_only(sender: frozenset[str] | str | None, rows: list[dict]) -> list[dict]:
    """The records, returns or findings that these providers sent; none for nobody."""
    if sender == EVERYBODYS:
        return list(rows)
    return [row for row in rows if sender and row["provider"] in sender]
