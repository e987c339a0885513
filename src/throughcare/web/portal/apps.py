from django.apps import AppConfig


class Portal(AppConfig):
    name = "throughcare.web.portal"
    label = "portal"

    def ready(self) -> None:
        from throughcare.web.portal import reminders  # noqa: F401, registers its job
