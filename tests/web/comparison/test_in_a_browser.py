"""Pages of comparison in a real browser: axe, 320 pixels, without scripts."""

import pytest

from tests.web.browser import is_too_wide, needs_browser, violations
from tests.web.comparison.test_comparison_pages import CITY, LEEDS, SLUG

pytestmark = needs_browser

PAGES = [
    "/compare/",
    f"/compare/{SLUG}/",
    "/compare/in-treatment/",
    f"/compare/{SLUG}/case-mix/",
    f"/areas/{LEEDS}/{SLUG}/compare/",
    f"/areas/{CITY}/{SLUG}/compare/",
    "/alarms/",
]


@pytest.mark.parametrize("width", [1280, 320])
def test_page_has_no_axe_violation_and_fits(
    width,
    chromium,
    live_server,
    compared_store,
):
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page, faults = context.new_page(), []
    for address in PAGES:
        page.goto(live_server.url + address)
        faults += [f"{address}: {v}" for v in violations(page)]
        faults += [f"{address} is too wide"] if is_too_wide(page) else []
    context.close()
    assert faults == []


def test_from_an_area_to_a_similar_one_without_scripts(
    chromium,
    live_server,
    compared_store,
):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/areas/{LEEDS}/{SLUG}/compare/")
    assert page.locator(".tc-chart__wide svg").first.is_visible()
    page.click("#similar ~ div tbody tr:nth-child(2) a")
    assert "compared" in page.inner_text("h1")
    assert "Leeds" not in page.inner_text("h1")
    context.close()
