"""Pages of what is asked before data move: the second person, the purpose of a file, the agreement, the register."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from throughcare.publish import tables
from throughcare.web.accounts import policy
from throughcare.web.accounts.views import form, next_page
from throughcare.web.errors import Fault
from throughcare.web.governance import agreements, exports, proposals
from throughcare.web.governance import disclosures as register
from throughcare.web.governance.models import Disclosure, Proposal
from throughcare.web.organisations import scope
from throughcare.web.organisations.days import day_of

SHOWN = 100


def _page(request, name: str, context: dict):
    status = 422 if context.get("faults") else 200
    return render(request, f"governance/{name}.jinja", context, status=status)


# -- the second person --------------------------------------------------------------------------------------------


@require_safe
def waiting(request):
    """What waits for a second person, and what became of the rest."""
    found = Proposal.objects.select_related("by", "decided_by")[:SHOWN]
    told = [(one, proposals.words(one), one.by == request.user) for one in found]
    return _page(request, "waiting", {"proposals": told})


@require_POST
def decide(request, number: int, answer: str):
    """Do or refuse what another person asked for."""
    found = Proposal.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    try:
        proposals.decide(proposal=found, do=answer == "do", by=request.user)
        messages.success(request, "Done." if answer == "do" else "Refused.")
    except proposals.ProposalError as fault:
        messages.error(request, f"{fault}.")
    return redirect("governance:waiting")


# -- the purpose of a file ----------------------------------------------------------------------------------------


@form
def purpose(request):
    """Ask what a file of records is for, and open it for the account that says so."""
    target = next_page(request)
    if not target:
        return redirect("accounts:start")
    path, _, query = target.partition("?")
    page = _export_page(request, path)
    if request.method != "POST":
        return _purpose_page(request, target, [])
    chosen = request.POST.get("purpose", "")
    words = request.POST.get("words", "").strip()
    faults = _wrong_purpose(chosen, words)
    if faults:
        return _purpose_page(request, target, faults)
    made = exports.open_for(
        by=request.user, page=page, path=path, purpose=chosen, words=words
    )
    context = {"export": made, "address": target, "told": exports.PURPOSES[chosen]}
    return _page(request, "opened", context)


def _export_page(request, path: str) -> str:
    """The name of the page that a file is asked of; anything else is not found."""
    try:
        page = resolve(path).view_name
    except Resolver404:
        raise Http404 from None
    if not (exports.asks_purpose(page) and policy.may_open(request.user, page)):
        raise Http404
    return page


def _wrong_purpose(chosen: str, words: str) -> list[Fault]:
    if chosen not in exports.PURPOSES:
        return [Fault("purpose", "Select what the file is for")]
    if chosen in exports.WORDS_NEEDED and not words:
        return [Fault("words", "Enter what the file is for, without naming anybody")]
    return []


def _purpose_page(request, target: str, faults: list[Fault]):
    context = {
        "faults": faults,
        "next": target,
        "file": target.partition("?")[0].rstrip("/").rpartition("/")[2],
        "purposes": exports.PURPOSES,
        "hours": settings.EXPORT_HOURS,
        "chosen": request.POST.get("purpose", ""),
        "words": request.POST.get("words", ""),
    }
    return _page(request, "purpose", context)


# -- the agreement ------------------------------------------------------------------------------------------------


@form
def agreement(request):
    """The agreement: its text, who accepted it, and the form to accept it."""
    provider = scope.provider_of(request.user)
    accepted = agreements.of(provider)
    faults = []
    if request.method == "POST" and not accepted:
        faults = _wrong_acceptance(request.POST)
        if not faults:
            agreements.accept(
                provider=provider,
                name=request.POST["name"].strip(),
                position=request.POST["position"].strip(),
                by=request.user,
            )
            messages.success(request, "The agreement is accepted. Returns can be sent.")
            return redirect("portal:returns")
    context = {
        "faults": faults,
        "provider": provider,
        "accepted": accepted,
        "paragraphs": agreements.text().strip().split("\n\n"),
        "sent": request.POST,
    }
    return _page(request, "agreement", context)


def _wrong_acceptance(sent) -> list[Fault]:
    asked = {
        "name": "Enter the name of the person who accepts",
        "position": "Enter what that person is at the provider",
    }
    faults = [
        Fault(k, text) for k, text in asked.items() if not sent.get(k, "").strip()
    ]
    if sent.get("accept") != "yes":
        text = "Tick the box to accept, or ask somebody who may"
        faults.append(Fault("accept", text))
    return faults


# -- the register of disclosures ----------------------------------------------------------------------------------


@form
def disclosures(request):
    """The register, and the form to enter a disclosure."""
    faults = _entered(request) if request.method == "POST" else []
    if request.method == "POST" and not faults:
        messages.success(request, "The disclosure is entered.")
        return redirect("governance:disclosures")
    context = {
        "faults": faults,
        "entries": Disclosure.objects.select_related("by"),
        "may_enter": policy.may_open(request.user, "governance:end-disclosure"),
        "rests_on": register.RESTS_ON,
        "sent": request.POST,
    }
    return _page(request, "disclosures", context)


ASKED = {
    "recipient": ("Enter who receives the data", 200),
    "purpose": ("Enter what the data are for", 300),
    "basis": ("Enter the lawful basis: the Act and section, or the agreement", 300),
    "fields": ("Enter which items are disclosed", 500),
}


def _entered(request) -> list[Fault]:
    if not policy.may_open(request.user, "governance:end-disclosure"):
        return [Fault("recipient", "Ask an administrator to enter a disclosure")]
    told = {
        name: request.POST.get(name, "").strip()[:long]
        for name, (_, long) in ASKED.items()
    }
    faults = [Fault(name, ASKED[name][0]) for name, value in told.items() if not value]
    rests_on = request.POST.get("rests_on", "")
    if rests_on not in register.RESTS_ON:
        faults.append(Fault("rests_on", "Select on what the disclosure rests"))
    since, wrong = day_of(request.POST, "since", "Enter the first day, like 1 4 2013")
    faults += wrong
    if not faults:
        register.add(by=request.user, since=since, rests_on=rests_on, **told)
    return faults


@require_safe
def disclosures_file(request):
    """The register as CSV."""
    rows = [
        {name: str(getattr(one, name) or "") for name in register.COLUMNS}
        for one in Disclosure.objects.all()
    ]
    text = tables.to_csv(rows, register.COLUMNS)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="disclosures.csv"'
    return response


@require_POST
def end_disclosure(request, number: int):
    """The data no longer go there."""
    found = Disclosure.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    register.end(disclosure=found, by=request.user)
    messages.success(request, "The disclosure is ended.")
    return redirect(reverse("governance:disclosures"))


# -- faults in the safety of the site -----------------------------------------------------------------------------


@require_safe
def security_txt(request):
    """Where to tell of a fault in the safety of the site (RFC 9116)."""
    until = timezone.now() + dt.timedelta(days=settings.SECURITY_TXT_DAYS)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_ADDRESS}{request.path}",
    ]
    text = "\n".join(lines) + "\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
