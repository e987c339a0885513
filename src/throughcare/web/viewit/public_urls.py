"""The part of the report builder that needs no account."""

from django.urls import path, re_path

from throughcare.web.viewit import downloads, views

app_name = "viewit"

AREA = r"(?P<code>[A-Z][0-9]{8})"

urlpatterns = [
    path("viewit/", views.build, name="build"),
    re_path(r"^viewit\.(?P<form>csv|json|xlsx|ods)$", downloads.data, name="data"),
    re_path(rf"^viewit/areas/{AREA}\.csv$", downloads.area, name="area"),
    path("viewit/columns/", views.columns, name="columns"),
]
