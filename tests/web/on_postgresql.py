"""Runs the main actions of the site on the database that DATABASE names; prints what it saw as one line of JSON."""
# ruff: noqa: E402, Django is set up before its models load

import json
import subprocess
import sys
from pathlib import Path

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from throughcare.web.accounts import second_factor
from throughcare.web.accounts.actions import open_account
from throughcare.web.audit.models import AuditIsAppendOnly, Event
from throughcare.web.governance import agreements
from throughcare.web.organisations.actions import add_provider, load_areas
from throughcare.web.organisations.models import Area
from throughcare.web.portal import actions

PASSWORD = "correct horse battery"
STATEMENTS = (
    "update audit_event set action = 'x'",
    "delete from audit_event",
    "truncate audit_event",
)


def main(file: Path) -> dict[str, object]:
    """The steps in the order of a new service: database, organisations, accounts, a return."""
    call_command("migrate", verbosity=0)
    load_areas(by=None)
    load_areas(by=None)
    provider = add_provider(code=file.name.split("-")[0], by=None)
    user = open_account(
        username="manager",
        password=PASSWORD,
        role="data-manager",
        by=None,
        provider=provider,
    )
    agreements.accept(provider=provider, name="Test", position="Test", by=user)
    second_factor.set_up(user, second_factor.demo_secret(user))
    client = Client(SERVER_NAME="127.0.0.1")
    return {
        "vendor": connection.vendor,
        "missing_migrations": _missing_migrations(),
        "areas": Area.objects.count(),
        "account_without_provider": _account_without_provider(),
        "wrong_password": _sign_in(client, "wrong"),
        "right_password": _sign_in(client, PASSWORD),
        "right_code": _give_code(client, second_factor.demo_code(user)),
        "state": _send(client, file),
        "events": list(Event.objects.order_by("id").values_list("action", flat=True)),
        "audit_faults": [_fault_of(change) for change in _changes()],
        "audit_in_sql": [_answer_to(statement) for statement in STATEMENTS],
        "events_of_refused_step": _refused(user),
    }


def _missing_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _account_without_provider() -> str:
    try:
        open_account(username="nobody", password=PASSWORD, role="data-manager", by=None)
    except IntegrityError as fault:
        return type(fault).__name__
    return "accepted"


def _sign_in(client: Client, password: str) -> int:
    form = {"username": "manager", "password": password}
    return client.post("/sign-in/", form).status_code


def _give_code(client: Client, code: str) -> int:
    return client.post("/sign-in/code/", {"code": code}).status_code


def _send(client: Client, file: Path) -> str:
    """Send a return and accept it, each with a worker after it, as a service has one."""
    upload = SimpleUploadedFile(file.name, file.read_bytes())
    sent = client.post("/returns/", {"file": upload}).url
    _work()
    client.post(sent + "accept/", {"part": "yes"})
    _work()
    return actions.store().history()[0]["state"]


def _work() -> None:
    worker = [sys.executable, "-m", "throughcare.web.work.worker", "--once"]
    subprocess.run(worker, check=True, timeout=100)


def _changes():
    """Every way of the models to change what the audit says."""
    event = Event.objects.first()
    events = Event.objects.filter(action="areas-loaded")
    return (
        event.save,
        event.delete,
        lambda: events.update(action="x"),
        events.delete,
    )


def _fault_of(change) -> str:
    try:
        with transaction.atomic():
            change()
    except AuditIsAppendOnly as fault:
        return type(fault).__name__
    return "changed"


def _answer_to(statement: str) -> str:
    """What the database says to a statement that goes past the models."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as fault:
        return str(fault).splitlines()[0]
    return "done"


def _refused(user) -> int:
    """Events that stay after the store refused a step: none may."""
    try:
        actions.withdraw_return(return_id="no-such-return", by=user)
    except Exception:
        return Event.objects.filter(target="no-such-return").count()
    raise AssertionError("The store withdrew a return that it does not have.")


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
