"""Addresses of the site."""

from django.urls import include, path

from throughcare.web.comparison.urls import of_releases as comparisons_of_releases
from throughcare.web.public.urls import of_releases

urlpatterns = [
    path("", include("throughcare.web.public.urls")),
    *of_releases,
    path("", include("throughcare.web.comparison.urls")),
    *comparisons_of_releases,
    path("", include("throughcare.web.accounts.urls")),
    path("", include("throughcare.web.audit.urls")),
    path("", include("throughcare.web.governance.urls")),
    path("organisations/", include("throughcare.web.organisations.urls")),
    path("rules/", include("throughcare.web.portal.rule_urls")),
    path("submissions/", include("throughcare.web.portal.grid_urls")),
    path("api/v1/public/", include("throughcare.web.public.api_urls")),
    path("api/", include("throughcare.web.api.urls")),
    path("returns/", include("throughcare.web.portal.urls")),
    path("reports/", include("throughcare.web.reports.urls")),
    path("", include("throughcare.web.viewit.urls")),
]

handler400 = "throughcare.web.errors.bad_request"
handler403 = "throughcare.web.errors.forbidden"
handler404 = "throughcare.web.errors.not_found"
handler500 = "throughcare.web.errors.broken"
