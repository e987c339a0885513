from django.apps import AppConfig


class Public(AppConfig):
    name = "throughcare.web.public"
    label = "public"
