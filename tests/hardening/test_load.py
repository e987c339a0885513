"""A short run of senders and readers at once; `python -m tests.hardening.load` is the long one."""

import subprocess
import sys


def test_nothing_fails_and_nothing_is_lost_under_load():
    sizes = ["--senders", "2", "--readers", "3", "--seconds", "6"]
    command = [sys.executable, "-m", "tests.hardening.load", *sizes]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr[-2000:]
    assert "each whole and noted once" in run.stdout
