"""A person's own account: password, second factor, recovery codes, and the devices that are signed in."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from throughcare.web.accounts import actions, devices, second_factor, sessions, throttle
from throughcare.web.accounts.new_password import faults_of
from throughcare.web.accounts.views import form, next_page, slowed
from throughcare.web.errors import Fault

SECRET = "new second factor"
"""Where a session keeps the seed that is being set up, until a code proves that the app has it."""


@require_safe
def account(request):
    """What belongs to the own account."""
    context = {
        "has_factor": second_factor.is_set_up(request.user),
        "codes_left": second_factor.recovery_codes_left(request.user),
        "sessions": [
            devices.described(one, request) for one in sessions.of(request.user)
        ],
    }
    return render(request, "accounts/account.jinja", context)


# -- the second factor --------------------------------------------------------------------------------------------


@sensitive_post_parameters("code")
@never_cache
@form
def set_up_second_factor(request):
    """Show the square code of a new app, and take the first code of it as proof."""
    if request.method != "POST":
        request.session[SECRET] = second_factor.new_secret()
        return _set_up_page(request, [])
    secret = request.session.get(SECRET)
    if not secret:
        return redirect("accounts:second-factor")
    faults = _wrong_first_code(request, secret)
    if faults:
        return _set_up_page(request, faults)
    del request.session[SECRET]
    codes = actions.set_up_second_factor(user=request.user, secret=secret)
    sessions.prove(request, with_factor=True)
    return _codes_page(request, codes, next_page(request))


def _wrong_first_code(request, secret: str) -> list[Fault]:
    limit = throttle.code(request.user)
    code = request.POST.get("code", "")[:20]
    if limit.is_reached():
        return [Fault("code", slowed())]
    if not second_factor.is_code_of(secret, code):
        limit.count()
        text = "Enter the code of six digits that your app shows now for Throughcare"
        return [Fault("code", text)]
    limit.forget()
    return []


def _set_up_page(request, faults: list[Fault]):
    secret = request.session[SECRET]
    address = second_factor.address_of(request.user, secret)
    context = {
        "faults": faults,
        "drawing": second_factor.drawing_of(address),
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "is_required": second_factor.is_required(request.user),
        "next": next_page(request),
    }
    status = 422 if faults else 200
    return render(request, "accounts/second_factor.jinja", context, status=status)


@never_cache
@require_POST
def new_recovery_codes(request):
    """Ten new recovery codes, shown this once."""
    if not second_factor.is_set_up(request.user):
        return redirect("accounts:second-factor")
    return _codes_page(request, actions.renew_recovery_codes(user=request.user), "")


def _codes_page(request, codes: list[str], next: str):
    context = {"codes": codes, "next": next or reverse("accounts:start")}
    return render(request, "accounts/recovery_codes.jinja", context)


# -- password and sessions ----------------------------------------------------------------------------------------


@sensitive_post_parameters("password", "again")
@never_cache
@form
def change_password(request):
    """A new password; every other session ends."""
    faults = faults_of(request.POST, request.user) if request.method == "POST" else []
    if request.method != "POST" or faults:
        status = 422 if faults else 200
        context = {"faults": faults, "address": reverse("accounts:password")}
        return render(request, "accounts/new_password.jinja", context, status=status)
    user, with_factor = request.user, sessions.has_factor(request.session)
    actions.change_password(user=user, password=request.POST["password"], how="changed")
    sessions.begin(request, user, with_factor=with_factor)
    messages.success(request, "Your password is changed. Other devices are signed out.")
    return redirect("accounts:account")


@require_POST
def end_session(request, number: int):
    """Sign one of the own devices out."""
    one = UserSession.objects.filter(pk=number, user=request.user).first()
    if one is None:
        raise Http404
    one.end()
    messages.success(request, "That device is signed out.")
    return redirect("accounts:account")


@require_POST
def end_all_sessions(request):
    """Sign out everywhere, here too."""
    actions.end_sessions(user=request.user)
    request.session.flush()
    messages.success(request, "You are signed out everywhere.")
    return redirect("accounts:sign-in")
