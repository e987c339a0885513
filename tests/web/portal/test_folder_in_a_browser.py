"""The page of watched folders in a real browser: axe and 320 pixels, empty and full, and without scripts."""

from tests.web.browser import faults_of, needs_browser, sign_in
from throughcare.web.portal.watching import Watch

pytestmark = needs_browser
PAGE = "/returns/folder/"


def looked_twice(folder, own_file, foreign_file, by) -> None:
    (folder / own_file.name).write_bytes(own_file.read_bytes())
    (folder / foreign_file.name).write_bytes(foreign_file.read_bytes())
    (folder / "next.csv.part").write_bytes(b"x")
    watch = Watch(folder, by)
    watch.look()
    watch.look()


def test_page_has_no_violation_empty_and_full(
    chromium, live_server, store, users, own_file, foreign_file, tmp_path
):
    (tmp_path / "in").mkdir()
    pages = {}
    for role in ("data-manager", "administrator"):
        pages[role] = chromium.new_context().new_page()
        sign_in(pages[role], live_server.url, role)
    faults = [f for p in pages.values() for f in faults_of(p, live_server.url, [PAGE])]
    looked_twice(tmp_path / "in", own_file, foreign_file, users["data-manager"])
    asked = [PAGE, f"{PAGE}?q=nothing"]
    faults += [f for p in pages.values() for f in faults_of(p, live_server.url, asked)]
    for page in pages.values():
        page.context.close()
    assert faults == []


def test_a_data_manager_finds_what_was_refused_without_scripts(
    chromium, live_server, store, users, own_file, foreign_file, tmp_path
):
    (tmp_path / "in").mkdir()
    looked_twice(tmp_path / "in", own_file, foreign_file, users["data-manager"])
    page = chromium.new_context(java_script_enabled=False).new_page()
    sign_in(page, live_server.url, "data-manager")
    page.goto(f"{live_server.url}/returns/")
    page.click("text=the watched folder")
    page.click("nav[aria-label=Outcomes] >> text=Refused")
    text = page.inner_text("main")
    page.context.close()
    assert foreign_file.name in text and own_file.name not in text
    assert "your account sends for" in text
