"""What holds for every request: headers, limits of a session, the second factor, the table of permissions, typed work."""

from urllib.parse import urlsplit

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from throughcare.web.accounts import kept_work, policy, second_factor, sessions
from throughcare.web.browser_rules import CONTENT_POLICY, BrowserRules
from throughcare.web.governance import exports
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
    "TypedWork",
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
ASKS_NO_TIME = "accounts:session"
"""The page by which a script asks how long the session lasts; asking does not prolong it."""
KEPT = "What you typed is kept and shown again."
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
                request.was_signed_in = request.user
                logout(request)
                messages.info(request, OVER[over])
            elif request.method != "GET" or request.path != reverse(ASKS_NO_TIME):
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
        response = self.get_response(request)
        export = getattr(request, "export", None)
        return exports.marked(response, export) if export else response

    def process_view(self, request, view, args, kwargs):
        page = request.resolver_match.view_name
        if policy.is_for_tokens(page):
            return None
        if not policy.may_open(request.user, page):
            return _refuse(request, view, page)
        if request.user.is_authenticated:
            return _ask_for_more(request, view, page)
        return None


class TypedWork:
    """Shows a form that could not be sent once more to its writer, with what was typed (security.md S12).

    The page is drawn as the form was sent, but by GET: nothing is checked and nothing saved.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated:
            return None
        if request.method == "POST":
            for page in {request.path, _form_page(request)}:
                kept_work.forget(request.user, page)
        elif request.method == "GET" and (
            typed := kept_work.of(request.user, request.path)
        ):
            request.POST, request.shows_kept_work = typed, True
        return None


def _keep_work(request, view) -> None:
    """Keep what a signed-in person, or one whose session is just over, typed into a form of ours."""
    user = getattr(request, "was_signed_in", request.user)
    is_form = request.method == "POST" and not getattr(view, "csrf_exempt", False)
    if (
        is_form
        and user.is_authenticated
        and kept_work.keep(user, _form_page(request), request.POST)
    ):
        messages.info(request, KEPT)


def _refuse(request, view, page: str):
    if request.user.is_authenticated:
        security("refused", account=request.user.pk, role=request.user.role, page=page)
        raise PermissionDenied
    _keep_work(request, view)
    return redirect_to_login(_way_back(request))


def _ask_for_more(request, view, page: str):
    """A redirect where the person has to show more of who they are, else None."""
    lacks_factor = (
        second_factor.is_required(request.user)
        and not sessions.has_factor(request.session)
        and page not in WITHOUT_FACTOR
    )
    if lacks_factor:
        is_set_up = second_factor.is_set_up(request.user)
        asks = "accounts:confirm" if is_set_up else "accounts:second-factor"
        _keep_work(request, view)
        return redirect_to_login(_way_back(request), reverse(asks))
    if policy.TABLE[page].needs_fresh and not sessions.is_fresh(request.session):
        _keep_work(request, view)
        return redirect_to_login(_way_back(request), reverse("accounts:confirm"))
    if policy.TABLE[page].asks_purpose:
        request.export = exports.is_open(request.user, request.path)
        if request.export is None:
            return redirect_to_login(_way_back(request), reverse("governance:purpose"))
    return None


def _way_back(request) -> str:
    """Where to go on afterwards: this page, or for a form that was sent the page that it stood on."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    return _form_page(request) or reverse("accounts:start")


def _form_page(request) -> str:
    """The page that a sent form stood on, by what the browser says; empty where it does not say."""
    came = urlsplit(request.headers.get("Referer", ""))
    return came.path if came.netloc == request.get_host() else ""
