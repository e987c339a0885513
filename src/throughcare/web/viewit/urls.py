from django.urls import path

from throughcare.web.viewit import public_urls, saved

app_name = "viewit"

urlpatterns = [
    *public_urls.urlpatterns,
    path("viewit/saved/", saved.reports, name="saved"),
    path("viewit/saved/new/", saved.save, name="save"),
    path("viewit/saved/<int:number>/rename/", saved.rename, name="rename"),
    path("viewit/saved/<int:number>/delete/", saved.delete, name="delete"),
    path("viewit/saved/<int:number>/put-back/", saved.put_back, name="put-back"),
]
