"""Every public page of figures in a real browser: axe at two widths, the way through without scripts, and as files."""

import pytest

from tests.web import made_up
from tests.web.browser import faults_of, needs_browser
from throughcare.publish import areas, calendar

pytestmark = needs_browser
OF_AREA = f"/areas/{made_up.AREA}/{made_up.SHARE}/"
PAGES = [
    f"/areas/{areas.ENGLAND_CODE}/",
    f"/areas/{areas.by_code()[made_up.AREA].region_code}/",
    f"/areas/{made_up.AREA}/?kind=quarter",
    f"{OF_AREA}?kind=quarter",
    f"{OF_AREA}?kind=rolling",
    f"/areas/{made_up.SUPPRESSED_AREA}/?kind=rolling",
    f"/indicators/{made_up.SHARE}/?kind=rolling&sort=value&order=down",
    f"/indicators/{made_up.COUNT}/?period=2012-13-Q3",
    "/indicators/?q=completed&sort=title",
    "/indicators/?q=phlogiston",
    "/search/?q=london",
    "/methods/",
    "/methods/waiting-times/",
    "/methods/statistics/",
    "/releases/",
    "/releases/made-up/",
    f"/releases/made-up{OF_AREA}",
    "/api/v1/public/",
]


@pytest.fixture
def site(live_server, store):
    import datetime as dt

    made_up.release(store, "newer", "2013-12-31", more=7)
    day = dt.date(2014, 11, 6)
    calendar.plan(store, "2013-14", on=day, by="ada", title="The year 2013-14")
    calendar.plan(store, "2013-14", on=None, by="ada", reason="Returns came late.")
    return live_server.url


def test_page_has_no_axe_violation_and_fits_320_pixels(chromium, site):
    page = chromium.new_context().new_page()
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    faults = faults_of(page, site, PAGES, status=200)
    page.context.close()
    assert faults == []
    assert hosts == {site.split("/")[2]}


WITHOUT_SCRIPTS = [
    "/",
    f"/areas/{made_up.AREA}/",
    OF_AREA,
    f"{OF_AREA}explain/?period=2012-13",
    f"{OF_AREA}compare/",
    f"/indicators/{made_up.SHARE}/",
    "/indicators/",
    "/compare/",
    "/alarms/",
    "/packs/",
    "/viewit/",
    "/about/",
    "/help/",
    "/accessibility/",
    "/nowhere/",
]


def test_page_without_scripts_has_no_axe_violation_and_fits(chromium, site):
    page = chromium.new_context().new_page()
    # axe is itself a script: the site's own are kept from the page instead of all.
    page.route("**/*.js*", lambda route: route.abort())
    faults = faults_of(page, site, WITHOUT_SCRIPTS)
    page.context.close()
    assert faults == []


def test_the_first_tab_stop_leads_past_the_menu_and_focus_is_seen(chromium, site):
    """Keyboard alone: the skip link comes first; every hexagon of the map and each wide table can be reached."""
    page = chromium.new_context().new_page()
    page.goto(f"{site}{OF_AREA}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == (
        "#maincontent"
    )
    seen = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    height = page.evaluate("document.activeElement.getBoundingClientRect().height")
    assert seen != "none" and height > 10
    stops = page.locator(".tc-map__drawing a").count()
    assert stops == len(areas.all_areas())
    assert page.locator(".tc-scroll:not([tabindex='0'])").count() == 0
    page.context.close()


def test_reader_gets_from_a_quarter_to_an_old_release_without_scripts(chromium, site):
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}{OF_AREA}")
    page.click("text=Quarters")
    assert "January to March 2013" in page.inner_text(".tc-headline")
    page.click(".tc-source a")
    page.click("nav[aria-label=Breadcrumb] a")
    page.click("table >> text=made-up")
    assert "It is superseded by release" in page.inner_text(".tc-superseded")
    page.click("ul.tc-columns >> text=Leeds")
    assert "/releases/made-up/areas/" in page.url
    page.context.close()


def test_areas_narrow_to_a_region_without_scripts(chromium, site):
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/indicators/{made_up.SHARE}/")
    page.select_option("#region", label="London")
    page.select_option("#sort", "value")
    page.click("button:has-text('Show')")
    assert "of London" in page.inner_text("caption#areas")
    assert page.locator("tbody tr:has(td[data-label=Region])").count() == 33
    page.context.close()


def test_in_print_a_table_is_whole_and_only_files_have_their_address(chromium, site):
    page = chromium.new_context(viewport={"width": 700, "height": 900}).new_page()
    page.emulate_media(media="print")
    page.goto(f"{site}/indicators/{made_up.SHARE}/")
    hidden = [".tc-menu", ".tc-filter", ".tc-pills", ".tc-footer__list"]
    assert [one for one in hidden if page.locator(one).first.is_visible()] == []
    assert page.locator(".tc-printed").is_visible()
    behind = "e => getComputedStyle(e, '::after').content"
    assert page.locator("tbody a").first.evaluate(behind) == "none"
    assert "/indicators/" in page.locator(".tc-downloads a").first.evaluate(behind)
    tables = page.locator(".tc-scroll").evaluate_all(
        "found => found.filter(e => e.scrollWidth > e.clientWidth + 1).length"
    )
    assert tables == 0
    page.context.close()
