"""S12: a session that ends is announced, can be prolonged, and takes nothing with it that was typed."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.security.test_sessions_and_browser import moved
from throughcare.web.accounts import kept_work
from throughcare.web.accounts.models import KeptWork

PAGE = "/accounts/invite/"
FORM = {
    "email": "kestrel@example.org",
    "name": "Kestrel",
    "role": "analyst",
    "csrfmiddlewaretoken": "x",
    "password": "hidden words",
}
REFERER = {"HTTP_REFERER": f"http://testserver{PAGE}"}


@pytest.fixture
def lost(as_role):
    """An administrator whose form came after the session had ended."""
    client = moved(as_role("administrator"), seen=1000)
    assert client.post(PAGE, FORM, **REFERER).url == f"/sign-in/?next={PAGE}"
    return client


def again(as_role, role: str = "administrator") -> str:
    return as_role(role).get(PAGE).content.decode()


def test_s12_what_was_typed_is_shown_again_after_signing_in(lost, as_role):
    page = again(as_role)
    assert 'value="kestrel@example.org"' in page and "It is not sent yet" in page
    assert (
        "kestrel@example.org"
        not in as_role("administrator").get("/accounts/").content.decode()
    )


def test_s12_reader_is_told_that_typed_work_is_kept(lost):
    page = lost.get("/sign-in/").content.decode()
    assert "What you typed is kept and shown again" in page


def test_s12_typed_work_is_shown_to_its_writer_only(lost, as_role):
    page = again(as_role, "data-manager")
    assert "kestrel" not in page and "not sent yet" not in page


def test_s12_typed_work_is_kept_encrypted_and_without_passwords(lost, users):
    (kept,) = KeptWork.objects.all()
    assert "kestrel" not in kept.sealed
    typed = kept_work.of(users["administrator"], PAGE)
    assert set(typed) == {"email", "name", "role"}


def test_s12_typed_work_expires(lost, as_role, settings):
    long_ago = timezone.now() - dt.timedelta(seconds=settings.KEPT_WORK_SECONDS + 1)
    KeptWork.objects.update(at=long_ago)
    assert "kestrel" not in again(as_role)


def test_s12_sending_the_form_forgets_what_was_kept(lost, as_role, letters):
    client = as_role("administrator")
    assert client.post(PAGE, FORM, **REFERER).status_code == 302
    assert not KeptWork.objects.exists()
    assert "kestrel" not in client.get(PAGE).content.decode()


def test_s12_form_can_be_shown_empty_again(lost, as_role):
    client = as_role("administrator")
    answer = client.post("/account/typed/", {"next": PAGE})
    assert answer.url == PAGE and "kestrel" not in client.get(PAGE).content.decode()


def test_s12_form_that_wants_the_password_again_is_kept_too(as_role):
    client = moved(as_role("administrator"), proved=1000)
    answer = client.post(PAGE, FORM, **REFERER)
    assert answer.url == f"/account/confirm/?next={PAGE}"
    assert "kestrel@example.org" in again(as_role)


def test_s12_form_of_a_stranger_is_not_kept(client, db):
    client.post(PAGE, FORM, **REFERER)
    assert not KeptWork.objects.exists()


def test_s12_form_from_another_site_is_not_kept(as_role):
    client = Client(enforce_csrf_checks=True)
    client.cookies = moved(as_role("administrator"), seen=1000).cookies
    assert client.post(PAGE, FORM, **REFERER).status_code == 403
    assert not KeptWork.objects.exists()


def test_s12_key_that_was_changed_shows_nothing(lost, as_role, users, settings):
    settings.SECRET_KEY = "another " * 8
    assert kept_work.of(users["administrator"], PAGE) is None


def test_s12_asking_how_long_does_not_prolong_a_session_and_staying_does(as_role):
    client = moved(as_role("analyst"), seen=600)
    assert 298 <= client.get("/account/session/").json()["idle"] <= 300
    assert 298 <= client.get("/account/session/").json()["idle"] <= 300
    assert client.post("/account/session/").json()["idle"] >= 898


def test_s12_staying_does_not_lengthen_the_longest_time(as_role):
    client = moved(as_role("analyst"), seen=600, began=10 * 3600 - 100)
    assert client.post("/account/session/").json()["idle"] <= 100
