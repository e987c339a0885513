"""Pages behind a link sent by e-mail: accepting an invitation, choosing a new password after forgetting it.

The link's secret goes into the session and the reader on to an address without it, so that it stays in no history.
"""

from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from throughcare.web.accounts import actions, mail, throttle
from throughcare.web.accounts.actions import AccountError
from throughcare.web.accounts.models import User
from throughcare.web.accounts.new_password import faults_of
from throughcare.web.accounts.views import form
from throughcare.web.errors import Fault
from throughcare.web.logs import security

INVITATION, RESET = "invitation", "password reset"


def _dead(request, text: str):
    context = {"title": "This link no longer works", "text": text}
    return render(request, "errors/error.jinja", context, status=410)


# -- invitations --------------------------------------------------------------------------------------------------


@never_cache
@require_safe
def invitation(request, secret: str):
    """Keep the secret of the link and go on without it."""
    request.session[INVITATION] = secret
    return redirect("accounts:accept")


@sensitive_post_parameters("password", "again")
@never_cache
@form
def accept(request):
    """Choose name and password, and so open the account."""
    invited = actions.invitation_of(request.session.get(INVITATION, ""))
    if invited is None:
        return _dead(
            request,
            "It was used, has expired or was withdrawn. Ask the person who invited you for a new one.",
        )
    if request.method != "POST":
        return _accept_page(request, invited, [])
    faults = _faults_of_acceptance(request, invited)
    if faults:
        return _accept_page(request, invited, faults)
    return _accepted(request, invited)


def _faults_of_acceptance(request, invited) -> list[Fault]:
    name = request.POST.get("name", "").strip()
    missing = [] if name else [Fault("name", "Enter your name")]
    would_be = User(username=invited.email, email=invited.email, first_name=name)
    would_be.provider = invited.provider
    return missing + faults_of(request.POST, would_be)


def _accepted(request, invited):
    try:
        actions.accept_invitation(
            invitation=invited,
            name=request.POST["name"],
            password=request.POST["password"],
        )
    except AccountError as fault:
        return _dead(request, f"{fault}.")
    del request.session[INVITATION]
    messages.success(request, "Your account is open. Sign in with your e-mail address.")
    return redirect("accounts:sign-in")


def _accept_page(request, invited, faults: list[Fault]):
    name = request.POST.get("name", invited.name)
    context = {"faults": faults, "invited": invited, "name": name}
    status = 422 if faults else 200
    return render(request, "accounts/accept.jinja", context, status=status)


# -- a forgotten password -----------------------------------------------------------------------------------------


@never_cache
@form
def forgotten(request):
    """Ask for a link; the answer is the same whether there is such an account or not."""
    if request.method != "POST":
        return render(request, "accounts/forgotten.jinja", {})
    username = request.POST.get("username", "").strip().lower()[:254]
    if not username:
        context = {"faults": [Fault("username", "Enter your e-mail address")]}
        return render(request, "accounts/forgotten.jinja", context, status=422)
    limit = throttle.reset(request, username)
    if not limit.is_reached():
        limit.count()
        _send_link(username)
    security("reset-asked", address=throttle.address_of(request))
    return redirect("accounts:link-sent")


def _send_link(username: str) -> None:
    user = User.objects.filter(username=username, is_active=True).first()
    if user and user.email:
        number = urlsafe_base64_encode(str(user.pk).encode())
        token = default_token_generator.make_token(user)
        mail.reset(user, reverse("accounts:reset-link", args=[number, token]))


@require_safe
def link_sent(request):
    return render(request, "accounts/link_sent.jinja", {})


@never_cache
@require_safe
def reset_link(request, number: str, token: str):
    """Keep the token of the link and go on without it."""
    request.session[RESET] = [number, token]
    return redirect("accounts:reset")


@sensitive_post_parameters("password", "again")
@never_cache
@form
def reset(request):
    """Choose the new password."""
    user = _user_of(request.session.get(RESET))
    if user is None:
        return _dead(
            request, "It was used or is too old. Ask for a new one on the sign-in page."
        )
    faults = faults_of(request.POST, user) if request.method == "POST" else []
    if request.method != "POST" or faults:
        context = {"faults": faults, "address": reverse("accounts:reset")}
        status = 422 if faults else 200
        return render(request, "accounts/new_password.jinja", context, status=status)
    del request.session[RESET]
    actions.change_password(user=user, password=request.POST["password"], how="reset")
    messages.success(request, "Your password is changed. Sign in with it.")
    return redirect("accounts:sign-in")


def _user_of(kept) -> User | None:
    """The account whose link this session came by, while the link holds."""
    if not kept:
        return None
    try:
        number = int(urlsafe_base64_decode(kept[0]))
    except (ValueError, OverflowError):
        return None
    user = User.objects.filter(pk=number, is_active=True).first()
    return user if user and default_token_generator.check_token(user, kept[1]) else None
