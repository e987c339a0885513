from django.urls import path, re_path

from throughcare.web.viewit import downloads, saved, views

app_name = "viewit"

AREA = r"(?P<code>[A-Z][0-9]{8})"

urlpatterns = [
    path("viewit/", views.build, name="build"),
    re_path(r"^viewit\.(?P<form>csv|json|xlsx|ods)$", downloads.data, name="data"),
    re_path(rf"^viewit/areas/{AREA}\.csv$", downloads.area, name="area"),
    path("viewit/columns/", views.columns, name="columns"),
    path("viewit/saved/", saved.reports, name="saved"),
    path("viewit/saved/new/", saved.save, name="save"),
    path("viewit/saved/<int:number>/rename/", saved.rename, name="rename"),
    path("viewit/saved/<int:number>/delete/", saved.delete, name="delete"),
    path("viewit/saved/<int:number>/put-back/", saved.put_back, name="put-back"),
]
