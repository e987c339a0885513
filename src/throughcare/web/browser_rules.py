"""What every answer tells the browser. No account and no database is needed for it."""

from django.conf import settings
from django.http import HttpResponse

CONTENT_POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "object-src 'none'; "
    "frame-ancestors 'none'; "
    "report-uri /content-policy/reports/"
)
WITHOUT_REPORTS = CONTENT_POLICY.partition("report-uri")[0].strip()
"""For the public site alone, which takes no reports."""
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class BrowserRules:
    """No inline script or style, nothing from elsewhere, no frame; and no copy kept of a signed-in page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in METHODS:
            return HttpResponse(status=405)
        response = self.get_response(request)
        policy = CONTENT_POLICY if settings.HAS_ACCOUNTS else WITHOUT_REPORTS
        response["Content-Security-Policy"] = policy
        response["Permissions-Policy"] = PERMISSIONS_POLICY
        if getattr(request, "user", None) and request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response
