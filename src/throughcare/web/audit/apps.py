from django.apps import AppConfig


class Audit(AppConfig):
    name = "throughcare.web.audit"
    label = "audit"

    def ready(self) -> None:
        from throughcare.web.audit import schedule  # noqa: F401, registers its job
