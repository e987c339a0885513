from django.apps import AppConfig


class Accounts(AppConfig):
    name = "throughcare.web.accounts"
    label = "accounts"
