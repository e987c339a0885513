from django.urls import include, path

from throughcare.web.api import pages
from throughcare.web.api.service import api

app_name = "api"
OPERATIONS = [entry for entry in api.urls[0] if entry.name != "api-root"]

urlpatterns = [
    path("", pages.about, name="about"),
    path("openapi.json", pages.openapi, name="openapi"),
    path("tokens/", pages.tokens, name="tokens"),
    path("tokens/<int:token_id>/revoke/", pages.revoke, name="revoke"),
    path("v1/", include(OPERATIONS)),
]
