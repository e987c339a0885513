from django.urls import path, re_path

from throughcare.web.portal import rulebook

app_name = "rules"

urlpatterns = [
    path("", rulebook.rules, name="rules"),
    re_path(r"^rules\.(?P<form>csv|json)$", rulebook.rules_file, name="file"),
    path("test-files/<str:version>.zip", rulebook.examples, name="examples"),
    path("schema/<str:version>.xsd", rulebook.schema, name="schema"),
    path("<slug:name>/", rulebook.rule, name="rule"),
]
