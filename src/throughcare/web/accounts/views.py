"""Signing in and out."""

from django.contrib.auth import authenticate, login, logout
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from throughcare.web.accounts import policy, throttle
from throughcare.web.errors import Fault

WRONG = "Enter the username and password of your account. These do not match one."
SLOWED = "There were too many tries for this account. Wait 15 minutes, then try again."


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    """The sign-in page."""
    if request.method != "POST":
        return _page(request, [])
    username = request.POST.get("username", "").strip()
    password = request.POST.get("password", "")
    faults = _missing(username, password)
    if not faults and throttle.is_slowed(request, username):
        faults = [Fault("username", SLOWED)]
    if faults:
        return _page(request, faults)
    return _try(request, username, password)


def _try(request, username: str, password: str):
    user = authenticate(request, username=username, password=password)
    if user is None:
        throttle.count_failure(request, username)
        return _page(request, [Fault("username", WRONG)])
    throttle.forget(request, username)
    login(request, user)
    return redirect(_next(request) or reverse("accounts:start"))


def _missing(username: str, password: str) -> list[Fault]:
    faults = []
    if not username:
        faults.append(Fault("username", "Enter your username"))
    if not password:
        faults.append(Fault("password", "Enter your password"))
    return faults


def _next(request) -> str:
    """The page that was asked for before signing in, if it is one of ours."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours else ""


def _page(request, faults: list[Fault]):
    context = {
        "faults": faults,
        "username": request.POST.get("username", ""),
        "next": _next(request),
    }
    return render(
        request, "accounts/sign_in.jinja", context, status=422 if faults else 200
    )


@require_POST
def sign_out(request):
    """End the session on the server."""
    logout(request)
    return redirect("public:home")


@require_GET
def start(request):
    """Send a signed-in person to where their work begins."""
    return redirect(policy.start_of(request.user))
