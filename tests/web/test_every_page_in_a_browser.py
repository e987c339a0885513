"""Every page that a role may open, found from the site's addresses and the table of permissions: axe, and 320 pixels.

A page that everybody may open is looked at by nobody in particular, and by each role only where it is the role's own.
"""

import pytest
from django.urls import reverse

from tests.web import made_up_packs
from tests.web.browser import faults_of, needs_browser, sign_in
from tests.web.portal.conftest import rewritten, without_birth_date
from tests.web.test_permissions import ARGUMENTS, POST_ONLY, ROLES, pages
from throughcare.web.accounts import policy
from throughcare.web.portal import actions

pytestmark = needs_browser
NARROW = (320,)
SEEN_ONCE_A_ROLE = {"accounts:start", "accounts:account", "accounts:confirm"}


def mine(role: str) -> list[str]:
    """Pages to look at as this role: those that not everybody may open; to nobody in particular, all others."""
    opened = {
        page
        for page in pages() - POST_ONLY
        if not policy.is_for_tokens(page) and role in policy.PAGES[page]
    }
    if role == "public":
        return sorted(opened)
    return sorted(p for p in opened if "public" not in policy.PAGES[p])


@pytest.fixture
def addresses(store, own_file, users, tmp_path):
    """The address of a page, with things that are there: a return with a finding, an account, a provider, a partnership."""
    made_up_packs.leave(store)
    manager = users["data-manager"]
    sent = tmp_path / own_file.name
    sent.write_bytes(rewritten(own_file, without_birth_date))
    received = actions.receive_return(path=sent, name=sent.name, by=manager)
    there = {
        "nobodys-return": received.id,
        "nobody": manager.provider.code,
    }
    numbers = {
        "accounts:one": manager.pk,
        "organisations:partnership": _partnership(),
    }

    def address(page: str) -> str:
        given = [there.get(a, a) for a in ARGUMENTS.get(page, [])]
        given = [numbers[page]] if page in numbers else given
        query = "?period=2012-13" if "explain" in page else ""
        return reverse(page, args=given) + query

    return address


def _partnership() -> int:
    from throughcare.web.organisations.models import Partnership

    return Partnership.objects.order_by("pk").values_list("pk", flat=True)[0]


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_a_role_has_a_violation_or_scrolls_sideways(
    role, chromium, live_server, addresses
):
    page = chromium.new_context().new_page()
    if role != "public":
        sign_in(page, live_server.url, role)
    faults, looked_at = [], 0
    for name in mine(role):
        kind = page.request.get(live_server.url + addresses(name), max_redirects=0)
        if not kind.headers.get("content-type", "").startswith("text/html"):
            continue
        looked_at += 1
        faults += faults_of(page, live_server.url, [addresses(name)], widths=NARROW)
    page.context.close()
    assert faults == []
    assert looked_at > 0
