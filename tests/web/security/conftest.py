"""What the tests of the numbered requirements share: letters, and the site as it runs in service."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

JOB = Path(__file__).with_name("in_service.py")


@pytest.fixture
def letters(monkeypatch):
    """The letters that are sent, at once."""
    from django.core import mail as box

    monkeypatch.setattr("throughcare.web.accounts.mail.later", lambda job: job())
    return box.outbox


def service_environment(home: Path, **changes: str) -> dict[str, str]:
    """The environment of a service on this machine, with SQLite."""
    dropped = ("THROUGHCARE", "DJANGO_")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(dropped)}
    return (
        kept
        | {
            "THROUGHCARE_MODE": "service",
            "THROUGHCARE_HOME": str(home),
            "THROUGHCARE_HOSTS": "site.example",
            "SECRET_KEY": "k" * 25 + "0123456789" * 3,
            "SECOND_FACTOR_KEYS": Fernet.generate_key().decode(),
            "EMAIL": "smtp://user:word@mail.example:587",
            "DJANGO_SETTINGS_MODULE": "throughcare.web.settings",
        }
        | changes
    )


@pytest.fixture(scope="session")
def in_service(tmp_path_factory):
    """What the site answers in service: headers, cookies, refusals, and the deployment check."""
    home = tmp_path_factory.mktemp("service")
    run = subprocess.run(
        [sys.executable, str(JOB)],
        env=service_environment(home),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    return json.loads(run.stdout.splitlines()[-1])
