from django.urls import path, re_path

from throughcare.web.reports import views

app_name = "reports"
CUT = r"(?P<cut>[A-Za-z0-9][A-Za-z0-9._-]{0,63})/(?P<number>[0-9]{1,6})"
REPORT = rf"^{CUT}/(?P<kind>[a-z-]+)/(?P<unit>area|provider)/(?P<code>[A-Za-z0-9-]+)"

urlpatterns = [
    path("", views.reports, name="reports"),
    path("making/", views.makings, name="makings"),
    path("making/ask/", views.ask, name="ask"),
    re_path(
        rf"{REPORT}\.(?P<form>pdf|html|csv|xlsx|ods|json)$", views.file, name="file"
    ),
    re_path(rf"{REPORT}/$", views.report, name="report"),
    re_path(rf"{REPORT}/(?P<slug>[a-z0-9-]+)/$", views.figure, name="figure"),
]
