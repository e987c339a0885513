"""S19 to S23 and S27: the table of permissions, scope by provider and over time, and changes that hold at once."""

import csv
import datetime as dt

import pytest
from django.test import Client

from tests.web.security.test_sessions_and_browser import moved
from tests.web.test_permissions import pages
from throughcare.web.accounts import actions, policy
from throughcare.web.audit.actions import record_read
from throughcare.web.organisations import actions as organisations
from throughcare.web.organisations import scope
from throughcare.web.organisations.models import Partnership
from throughcare.web.portal.actions import store as open_store

DAY = dt.date(2013, 4, 1)


def test_s19_table_names_every_page_and_no_other():
    assert pages() == set(policy.TABLE)


def test_s19_table_says_known_scopes_for_known_roles_once_a_page():
    with policy.FILE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["page"] for row in rows}) == len(rows)
    roles = set(rows[0]) - {"page", "does", "person", "fresh", "purpose"}
    assert roles == policy.EVERYBODY | {policy.TOKEN}
    cells = {row[role] for row in rows for role in roles}
    assert cells - {""} <= set(policy.SCOPES)
    assert {row[mark] for row in rows for mark in ("person", "fresh", "purpose")} == {
        "yes",
        "no",
    }


def test_s19_nobody_without_an_account_opens_a_page_with_a_person():
    open_to_all = [
        page
        for page, row in policy.TABLE.items()
        if row.shows_person and policy.PUBLIC in row.scopes
    ]
    assert open_to_all == []


@pytest.fixture
def two(users):
    """The data manager's provider and another one, with a partnership."""
    own = users["data-manager"].provider
    other = organisations.add_provider(code="N0999", by=None)
    return own, other, Partnership.objects.get(area=users["commissioner"].area)


def test_s20_return_of_another_provider_is_not_found(
    as_role, users, store, foreign_file
):
    other = open_store().receive(foreign_file, by="somebody")
    client = as_role("data-manager")
    for page in ("", "findings.csv", "findings.json", "handed-back.csv"):
        assert client.get(f"/returns/{other.id}/{page}").status_code == 404


def test_s20_account_and_invitation_of_another_provider_are_not_found(
    as_role, users, two, letters
):
    _, other, _ = two
    theirs = actions.open_account(
        username="theirs", password="x", role="data-manager", by=None, provider=other
    )
    waiting = actions.invite(
        email="x@example.org", role="data-manager", organisation=other, by=None
    )
    client = as_role("data-manager")
    assert client.get(f"/accounts/{theirs.pk}/").status_code == 404
    assert client.post(f"/accounts/{theirs.pk}/close/").status_code == 404
    for act in ("again", "withdraw"):
        address = f"/accounts/invitations/{waiting.pk}/{act}/"
        assert client.post(address).status_code == 404
    assert "theirs" not in client.get("/accounts/").content.decode()


def test_s20_readings_of_another_provider_are_not_listed(as_role, users, two):
    own, other, _ = two
    for provider in (own, other):
        record_read(
            by=users["analyst"],
            page="portal:return",
            provider=provider.code,
            return_id=f"{provider.code}-H-1",
        )
    for address in ("/audit/readings/", "/audit/readings.csv"):
        page = as_role("data-manager").get(address).content.decode()
        assert f"{own.code}-H-1" in page and f"{other.code}-H-1" not in page
        assert other.code in as_role("administrator").get(address).content.decode()


def test_s20_data_manager_gives_no_role_but_their_own(as_role, users, two, letters):
    from throughcare.web.accounts.models import Invitation

    form = {"email": "x@example.org", "role": "administrator", "provider": "N0999"}
    as_role("data-manager").post("/accounts/invite/", form)
    made = Invitation.objects.get()
    assert (made.role, made.provider) == ("data-manager", two[0])


@pytest.mark.parametrize(
    ("day", "seen"),
    [
        (dt.date(2012, 3, 31), False),
        (dt.date(2012, 4, 1), True),
        (dt.date(2013, 3, 31), True),
        (dt.date(2013, 4, 1), False),
    ],
)
def test_s20_commissioner_sees_a_provider_while_it_works_for_them(
    day, seen, two, users
):
    own, _, partnership = two
    organisations.relate(
        provider=own,
        partnership=partnership,
        since=dt.date(2012, 4, 1),
        until=dt.date(2013, 4, 1),
        by=None,
    )
    assert (own.code in scope.providers_of(users["commissioner"], day)) is seen


def test_s20_regional_lead_sees_providers_of_the_region_only(two, users):
    own, other, _ = two
    north = Partnership.objects.filter(area__region="North East").first()
    south = Partnership.objects.filter(area__region="South East").first()
    for provider, partnership in ((own, north), (other, south)):
        organisations.relate(
            provider=provider, partnership=partnership, since=DAY, by=None
        )
    assert scope.providers_of(users["regional-lead"], DAY) == {own.code}


def test_s20_national_accounts_see_all_and_strangers_none(users):
    from django.contrib.auth.models import AnonymousUser

    assert scope.providers_of(users["analyst"]) is scope.ALL
    assert scope.providers_of(AnonymousUser()) == frozenset()


@pytest.mark.parametrize("role", ["commissioner", "regional-lead", "analyst"])
def test_s23_aggregate_roles_open_no_page_with_a_person(role):
    with_persons = {p for p, row in policy.TABLE.items() if row.shows_person}
    assert [p for p in with_persons if role in policy.PAGES[p]] == []


def test_s27_change_of_role_holds_at_the_next_request(as_role, users, store):
    client = moved(as_role("analyst"), seen=60)
    assert client.get("/cuts/").status_code == 200
    user = users["analyst"]
    actions.change_role(
        user=user, role="commissioner", organisation=users["commissioner"].area, by=None
    )
    assert client.get("/cuts/").status_code == 302
    again = Client()
    again.force_login(user)
    assert again.get("/cuts/").status_code == 403


def test_s27_end_of_a_relation_holds_on_its_day(two, users):
    own, _, partnership = two
    relation = organisations.relate(
        provider=own, partnership=partnership, since=DAY, by=None
    )
    organisations.end_relation(relation=relation, until=dt.date(2014, 4, 1), by=None)
    lead = users["commissioner"]
    assert own.code in scope.providers_of(lead, dt.date(2014, 3, 31))
    assert own.code not in scope.providers_of(lead, dt.date(2014, 4, 1))
