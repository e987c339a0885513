from django.apps import AppConfig


class Portal(AppConfig):
    name = "throughcare.web.portal"
    label = "portal"
