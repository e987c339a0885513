"""A site over a made-up release: no test here waits for simulation or measuring."""

import os
import tempfile

os.environ["THROUGHCARE_MODE"] = "demo"
os.environ["THROUGHCARE_HOME"] = tempfile.mkdtemp(prefix="throughcare-test-")
os.environ["DJANGO_SETTINGS_MODULE"] = "throughcare.web.settings"
# Playwright keeps an event loop in the test's thread; Django's fixtures run beside it, never inside.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import shutil
import time

import django
import pytest

django.setup()

from tests.web import made_up  # noqa: E402, after Django is set up

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hashes that cost nothing: no test is about how strong they are."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def at_once(settings):
    """Background work is done where it is asked for; tests of the worker have one of their own."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    }


@pytest.fixture(autouse=True)
def asked_before(monkeypatch):
    """Purposes of files are told and agreements accepted; tests of those take this back with `asks_first`."""
    from throughcare.web.governance import agreements, exports
    from throughcare.web.governance.models import Export

    real = exports.is_open, agreements.need
    monkeypatch.setattr(exports, "is_open", lambda user, path: Export(pk=0))
    monkeypatch.setattr(agreements, "need", lambda codes: None)
    return real


@pytest.fixture
def asks_first(asked_before, monkeypatch):
    """The site as it is: it asks for purposes and agreements."""
    from throughcare.web.governance import agreements, exports

    monkeypatch.setattr(exports, "is_open", asked_before[0])
    monkeypatch.setattr(agreements, "need", asked_before[1])


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """A made-up release, written once."""
    folder = tmp_path_factory.mktemp("released")
    made_up.release(folder)
    return folder


@pytest.fixture
def store(tmp_path, settings, monkeypatch, released):
    """A store with a made-up cut and release; the site works on it."""
    from throughcare.publish import definitions

    settings.THROUGHCARE_STORE = tmp_path / "store"
    shutil.copytree(released, settings.THROUGHCARE_STORE)
    monkeypatch.setattr(definitions, "catalogue", made_up.catalogue)
    monkeypatch.setattr("throughcare.web.public.explain.explained", made_up.explain)
    monkeypatch.setattr("throughcare.warehouse.cut_findings.rows", lambda cut: [])
    return settings.THROUGHCARE_STORE


@pytest.fixture
def with_packs(store):
    """The store with packs and bulletin of its release, as their making leaves them."""
    from tests.web import made_up_packs

    made_up_packs.leave(store)
    return store


@pytest.fixture
def with_exports(store):
    """The store with ViewIt exports beside the figures of its release."""
    from tests.web import made_up_exports

    made_up_exports.leave(store)
    return store


@pytest.fixture
def empty_store(tmp_path, settings):
    """A store in which nothing happened yet."""
    settings.THROUGHCARE_STORE = tmp_path / "empty"
    return settings.THROUGHCARE_STORE


@pytest.fixture
def users(db):
    """One account a role, as the demonstration opens them."""
    from django.core.cache import cache

    from throughcare.web.accounts import second_factor
    from throughcare.web.accounts.actions import open_account
    from throughcare.web.organisations.actions import add_provider, load_areas
    from throughcare.web.organisations.models import Area, Region

    cache.clear()
    load_areas(by=None)
    scopes = {
        "data-manager": {"provider": add_provider(code=made_up.PROVIDER, by=None)},
        "commissioner": {"area": Area.objects.get(code=made_up.AREA)},
        "regional-lead": {"region": Region.objects.get(name="North East")},
        "analyst": {},
        "record-analyst": {},
        "administrator": {},
    }
    opened = {
        role: open_account(
            username=role, password=PASSWORD, role=role, by=None, **scope
        )
        for role, scope in scopes.items()
    }
    for user in filter(second_factor.is_required, opened.values()):
        second_factor.set_up(user, second_factor.demo_secret(user))
    return opened


@pytest.fixture
def as_role(users):
    """A client signed in as a role a moment ago, with its second factor; `public` is nobody."""
    from django.test import Client

    def sign_in(role: str) -> Client:
        client = Client()
        if role != "public":
            client.force_login(users[role])
            show_factor(client)
        return client

    return sign_in


def show_factor(client) -> None:
    """Let the session of a signed-in client have given password and code just now."""
    session = client.session
    session["factor"] = True
    session["proved"] = session["began"] = session["seen"] = int(time.time())
    session.save()


@pytest.fixture(scope="session")
def returns_folder(tmp_path_factory):
    """Simulated returns of a few providers, with faults among them."""
    from throughcare.simulate import England

    folder = tmp_path_factory.mktemp("returns")
    England(people=300, seed=7, dataset="H", fault_rate=0.05).write_returns(folder)
    return folder


@pytest.fixture
def own_file(returns_folder, users):
    """A return of the data manager's provider."""
    from throughcare.web.organisations.actions import add_provider

    path = min(returns_folder.glob("*.csv"))
    manager = users["data-manager"]
    manager.provider = add_provider(code=path.name.split("-")[0], by=None)
    manager.save()
    return path


@pytest.fixture
def foreign_file(returns_folder):
    """A return of somebody else's provider."""
    return max(returns_folder.glob("*.csv"))


@pytest.fixture(scope="module")
def chromium():
    """A browser; each test opens a context of its own."""
    from playwright.sync_api import sync_playwright

    from tests.web.browser import CHROMIUM

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def site(live_server, store, users):
    """The address of the site on its made-up release."""
    return live_server.url
