from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "throughcare.web.work"
