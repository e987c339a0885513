"""Serves the site with waitress, after bringing its database in step.

python -m throughcare.web.serve [HOST:PORT]
"""

import os
import subprocess
import sys
import threading

from throughcare.web.listening import CannotListen, server


def prepare() -> None:
    """Set Django up and bring the database in step with the models."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.web.settings")
    import django
    from django.core.management import call_command

    django.setup()
    from django.conf import settings
    from django.db import connection

    if settings.DEMO or connection.vendor != "postgresql":
        call_command("migrate", verbosity=0, interactive=False)
    else:
        _refuse_unsafe(connection)


class NotReady(RuntimeError):
    """The database of the service is not in step, or would not hold to row security."""


def _refuse_unsafe(connection) -> None:
    """In service the site works under a role that cannot change tables, so somebody else has brought them in step."""
    from django.db.migrations.executor import MigrationExecutor

    from throughcare.web.rowsecurity import roles

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady(
            "The tables are not in step. Run `python -m throughcare.web.manage migrate` with the owner's DATABASE, "
            "then `database_role NAME`."
        )
    faults = roles.faults(connection)
    if faults:
        raise NotReady(
            f"DATABASE names a role that row security does not hold for: {' '.join(faults)} "
            "Make one with `python -m throughcare.web.manage database_role NAME`."
        )


def _refuse_elsewhere(listen: str) -> None:
    """The demonstration has known accounts, so it answers on this machine only."""
    from django.conf import settings

    from throughcare.web.environment import LOCAL_HOSTS

    host = listen.rpartition(":")[0]
    if settings.DEMO and host not in LOCAL_HOSTS:
        raise NotReady(
            f"The demonstration listens on this machine only, not on {host or 'every address'}. "
            "Choose 127.0.0.1:PORT, or set THROUGHCARE_MODE=service."
        )


def warm() -> None:
    """Read the newest release while nobody waits, as far as the first page of figures needs it."""
    from throughcare.publish import areas
    from throughcare.web.public import released

    shown = released.shown()
    for definition in shown.known:
        shown.release.rows(definition.key, code=areas.ENGLAND_CODE, period="")


def start_worker() -> subprocess.Popen:
    """A background worker beside the server, which ends with it. A service may run more of them by themselves."""
    module = "throughcare.web.work.worker"
    return subprocess.Popen(
        [sys.executable, "-m", module, "--with", str(os.getpid())],
        start_new_session=True,  # Ctrl-C is for the server; the worker ends with it
    )


def serve(listen: str = "127.0.0.1:8000") -> None:
    """Answer requests until interrupted. In service this stands behind a proxy that speaks https."""
    prepare()
    _refuse_elsewhere(listen)
    from django.conf import settings

    from throughcare.web.wsgi import application

    bytes_at_most = settings.UPLOAD_BYTES + 1_000_000
    listening = server(application, listen, max_request_body_size=bytes_at_most)
    start_worker()
    threading.Thread(target=warm, daemon=True).start()
    listening.run()


def main() -> int:
    """Serve, or say in one sentence why not."""
    from throughcare.web.environment import SettingMissing

    try:
        serve(*sys.argv[1:2])
    except (NotReady, SettingMissing, CannotListen) as fault:
        print(fault, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
