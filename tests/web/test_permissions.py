"""Every page for every role: allowed, sent to sign in, or forbidden; nothing in between."""

from itertools import filterfalse

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.web import made_up, made_up_packs
from throughcare.web.accounts import policy

ROLES = sorted(policy.EVERYBODY)
REPORT = ("nothing", 1, "quarterly", "area", made_up.AREA)
ARGUMENTS = {
    "public:area": [made_up.AREA],
    "public:area-data": [made_up.AREA, "csv"],
    "public:indicators-data": ["csv"],
    "public:area-indicator": [made_up.AREA, made_up.SHARE],
    "public:area-indicator-data": [made_up.AREA, made_up.SHARE, "csv"],
    "public:explain": [made_up.AREA, made_up.SHARE],
    "public:explain-data": [made_up.AREA, made_up.SHARE],
    "public:explain-lines": [made_up.AREA, made_up.SHARE],
    "public:indicator": [made_up.SHARE],
    "public:indicator-data": [made_up.SHARE, "json"],
    "public:method": ["in-treatment"],
    "public-api:figures": [made_up.SHARE],
    "public:pack": [made_up.AREA],
    "public:pack-file": [made_up.AREA, "json"],
    "public:bulletin-file": ["json"],
    "released:packs": ["made-up"],
    "released:bulletin": ["made-up"],
    "released:bulletin-file": ["made-up", "json"],
    "released:pack": ["made-up", made_up.AREA],
    "released:pack-file": ["made-up", made_up.AREA, "json"],
    "released:release": ["made-up"],
    "released:area": ["made-up", made_up.AREA],
    "released:area-data": ["made-up", made_up.AREA, "json"],
    "released:indicators-data": ["made-up", "json"],
    "released:area-indicator": ["made-up", made_up.AREA, made_up.SHARE],
    "released:explain": ["made-up", made_up.AREA, made_up.SHARE],
    "released:explain-data": ["made-up", made_up.AREA, made_up.SHARE],
    "released:explain-lines": ["made-up", made_up.AREA, made_up.SHARE],
    "released:area-indicator-data": ["made-up", made_up.AREA, made_up.SHARE, "csv"],
    "released:indicators": ["made-up"],
    "released:indicator": ["made-up", made_up.SHARE],
    "released:indicator-data": ["made-up", made_up.SHARE, "json"],
    "portal:return": ["nobodys-return"],
    "portal:findings": ["nobodys-return", "csv"],
    "portal:handed-back": ["nobodys-return", "csv"],
    "portal:check": ["nobodys-return"],
    "portal:confirm": ["nobodys-return", "X02", 7, "0" * 16],
    "portal:compared": ["nobodys-return"],
    "portal:compared-file": ["nobodys-return"],
    "portal:row": ["nobodys-return", 7],
    "portal:undo-correction": ["nobodys-return", "0" * 32],
    "portal:accept": ["nobodys-return"],
    "portal:withdraw": ["nobodys-return"],
    "accounts:reset-link": ["MQ", "no-token"],
    "accounts:invitation": ["no-secret"],
    "accounts:send-again": [0],
    "accounts:withdraw": [0],
    "accounts:one": [0],
    "accounts:act": [0, "close"],
    "accounts:end-session": [0],
    "governance:decide": [0, "do"],
    "governance:end-disclosure": [0],
    "organisations:provider": ["nobody"],
    "organisations:relate": ["nobody"],
    "organisations:merge": ["nobody"],
    "organisations:partnership": [0],
    "organisations:end-relation": [0],
    "organisations:undo-merger": [0],
    "reports:report": [*REPORT],
    "reports:file": [*REPORT, "pdf"],
    "reports:figure": [*REPORT, "in-treatment"],
    "reports:ask": [],
    "api:revoke": [0],
    "grid:summary": ["nobodys-return"],
    "rules:file": ["csv"],
    "rules:rule": ["sex_missing_or_not_in_list"],
    "rules:examples": ["H"],
    "rules:schema": ["H"],
    "comparison:indicator": [made_up.SHARE],
    "comparison:indicator-data": [made_up.SHARE, "csv"],
    "comparison:area": [made_up.AREA, made_up.SHARE],
    "comparison:area-data": [made_up.AREA, made_up.SHARE, "json"],
    "comparison:case-mix": [made_up.SHARE],
    "comparison:case-mix-data": [made_up.SHARE],
    "comparison:alarms-data": ["csv"],
    "released-comparison:all": ["made-up"],
    "released-comparison:indicator": ["made-up", made_up.SHARE],
    "released-comparison:indicator-data": ["made-up", made_up.SHARE, "csv"],
    "released-comparison:area": ["made-up", made_up.AREA, made_up.SHARE],
    "released-comparison:area-data": ["made-up", made_up.AREA, made_up.SHARE, "json"],
    "released-comparison:case-mix": ["made-up", made_up.SHARE],
    "released-comparison:case-mix-data": ["made-up", made_up.SHARE],
    "released-comparison:alarms": ["made-up"],
    "released-comparison:alarms-data": ["made-up", "csv"],
    "viewit:data": ["csv"],
    "viewit:area": [made_up.AREA],
    "viewit:rename": [0],
    "viewit:delete": [0],
    "viewit:put-back": [0],
}
COMPARED = {
    f"{space}:{name}"
    for space, names in (
        ("comparison", ()),
        ("released-comparison", ("all", "alarms")),
    )
    for name in (
        *("indicator", "indicator-data", "area", "area-data", "alarms-data"),
        *names,
    )
}
PUBLIC_ARGUMENTS = {
    "accounts:reset-link",
    "accounts:invitation",
    "viewit:data",
    *COMPARED,
}
FOREIGN_ID = {
    page
    for page in ARGUMENTS
    if not page.startswith(("public", "released:", "rules:"))
    and page not in PUBLIC_ARGUMENTS
}
POST_ONLY = {
    "accounts:sign-out",
    "portal:accept",
    "portal:withdraw",
    "portal:check",
    "portal:undo-correction",
    "accounts:recovery-codes",
    "accounts:forget-typed",
    "accounts:end-sessions",
    "accounts:end-session",
    "accounts:send-again",
    "accounts:withdraw",
    "accounts:act",
    "organisations:undo-merger",
    "governance:decide",
    "governance:end-disclosure",
    "reports:ask",
    "api:revoke",
    "grid:remind",
    "audit:content-policy",
    "viewit:save",
    "viewit:delete",
    "viewit:put-back",
}
OPENS = {200, 204, 302}
WITHOUT_LINK = {"accounts:accept", "accounts:reset"}
"""Pages that say, without the link that leads to them, that it no longer works."""


def pages(resolver=None, prefix="") -> set[str]:
    """The names of all pages of the site."""
    found = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found |= pages(entry, f"{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            found.add(prefix + entry.name)
    return found


def test_table_of_permissions_names_every_page_and_no_other():
    assert pages() == set(policy.PAGES)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "page", sorted(filterfalse(policy.is_for_tokens, policy.PAGES))
)
def test_page_opens_for_the_roles_of_the_table(page, role, store, as_role):
    made_up_packs.leave(store)
    client = as_role(role)
    send = client.post if page in POST_ONLY else client.get
    query = "?period=2012-13" if "explain" in page else ""
    status = send(reverse(page, args=ARGUMENTS.get(page, [])) + query).status_code
    opens = {410} if page in WITHOUT_LINK else OPENS
    if role in policy.PAGES[page]:
        assert status in ({404} if page in FOREIGN_ID else opens)
    else:
        assert status == (302 if role == "public" else 403)


def test_page_that_is_not_in_the_table_opens_to_nobody(users):
    assert not policy.may_open(users["analyst"], "public:unheard-of")


@pytest.mark.parametrize("role", ["data-manager", "commissioner", "analyst"])
def test_start_leads_to_a_page_that_the_role_may_open(role, store, as_role):
    answer = as_role(role).get(reverse("accounts:start"), follow=True)
    assert answer.status_code == 200


def test_public_explanation_stops_at_the_cell(store, as_role):
    address = reverse("public:explain-data", args=[made_up.AREA, made_up.SHARE])
    told = as_role("public").get(address + "?period=2012-13").json()
    assert told["records"] == []
    assert told["cell"]["period"] == "2012-13"


FOREIGN = ("N0999", "99999", "secret", "Secret")


def explanation(client, page: str, more: str = ""):
    address = reverse(f"public:{page}", args=[made_up.AREA, made_up.SHARE])
    return client.get(f"{address}?period=2012-13{more}")


def test_data_manager_sees_lines_returns_and_findings_of_the_own_provider_only(
    store, as_role
):
    told = explanation(as_role("data-manager"), "explain-data").json()
    assert [r["line"] for r in told["records"]] == list(range(17, 17 + made_up.LINES))
    assert [r["accepted_by"] for r in told["returns"]] == ["own-manager"]
    assert [f["row"] for f in told["findings"]] == [18, 76]


@pytest.mark.parametrize("page", ["explain", "explain-data", "explain-lines"])
@pytest.mark.parametrize("number", [1, 2])
def test_nothing_of_another_provider_reaches_the_sender(page, number, store, as_role):
    text = explanation(as_role("data-manager"), page, f"&page={number}").content
    assert [word for word in FOREIGN if word in text.decode()] == []


@pytest.mark.parametrize("role", ["public", "commissioner", "analyst"])
def test_nobody_but_the_sender_sees_lines(role, store, as_role):
    client = as_role(role)
    told = explanation(client, "explain-data").json()
    page = explanation(client, "explain").content.decode()
    assert (told["records"], told["returns"], told["findings"]) == ([], [], [])
    assert "own-manager" not in page and "N0852" not in page
