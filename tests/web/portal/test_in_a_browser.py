"""The portal's pages in a real browser: axe, 320 pixels, and the work of a return without scripts."""

import pytest

from tests.web.browser import faults_of, needs_browser, sign_in
from tests.web.portal.conftest import rewritten

pytestmark = needs_browser

OVERSIGHT = ["/submissions/", "/submissions/due/", "/submissions/quality/"]
OVERSIGHT += [
    "/submissions/exceptions/",
    "/rules/",
    "/rules/sex_missing_or_not_in_list/",
]
OVERSIGHT += ["/api/", "/rules/?q=zzzz", "/submissions/?year=2012"]


@pytest.fixture
def site(live_server, store, users):
    return live_server.url


def looked_at(page, address: str) -> list[str]:
    """What is wrong with a page at two widths."""
    return faults_of(page, "", [address])


def test_pages_of_oversight_have_no_violation(chromium, site):
    page = chromium.new_context().new_page()
    sign_in(page, site, "administrator")
    faults = [fault for a in OVERSIGHT for fault in looked_at(page, site + a)]
    page.context.close()
    assert faults == []


def test_return_with_many_findings_is_read_corrected_and_compared(
    chromium, site, own_file, tmp_path
):
    def change(rows):
        for row in rows[:60]:
            row |= {
                "DOB": "",
                "SEX": "Q",
                "TRIAGED": "19990101",
                "ETHNIC": "?!",
                "PC": "LS1 1AA",
            }

    file = tmp_path / own_file.name
    file.write_bytes(rewritten(own_file, change))
    page = chromium.new_context(java_script_enabled=True).new_page()
    sign_in(page, site, "data-manager")
    page.goto(f"{site}/returns/")
    page.set_input_files("input[type=file]", file)
    page.click("text=Send and check")
    address = page.url
    faults = looked_at(page, address)
    faults += looked_at(page, f"{address}?view=record")
    for more in ("compared/", "rows/2/"):
        faults += looked_at(page, address + more)
    for more in ("/api/tokens/", "/returns/", "/submissions/exceptions/"):
        faults += looked_at(page, site + more)
    page.goto(f"{address}?level=warn&view=record")
    link = page.locator("a:has-text('Confirm that it is right')").first
    faults += looked_at(page, site + link.get_attribute("href"))
    page.context.close()
    assert faults == []
