from django.urls import include, path, re_path

from throughcare.web.comparison import views
from throughcare.web.public.urls import CUT

app_name = "comparison"
AREA = r"(?P<code>[A-Z][0-9]{8})"
SLUG = r"(?P<slug>[a-z0-9-]+)"
FORM = r"\.(?P<form>csv|json|xlsx|ods)"

urlpatterns = [
    path("compare/", views.everything, name="all"),
    re_path(rf"^compare/{SLUG}/$", views.indicator, name="indicator"),
    re_path(rf"^compare/{SLUG}{FORM}$", views.indicator_data, name="indicator-data"),
    re_path(rf"^compare/{SLUG}/case-mix/$", views.case_mix, name="case-mix"),
    re_path(
        rf"^compare/{SLUG}/case-mix\.json$", views.case_mix_data, name="case-mix-data"
    ),
    re_path(rf"^areas/{AREA}/{SLUG}/compare/$", views.area, name="area"),
    re_path(rf"^areas/{AREA}/{SLUG}/compare{FORM}$", views.area_data, name="area-data"),
    path("alarms/", views.alarms, name="alarms"),
    re_path(rf"^alarms{FORM}$", views.alarms_data, name="alarms-data"),
]
of_releases = [
    re_path(rf"^releases/{CUT}/", include((urlpatterns, "released-comparison")))
]
"""The same pages of any release that was published."""
