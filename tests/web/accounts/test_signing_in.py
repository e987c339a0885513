"""Signing in and out, the limits of a session, the audit, the demonstration's accounts."""

import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from tests.web.conftest import PASSWORD
from throughcare.web.accounts.actions import open_account
from throughcare.web.accounts.models import User
from throughcare.web.audit.actions import record
from throughcare.web.audit.models import AuditIsAppendOnly, Event


def sign_in(client, **changes):
    form = {"username": "analyst", "password": PASSWORD} | changes
    return client.post("/sign-in/", form)


def test_right_password_opens_the_start_page(client, users, store):
    assert sign_in(client).url == "/start/"


@pytest.mark.parametrize("username", ["analyst", "nobody"])
def test_known_and_unknown_accounts_get_the_same_answer(client, users, username):
    answer = sign_in(client, username=username, password="wrong")
    assert answer.status_code == 422
    assert "These do not match one." in answer.content.decode()


def test_empty_form_says_what_to_enter(client, db):
    page = client.post("/sign-in/").content.decode()
    assert "<title>Error: Sign in" in page
    assert 'href="#username"' in page and 'href="#password"' in page


def test_guessing_is_slowed_even_for_the_right_password(client, users, settings):
    settings.SIGN_IN_TRIES = 3
    for _ in range(3):
        sign_in(client, password="wrong")
    assert "too many tries" in sign_in(client).content.decode()
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    form = {"username": "analyst", "password": PASSWORD}
    assert client.post("/sign-in/", form, **elsewhere).status_code == 302


def test_next_page_of_another_site_is_not_followed(client, users):
    assert sign_in(client, next="https://example.org/").url == "/start/"


def test_signing_in_changes_the_session_key(client, users):
    client.get("/sign-in/")
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_signing_out_needs_a_post_and_ends_the_session(store, as_role):
    client = as_role("analyst")
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")
    assert client.get("/cuts/").status_code == 302


@pytest.mark.parametrize(("idle", "status"), [(890, 200), (910, 302)])
def test_idle_session_ends(store, as_role, idle, status):
    client = as_role("analyst")
    session = client.session
    session["seen"] = int(time.time()) - idle
    session.save()
    assert client.get("/cuts/").status_code == status


def test_audit_events_cannot_be_changed_or_deleted(users):
    event = Event.objects.first()
    for change in (event.save, event.delete, Event.objects.all().delete):
        with pytest.raises(AuditIsAppendOnly):
            change()
    with pytest.raises(AuditIsAppendOnly):
        Event.objects.update(action="other")


@pytest.mark.django_db(transaction=True)
def test_audit_event_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        record(action="x", target="y", by=None)
    assert not Event.objects.exists()


def test_data_manager_without_provider_is_refused(users):
    with pytest.raises(IntegrityError), transaction.atomic():
        open_account(username="x", password=PASSWORD, role="data-manager", by=None)
    assert not User.objects.filter(username="x").exists()


def test_demo_accounts_are_opened_once_and_printed(db):
    said = []
    for _ in range(2):
        out = StringIO()
        call_command("demo_accounts", provider="N0852", stdout=out)
        said.append(out.getvalue())
    assert said[0] == said[1]
    assert User.objects.count() == 6


def test_demo_accounts_are_refused_in_service(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("demo_accounts", provider="N0852")
    assert not User.objects.exists()
