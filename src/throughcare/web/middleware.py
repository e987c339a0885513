"""What holds for every request: headers, the limits of a session, the second factor, and the table of permissions."""

from urllib.parse import urlsplit

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from throughcare.web.accounts import policy, second_factor, sessions
from throughcare.web.browser_rules import CONTENT_POLICY, BrowserRules
from throughcare.web.logs import security
from throughcare.web.organisations.scope import providers_of
from throughcare.web.rowsecurity.context import of_providers, seeing

__all__ = [
    "CONTENT_POLICY",
    "BrowserRules",
    "ClientAddress",
    "Permissions",
    "SessionLimits",
    "Sights",
]
WITHOUT_FACTOR = {
    "accounts:sign-in",
    "accounts:sign-out",
    "accounts:second-factor",
    "accounts:confirm",
    "public:health",
    "audit:content-policy",
}
"""Pages that open before the second factor is set up: those on the way to it."""
OVER = {
    "idle": "You were signed out because nothing was asked for a while. Sign in to go on.",
    "long": "You were signed out because the session had lasted its longest time. Sign in to go on.",
}


class ClientAddress:
    """Says where a request came from when the operator's own proxies stand before the site."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.PROXIES:
            request.META["REMOTE_ADDR"] = get_client_ip(request)
        return self.get_response(request)


class SessionLimits:
    """Ends a session that was idle, or has lasted, too long (security.md S11)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            over = sessions.why_over(request.session)
            if over:
                security("session-over", account=request.user.pk, reason=over)
                logout(request)
                messages.info(request, OVER[over])
            else:
                sessions.note_request(request)
        return self.get_response(request)


class Sights:
    """Tells the database, for the time of the request, whose rows the person may see (security.md S21)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if connection.vendor != "postgresql" or not request.user.is_authenticated:
            return self.get_response(request)
        with seeing(of_providers(providers_of(request.user))):
            return self.get_response(request)


class Permissions:
    """Asks the table of permissions before any view runs; a page that is not in the table opens to nobody.

    Then, for those who may see a person's record, the second factor; and for sensitive acts, the password again.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        page = request.resolver_match.view_name
        if policy.is_for_tokens(page):
            return None
        if not policy.may_open(request.user, page):
            return _refuse(request, page)
        if request.user.is_authenticated:
            return _ask_for_more(request, page)
        return None


def _refuse(request, page: str):
    if request.user.is_authenticated:
        security("refused", account=request.user.pk, role=request.user.role, page=page)
        raise PermissionDenied
    return redirect_to_login(request.get_full_path())


def _ask_for_more(request, page: str):
    """A redirect where the person has to show more of who they are, else None."""
    lacks_factor = (
        second_factor.is_required(request.user)
        and not sessions.has_factor(request.session)
        and page not in WITHOUT_FACTOR
    )
    if lacks_factor:
        is_set_up = second_factor.is_set_up(request.user)
        asks = "accounts:confirm" if is_set_up else "accounts:second-factor"
        return redirect_to_login(_way_back(request), reverse(asks))
    if policy.TABLE[page].needs_fresh and not sessions.is_fresh(request.session):
        return redirect_to_login(_way_back(request), reverse("accounts:confirm"))
    return None


def _way_back(request) -> str:
    """Where to go on afterwards: this page, or for a form that was sent the page that it stood on."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came = urlsplit(request.headers.get("Referer", ""))
    ours = came.netloc == request.get_host()
    return came.path if ours and came.path else reverse("accounts:start")
