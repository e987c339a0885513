"""Pages of comparison in a real browser: axe, 320 pixels, without scripts."""

from tests.web.browser import faults_of, needs_browser
from tests.web.comparison.test_comparison_pages import CITY, LEEDS, SLUG

pytestmark = needs_browser

PAGES = [
    "/compare/",
    f"/compare/{SLUG}/",
    f"/compare/{SLUG}/?q=o&region=E12000003&sort=people",
    f"/compare/{SLUG}/?q=atlantis",
    "/compare/in-treatment/",
    f"/compare/{SLUG}/case-mix/",
    f"/areas/{LEEDS}/{SLUG}/compare/",
    f"/areas/{CITY}/{SLUG}/compare/",
    "/alarms/",
]


def test_page_has_no_axe_violation_and_fits(chromium, live_server, compared_store):
    page = chromium.new_context().new_page()
    faults = faults_of(page, live_server.url, PAGES, status=200)
    page.context.close()
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
