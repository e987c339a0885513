from django.urls import path

from throughcare.web.audit import views

app_name = "audit"
urlpatterns = [
    path("audit/readings/", views.readings, name="readings"),
    path("audit/readings.csv", views.readings_file, name="readings-file"),
    path("audit/odd/", views.odd_looks, name="odd"),
    path("audit/changes/", views.events, name="events"),
    path("content-policy/reports/", views.content_policy, name="content-policy"),
]
