"""S28, S33, S42, S44, S51 in a real browser: no axe violation, and nothing wider than 320 pixels."""

import datetime as dt

import pytest

from tests.web.browser import is_too_wide, needs_browser, sign_in, violations
from throughcare.web.governance import disclosures, proposals
from throughcare.web.organisations.actions import add_provider

pytestmark = needs_browser
PAGES = {
    "administrator": (
        "/waiting/",
        "/disclosures/",
        "/purpose/?next=/audit/readings.csv",
        "/audit/odd/",
    ),
    "data-manager": ("/agreement/", "/returns/"),
}
DISCLOSURE = {
    "recipient": "Centre of statistics",
    "purpose": "National statistics",
    "basis": "Agreement of 2012",
    "fields": "All items",
    "rests_on": "consent",
}


@pytest.mark.parametrize("role", PAGES)
def test_pages_of_governance_have_no_axe_violation_and_fit(
    role,
    chromium,
    site,
    users,
    asks_first,
    tmp_path,
):
    for code in ("X0001", "X0002"):
        add_provider(code=code, by=None)
    told = {"provider": "X0001", "successor": "X0002", "on": "2013-04-01"}
    proposals.ask(act="merge", told=told, by=users["analyst"])
    disclosures.add(by=users["administrator"], since=dt.date(2012, 4, 1), **DISCLOSURE)
    page, found = chromium.new_context().new_page(), []
    sign_in(page, site, role)
    for number, address in enumerate(PAGES[role]):
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(site + address)
            found += [f"{address} {width}: {v}" for v in violations(page)]
            found += [f"{address} is wider than {width}"] if is_too_wide(page) else []
            page.screenshot(path=tmp_path / f"{number}-{width}.png", full_page=True)
    page.context.close()
    assert found == []
