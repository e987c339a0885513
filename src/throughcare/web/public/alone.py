"""The public site alone: its addresses, and a visitor who is nobody. See alone_settings."""

from django.conf import settings
from django.http import Http404
from django.urls import include, path

from throughcare.web.accounts import policy
from throughcare.web.browser_rules import BrowserRules
from throughcare.web.comparison.urls import of_releases as comparisons_of_releases
from throughcare.web.public.urls import of_releases

__all__ = ["BrowserRules", "ClientAddress", "Nobody"]

urlpatterns = [
    path("", include("throughcare.web.public.urls")),
    *of_releases,
    path("", include("throughcare.web.comparison.urls")),
    *comparisons_of_releases,
    path("api/v1/public/", include("throughcare.web.public.api_urls")),
]
handler400 = "throughcare.web.errors.bad_request"
handler403 = "throughcare.web.errors.forbidden"
handler404 = "throughcare.web.errors.not_found"
handler500 = "throughcare.web.errors.broken"


class ClientAddress:
    """Says where a request came from when the operator's own proxies stand before the site."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        told = request.headers.get("X-Forwarded-For", "").split(",")
        if settings.PROXIES and len(told) >= settings.PROXIES:
            request.META["REMOTE_ADDR"] = told[-settings.PROXIES].strip()
        return self.get_response(request)


class Visitor:
    """Somebody without an account, on a site that has none."""

    is_authenticated = False


class Nobody:
    """Lets every visitor be nobody, and open what the table of permissions lets the public open."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.user = Visitor()
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not policy.may_open(request.user, request.resolver_match.view_name):
            raise Http404
