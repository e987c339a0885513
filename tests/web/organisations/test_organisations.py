"""Organisations: the pages of national administrators, relations in time, mergers with what follows."""

import datetime as dt
import doctest

import pytest
from django.db import IntegrityError, transaction

from throughcare.submissions import Store
from throughcare.web.accounts import actions as accounts
from throughcare.web.audit.models import Event
from throughcare.web.governance.models import Proposal
from throughcare.web.organisations import actions, days, following, scope
from throughcare.web.organisations.actions import OrganisationError
from throughcare.web.organisations.models import (
    Area,
    Merger,
    Partnership,
    Provider,
    Region,
    Relation,
)

DAY = dt.date(2013, 4, 1)
BEFORE = DAY - dt.timedelta(days=1)


@pytest.fixture
def three(users):
    made = [actions.add_provider(code=f"X000{n}", by=None) for n in (1, 2, 3)]
    return made


@pytest.fixture
def client(as_role, store):
    return as_role("administrator")


def page(client, address: str) -> str:
    return client.get(address).content.decode()


def day(name: str, at: dt.date) -> dict[str, str]:
    return {
        f"{name}-day": str(at.day),
        f"{name}-month": str(at.month),
        f"{name}-year": str(at.year),
    }


# -- what there is ------------------------------------------------------------------------------------------------


def test_each_area_has_a_partnership_and_a_region(users):
    assert (Area.objects.count(), Partnership.objects.count()) == (152, 152)
    assert Region.objects.count() == 9


def test_loading_again_keeps_what_was_changed(users):
    one = Partnership.objects.first()
    actions.rename_partnership(
        partnership=one, name="Joint board", code="A09B", by=None
    )
    actions.load_areas(by=None)
    one.refresh_from_db()
    assert (one.name, one.code, Partnership.objects.count()) == (
        "Joint board",
        "A09B",
        152,
    )


def test_list_is_searched_and_says_when_nothing_matches(client, three):
    assert "X0002" in page(client, "/organisations/?q=x000")
    assert "X0001" not in page(client, "/organisations/?q=x0002")
    assert "Nothing matches “atlantis”" in page(client, "/organisations/?q=atlantis")
    found = page(client, "/organisations/?kind=partnership&q=gateshead")
    assert found.count("<tr>") == 2
    assert "Yorkshire" in page(client, "/organisations/?kind=region")


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"code": "", "name": "Mill"}, "Enter an agency code"),
        ({"code": "TOO LONG CODE", "name": "Mill"}, "Enter an agency code"),
        ({"code": "X0009", "name": " "}, "Enter the name of the provider"),
        ({"code": "x0001", "name": "Mill"}, "There is a provider with the agency code"),
    ],
)
def test_provider_with_a_fault_is_not_added(client, three, form, told):
    before = Provider.objects.count()
    answer = client.post("/organisations/add/", form)
    assert answer.status_code == 422 and told in answer.content.decode()
    assert Provider.objects.count() == before


def test_provider_is_added_renamed_and_audited(client, users):
    client.post("/organisations/add/", {"code": "x0009", "name": "Mill"})
    client.post("/organisations/providers/X0009/", {"name": "Old Mill"})
    assert Provider.objects.get(code="X0009").name == "Old Mill"
    told = Event.objects.filter(target="X0009").values_list("action", "by__username")
    assert set(told) == {
        ("provider-added", "administrator"),
        ("provider-renamed", "administrator"),
    }


# -- relations ----------------------------------------------------------------------------------------------------


def test_relation_holds_from_its_first_day_and_not_on_its_last(three):
    partnership = Partnership.objects.first()
    until = dt.date(2014, 4, 1)
    actions.relate(
        provider=three[0], partnership=partnership, since=DAY, until=until, by=None
    )
    days_held = (BEFORE, DAY, until - dt.timedelta(days=1), until)
    assert [Relation.objects.at(d).count() for d in days_held] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("since", "until", "clashes"),
    [
        ("2012-01-01", "2013-04-01", False),
        ("2012-01-01", "2013-04-02", True),
        ("2012-01-01", None, True),
        ("2013-06-01", "2013-07-01", True),
        ("2014-03-31", None, True),
        ("2014-04-01", None, False),
    ],
)
def test_relations_of_a_pair_do_not_overlap(three, since, until, clashes):
    pair = {"provider": three[0], "partnership": Partnership.objects.first()}
    actions.relate(**pair, since=DAY, until=dt.date(2014, 4, 1), by=None)
    more = {
        "since": dt.date.fromisoformat(since),
        "until": until and dt.date.fromisoformat(until),
    }
    if clashes:
        with pytest.raises(OrganisationError, match="End that relation first"):
            actions.relate(**pair, **more, by=None)
    else:
        assert actions.relate(**pair, **more, by=None).pk


def test_relation_that_ends_before_it_begins_is_refused_by_form_and_database(three):
    pair = {"provider": three[0], "partnership": Partnership.objects.first()}
    with pytest.raises(OrganisationError):
        actions.relate(**pair, since=DAY, until=DAY, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(**pair, since=DAY, until=DAY)


def test_relation_is_added_and_ended_in_the_pages(client, three):
    partnership = Partnership.objects.get(area__name="Gateshead")
    address = "/organisations/providers/X0001/relate/"
    assert "Select the partnership" in client.post(address).content.decode()
    form = {"partnership": partnership.pk} | day("since", DAY)
    assert client.post(address, form).status_code == 302
    relation = Relation.objects.get()
    assert "Say when it ends" in page(client, "/organisations/providers/X0001/")
    end = f"/organisations/relations/{relation.pk}/end/"
    assert client.post(end, day("until", DAY)).status_code == 422
    assert client.post(end, day("until", dt.date(2014, 4, 1))).status_code == 302
    assert "Before 1 April 2014" in page(
        client, f"/organisations/partnerships/{partnership.pk}/"
    )


@pytest.mark.parametrize(
    "boxes",
    [("31", "2", "2013"), ("", "4", "2013"), ("x", "4", "2013"), ("1", "4", "13")],
)
def test_day_that_is_none_is_told(client, three, boxes):
    form = dict(zip(("since-day", "since-month", "since-year"), boxes))
    form["partnership"] = Partnership.objects.first().pk
    answer = client.post("/organisations/providers/X0001/relate/", form)
    assert answer.status_code == 422
    assert "Enter the first day, like 1 4 2013" in answer.content.decode()
    assert 'href="#since-day"' in answer.content.decode()


def test_examples_in_docstrings_hold():
    assert doctest.testmod(days).failed == 0


# -- mergers ------------------------------------------------------------------------------------------------------


def test_successor_sees_from_the_day_of_the_merger(three):
    one, two, _ = three
    actions.merge(provider=one, successor=two, on=DAY, by=None)
    assert scope.with_merged({"X0002"}, BEFORE) == {"X0002"}
    assert scope.with_merged({"X0002"}, DAY) == {"X0001", "X0002"}
    assert scope.with_merged({"X0001"}, DAY) == {"X0001"}


def test_people_of_the_merged_provider_work_for_the_successor(three):
    one, two, _ = three
    user = accounts.open_account(
        username="one", password="x", role="data-manager", by=None, provider=one
    )
    actions.merge(provider=one, successor=two, on=DAY, by=None)
    assert scope.provider_of(user, BEFORE) == one
    assert scope.provider_of(user, DAY) == two
    assert scope.providers_of(user, DAY) == {"X0001", "X0002"}


def test_mergers_follow_each_other(three):
    one, two, last = three
    actions.merge(provider=one, successor=two, on=DAY, by=None)
    actions.merge(provider=two, successor=last, on=dt.date(2014, 4, 1), by=None)
    assert scope.successor_of(one, DAY) == two
    assert scope.successor_of(one, dt.date(2014, 4, 1)) == last
    assert len(scope.with_merged({"X0003"}, dt.date(2014, 4, 1))) == 3


def test_merger_in_a_circle_twice_or_into_itself_is_refused(three):
    one, two, last = three
    actions.merge(provider=one, successor=two, on=DAY, by=None)
    for provider, successor in ((two, one), (one, last), (last, last)):
        with pytest.raises(OrganisationError):
            actions.merge(provider=provider, successor=successor, on=DAY, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Merger.objects.create(provider=one, successor=last, on=DAY)


def test_merger_taken_back_gives_each_its_own_again(three):
    one, two, _ = three
    merger = actions.merge(provider=one, successor=two, on=DAY, by=None)
    actions.undo_merger(merger=merger, by=None)
    assert scope.with_merged({"X0002"}, DAY) == {"X0002"}
    assert actions.merge(provider=one, successor=two, on=DAY, by=None).pk
    with pytest.raises(OrganisationError):
        actions.undo_merger(merger=merger, by=None)


def test_merger_is_shown_before_it_is_made_and_taken_back_in_the_pages(
    client, users, own_file
):
    store = Store(following.settings.THROUGHCARE_STORE)
    returned = store.receive(own_file, by="x")
    code = returned.provider
    actions.add_provider(code="X0002", by=None)
    address = f"/organisations/providers/{code}/merge/"
    assert client.post(address, day("on", DAY)).status_code == 422
    form = {"successor": "x0002"} | day("on", DAY)
    preview = client.post(address, form).content.decode()
    assert "Not yet done" in preview and "1, of which 0 accepted" in preview
    assert not Merger.objects.exists()
    client.post(address, form | {"step": "merge"})
    asked = Proposal.objects.get()
    client.post(f"/waiting/{asked.pk}/do/")
    assert not Merger.objects.exists()
    Proposal.objects.update(by=users["analyst"])
    client.post(f"/waiting/{asked.pk}/do/")
    assert "Merged into X0002" in page(client, "/organisations/")
    merger = Merger.objects.get()
    client.post(f"/organisations/mergers/{merger.pk}/undo/")
    assert "Merged into X0002" not in page(client, "/organisations/")
    assert Event.objects.filter(action="merger-undone").count() == 1
