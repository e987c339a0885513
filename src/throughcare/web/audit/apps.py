from django.apps import AppConfig


class Audit(AppConfig):
    name = "throughcare.web.audit"
    label = "audit"
