"""The report builder in a real browser: axe, 320 pixels, without scripts, by keyboard."""

from tests.web import made_up
from tests.web.browser import (
    faults_of,
    is_too_wide,
    needs_browser,
    sign_in,
    violations,
)
from tests.web.test_viewit_builder import IN_TREATMENT

pytestmark = needs_browser
SHARE = f"/viewit/?measure={made_up.SHARE}"
PAGES = [
    "/viewit/",
    "/viewit/columns/",
    f"{SHARE}&by=group&show=line",
    f"{SHARE}&where=regions&show=bar&order=high",
    f"{SHARE}&where=areas&show=map",
    f"{SHARE}&by=moon&from=1066-67&where=chosen",
    f"{SHARE}&area={made_up.SUPPRESSED_AREA}&show=bar",
    f"/viewit/?measure={IN_TREATMENT}&by=age&area={made_up.AREA}&area=E12000001",
]


def test_pages_have_no_axe_violation_and_fit_320_pixels(chromium, with_exports, site):
    page = chromium.new_context().new_page()
    faults = faults_of(page, site, PAGES)
    page.context.close()
    assert faults == []


def test_a_report_is_built_saved_and_deleted_without_scripts(chromium, site):
    page = chromium.new_context(
        java_script_enabled=False, viewport={"width": 320, "height": 800}
    ).new_page()
    sign_in(page, site, "commissioner")
    page.goto(f"{site}/viewit/")
    page.select_option("#by", "group")
    page.click("summary:has-text('Areas of Yorkshire')")
    page.check(f"#area-{made_up.AREA}", force=True)
    page.select_option("#where", "chosen")
    page.click("text=Show the report")
    assert "Leeds" in page.inner_text("main table")
    assert "Alcohol only" in page.inner_text("main table")
    page.fill("#name", "Leeds by group")
    page.click("#save button")
    assert "was saved" in page.inner_text(".tc-notice")
    page.click("table button:has-text('Delete')")
    assert "was deleted" in page.inner_text(".tc-notice")
    page.click("li button:has-text('Put back')")
    assert "Leeds by group" in page.inner_text("main table")
    assert not is_too_wide(page)
    page.context.close()


def test_pages_of_saved_reports_have_no_axe_violation(chromium, site):
    page = chromium.new_context(viewport={"width": 320, "height": 800}).new_page()
    sign_in(page, site, "analyst")
    page.goto(f"{site}/viewit/saved/")
    found = violations(page)
    page.goto(f"{site}{SHARE}")
    page.fill("#name", "All years")
    page.click("#save button")
    found += violations(page)
    page.click("td a:has-text('Rename')")
    page.fill("#name", " ")
    page.click("main button[type=submit]")
    assert page.title().startswith("Error:")
    found += violations(page)
    page.context.close()
    assert found == []


def test_the_keyboard_reaches_the_answer(chromium, site):
    page = chromium.new_context().new_page()
    page.goto(f"{site}/viewit/")
    page.focus("#measure")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "by"
    page.keyboard.press("S")
    page.keyboard.press("Enter")
    page.focus("text=Show the report")
    page.keyboard.press("Enter")
    page.wait_for_url("**/viewit/?measure=*")
    assert "by=group" in page.url
    page.context.close()
