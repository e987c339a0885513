from django.apps import AppConfig


class ViewitConfig(AppConfig):
    name = "throughcare.web.viewit"
    default_auto_field = "django.db.models.BigAutoField"
