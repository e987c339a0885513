"""S11 to S18: how long a session lasts, how it ends, cookies, headers, and what a browser may keep or ask for."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.web import made_up
from tests.web.conftest import PASSWORD
from throughcare import parameters
from throughcare.web.accounts import actions, policy, second_factor, sessions
from throughcare.web.accounts.models import User
from throughcare.web.middleware import CONTENT_POLICY

TEMPLATES = Path("src/throughcare/web/templates")


def moved(client, **seconds) -> Client:
    """A client whose session began, or was last seen, some seconds ago."""
    session = client.session
    for name, ago in seconds.items():
        session[name] = sessions.now() - ago
    session.save()
    return client


# -- S11 to S13: sessions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen", "began", "status"),
    [
        (890, 890, 200),
        (910, 910, 302),
        (0, 10 * 3600 - 10, 200),
        (0, 10 * 3600 + 10, 302),
    ],
)
def test_s11_session_ends_after_15_idle_minutes_and_10_hours(
    seen, began, status, as_role, store
):
    client = moved(as_role("analyst"), seen=seen, began=began)
    assert client.get("/cuts/").status_code == status


def test_s11_reader_is_told_why_the_session_ended(as_role, store):
    client = moved(as_role("analyst"), seen=1000)
    page = client.get("/cuts/", follow=True).content.decode()
    assert "You were signed out because nothing was asked for a while" in page


def test_s11_limits_are_written_down_with_their_reason():
    for name in ("sessions.idle_minutes", "sessions.absolute_hours"):
        value = parameters.get(name).values[-1]
        assert "S11" in value.reference and value.evidence == "proposed"


def test_s13_signing_in_gives_a_new_session_key(client, users, store):
    client.get("/sign-in/")
    client.post("/sign-in/", {"username": "data-manager", "password": PASSWORD})
    awaited = client.session.session_key
    code = second_factor.demo_code(users["data-manager"])
    client.post("/sign-in/code/", {"code": code})
    assert client.session.session_key != awaited


def test_s13_session_key_from_before_signing_in_is_worthless(client, users, store):
    client.post("/sign-in/", {"username": "data-manager", "password": PASSWORD})
    stolen = client.session.session_key
    code = second_factor.demo_code(users["data-manager"])
    client.post("/sign-in/code/", {"code": code})
    thief = Client()
    thief.cookies["session"] = stolen
    assert thief.get("/returns/").status_code == 302


def test_s13_signing_out_ends_the_session_on_the_server(as_role, store):
    client = as_role("analyst")
    kept = client.cookies["session"].value
    answer = client.post("/sign-out/")
    assert "Clear-Site-Data" in answer
    thief = Client()
    thief.cookies["session"] = kept
    assert thief.get("/cuts/").status_code == 302


def test_s13_closing_an_account_ends_its_sessions(as_role, users, store):
    client = as_role("analyst")
    assert client.get("/cuts/").status_code == 200
    actions.close_account(user=users["analyst"], by=users["administrator"])
    assert client.get("/cuts/").status_code == 302
    form = {"username": "analyst", "password": PASSWORD}
    assert Client().post("/sign-in/", form).status_code == 422


def test_s13_changing_the_password_ends_other_sessions(as_role, users, store):
    here, there = as_role("analyst"), as_role("analyst")
    form = {"password": "kestrel lamp over water", "again": "kestrel lamp over water"}
    assert here.post("/account/password/", form).url == "/account/"
    assert here.get("/cuts/").status_code == 200
    assert there.get("/cuts/").status_code == 302


def test_s13_own_sessions_are_listed_and_can_be_ended(as_role, users, store):
    here, there = as_role("analyst"), as_role("analyst")
    for client, agent in ((here, "Firefox/140.0 Linux"), (there, "Chrome/1 Android")):
        client.get("/cuts/", HTTP_USER_AGENT=agent)
        moved(client, seen=60).get("/cuts/", HTTP_USER_AGENT=agent)
    page = here.get("/account/").content.decode()
    assert "Firefox on Linux" in page and "Chrome on Android" in page
    other = re.search(r"/account/sessions/(\d+)/end/", page).group(0)
    here.post(other)
    assert there.get("/cuts/").status_code == 302
    assert here.get("/cuts/").status_code == 200


def test_s13_nobody_ends_the_session_of_another(as_role, users, store):
    here, other = as_role("analyst"), as_role("commissioner")
    moved(other, seen=60).get("/account/")
    theirs = sessions.of(users["commissioner"])[0]
    assert here.post(f"/account/sessions/{theirs.pk}/end/").status_code == 404
    assert other.get("/account/").status_code == 200


def test_s13_signing_out_everywhere_ends_every_session(as_role, users, store):
    here, there = as_role("analyst"), as_role("analyst")
    for client in (here, there):
        moved(client, seen=60).get("/cuts/")
    here.post("/account/sessions/end/")
    assert [c.get("/cuts/").status_code for c in (here, there)] == [302, 302]


# -- S14 to S16: cookies and headers, as in service ---------------------------------------------------------------


def test_s14_cookies_are_host_only_secure_and_out_of_reach_of_scripts(in_service):
    cookies = in_service["cookies"]
    assert {"__Host-session", "__Host-csrf"} >= set(cookies) and cookies
    for flags in cookies.values():
        assert flags["secure"] == flags["httponly"] == "True"
        assert flags["samesite"] == "Lax" and flags["path"] == "/"
        assert "domain" not in flags


def test_s15_content_policy_forbids_inline_elsewhere_and_frames(in_service):
    for headers in in_service["headers"].values():
        told = headers["Content-Security-Policy"]
        assert told == CONTENT_POLICY
        assert headers["X-Frame-Options"] == "DENY"
    for needed in (
        "default-src 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "report-uri /content-policy/reports/",
    ):
        assert needed in CONTENT_POLICY
    assert "unsafe" not in CONTENT_POLICY and "http" not in CONTENT_POLICY


def test_s15_no_template_has_an_inline_script_style_or_handler():
    found = []
    for path in TEMPLATES.rglob("*.jinja"):
        text = path.read_text(encoding="utf-8")
        found += re.findall(
            r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=\"", text
        )
    assert found == []


def test_s15_reports_of_browsers_are_taken_without_their_content(client, db, caplog):
    report = (
        '{"csp-report": {"effective-directive": "img-src", "document-uri": "X/secret"}}'
    )
    with caplog.at_level("INFO", "throughcare.security"):
        answer = client.post(
            "/content-policy/reports/", report, content_type="application/csp-report"
        )
        odd = client.post(
            "/content-policy/reports/", "[1", content_type="application/csp-report"
        )
    assert answer.status_code == odd.status_code == 204
    assert [r.reason for r in caplog.records] == ["img-src", "unreadable"]
    assert "secret" not in caplog.text


def test_s16_headers_of_transport_and_privacy(in_service):
    for page, headers in in_service["headers"].items():
        assert headers["Strict-Transport-Security"] == (
            "max-age=31536000; includeSubDomains"
        ), page
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "geolocation=()" in headers["Permissions-Policy"]


def test_s16_plain_http_is_sent_on_to_https_and_other_hosts_are_refused(in_service):
    assert in_service["plain"] == [301, "https://site.example/"]
    assert in_service["other_host"] == 400


# -- S17 and S18: what stays in the browser -----------------------------------------------------------------------


@pytest.mark.parametrize("role", sorted(policy.SIGNED_IN))
def test_s17_no_page_of_somebody_signed_in_is_kept(role, as_role, store):
    from tests.web.test_permissions import ARGUMENTS, POST_ONLY

    client, kept = as_role(role), []
    for page, roles in policy.PAGES.items():
        if role not in roles or page in POST_ONLY or policy.is_for_tokens(page):
            continue
        answer = client.get(reverse(page, args=ARGUMENTS.get(page, [])))
        if "no-store" not in answer.get("Cache-Control", ""):
            kept.append(page)
    assert kept == []


def test_s17_links_of_letters_do_not_stay_in_the_address(client, users, letters):
    User.objects.filter(username="analyst").update(email="analyst@example.org")
    client.post("/password/", {"username": "analyst"})
    link = re.search(r"http\S+", letters[0].body).group(0)
    assert (
        client.get(link.removeprefix("http://127.0.0.1:8000")).url == "/password/new/"
    )
    actions.invite(email="x@example.org", role="analyst", organisation=None, by=None)
    link = re.search(r"http\S+", letters[1].body).group(0)
    path = link.removeprefix("http://127.0.0.1:8000")
    assert client.get(path).url == "/invitations/accept/"


def test_s17_scripts_keep_nothing_in_the_browser():
    text = "".join(p.read_text() for p in Path("assets/scripts").glob("*.js"))
    assert "localStorage" not in text and "sessionStorage" not in text


def test_s18_no_template_names_another_host():
    found = []
    for path in TEMPLATES.rglob("*.jinja"):
        text = path.read_text(encoding="utf-8")
        found += re.findall(r"(?:src|href|action)=\"(?:https?:)?//[^\"]+", text)
    assert found == []


def test_s18_no_page_asks_for_anything_from_elsewhere(client, db, store):
    for address in ("/", f"/areas/{made_up.AREA}/{made_up.SHARE}/", "/sign-in/"):
        page = client.get(address).content.decode()
        assert re.findall(r"(?:src|srcset|<link[^>]*href)=\"(?:https?:)?//", page) == []
