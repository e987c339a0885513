from django.urls import path, re_path

from throughcare.web.public import explain, views

app_name = "public"

AREA = r"(?P<code>[A-Z][0-9]{8})"
SLUG = r"(?P<slug>[a-z0-9-]+)"
FORM = r"\.(?P<form>csv|json)"
FORM_OF_AREA = r"\.(?P<form>csv|json|xlsx|ods)"
"""Workbooks of one area only: writing those of all areas takes minutes."""

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("health/", views.health, name="health"),
    path("cuts/", views.cuts, name="cuts"),
    path("indicators/", views.indicators, name="indicators"),
    re_path(rf"^indicators/{SLUG}/$", views.indicator, name="indicator"),
    re_path(rf"^indicators/{SLUG}{FORM}$", views.indicator_data, name="indicator-data"),
    re_path(rf"^areas/{AREA}/$", views.area, name="area"),
    re_path(rf"^areas/{AREA}/{SLUG}/$", views.area_indicator, name="area-indicator"),
    re_path(
        rf"^areas/{AREA}/{SLUG}{FORM_OF_AREA}$",
        views.area_indicator_data,
        name="area-indicator-data",
    ),
    re_path(rf"^areas/{AREA}/{SLUG}/explain/$", explain.page, name="explain"),
    re_path(rf"^areas/{AREA}/{SLUG}/explain\.json$", explain.data, name="explain-data"),
    re_path(
        rf"^areas/{AREA}/{SLUG}/explain\.csv$", explain.lines, name="explain-lines"
    ),
]
