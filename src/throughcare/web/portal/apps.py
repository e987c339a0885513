from django.apps import AppConfig


class Portal(AppConfig):
    name = "throughcare.web.portal"
    label = "portal"

    def ready(self) -> None:
        from throughcare.web.portal import (  # noqa: F401, register their jobs
            reminders,
            settling,
        )
