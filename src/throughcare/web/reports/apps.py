from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "throughcare.web.reports"

    def ready(self) -> None:
        from throughcare.web.reports import schedule  # noqa: F401, registers its job
