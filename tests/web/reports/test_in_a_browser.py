"""The pages of reports in a real browser: axe, 320 pixels, without scripts."""

from tests.web.browser import faults_of, needs_browser, sign_in

pytestmark = needs_browser


def test_pages_have_no_axe_violation_and_fit(chromium, live_server, own, made):
    entry = made.find("quarterly", "area", own["area"])
    period = next(r for s in made.report(entry).sections for r in s.rows).period
    base = f"/reports/spring/1/quarterly/area/{entry.code}/"
    addresses = {
        "commissioner": [
            "/reports/",
            "/reports/?q=nobody",
            base,
            f"{base}in-treatment/?period={period}",
        ],
        "analyst": ["/reports/", "/reports/making/"],
    }
    faults = []
    for role, pages in addresses.items():
        page = chromium.new_context().new_page()
        sign_in(page, live_server.url, role)
        faults += faults_of(page, live_server.url, pages)
        page.context.close()
    assert faults == []


def test_a_commissioner_reads_and_downloads_without_scripts(
    chromium,
    live_server,
    own,
    made,
):
    page = chromium.new_context(java_script_enabled=False).new_page()
    sign_in(page, live_server.url, "commissioner")
    page.click("nav >> text=Reports")
    page.click("text=Quarterly performance report")
    assert "Quarterly performance report" in page.inner_text("h1")
    with page.expect_download() as waiting:
        page.click("text=PDF")
    with open(waiting.value.path(), "rb") as file:
        assert file.read(4) == b"%PDF"
    page.context.close()
