"""Tasks of the tests."""

import os
import time
from pathlib import Path

from django_tasks import task


@task()
def write(path: str, seconds: float = 0) -> str:
    """Note the process at the beginning, and that it was done at the end."""
    begun = Path(path + ".begun")
    begun.write_text(begun.read_text() if begun.exists() else "")
    with begun.open("a") as file:
        file.write(f"{os.getpid()}\n")
    time.sleep(seconds if begun.read_text().count("\n") == 1 else 0)
    Path(path).write_text("done")
    return "done"


@task()
def fail() -> None:
    raise ValueError("so it is")
