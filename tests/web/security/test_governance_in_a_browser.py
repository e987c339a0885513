"""S28, S33, S42, S44, S51 in a real browser: no axe violation, and nothing wider than 320 pixels."""

import datetime as dt

import pytest

from tests.web.browser import faults_of, needs_browser, sign_in
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
):
    for code in ("X0001", "X0002"):
        add_provider(code=code, by=None)
    told = {"provider": "X0001", "successor": "X0002", "on": "2013-04-01"}
    proposals.ask(act="merge", told=told, by=users["analyst"])
    disclosures.add(by=users["administrator"], since=dt.date(2012, 4, 1), **DISCLOSURE)
    page = chromium.new_context().new_page()
    sign_in(page, site, role)
    found = faults_of(page, site, PAGES[role])
    page.context.close()
    assert found == []
