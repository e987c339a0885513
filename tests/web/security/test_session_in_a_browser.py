"""S12 in a real browser: the warning can be answered, and typed work comes back without scripts."""

import pytest

from tests.web.browser import is_too_wide, needs_browser, sign_in, violations

pytestmark = needs_browser


def end_sessions(ago: int) -> None:
    """Let every session have been idle for so long."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    for row in Session.objects.all():
        session = SessionStore(row.session_key)
        session["seen"] = session["seen"] - ago
        session.save()


@pytest.mark.parametrize("width", [1280, 320])
def test_s12_warning_lets_the_reader_stay(width, chromium, site, settings, tmp_path):
    settings.SESSION_WARNING_SECONDS = 900
    page = chromium.new_context(viewport={"width": width, "height": 800}).new_page()
    sign_in(page, site, "analyst")
    page.wait_for_selector("#session-warning[open]")
    assert "you will be signed out" in page.inner_text("#session-warning")
    assert violations(page) == [] and not is_too_wide(page)
    page.screenshot(path=tmp_path / f"warning-{width}.png")
    with page.expect_response(
        lambda r: r.url.endswith("/account/session/") and r.request.method == "POST"
    ) as answer:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    assert answer.value.json()["idle"] >= 890
    page.context.close()


def test_s12_typed_work_comes_back_without_scripts(chromium, site, tmp_path):
    page = chromium.new_context(java_script_enabled=False).new_page()
    sign_in(page, site, "administrator")
    page.goto(f"{site}/accounts/invite/")
    page.fill("#email", "kestrel@example.org")
    end_sessions(ago=1000)
    page.click("main button:has-text('Send')")
    assert "What you typed is kept" in page.inner_text("main")
    page.fill("#username", "administrator")
    page.fill("#password", "correct horse battery")
    page.click("main button[type=submit]")
    assert page.url.endswith("/sign-in/code/")
    code = page.inner_text("#demo-code")
    page.fill("#code", code)
    page.click("main button[type=submit]")
    if not page.url.endswith(
        "/accounts/invite/"
    ):  # the code of this half minute was used
        from allauth.mfa.models import Authenticator  # a recovery code works as well

        from throughcare.web.accounts.models import User

        user = User.objects.get(username="administrator")
        kept = Authenticator.objects.get(user=user, type="recovery_codes")
        page.fill("#code", kept.wrap().get_unused_codes()[0])
        page.click("main button[type=submit]")
    assert page.input_value("#email") == "kestrel@example.org"
    page.screenshot(path=tmp_path / "kept.png", full_page=True)
    page.context.close()
