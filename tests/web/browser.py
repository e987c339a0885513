"""What tests in a real browser share: signing in, axe, and whether a page fits."""

from pathlib import Path

import pytest

from tests.web.conftest import PASSWORD

CHROMIUM = Path("/usr/bin/chromium")
BUILT = Path(__file__).parents[2] / "src/throughcare/web/static/build/throughcare.css"
WIDTHS = (1280, 320)
needs_browser = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no Chromium"),
    pytest.mark.skipif(not BUILT.exists(), reason="the assets are not built"),
]


def sign_in(page, site: str, role: str) -> None:
    page.goto(f"{site}/sign-in/")
    page.fill("#username", role)
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    if page.url.endswith("/sign-in/code/"):
        page.fill("#code", page.inner_text("#demo-code"))
        page.click("main button[type=submit]")


def faults_of(
    page, site: str, addresses, *, status: int | None = None, widths=WIDTHS
) -> list[str]:
    """What is wrong with each page of a site at each width, as `faults_here` has it; with `status`, another answer too."""
    found = []
    for address in addresses:
        answer = page.goto(site + address)
        if status and answer.status != status:
            found.append(f"{address} answered {answer.status}")
        found += faults_here(page, widths)
    return found


def faults_here(page, widths=WIDTHS) -> list[str]:
    """What axe finds wrong with the page at hand at each width, and where it scrolls sideways."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{page.url} {width}: {v}" for v in violations(page)]
        found += [f"{page.url} is wider than {width}"] if is_too_wide(page) else []
    return found


def violations(page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]


def is_too_wide(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
