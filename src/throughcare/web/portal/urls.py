from django.urls import path, re_path

from throughcare.web.portal import views

app_name = "portal"
ID = r"(?P<return_id>[A-Za-z0-9-]+)"

urlpatterns = [
    path("", views.returns, name="returns"),
    re_path(rf"^{ID}/$", views.one_return, name="return"),
    re_path(rf"^{ID}/findings\.(?P<form>csv|json)$", views.findings, name="findings"),
    re_path(rf"^{ID}/handed-back\.csv$", views.handed_back, name="handed-back"),
    re_path(rf"^{ID}/accept/$", views.accept, name="accept"),
    re_path(rf"^{ID}/withdraw/$", views.withdraw, name="withdraw"),
]
