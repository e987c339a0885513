"""Every page in a real browser: axe, 320 pixels, no request to elsewhere, and a journey without scripts."""

import re

import pytest

from tests.web import made_up
from tests.web.browser import faults_of, is_too_wide, needs_browser, sign_in, violations

pytestmark = needs_browser
PAGES = [
    "/",
    "/search/?q=le",
    "/search/?q=atlantis",
    "/about/",
    "/accessibility/",
    "/indicators/",
    f"/indicators/{made_up.SHARE}/",
    f"/areas/{made_up.AREA}/",
    f"/areas/{made_up.AREA}/{made_up.SHARE}/",
    f"/areas/{made_up.AREA}/{made_up.COUNT}/",
    f"/areas/{made_up.SUPPRESSED_AREA}/{made_up.SHARE}/",
    f"/areas/{made_up.AREA}/{made_up.SHARE}/explain/?period=2012-13",
    "/sign-in/",
    "/nowhere/",
]
OWN_PAGES = {
    "public": [],
    "data-manager": ["/returns/", PAGES[11]],
    "commissioner": ["/start/"],
    "analyst": ["/cuts/", "/returns/"],
}


@pytest.mark.parametrize("role", sorted(OWN_PAGES))
def test_page_has_no_axe_violation_and_fits_320_pixels(role, chromium, site):
    page = chromium.new_context().new_page()
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    if role != "public":
        sign_in(page, site, role)
    faults = faults_of(page, site, PAGES + OWN_PAGES[role])
    page.context.close()
    assert faults == []
    assert hosts == {site.split("/")[2]}


def test_return_is_sent_mended_and_accepted_without_scripts(chromium, site, own_file):
    page = chromium.new_context(java_script_enabled=False).new_page()
    sign_in(page, site, "data-manager")
    page.click("text=Send and check")
    assert page.title().startswith("Error:")
    page.set_input_files("input[type=file]", own_file)
    page.click("text=Send and check")
    assert "Checked, not accepted" in page.title()
    page.click("button:has-text('Accept')")
    assert "The next cut takes it" in page.inner_text("#accept")
    page.click("text=Returns")
    assert "Accepted" in page.inner_text("main table")
    page.context.close()


def test_return_pages_have_no_axe_violation(chromium, site, own_file):
    page = chromium.new_context(viewport={"width": 320, "height": 800}).new_page()
    sign_in(page, site, "data-manager")
    page.click("text=Send and check")
    found = violations(page)
    page.set_input_files("input[type=file]", own_file)
    page.click("text=Send and check")
    found += violations(page)
    assert not is_too_wide(page)
    page.context.close()
    assert found == []


def test_public_journey_works_without_scripts(chromium, site):
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(site)
    page.fill("#q", "leeds")
    page.press("#q", "Enter")
    assert page.inner_text("h1") == "Leeds"
    page.click("text=Successful completions of all leaving")
    assert page.locator(".tc-chart__wide svg").is_visible()
    page.click("table >> text=Explain >> nth=0")
    assert "Where this figure comes from" in page.inner_text("h1")
    page.context.close()


def test_keyboard_reaches_the_content_by_the_skip_link(chromium, site):
    page = chromium.new_context().new_page()
    page.goto(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == (
        "Skip to main content"
    )
    page.keyboard.press("Enter")
    assert re.search("#maincontent$", page.url)
    page.context.close()
