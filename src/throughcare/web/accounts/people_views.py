"""Accounts as those see them who manage them: list, search, invite, change, close, and help with a lost app."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from throughcare.web.accounts import actions, people, second_factor, sessions
from throughcare.web.accounts.actions import AccountError
from throughcare.web.accounts.models import Role
from throughcare.web.accounts.views import form
from throughcare.web.errors import Fault
from throughcare.web.organisations.models import Area, Region

SHOWN = 50


@require_safe
def accounts(request):
    """Accounts and open invitations."""
    words = request.GET.get("q", "").strip()[:100]
    role = request.GET.get("role", "")
    role = role if role in Role.values else ""
    found = people.accounts_of(request.user, words, role)
    page = Paginator(found, SHOWN).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "words": words,
        "role": role,
        "roles": Role.choices,
        "is_national": people.is_national(request.user),
        "invitations": people.invitations_of(request.user),
    }
    return render(request, "accounts/accounts.jinja", context)


# -- invitations --------------------------------------------------------------------------------------------------


@form
def invite(request):
    """Ask for e-mail address, role and organisation; send the link."""
    if request.method != "POST":
        return _invite_page(request, [])
    email, faults = people.email_of(request.POST)
    chosen = people.chosen(request.POST, request.user)
    faults += chosen.faults
    if not faults:
        faults = _invited(request, email, chosen)
    return _invite_page(request, faults) if faults else redirect("accounts:accounts")


def _invited(request, email: str, chosen) -> list[Fault]:
    try:
        actions.invite(
            email=email,
            name=request.POST.get("name", "")[:100],
            role=chosen.role,
            organisation=chosen.organisation,
            by=request.user,
        )
    except AccountError as fault:
        return [Fault("email", str(fault))]
    messages.success(request, "The invitation is sent.")
    return []


def _invite_page(request, faults: list[Fault]):
    context = _choices(request) | {"faults": faults, "sent": request.POST}
    status = 422 if faults else 200
    return render(request, "accounts/invite.jinja", context, status=status)


def _choices(request) -> dict[str, object]:
    return {
        "roles": [(role.value, role.label) for role in people.roles_for(request.user)],
        "areas": Area.objects.order_by("name"),
        "regions": Region.objects.all(),
        "is_national": people.is_national(request.user),
    }


def _own_invitation(request, number: int):
    found = people.invitations_of(request.user).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@require_POST
def send_again(request, number: int):
    actions.send_again(invitation=_own_invitation(request, number), by=request.user)
    messages.success(request, "A new link is sent. The old one no longer works.")
    return redirect("accounts:accounts")


@require_POST
def withdraw(request, number: int):
    invitation = _own_invitation(request, number)
    actions.withdraw_invitation(invitation=invitation, by=request.user)
    messages.success(request, "The invitation is withdrawn.")
    return redirect("accounts:accounts")


# -- one account --------------------------------------------------------------------------------------------------


def _managed(request, number: int):
    """An account that this person manages; another is not found."""
    found = people.accounts_of(request.user).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@form
def one_account(request, number: int):
    """An account: what it may do, and a form to change that."""
    user = _managed(request, number)
    if request.method != "POST":
        return _account_page(request, user, [])
    chosen = people.chosen(request.POST, request.user)
    if chosen.faults:
        return _account_page(request, user, chosen.faults)
    if user == request.user:
        text = "You cannot change your own role. Ask another administrator"
        return _account_page(request, user, [Fault("role", text)])
    actions.change_role(
        user=user, role=chosen.role, organisation=chosen.organisation, by=request.user
    )
    messages.success(request, "The account is changed. Its owner has to sign in again.")
    return redirect("accounts:one", number)


def _account_page(request, user, faults: list[Fault]):
    context = _choices(request) | {
        "faults": faults,
        "sent": request.POST,
        "account": user,
        "has_factor": second_factor.is_set_up(user),
        "needs_factor": second_factor.is_required(user),
        "sessions": len(sessions.of(user)),
    }
    status = 422 if faults else 200
    return render(request, "accounts/one_account.jinja", context, status=status)


ACTS = {
    "close": (actions.close_account, "The account is closed."),
    "reopen": (
        actions.reopen_account,
        "The account is open again. At the next sign-in its owner sets up a new second factor.",
    ),
    "reset-factor": (
        actions.reset_second_factor,
        "The second factor is taken away. At the next sign-in the owner sets up a new one.",
    ),
}


@require_POST
def act(request, number: int, act: str):
    """Close, reopen, or take away a lost second factor."""
    user = _managed(request, number)
    change, said = ACTS[act]
    try:
        change(user=user, by=request.user)
    except AccountError as fault:
        return _account_page(request, user, [Fault("acts", str(fault))])
    messages.success(request, said)
    return redirect("accounts:one", number)
