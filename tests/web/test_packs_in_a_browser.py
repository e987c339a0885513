"""The pages of packs and bulletins in a real browser: axe, 320 pixels, without scripts."""

from tests.web.browser import is_too_wide, needs_browser, violations
from tests.web.test_packs import PACK, made  # noqa: F401, the fixture

pytestmark = needs_browser


def test_pages_have_no_axe_violation_and_fit(chromium, site, made):  # noqa: F811
    context = chromium.new_context(java_script_enabled=True)
    page, faults = context.new_page(), []
    for address in ("/packs/", f"{PACK}/", "/bulletin/"):
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(site + address)
            faults += [f"{address} {width}: {v}" for v in violations(page)]
            faults += [f"{address} is wider"] if is_too_wide(page) else []
    context.close()
    assert faults == []


def test_a_pack_is_found_and_downloaded_without_scripts(chromium, site, made):  # noqa: F811
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}{PACK.removesuffix('pack')}")
    page.click("text=Need, treatment and outcomes in Leeds")
    assert "A pack of" in page.inner_text("h1")
    with page.expect_download() as waiting:
        page.click("main >> text=PDF")
    with open(waiting.value.path(), "rb") as file:
        assert file.read(4) == b"%PDF"
    page.context.close()
