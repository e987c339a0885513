from django.apps import AppConfig


class Governance(AppConfig):
    name = "throughcare.web.governance"
    label = "governance"
