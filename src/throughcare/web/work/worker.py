"""The background worker: takes tasks from the database's queue, one after another, and outlives being killed.

python -m throughcare.web.work.worker [--once] [--with PID]

With `--with` it must lead a process group of its own, which it takes along when PID ends.
"""

import os
import signal
import sys
import threading
import time
import uuid

SECONDS_BETWEEN = 0.5
NICENESS = 10
"""Pages go before work that nobody looks at while it is done."""


def run(once: bool = False, parent: int | None = None) -> None:
    """Work until interrupted; with `once` until the queue is empty; with `parent` as long as that process lives."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.web.settings")
    import django

    django.setup()
    from django_tasks_db.management.commands.db_worker import Worker

    name = f"{os.uname().nodename[:20]}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=SECONDS_BETWEEN,
        batch=once,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
    )
    worker.configure_signals()
    os.nice(NICENESS)
    if parent is not None:
        end_with(parent, name)
    _with_beats(name, worker.run)


def _with_beats(name: str, work) -> None:
    """Run `work` while a thread leaves signs of life and looks what has become due."""
    from throughcare.web.work import actions

    actions.beat(name)
    done = threading.Event()
    thread = threading.Thread(target=_beat_on, args=(name, done), daemon=True)
    thread.start()
    try:
        work()
    finally:
        done.set()
        thread.join()
        actions.leave(name)


def _beat_on(name: str, done: threading.Event) -> None:
    from django.db import OperationalError, connection

    from throughcare.web.work import actions, schedule

    while not done.wait(actions.BEAT_SECONDS):
        try:
            actions.beat(name)
            schedule.run_due()
        except OperationalError:
            pass  # the database is busy: the next beat comes soon
        finally:
            connection.close()


def end_with(parent: int, name: str) -> None:
    """End at once, with every process of its own, when the process that started this one is gone.

    What was begun is given back first: every task can be run again, so none needs to be waited for.
    """
    from throughcare.web.work import actions

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        try:
            actions.leave(name)
        finally:
            os.killpg(os.getpgrp(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    given = sys.argv[sys.argv.index("--with") + 1] if "--with" in sys.argv else None
    run(once="--once" in sys.argv, parent=int(given) if given else None)
