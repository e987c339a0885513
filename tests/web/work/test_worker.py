"""The worker in real processes: it does what is queued, and what a killed one had begun is done by the next."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def home(tmp_path):
    """A site of its own with a database on disk."""
    run_python(tmp_path, "from throughcare.web.serve import prepare; prepare()")
    return tmp_path


def environment(home) -> dict[str, str]:
    return os.environ | {
        "THROUGHCARE_HOME": str(home),
        "THROUGHCARE_MODE": "demo",
        "DJANGO_SETTINGS_MODULE": "throughcare.web.settings",
        "PYTHONPATH": str(ROOT),
    }


def run_python(home, code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(home),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def in_site(home, code: str) -> str:
    return run_python(home, f"import django; django.setup()\n{code}")


def enqueue(home, call: str) -> None:
    in_site(home, f"from tests.web.work import tasks; tasks.{call}")


def states(home) -> list[str]:
    """States of the tasks of these tests, without what the schedule queues."""
    said = in_site(
        home,
        "from django_tasks_db.models import DBTaskResult as R\n"
        "own = R.objects.filter(task_path__startswith='tests.').order_by('enqueued_at')\n"
        "print(*own.values_list('status', flat=True))",
    )
    return said.split()


def worker(home, *options):
    command = [sys.executable, "-m", "throughcare.web.work.worker", *options]
    return subprocess.Popen(command, env=environment(home), stderr=subprocess.DEVNULL)


def wait_for(path: Path, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not path.exists() or not path.stat().st_size:
        assert time.monotonic() < until, f"{path.name} did not come"
        time.sleep(0.05)


def test_what_is_queued_is_done_and_a_failure_stops_nothing(home):
    enqueue(home, "fail.enqueue()")
    enqueue(home, f"write.enqueue({str(home / 'a')!r})")
    assert worker(home, "--once").wait(60) == 0
    assert (home / "a").read_text() == "done"
    assert states(home) == ["FAILED", "SUCCESSFUL"]


def test_work_of_a_killed_worker_is_done_by_the_next(home):
    enqueue(home, f"write.enqueue({str(home / 'a')!r}, 600)")
    killed = worker(home)
    wait_for(home / "a.begun")
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert states(home) == ["RUNNING"]
    silent(home)
    assert worker(home, "--once").wait(60) == 0
    assert (home / "a").read_text() == "done"
    assert len((home / "a.begun").read_text().splitlines()) == 2
    assert states(home) == ["SUCCESSFUL"]


def silent(home) -> None:
    """Let every sign of life be a minute old."""
    in_site(
        home,
        "import datetime as dt; from django.db.models import F\n"
        "from throughcare.web.work.models import Beat\n"
        "Beat.objects.update(at=F('at') - dt.timedelta(minutes=1))",
    )


def test_work_of_a_worker_that_lives_is_left_to_it(home):
    enqueue(home, f"write.enqueue({str(home / 'a')!r}, 600)")
    busy = worker(home)
    wait_for(home / "a.begun")
    assert worker(home, "--once").wait(60) == 0
    assert states(home) == ["RUNNING"]
    assert len((home / "a.begun").read_text().splitlines()) == 1
    busy.kill()
    busy.wait()


STARTED = (
    "from throughcare.web.serve import prepare, start_worker; prepare(); "
    "print(start_worker().pid, flush=True); "
)


def test_a_worker_ends_with_the_server_that_started_it(home):
    number, said = run_python_quietly(home, STARTED)
    wait_for_end(number)
    assert said.read_text() == ""


def test_a_busy_worker_ends_with_its_server_and_gives_its_work_back(home):
    enqueue(home, f"write.enqueue({str(home / 'a')!r}, 600)")
    wait = (
        "import time, pathlib; begun = pathlib.Path('a.begun')\n"
        "while not begun.exists() or not begun.stat().st_size: time.sleep(0.05)"
    )
    number, said = run_python_quietly(home, STARTED + wait)
    wait_for_end(number)
    assert states(home) == ["READY"]
    assert said.read_text() == ""


def wait_for_end(number: int, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while alive(number):
        assert time.monotonic() < until, "the worker is still there"
        time.sleep(0.2)


def run_python_quietly(home, code: str) -> tuple[int, Path]:
    """Run `code`, which prints a number: the number, and the file of what it and its children said as errors."""
    with open(home / "out", "w+") as out, open(home / "errors", "w") as errors:
        subprocess.run(
            [sys.executable, "-c", code],
            env=environment(home),
            cwd=home,
            stdout=out,
            stderr=errors,
            check=True,
            timeout=120,
        )
        out.seek(0)
        return int(out.read()), home / "errors"


def alive(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_scheduled_job_that_fails_does_not_stop_the_next(
    monkeypatch,
):
    from throughcare.web.work import schedule

    ran = []

    def broken():
        raise ValueError("so it is")

    monkeypatch.setattr(
        schedule,
        "JOBS",
        [schedule.Job(broken, 60), schedule.Job(lambda: ran.append(1), 60)],
    )
    schedule.run_due()
    schedule.run_due()
    assert ran == [1]
