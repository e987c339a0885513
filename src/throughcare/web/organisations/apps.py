from django.apps import AppConfig


class Organisations(AppConfig):
    name = "throughcare.web.organisations"
    label = "organisations"
