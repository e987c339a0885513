"""A site over a made-up release: no test here waits for simulation or measuring."""

import os
import tempfile

os.environ["THROUGHCARE_MODE"] = "demo"
os.environ["THROUGHCARE_HOME"] = tempfile.mkdtemp(prefix="throughcare-test-")
os.environ["DJANGO_SETTINGS_MODULE"] = "throughcare.web.settings"
# Playwright keeps an event loop in the test's thread; Django's fixtures run beside it, never inside.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import json

import django
import pytest

django.setup()

from tests.web import made_up  # noqa: E402, after Django is set up

PASSWORD = "correct horse battery"


@pytest.fixture
def store(tmp_path, settings, monkeypatch):
    """A store with a made-up cut and release; the site works on it."""
    from throughcare.publish import definitions

    settings.THROUGHCARE_STORE = tmp_path / "store"
    made_up.release(settings.THROUGHCARE_STORE)
    monkeypatch.setattr(definitions, "catalogue", made_up.catalogue)
    monkeypatch.setattr("throughcare.web.public.explain.explained", made_up.explain)
    return settings.THROUGHCARE_STORE


@pytest.fixture
def empty_store(tmp_path, settings):
    """A store in which nothing happened yet."""
    settings.THROUGHCARE_STORE = tmp_path / "empty"
    return settings.THROUGHCARE_STORE


@pytest.fixture
def users(db):
    """One account a role, as the demonstration opens them."""
    from django.core.cache import cache

    from throughcare.web.accounts.actions import open_account
    from throughcare.web.organisations.actions import add_provider, load_areas
    from throughcare.web.organisations.models import Area

    cache.clear()
    load_areas(by=None)
    scopes = {
        "data-manager": {"provider": add_provider(code=made_up.PROVIDER, by=None)},
        "commissioner": {"area": Area.objects.get(code=made_up.AREA)},
        "analyst": {},
    }
    return {
        role: open_account(
            username=role, password=PASSWORD, role=role, by=None, **scope
        )
        for role, scope in scopes.items()
    }


@pytest.fixture
def as_role(users):
    """A client signed in as a role; `public` is nobody."""
    from django.test import Client

    def sign_in(role: str) -> Client:
        client = Client()
        if role != "public":
            client.force_login(users[role])
        return client

    return sign_in


@pytest.fixture
def manifest(store):
    return json.loads((store / "cuts/made-up/manifest.json").read_text())
