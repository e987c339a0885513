"""The site on a real PostgreSQL: migrations, accounts, sign-in, the audit, a return sent and accepted.

The server comes from a wheel; the site runs in a process of its own, with DATABASE set, as in service.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgresql

JOB = Path(__file__).with_name("on_postgresql.py")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address of an empty database on a server that ends with the tests of this module."""
    with postgresql.server(tmp_path_factory.mktemp("postgresql") / "data") as server:
        yield server.get_uri()


@pytest.fixture(scope="module")
def told(address, returns_folder, tmp_path_factory):
    """What the site did and saw on that server."""
    home = tmp_path_factory.mktemp("home")
    file = min(returns_folder.glob("*.csv"))
    environment = os.environ | {
        "DATABASE": address,
        "THROUGHCARE_HOME": str(home),
        "THROUGHCARE_STORE": str(home / "store"),
        "THROUGHCARE_MODE": "demo",
        "DJANGO_SETTINGS_MODULE": "throughcare.web.settings",
    }
    run = subprocess.run(
        [sys.executable, str(JOB), str(file)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    return json.loads(run.stdout.splitlines()[-1])


def test_database_is_postgresql_and_fully_migrated(told):
    assert told["vendor"] == "postgresql"
    assert told["missing_migrations"] == 0


def test_areas_load_twice_into_one_row_each(told):
    assert told["areas"] == 152


def test_account_without_its_organisation_is_refused_by_the_database(told):
    assert told["account_without_provider"] == "IntegrityError"


def test_data_manager_signs_in_with_the_right_password_and_code_only(told):
    assert told["wrong_password"] == 422
    assert told["right_password"] == told["right_code"] == 302


def test_return_is_sent_and_accepted(told):
    assert told["state"] in {"accepted", "accepted-in-part"}


def test_audit_tells_each_step_and_cannot_be_changed(told):
    steps = ["return-received", "return-acceptance-asked", "return-accepted"]
    assert [e for e in told["events"] if e.startswith("return-")] == steps
    assert told["audit_faults"] == ["AuditIsAppendOnly"] * 4


def test_database_itself_guards_the_audit(told):
    answer = "Audit events cannot be changed or deleted."
    assert told["audit_in_sql"] == [answer] * 3


def test_refused_step_leaves_no_event(told):
    assert told["events_of_refused_step"] == 0
