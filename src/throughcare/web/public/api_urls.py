from django.urls import include, path

from throughcare.web.public import api_pages
from throughcare.web.public.service import api

app_name = "public-api"
OPERATIONS = [entry for entry in api.urls[0] if entry.name != "api-root"]

urlpatterns = [
    path("", api_pages.about, name="about"),
    path("openapi.json", api_pages.openapi, name="openapi"),
    path("", include(OPERATIONS)),
]
