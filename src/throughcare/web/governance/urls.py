from django.urls import path, re_path

from throughcare.web.governance import views

app_name = "governance"
urlpatterns = [
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path("waiting/", views.waiting, name="waiting"),
    re_path(
        r"^waiting/(?P<number>[0-9]+)/(?P<answer>do|refuse)/$",
        views.decide,
        name="decide",
    ),
    path("purpose/", views.purpose, name="purpose"),
    path("agreement/", views.agreement, name="agreement"),
    path("disclosures/", views.disclosures, name="disclosures"),
    path("disclosures.csv", views.disclosures_file, name="disclosures-file"),
    path("disclosures/<int:number>/end/", views.end_disclosure, name="end-disclosure"),
]
