"""Inviting somebody, accepting, closing and reopening; a forgotten password; a lost second factor."""

import datetime as dt
import re

import pytest
from django.core import mail as box
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from tests.web.conftest import PASSWORD
from throughcare.web.accounts import actions, second_factor
from throughcare.web.accounts.models import Invitation, User
from throughcare.web.audit.models import Event

NEW = "kestrel lamp over water"
CHOSEN = {"name": "Jo Bloggs", "password": NEW, "again": NEW}


@pytest.fixture
def letters(monkeypatch):
    monkeypatch.setattr("throughcare.web.accounts.mail.later", lambda job: job())
    return box.outbox


def link_in(letter) -> str:
    found = re.search(r"http\S+", letter.body).group(0)
    return found.removeprefix("http://127.0.0.1:8000")


def invite(client, **changes):
    form = {"email": "Jo@Example.org", "role": "analyst"} | changes
    return client.post("/accounts/invite/", form)


def test_invited_person_opens_the_account_and_signs_in(as_role, letters, store):
    assert invite(as_role("administrator")).status_code == 302
    assert letters[0].to == ["jo@example.org"]
    guest = Client()
    page = guest.get(link_in(letters[0]), follow=True).content.decode()
    assert "national analyst" in page and "jo@example.org" in page
    done = guest.post("/invitations/accept/", CHOSEN, follow=True).content.decode()
    assert "Your account is open" in done
    form = {"username": "jo@example.org", "password": NEW}
    assert guest.post("/sign-in/", form, follow=True).status_code == 200
    assert guest.get("/cuts/").status_code == 200
    told = Event.objects.values_list("action", flat=True)
    assert {"account-invited", "invitation-accepted", "signed-in"} <= set(told)


def test_invited_data_manager_sets_up_a_second_factor_first(as_role, letters, store):
    invite(as_role("data-manager"))
    guest = Client()
    guest.get(link_in(letters[0]), follow=True)
    guest.post("/invitations/accept/", CHOSEN)
    form = {"username": "jo@example.org", "password": NEW}
    arrived = guest.post("/sign-in/", form, follow=True)
    assert "Set up your second factor" in arrived.content.decode()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": ""}, "Enter your name"),
        ({"again": "other words than these"}, "Enter the same password twice"),
        ({"password": "short", "again": "short"}, "must have 12 characters or more"),
    ],
)
def test_acceptance_with_a_fault_opens_nothing(as_role, letters, changes, told):
    invite(as_role("administrator"))
    guest = Client()
    guest.get(link_in(letters[0]))
    answer = guest.post("/invitations/accept/", CHOSEN | changes)
    assert answer.status_code == 422 and told in answer.content.decode()
    assert not User.objects.filter(username="jo@example.org").exists()


def test_link_works_once(as_role, letters):
    invite(as_role("administrator"))
    first, second = Client(), Client()
    for guest in (first, second):
        guest.get(link_in(letters[0]))
    assert first.post("/invitations/accept/", CHOSEN).status_code == 302
    answer = second.post("/invitations/accept/", CHOSEN)
    assert answer.status_code == 410
    assert "no longer works" in answer.content.decode()
    assert User.objects.filter(username="jo@example.org").count() == 1


def test_second_acceptance_at_the_same_moment_is_refused(as_role, letters):
    invite(as_role("administrator"))
    one, same = Invitation.objects.get(), Invitation.objects.get()
    actions.accept_invitation(invitation=one, name="x", password=NEW)
    with pytest.raises(actions.AccountError, match="used already"):
        actions.accept_invitation(invitation=same, name="x", password=NEW)


@pytest.mark.parametrize(("ago", "status"), [(6.99, 200), (7.01, 410)])
def test_link_expires_after_seven_days(as_role, letters, ago, status):
    invite(as_role("administrator"))
    past = dt.timedelta(days=7 - ago)
    Invitation.objects.update(expires_at=timezone.now() + past)
    guest = Client()
    assert guest.get(link_in(letters[0]), follow=True).status_code == status


def test_withdrawn_link_is_dead_and_a_new_one_kills_the_old(as_role, letters):
    client = as_role("administrator")
    invite(client)
    number = Invitation.objects.get().pk
    client.post(f"/accounts/invitations/{number}/again/")
    old, new = map(link_in, letters)
    assert Client().get(old, follow=True).status_code == 410
    assert Client().get(new, follow=True).status_code == 200
    client.post(f"/accounts/invitations/{number}/withdraw/")
    assert Client().get(new, follow=True).status_code == 410
    assert "There are none." in client.get("/accounts/").content.decode()


def test_only_a_hash_of_the_link_is_kept(as_role, letters):
    invite(as_role("administrator"))
    secret = link_in(letters[0]).strip("/").split("/")[-1]
    kept = Invitation.objects.get()
    assert kept.secret_hash != secret and actions.hash_of(secret) == kept.secret_hash


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"email": "jo"}, "Enter an e-mail address like"),
        ({"role": ""}, "Select what the person will do"),
        ({"role": "data-manager"}, "Enter the agency code of a provider"),
        ({"role": "commissioner"}, "Select the area"),
        ({"role": "regional-lead", "region": "X"}, "Select the region"),
    ],
)
def test_invitation_with_a_fault_is_not_sent(as_role, letters, changes, told):
    answer = invite(as_role("administrator"), **changes)
    assert answer.status_code == 422 and told in answer.content.decode()
    assert letters == [] and not Invitation.objects.exists()


def test_account_that_is_there_is_not_invited(as_role, letters, users):
    User.objects.filter(pk=users["analyst"].pk).update(username="jo@example.org")
    answer = invite(as_role("administrator"))
    assert "There is an account with this e-mail address" in answer.content.decode()


def test_closed_account_reopens_with_a_new_second_factor(as_role, users, letters):
    client, user = as_role("administrator"), users["data-manager"]
    client.post(f"/accounts/{user.pk}/close/")
    form = {"username": "data-manager", "password": PASSWORD}
    assert Client().post("/sign-in/", form).status_code == 422
    client.post(f"/accounts/{user.pk}/reopen/")
    assert not second_factor.is_set_up(user)
    assert Client().post("/sign-in/", form).status_code == 302


def test_nobody_closes_or_changes_the_own_account(as_role, users):
    client, me = as_role("administrator"), users["administrator"]
    answer = client.post(f"/accounts/{me.pk}/close/")
    assert "You cannot close your own account" in answer.content.decode()
    answer = client.post(f"/accounts/{me.pk}/", {"role": "analyst"})
    assert "You cannot change your own role" in answer.content.decode()
    me.refresh_from_db()
    assert me.is_active and me.role == "administrator"


def test_lost_second_factor_is_taken_away_on_request(as_role, users, letters):
    user = users["data-manager"]
    User.objects.filter(pk=user.pk).update(email="dm@example.org")
    as_role("administrator").post(f"/accounts/{user.pk}/reset-factor/")
    assert not second_factor.is_set_up(user)
    assert letters[0].to == ["dm@example.org"]


def test_role_is_changed_in_the_page(as_role, users):
    user = users["analyst"]
    area = users["commissioner"].area
    form = {"role": "commissioner", "area": area.code}
    as_role("administrator").post(f"/accounts/{user.pk}/", form)
    user.refresh_from_db()
    assert (user.role, user.area) == ("commissioner", area)


def test_accounts_are_searched(as_role, users):
    client = as_role("administrator")
    assert "6 accounts" in client.get("/accounts/").content.decode()
    assert "1 account<" in client.get("/accounts/?role=analyst").content.decode()
    found = client.get("/accounts/?q=commi").content.decode()
    assert ">commissioner</a>" in found and ">analyst</a>" not in found
    assert "No account matches" in client.get("/accounts/?q=xyz").content.decode()


def test_forgotten_password_is_replaced_by_the_link_once(users, letters, store):
    User.objects.filter(username="analyst").update(email="analyst@example.org")
    guest = Client()
    assert guest.post("/password/", {"username": "Analyst"}).url == "/password/sent/"
    assert guest.get("/password/sent/").status_code == 200
    guest.get(link_in(letters[0]), follow=True)
    form = {"password": NEW, "again": NEW}
    assert guest.post("/password/new/", form).url == "/sign-in/"
    sign_in = {"username": "analyst", "password": NEW}
    assert guest.post("/sign-in/", sign_in).status_code == 302
    again = Client()
    assert again.get(link_in(letters[0]), follow=True).status_code == 410


def test_reset_does_not_get_past_the_second_factor(users, letters, store):
    User.objects.filter(username="data-manager").update(email="dm@example.org")
    guest = Client()
    guest.post("/password/", {"username": "data-manager"})
    guest.get(link_in(letters[0]), follow=True)
    guest.post("/password/new/", {"password": NEW, "again": NEW})
    form = {"username": "data-manager", "password": NEW}
    assert guest.post("/sign-in/", form).url == "/sign-in/code/"


@pytest.mark.parametrize(
    "link", ["/password/MQ/x-1/", "/password/xx/y/", "/invitations/zz/"]
)
def test_made_up_link_says_that_it_no_longer_works(client, users, link):
    answer = client.get(link, follow=True)
    assert answer.status_code == 410
    assert "This link no longer works" in answer.content.decode()


def test_reset_link_is_too_old_after_an_hour(users, letters, monkeypatch):
    from django.contrib.auth.tokens import PasswordResetTokenGenerator

    User.objects.filter(username="analyst").update(email="analyst@example.org")
    Client().post("/password/", {"username": "analyst"})
    later = dt.datetime.now() + dt.timedelta(minutes=61)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: later)
    assert Client().get(link_in(letters[0]), follow=True).status_code == 410


def test_first_administrator_is_invited_by_command(db, letters, capsys):
    call_command("invite", "first@example.org")
    invited = Invitation.objects.get()
    assert (invited.role, invited.by) == ("administrator", None)
    assert letters[0].to == ["first@example.org"]
    with pytest.raises(CommandError):
        call_command("invite", "nobody")


def test_letter_that_cannot_be_sent_is_noted_without_its_text(caplog, monkeypatch):
    from throughcare.web.accounts import mail

    def fails(*arguments):
        raise OSError("no server")

    monkeypatch.setattr(mail, "send_mail", fails)
    mail._post("jo@example.org", "Subject", "secret link")
    assert "mail-not-sent" in caplog.text
    assert "secret link" not in caplog.records[0].getMessage()
