"""Signing in, in one step or two; confirming who one is; signing out."""

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from throughcare.web.accounts import (
    actions,
    kept_work,
    policy,
    second_factor,
    sessions,
    throttle,
)
from throughcare.web.errors import Fault
from throughcare.web.logs import security

form = require_http_methods(["GET", "HEAD", "POST"])
WRONG = "Enter the username and password of your account. These do not match one."
SLOWED = "There were too many tries for this account. Wait {} minutes, then try again."
WRONG_CODE = "Enter the code that your app shows now, or a recovery code. This is neither, or was used already."
WRONG_PASSWORD = "Enter the password of your account. This is not it."


def slowed() -> str:
    return SLOWED.format(settings.THROTTLE_SECONDS // 60)


# -- the password -------------------------------------------------------------------------------------------------


@sensitive_post_parameters("password")
@never_cache
@form
def sign_in(request):
    """The sign-in page."""
    if request.method != "POST":
        return _sign_in_page(request, [])
    username = request.POST.get("username", "").strip()[:254]
    password = request.POST.get("password", "")
    faults = _missing(username, password)
    limits = [throttle.sign_in(request, username), throttle.from_address(request)]
    if not faults and any(limit.is_reached() for limit in limits):
        security("sign-in-slowed", address=throttle.address_of(request))
        faults = [Fault("username", slowed())]
    if faults:
        return _sign_in_page(request, faults)
    return _try(request, username, password, limits)


def _try(request, username: str, password: str, limits):
    user = authenticate(request, username=username.lower(), password=password)
    if user is None:
        for limit in limits:
            limit.count()
        security("sign-in-failed", address=throttle.address_of(request))
        return _sign_in_page(request, [Fault("username", WRONG)])
    limits[0].forget()
    if second_factor.is_set_up(user):
        sessions.await_code(request, user, next_page(request))
        return redirect("accounts:second-step")
    return _signed_in(request, user, None, next_page(request))


def _signed_in(request, user, kind: str | None, target: str):
    sessions.begin(request, user, with_factor=kind is not None)
    actions.note_signed_in(user=user, second_step=kind)
    security("signed-in", account=user.pk, role=user.role)
    return redirect(target or reverse("accounts:start"))


def _missing(username: str, password: str) -> list[Fault]:
    faults = []
    if not username:
        faults.append(Fault("username", "Enter your username"))
    if not password:
        faults.append(Fault("password", "Enter your password"))
    return faults


def next_page(request) -> str:
    """The page that was asked for before signing in, if it is one of ours."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours else ""


def _sign_in_page(request, faults: list[Fault]):
    context = {
        "faults": faults,
        "username": request.POST.get("username", ""),
        "next": next_page(request),
    }
    return _render(request, "sign_in", context)


def _render(request, name: str, context: dict):
    status = 422 if context.get("faults") else 200
    return render(request, f"accounts/{name}.jinja", context, status=status)


# -- the code -----------------------------------------------------------------------------------------------------


@sensitive_post_parameters("code")
@never_cache
@form
def second_step(request):
    """The code of the second factor, after the right password."""
    awaited = sessions.awaited(request)
    if awaited is None:
        return redirect("accounts:sign-in")
    user, target = awaited
    if request.method != "POST":
        return _code_page(request, user, [])
    kind, faults = use_code(user, request.POST.get("code", ""))
    if faults:
        return _code_page(request, user, faults)
    return _signed_in(request, user, kind, target)


def use_code(user, code: str) -> tuple[str | None, list[Fault]]:
    """The kind of a code that is right, or what is wrong with it; wrong ones are counted."""
    limit = throttle.code(user)
    if not code.strip():
        return None, [Fault("code", "Enter the code that your app shows")]
    if limit.is_reached():
        security("code-slowed", account=user.pk)
        return None, [Fault("code", slowed())]
    kind = second_factor.check(user, code[:20])
    if kind is None:
        limit.count()
        security("code-failed", account=user.pk)
        return None, [Fault("code", WRONG_CODE)]
    limit.forget()
    return kind, []


def _code_page(request, user, faults: list[Fault]):
    context = {"faults": faults, "demo_code": shown_code(user)}
    return _render(request, "second_step", context)


def shown_code(user) -> str:
    """In the demonstration, the code of the moment; elsewhere nothing."""
    return second_factor.demo_code(user) if settings.DEMO else ""


# -- confirming ---------------------------------------------------------------------------------------------------


@sensitive_post_parameters("password", "code")
@never_cache
@form
def confirm(request):
    """The password again, and the code where there is one, before a sensitive act."""
    user = request.user
    if request.method != "POST":
        return _confirm_page(request, [])
    faults = _wrong_password(request, user)
    if not faults and second_factor.is_set_up(user):
        _, faults = use_code(user, request.POST.get("code", ""))
    if faults:
        return _confirm_page(request, faults)
    sessions.prove(request, with_factor=second_factor.is_set_up(user))
    security("confirmed", account=user.pk)
    return redirect(next_page(request) or reverse("accounts:start"))


def _wrong_password(request, user) -> list[Fault]:
    limit = throttle.sign_in(request, user.username)
    password = request.POST.get("password", "")
    if not password:
        return [Fault("password", "Enter your password")]
    if limit.is_reached():
        return [Fault("password", slowed())]
    if not user.check_password(password):
        limit.count()
        security("confirm-failed", account=user.pk)
        return [Fault("password", WRONG_PASSWORD)]
    return []


def _confirm_page(request, faults: list[Fault]):
    context = {
        "faults": faults,
        "next": next_page(request),
        "asks_code": second_factor.is_set_up(request.user),
        "demo_code": shown_code(request.user),
    }
    return _render(request, "confirm", context)


# -- going --------------------------------------------------------------------------------------------------------


@require_POST
def sign_out(request):
    """End the session on the server."""
    if request.user.is_authenticated:
        security("signed-out", account=request.user.pk)
    logout(request)
    response = redirect("public:home")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_http_methods(["GET", "POST"])
def session(request):
    """Seconds until the session ends; POST, which says that somebody is there, prolongs it."""
    return JsonResponse(sessions.left(request.session))


@require_POST
def forget_typed(request):
    """Show the form of a page empty again."""
    page = next_page(request) or reverse("accounts:start")
    kept_work.forget(request.user, page)
    return redirect(page)


@require_GET
def start(request):
    """Send a signed-in person to where their work begins."""
    return redirect(policy.start_of(request.user))
