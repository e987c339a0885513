"""Saved reports: kept for their owner alone, renamed, deleted and put back, each with an audit event."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.web import made_up
from throughcare.web.audit.models import Event
from throughcare.web.viewit.models import SavedReport

QUERY = f"measure={made_up.SHARE}&by=group"


@pytest.fixture
def client(store, as_role):
    return as_role("commissioner")


def save(client, name="Groups", query=QUERY):
    return client.post(
        "/viewit/saved/new/", {"name": name, "query": query}, follow=True
    )


def listed(client) -> str:
    return client.get("/viewit/saved/").content.decode()


def test_a_report_is_saved_opened_and_replaced_by_its_name(client):
    assert "The report Groups was saved" in save(client).content.decode()
    assert f"/viewit/?{QUERY}".replace("&", "&amp;") in listed(client)
    save(client, query=QUERY + "&where=regions")
    (report,) = SavedReport.objects.all()
    assert report.query.endswith("where=regions")
    actions = [
        e.action for e in Event.objects.filter(target__startswith="saved-report")
    ]
    assert sorted(actions) == ["report-replaced", "report-saved"]


def test_the_page_offers_to_save_only_to_who_is_signed_in(client, as_role):
    address = f"/viewit/?{QUERY}"
    assert "Save this report as" in client.get(address).content.decode()
    text = as_role("public").get(address).content.decode()
    assert "Save this report as" not in text
    assert "/sign-in/?next=/viewit/" in text.replace("%2F", "/")


@pytest.mark.parametrize("name", ["", "   ", "\x00"])
def test_without_a_name_nothing_is_saved_and_the_report_is_kept(name, client):
    answer = save(client, name)
    assert "enter a name" in answer.content.decode()
    assert answer.request["QUERY_STRING"] == QUERY
    assert not SavedReport.objects.exists()


def test_an_empty_list_says_where_to_begin(client):
    assert "You have no saved report" in listed(client)


def test_rename_delete_and_put_back(client):
    save(client)
    (report,) = SavedReport.objects.all()
    path = f"/viewit/saved/{report.pk}"
    assert client.post(f"{path}/rename/", {"name": " "}).status_code == 422
    client.post(f"{path}/rename/", {"name": "By group"})
    assert "By group" in listed(client)
    client.post(f"{path}/delete/")
    assert "Put back" in listed(client)
    client.post(f"{path}/put-back/")
    assert "Put back" not in listed(client)
    found = Event.objects.filter(target=f"saved-report-{report.pk}")
    assert {event.action for event in found} == {
        "report-saved",
        "report-renamed",
        "report-deleted",
        "report-put-back",
    }
    assert "By group" not in str([event.detail for event in found])


def test_what_was_deleted_long_ago_is_gone(client):
    save(client)
    past = timezone.now() - dt.timedelta(days=8)
    SavedReport.objects.update(deleted_at=past)
    assert "Groups" not in listed(client)
    assert not SavedReport.objects.exists()


def test_nobody_else_sees_or_changes_a_report(client, as_role):
    save(client)
    (report,) = SavedReport.objects.all()
    other = as_role("analyst")
    assert "Groups" not in listed(other)
    for act in ("rename", "delete", "put-back"):
        answer = other.post(f"/viewit/saved/{report.pk}/{act}/", {"name": "x"})
        assert answer.status_code == 404
    report.refresh_from_db()
    assert (report.name, report.deleted_at) == ("Groups", None)


def test_a_name_is_shown_as_text(client):
    save(client, "<script>alert(1)</script>")
    assert "<script>alert" not in listed(client)
