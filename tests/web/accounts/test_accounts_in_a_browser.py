"""Pages of accounts, organisations and logs in a real browser: axe, 320 pixels, and a journey without scripts."""

import re

import pytest
from django.core import mail as box

from tests.web.browser import faults_here, needs_browser, sign_in
from tests.web.conftest import PASSWORD
from throughcare.web.audit.actions import record_read
from throughcare.web.organisations.actions import add_provider

pytestmark = needs_browser
NEW = "kestrel lamp over water"
OPEN = [
    "/sign-in/",
    "/password/",
    "/password/sent/",
    "/password/new/",
    "/invitations/accept/",
]
OF_ADMINISTRATOR = [
    "/account/",
    "/account/confirm/",
    "/account/password/",
    "/account/second-factor/",
    "/accounts/",
    "/accounts/?q=nobody",
    "/accounts/invite/",
    "/organisations/",
    "/organisations/?kind=partnership",
    "/organisations/?kind=region",
    "/organisations/?q=atlantis",
    "/organisations/add/",
    "/organisations/providers/X0001/",
    "/organisations/providers/X0001/relate/",
    "/organisations/providers/X0001/merge/",
    "/audit/readings/",
    "/audit/readings/?who=nobody",
    "/audit/changes/",
    "/returns/",
]


@pytest.fixture
def letters(monkeypatch):
    monkeypatch.setattr("throughcare.web.accounts.mail.later", lambda job: job())
    return box.outbox


@pytest.fixture
def site(live_server, store, users, letters):
    for code in ("X0001", "X0002"):
        add_provider(code=code, by=None)
    return live_server.url


def send(page) -> None:
    page.click("main form:last-of-type button[type=submit]")


def test_pages_before_signing_in_have_no_violation(chromium, site):
    page, found = chromium.new_context().new_page(), []
    for address in OPEN:
        page.goto(site + address)
        found += faults_here(page)
    page.goto(f"{site}/sign-in/")
    page.fill("#username", "administrator")
    page.fill("#password", "wrong")
    page.click("main button[type=submit]")
    found += faults_here(page)
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    found += faults_here(page)
    page.fill("#code", "000000")
    page.click("main button[type=submit]")
    assert page.title().startswith("Error:")
    found += faults_here(page)
    page.context.close()
    assert found == []


def test_pages_of_the_administrator_have_no_violation(chromium, site, users):
    page = chromium.new_context().new_page()
    sign_in(page, site, "administrator")
    found = []
    for address in OF_ADMINISTRATOR:
        page.goto(site + address)
        found += faults_here(page)
    page.goto(f"{site}/accounts/{users['analyst'].pk}/")
    found += faults_here(page)
    page.context.close()
    assert found == []


def test_forms_with_faults_and_full_lists_have_no_violation(chromium, site, users):
    record_read(
        by=users["data-manager"],
        page="portal:return",
        provider="X0001",
        return_id="X0001-H-1",
        rows=range(30),
    )
    page = chromium.new_context().new_page()
    sign_in(page, site, "administrator")
    found = []
    page.goto(f"{site}/accounts/invite/")
    send(page)
    found += faults_here(page)
    page.fill("#email", "somebody.with.a.very.long.name@organisation.example.org")
    page.check("input[value=analyst]")
    send(page)
    for address in ("/accounts/", "/audit/readings/"):
        page.goto(site + address)
        found += faults_here(page)
    page.goto(f"{site}/organisations/providers/X0001/merge/")
    page.fill("#successor", "X0002")
    send(page)
    found += faults_here(page)
    for box_name, value in (("day", "1"), ("month", "4"), ("year", "2013")):
        page.fill(f"#on-{box_name}", value)
    send(page)
    assert "Not yet done" in page.inner_text("h1")
    found += faults_here(page)
    send(page)
    found += faults_here(page)
    page.context.close()
    assert found == []


def test_invitation_to_first_sign_in_works_without_scripts(chromium, site, letters):
    page = chromium.new_context(java_script_enabled=False).new_page()
    sign_in(page, site, "data-manager")
    page.click("text=Accounts")
    page.click("text=Invite somebody")
    page.fill("#email", "jo@example.org")
    send(page)
    assert "The invitation is sent." in page.inner_text("main")
    page.context.close()
    link = re.search(r"http\S+", letters[0].body).group(0)
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(link.replace("http://127.0.0.1:8000", site))
    page.fill("#name", "Jo Bloggs")
    page.fill("#password", NEW)
    page.fill("#again", NEW)
    send(page)
    page.fill("#username", "jo@example.org")
    page.fill("#password", NEW)
    send(page)
    assert page.inner_text("h1") == "Set up your second factor"
    secret = page.inner_text("main p .tc-code").replace(" ", "")
    page.fill("#code", code_of(secret))
    send(page)
    assert page.inner_text("h1") == "Your recovery codes"
    assert page.locator(".tc-codes li").count() == 10
    page.click("text=I have kept them")
    assert "Returns" in page.inner_text("h1")
    page.context.close()


def code_of(secret: str) -> str:
    from allauth.mfa.totp.internal import auth

    counter = next(auth.yield_hotp_counters_from_time())
    return auth.format_hotp_value(auth.hotp_value(secret, counter))
