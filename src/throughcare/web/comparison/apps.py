from django.apps import AppConfig


class Comparison(AppConfig):
    name = "throughcare.web.comparison"
    label = "comparison"
