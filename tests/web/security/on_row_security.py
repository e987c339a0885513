"""The site under its own role of PostgreSQL, through a pool of one connection; prints what it saw as one line of JSON.

DATABASE names the application role; everything below goes through Django, or through its connection in raw SQL.
"""
# ruff: noqa: E402, Django is set up before its models load

import json
import sys
import threading

import django

django.setup()

from django.db import DatabaseError, connection, transaction
from django.test import Client

from throughcare.web.accounts.models import User
from throughcare.web.audit import seals
from throughcare.web.audit.actions import record_read
from throughcare.web.audit.models import Reading
from throughcare.web.rowsecurity import roles
from throughcare.web.rowsecurity.context import ALL, NOTHING, of_providers, seeing
from throughcare.web.serve import NotReady, _refuse_unsafe

COUNT = "select count(*) from audit_reading"
LOGS = ("audit_event", "audit_reading", "audit_seal")


def main() -> dict[str, object]:
    user = User.objects.get(username="manager")
    with seeing(ALL):
        for code in ("N0001", "N0001", "N0002"):
            read(user, code)
    return {
        "faults": roles.faults(connection),
        "ready": not_ready(),
        "no_context": count(),
        "all": seen(ALL, count),
        "first": seen(of_providers({"N0001"}), count),
        "second": seen(of_providers({"N0002"}), count),
        "both": seen(of_providers({"N0001", "N0002"}), count),
        "part_of_a_code": seen(of_providers({"N000"}), count),
        "orm": seen(of_providers({"N0002"}), Reading.objects.count),
        "in_transaction": seen(of_providers({"N0001"}), in_transaction),
        "nested": nested(),
        "afterwards": count(),
        "write_foreign": seen(of_providers({"N0001"}), lambda: write(user, "N0002")),
        "write_without": write(user, "N0001"),
        "write_own": seen(of_providers({"N0001"}), lambda: write(user, "N0001")),
        "after_rollback": seen(of_providers({"N0001"}), rolled_back),
        "logs": {f"{act} {log}": answer(SQL[act] % log) for log in LOGS for act in SQL},
        "ddl": answer("alter table audit_reading no force row level security"),
        "pages": pages(),
        "two_at_once": two_at_once(),
        "sealed": seals.seal().pk > 0,
        "broken": len(seals.broken()),
    }


SQL = {
    "update": "update %s set id = id",
    "delete": "delete from %s",
    "truncate": "truncate %s",
}


def read(user, code: str) -> None:
    record_read(by=user, page="portal:return", provider=code, return_id=f"{code}-H-1")


def count() -> int:
    with connection.cursor() as cursor:
        cursor.execute(COUNT)
        return cursor.fetchone()[0]


def seen(sight, look):
    with seeing(sight):
        return look()


def in_transaction() -> list[int]:
    """What is seen after the first statement of a transaction, and after a savepoint was taken back."""
    with transaction.atomic():
        first = count()
        try:
            with transaction.atomic():
                raise ValueError
        except ValueError:
            pass
        return [first, count()]


def nested() -> list[int]:
    """A sight within a sight, in one transaction: each holds for its own block."""
    with seeing(of_providers({"N0001"})), transaction.atomic():
        outer = count()
        with seeing(NOTHING):
            inner = count()
        return [outer, inner, count()]


def rolled_back() -> int:
    try:
        with transaction.atomic():
            count()
            raise ValueError
    except ValueError:
        return count()


def write(user, code: str) -> str:
    return answer(lambda: read(user, code))


def answer(act) -> str:
    """What the database says: `done`, or the first line of its refusal."""
    try:
        with transaction.atomic():
            if callable(act):
                act()
            else:
                with connection.cursor() as cursor:
                    cursor.execute(act)
    except DatabaseError as fault:
        return str(fault).splitlines()[0]
    return "done"


def pages() -> list[list[str]]:
    """Which returns the page of readings shows to two data managers and nobody, in turn, over the one connection."""
    return [shown(name) for name in ("manager", "other", None, "manager")]


def shown(name: str | None) -> list[str]:
    client = Client(SERVER_NAME="127.0.0.1")
    if name:
        user = User.objects.get(username=name)
        client.force_login(user)
        session = client.session
        session["factor"] = True
        session.save()
    text = client.get("/audit/readings/").content.decode()
    return [code for code in ("N0001-H-1", "N0002-H-1") if code in text]


def two_at_once() -> list[int]:
    """Two threads that take the one connection in turn, each with its own sight, many times."""
    found: dict[str, set[int]] = {"N0001": set(), "N0002": set()}

    def look(code: str) -> None:
        for _ in range(30):
            found[code].add(seen(of_providers({code}), count))
            connection.close()

    connection.close()
    threads = [threading.Thread(target=look, args=(code,)) for code in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [sorted(numbers) for numbers in found.values()]


def not_ready() -> str:
    try:
        _refuse_unsafe(connection)
    except NotReady as fault:
        return str(fault)
    return ""


if __name__ == "__main__":
    print(json.dumps(main()))
    connection.close()
    sys.exit(0)
