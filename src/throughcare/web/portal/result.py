"""What the check of a return found: how far the check is, then the findings by rule and by record."""

from dataclasses import asdict, dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from throughcare.dataset import Spec
from throughcare.submissions import StoreError, corrections, found
from throughcare.submissions.found import SORTS, Wanted
from throughcare.web.audit.models import Event
from throughcare.web.errors import Fault
from throughcare.web.portal import actions
from throughcare.web.portal.keys import key_of
from throughcare.web.portal.models import Acceptance, Check
from throughcare.web.portal.own import note_reading, own
from throughcare.web.portal.words import (
    ACCEPTING,
    CHECKING,
    COUNTED,
    EVENTS,
    LEVELS,
    OPEN_STATES,
    STATES,
)

FINDINGS = 100
RECORDS = 25
VIEWS = {"rule": "By rule", "record": "By record"}


@dataclass(frozen=True)
class Asked:
    """What the reader asks to see: the filter, one of two views, and the order."""

    wanted: Wanted
    view: str
    sort: str

    @property
    def query(self) -> str:
        told = asdict(self.wanted) | {"q": self.wanted.text, "sort": self.sort}
        del told["text"]
        if self.sort == "rule":
            del told["sort"]
        return urlencode({k: v for k, v in told.items() if v})


def asked(request) -> Asked:
    """The filter from the address; what is not known is passed over."""
    given = {
        name: request.GET.get(name, "").strip()[:100]
        for name in ("rule", "level", "field", "q", "asked", "view", "sort")
    }
    wanted = Wanted(
        rule=given["rule"],
        level=given["level"] if given["level"] in LEVELS else "",
        field=given["field"],
        text=given["q"],
        asked=given["asked"] if given["asked"] in ("open", "confirmed") else "",
    )
    view = given["view"] if given["view"] in VIEWS else "rule"
    return Asked(wanted, view, given["sort"] if given["sort"] in SORTS else "rule")


@require_safe
def one_return(request, return_id: str):
    """How far the check is, or what it found."""
    return return_page(request, return_id, [])


def return_page(request, return_id: str, faults):
    """The page of a return, with faults of what was asked on it."""
    store, entry = own(request, return_id)
    check = Check.objects.filter(return_id=return_id).first()
    acceptance = Acceptance.objects.filter(return_id=return_id).first()
    for work in (acceptance, check):
        if work and not work.finished_at and entry["state"] in OPEN_STATES:
            return _working_page(request, entry, work)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    try:
        result = store.result(return_id)
    except StoreError as fault:
        told = check.fault if check and check.fault else str(fault)
        context = {"entry": entry, "state": STATES[entry["state"]], "told": told}
        return render(request, "portal/unchecked.jinja", context)
    return _result_page(
        request, store, entry, result, faults or _unaccepted(entry, acceptance)
    )


def _unaccepted(entry, acceptance) -> list[Fault]:
    """Why the last acceptance that was asked for came to nothing."""
    if acceptance and acceptance.fault and entry["state"] in OPEN_STATES:
        return [Fault("accept", acceptance.fault)]
    return []


def _working_page(request, entry, work):
    words = ACCEPTING if isinstance(work, Acceptance) else CHECKING
    context = {"entry": entry, "work": work, "words": words}
    part = "portal/steps.jinja" if request.headers.get("HX-Request") else None
    return render(request, part or "portal/working.jinja", context)


def _result_page(request, store, entry, result, faults):
    asks, return_id = asked(request), entry["id"]
    page, groups = _groups(store, return_id, asks, request.GET.get("page"))
    rows = {f["row"] for _, group in groups for f in group}
    note_reading(request, entry, rows)
    folder = store.folder(return_id)
    context = {
        "faults": faults,
        "entry": entry,
        "state": STATES[entry["state"]],
        "data_set": Spec.at(entry["dataset"]).title,
        "is_xml": entry["name"].lower().endswith(".xml"),
        "is_open": entry["state"] in OPEN_STATES,
        "result": result,
        "rules": sorted(result.by_rule, key=_by_weight),
        "left_out": left_out(result),
        "levels": LEVELS,
        "counted": COUNTED,
        "asked": asks,
        "wanted": asks.wanted,
        "views": VIEWS,
        "fields": found.fields(store, return_id),
        "count": found.count(store, return_id, asks.wanted),
        "page": page,
        "pages": page.paginator.num_pages,
        "groups": groups,
        "corrections": corrections.made(folder),
        "events": Event.objects.filter(target=return_id)
        .select_related("by")
        .order_by("id"),
        "did": EVENTS,
        "key_of": key_of,
    }
    status = 422 if faults else 200
    return render(request, "portal/return.jinja", context, status=status)


def _by_weight(entry: dict) -> tuple:
    """What rejects most comes first."""
    return list(LEVELS).index(entry["level"]), entry["rule"], entry["title"]


def _groups(store, id: str, asks: Asked, number):
    """A page, and its findings as (heading, findings): by rule, by record, or without heading in another order."""
    if asks.view == "record":
        total = found.count_records(store, id, asks.wanted)
        page = Paginator(range(total), RECORDS).get_page(number)
        by_row = found.by_record(store, id, asks.wanted, **_cut(page, RECORDS))
        return page, list(by_row.items())
    total = found.count(store, id, asks.wanted)
    page = Paginator(range(total), FINDINGS).get_page(number)
    told = found.findings(
        store, id, asks.wanted, sort=asks.sort, **_cut(page, FINDINGS)
    )
    if asks.sort != "rule":
        return page, [(None, told)] if told else []
    groups: dict[tuple, list[dict]] = {}
    for finding in told:
        groups.setdefault((finding["rule"], finding["name"]), []).append(finding)
    return page, list(groups.items())


def _cut(page, size: int) -> dict[str, int]:
    return {"limit": size, "offset": (page.number - 1) * size}


def left_out(result) -> int:
    """Records that are rejected."""
    rejected = result.rejected_records
    return sum(rejected.values()) if isinstance(rejected, dict) else rejected


@require_POST
def check_again(request, return_id: str):
    """Have a return checked again, as after a check that could not be finished."""
    _, entry = own(request, return_id)
    try:
        if entry["state"] in OPEN_STATES:
            actions.check_again(return_id=return_id, by=request.user)
    except StoreError as fault:
        return return_page(request, return_id, [Fault("accept", str(fault))])
    return redirect("portal:return", return_id)
