"""What holds for every request: headers, the limits of a session, and the table of permissions."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied

from throughcare.web.accounts import policy

CONTENT_POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'"
)
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class BrowserRules:
    """No inline script or style, nothing from elsewhere, no frame; and no copy kept of a signed-in page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response["Content-Security-Policy"] = CONTENT_POLICY
        response["Permissions-Policy"] = PERMISSIONS_POLICY
        if getattr(request, "user", None) and request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response


class SessionLimits:
    """Ends a session that was idle, or has lasted, too long (security.md S11)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = int(time.time())
            if self._is_over(request.session, now):
                logout(request)
            else:
                request.session.setdefault("began", now)
                request.session["seen"] = now
        return self.get_response(request)

    def _is_over(self, session, now: int) -> bool:
        idle = now - session.get("seen", now)
        lasted = now - session.get("began", now)
        return (
            idle > settings.SESSION_IDLE_SECONDS
            or lasted > settings.SESSION_ABSOLUTE_SECONDS
        )


class Permissions:
    """Asks the table of permissions before any view runs; a page that is not in the table opens to nobody."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if policy.may_open(request.user, request.resolver_match.view_name):
            return None
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.get_full_path())
