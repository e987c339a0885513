"""S21 and S22: row security on a real PostgreSQL, as the application role, through a pool of one connection."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.apps import apps

from tests import postgresql

JOB = Path(__file__).with_name("on_row_security.py")
OWNER, SITE = "throughcare_owner", "throughcare_site"
NO_PERSON = {
    "accounts.User": "people who work with the service; read before anybody is known",
    "accounts.Invitation": "people who will work with the service",
    "api.Token": "a hash of the secret of a program; read before anybody is known",
    "audit.Event": "what staff did; its test S34 shows that no identifier reaches it",
    "governance.Agreement": "who accepted an agreement for a provider",
    "organisations.Relation": "organisations only",
    "organisations.Merger": "organisations only",
}
"""Models that hold a provider and no person in treatment, with the reason."""
PROVIDER_FIELDS = {"provider", "return_id"}


def run(arguments: list[str], address: str, home: Path, **more: str):
    environment = os.environ | {
        "DATABASE": address,
        "THROUGHCARE_HOME": str(home),
        "THROUGHCARE_STORE": str(home / "store"),
        "THROUGHCARE_MODE": "demo",
        "DJANGO_SETTINGS_MODULE": "throughcare.web.settings",
        **more,
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with postgresql.server(tmp_path_factory.mktemp("rows") / "data") as server:
        yield server


@pytest.fixture(scope="module")
def addresses(server, tmp_path_factory):
    """The addresses of superuser, owner and application role, on a database that the owner has brought in step."""
    home = tmp_path_factory.mktemp("home")
    root = server.get_uri()
    with psycopg.connect(root, autocommit=True) as connection:
        connection.execute(f"create role {OWNER} login createrole")
        connection.execute(f"create database rows owner {OWNER}")
        host, port = connection.info.host, connection.info.port
    place = f"@/rows?host={quote(host, safe='')}&port={port}"
    found = {
        name: f"postgresql://{user}{place}"
        for name, user in (("root", "postgres"), ("owner", OWNER), ("site", SITE))
    }
    manage = ["-m", "throughcare.web.manage"]
    run([*manage, "migrate", "--verbosity=0"], found["owner"], home)
    run([*manage, "database_role", SITE], found["owner"], home)
    run(["-c", ACCOUNTS], found["owner"], home)
    return found | {"home": home}


ACCOUNTS = """
import django; django.setup()
from throughcare.web.accounts.actions import open_account
from throughcare.web.organisations.actions import add_provider
for name, code in (("manager", "N0001"), ("other", "N0002")):
    open_account(username=name, password="x", role="data-manager", by=None, provider=add_provider(code=code, by=None))
"""


@pytest.fixture(scope="module")
def told(addresses):
    out = run([str(JOB)], addresses["site"], addresses["home"], DATABASE_POOL="1")
    return json.loads(out.splitlines()[-1])


def test_s21_without_context_no_row_is_seen(told):
    assert told["no_context"] == 0


def test_s21_each_provider_sees_its_own_rows(told):
    assert (told["all"], told["first"], told["second"], told["both"]) == (3, 2, 1, 3)
    assert told["part_of_a_code"] == 0
    assert told["orm"] == 1


def test_s21_rows_of_another_provider_are_not_written(told):
    refused = 'new row violates row-level security policy for table "audit_reading"'
    assert told["write_foreign"] == told["write_without"] == refused
    assert told["write_own"] == "done"


def test_s21_pages_show_each_their_own(told):
    assert told["pages"] == [["N0001-H-1"], ["N0002-H-1"], [], ["N0001-H-1"]]


def test_s21_every_model_with_a_provider_is_protected_or_says_why_not(addresses):
    holding = {
        f"{model._meta.app_label}.{model.__name__}": model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith("throughcare.")
        and PROVIDER_FIELDS & {field.name for field in model._meta.get_fields()}
        and model._meta.model_name != "provider"
    }
    with psycopg.connect(addresses["root"]) as connection:
        query = (
            "select relname from pg_class where relrowsecurity and relforcerowsecurity"
        )
        forced = {name for (name,) in connection.execute(query)}
    open_ones = {n for n, table in holding.items() if table not in forced}
    assert "audit_reading" in forced
    assert open_ones <= set(NO_PERSON)


def test_s22_role_is_no_owner_no_superuser_and_does_not_bypass(told):
    assert told["faults"] == []
    assert told["ready"] == ""


def test_s22_service_does_not_start_under_owner_or_superuser(addresses):
    job = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "from throughcare.web.rowsecurity import roles\n"
        "print(roles.faults(connection))"
    )
    owner = run(["-c", job], addresses["owner"], addresses["home"])
    root = run(["-c", job], addresses["root"], addresses["home"])
    assert "The role owns audit_reading." in owner
    assert "The role is a superuser." in root


def test_s22_even_the_owner_is_held(addresses):
    with psycopg.connect(addresses["owner"]) as connection:
        found = connection.execute("select count(*) from audit_reading").fetchone()
    assert found == (0,)


def test_s22_context_ends_with_its_transaction(told):
    assert told["afterwards"] == 0
    assert told["in_transaction"] == [2, 2]
    assert told["nested"] == [2, 0, 2]
    assert told["after_rollback"] == 3


def test_s22_second_user_of_a_pooled_connection_sees_nothing_of_the_first(told):
    assert told["two_at_once"] == [[3], [1]]


def test_s31_application_role_cannot_change_the_logs(told):
    assert len(told["logs"]) == 9
    for said in told["logs"].values():
        assert said.startswith("permission denied for table")
    assert told["ddl"] == "must be owner of table audit_reading"


def test_s31_logs_are_sealed_under_the_application_role(told):
    assert told["sealed"] and told["broken"] == 0
