from django.apps import AppConfig


class Api(AppConfig):
    name = "throughcare.web.api"
    label = "api"
