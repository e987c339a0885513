from django.urls import path

from throughcare.web.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.all_organisations, name="all"),
    path("add/", views.add, name="add"),
    path("providers/<slug:code>/", views.provider, name="provider"),
    path("providers/<slug:code>/relate/", views.relate, name="relate"),
    path("providers/<slug:code>/merge/", views.merge, name="merge"),
    path("partnerships/<int:number>/", views.partnership, name="partnership"),
    path("relations/<int:number>/end/", views.end_relation, name="end-relation"),
    path("mergers/<int:number>/undo/", views.undo_merger, name="undo-merger"),
]
