from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "throughcare.web.reports"
