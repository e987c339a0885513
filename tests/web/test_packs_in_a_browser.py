"""The pages of packs and bulletins in a real browser: axe, 320 pixels, without scripts."""

from tests.web.browser import faults_of, needs_browser
from tests.web.test_packs import PACK

pytestmark = needs_browser


def test_pages_have_no_axe_violation_and_fit(chromium, site, with_packs):
    page = chromium.new_context().new_page()
    faults = faults_of(page, site, ("/packs/", f"{PACK}/", "/bulletin/"), status=200)
    page.context.close()
    assert faults == []


def test_a_pack_is_found_and_downloaded_without_scripts(chromium, site, with_packs):
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}{PACK.removesuffix('pack')}")
    page.click("text=Need, treatment and outcomes in Leeds")
    assert "A pack of" in page.inner_text("h1")
    with page.expect_download() as waiting:
        page.click("main >> text=PDF")
    with open(waiting.value.path(), "rb") as file:
        assert file.read(4) == b"%PDF"
    page.context.close()
