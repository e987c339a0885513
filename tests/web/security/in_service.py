"""The site as in service, over what looks like https: prints as one line of JSON what it answered."""
# ruff: noqa: E402, Django is set up before its models load

import io
import json

import django

django.setup()

from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from throughcare.web.accounts import second_factor
from throughcare.web.accounts.actions import open_account
from throughcare.web.accounts.models import User
from throughcare.web.organisations.actions import add_provider

PASSWORD = "correct horse battery"
PAGES = (
    "/",
    "/about/",
    "/sign-in/",
    "/nowhere/",
    "/health/",
    "/start/",
    "/indicators/",
)


def main() -> dict[str, object]:
    call_command("migrate", verbosity=0)
    user = open_account(
        username="manager",
        password=PASSWORD,
        role="data-manager",
        by=None,
        provider=add_provider(code="N0852", by=None),
    )
    client = Client(SERVER_NAME="site.example")
    form = {"username": "manager", "password": PASSWORD}
    signed_in = client.post("/sign-in/", form, secure=True)
    return {
        "deploy": _deployment_check(),
        "debug": settings.DEBUG,
        "plain": _status_and_place(Client(SERVER_NAME="site.example").get("/")),
        "other_host": Client(SERVER_NAME="other.example")
        .get("/", secure=True)
        .status_code,
        "headers": {
            page: dict(client.get(page, secure=True).headers) for page in PAGES
        },
        "cookies": {
            k: _flags(m) for k, m in (signed_in.cookies | client.cookies).items()
        },
        "signed_in": signed_in.url,
        "person_page": client.get("/returns/", secure=True).url,
        "methods": {
            m: client.generic(m, "/", secure=True).status_code
            for m in ("TRACE", "CONNECT", "DEBUG")
        },
        "demo_code": _refusal(lambda: second_factor.demo_code(user)),
        "demo_secret": _refusal(lambda: second_factor.demo_secret(user)),
        "demo_accounts": _refusal(
            lambda: call_command("demo_accounts", provider="N0852")
        ),
        "backup_without_key": _refusal(lambda: call_command("backup", "never")),
        "accounts": list(User.objects.values_list("username", flat=True)),
        "hash": User.objects.get().password,
    }


def _deployment_check() -> str:
    said = io.StringIO()
    call_command("check", deploy=True, stdout=said, stderr=said)
    return said.getvalue()


def _status_and_place(answer) -> list:
    return [answer.status_code, answer.headers.get("Location", "")]


def _flags(morsel) -> dict[str, str]:
    return {k: str(v) for k, v in morsel.items() if v}


def _refusal(act) -> str:
    try:
        act()
    except (second_factor.OnlyInDemonstration, CommandError) as fault:
        return str(fault)
    return ""


if __name__ == "__main__":
    print(json.dumps(main()))
