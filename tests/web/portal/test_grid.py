"""Where providers stand: months, late and missing, who is due, and reminders."""

import datetime as dt

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from tests.web.portal.conftest import send
from throughcare.submissions import Store, standing
from throughcare.submissions.standing import Month
from throughcare.web.portal import own, reminders

MARCH = Month(dt.date(2013, 3, 1))
TODAY = dt.date(2013, 4, 20)


def entry(
    state, first="2013-03-01", last="2013-03-31", at="2013-04-10T10:00:00"
) -> dict:
    return {
        "id": f"N1-H-{state}",
        "provider": "N1",
        "state": state,
        "period_start": first,
        "period_end": last,
        "at": at,
    }


def cell(*entries, month=MARCH, today=TODAY):
    return standing.grid(["N1"], entries, [month], today)["N1"][0]


def test_month_opens_after_it_ends_and_is_due_a_fortnight_later():
    assert (MARCH.opens, MARCH.due) == (dt.date(2013, 4, 1), dt.date(2013, 4, 14))
    states = [
        MARCH.state(dt.date(2013, m, d)) for m, d in ((3, 31), (4, 1), (4, 14), (4, 15))
    ]
    assert states == ["to come", "open", "open", "closed"]


def test_nothing_sent_is_missing_after_the_due_day_and_open_before():
    assert cell().state == "missing"
    assert cell(today=dt.date(2013, 4, 14)).state == "open"


def test_accepted_outweighs_refused_and_late_is_told():
    assert cell(entry("refused"), entry("accepted")).state == "accepted"
    assert not cell(entry("accepted", at="2013-04-14T23:59:00")).is_late
    assert cell(entry("accepted-in-part", at="2013-04-15T00:00:00")).is_late


def test_longer_return_answers_for_the_months_within_it():
    found = cell(entry("accepted", "2012-04-01", "2013-09-30"))
    assert (found.state, found.is_longer, found.is_late) == ("accepted", True, False)


def test_withdrawn_return_answers_for_nothing():
    assert cell(entry("withdrawn")).state == "missing"


def test_year_has_twelve_months_from_april():
    months = standing.months_of(2012)
    assert (months[0].first, months[-1].last) == (
        dt.date(2012, 4, 1),
        dt.date(2013, 3, 31),
    )


@pytest.mark.parametrize(
    ("today", "open_month"),
    [
        (dt.date(2013, 4, 1), MARCH.first),
        (MARCH.due, MARCH.first),
        (MARCH.due + dt.timedelta(days=1), None),
        (dt.date(2013, 1, 3), dt.date(2012, 12, 1)),
    ],
)
def test_month_is_open_from_its_end_to_the_day_it_is_due(today, open_month):
    assert standing.open_month(today) == open_month


@pytest.mark.parametrize("is_demo", [True, False])
def test_portal_knows_the_open_month_except_in_the_demonstration(
    store, settings, is_demo
):
    settings.DEMO = is_demo
    expected = None if is_demo else standing.open_month(dt.date.today())
    assert own.store().open_month() == expected


def test_pages_of_oversight_open_and_download(as_role, store):
    client = as_role("administrator")
    page = client.get("/submissions/?year=2012").content.decode()
    assert "Missing" in page and "N0852" in page
    lines = client.get("/submissions/grid.csv?year=2012").content.decode().splitlines()
    assert len(lines) == 13
    assert (
        "No return has been accepted yet"
        in client.get("/submissions/quality/").content.decode()
    )
    assert (
        "12 returns are due or missing"
        in client.get("/submissions/due/?year=2012").content.decode()
    )


@pytest.fixture
def manager(users):
    found = users["data-manager"]
    found.email = "manager@example.org"
    found.save()
    return found


EARLY, NEAR = dt.date(2013, 4, 2), dt.date(2013, 4, 12)


def test_manager_of_a_provider_that_is_due_is_reminded_near_the_day(manager, store):
    assert list(reminders.letters(EARLY)) == []
    assert reminders.send_reminders.call(NEAR.isoformat()) == 1
    [letter] = mail.outbox
    assert letter.to == ["manager@example.org"] and "March 2013" in letter.body
    assert "/returns/" in letter.body


def test_schedule_writes_once_a_month_and_the_button_again(manager, store, as_role):
    assert reminders.send_reminders.call(NEAR.isoformat()) == 1
    assert reminders.send_reminders.call("2013-04-13") == 0
    assert reminders.send_reminders.call("2013-04-13", again=True) == 1
    assert len(mail.outbox) == 2
    page = as_role("administrator").get("/submissions/due/?year=2012")
    assert page.content.decode().count('data-label="Reminded">No') == 11


def test_letter_that_cannot_be_sent_is_tried_at_the_next_look(manager, store, settings):
    settings.EMAIL_BACKEND = "tests.web.portal.test_grid.NoServer"
    assert reminders.send_reminders.call(NEAR.isoformat()) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert reminders.send_reminders.call(NEAR.isoformat()) == 1


class NoServer(BaseEmailBackend):
    """A mail server that cannot be reached."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


@pytest.mark.parametrize(("today", "letters"), [(EARLY, 0), (NEAR, 1)])
def test_schedule_asks_for_letters_near_the_day_only(
    manager, store, monkeypatch, today, letters
):
    monkeypatch.setattr(reminders, "store", lambda: Store(store, today=lambda: today))
    reminders.reminders_near_the_day()
    assert len(mail.outbox) == letters


def test_rule_pages_filter_download_and_refuse_the_unknown(client, store, db):
    page = client.get("/rules/?q=birth+date").content.decode()
    assert "birth_date_missing_or_not_a_date".replace("_", " ") in page
    assert "No rule matches" in client.get("/rules/?q=zzzz").content.decode()
    rules = client.get("/rules/rules.json?version=H").json()
    assert {"number", "level", "message"} <= set(rules[0])
    assert client.get("/rules/no_such_rule/").status_code == 404
    assert client.get("/rules/schema/H.xsd").content.startswith(b"<?xml")
    assert client.get("/rules/test-files/H.zip").content[:2] == b"PK"


@pytest.fixture
def accepted(as_role, own_file, store):
    """The own provider's October of 2012 is accepted; another provider has sent nothing."""
    from throughcare.web.organisations.models import Provider

    Provider.objects.create(code="Z9999", name="Harbour House")
    manager = as_role("data-manager")
    sent = send(manager, own_file.name, own_file.read_bytes()).url
    manager.post(sent + "accept/", {"part": "yes"})
    return own_file.name.partition("-")[0]


def shown(client, page: str, *codes: str) -> list[str]:
    """Which of the codes a page shows, in their order on it."""
    text = client.get(page).content.decode()
    text = text.partition("<tbody>")[2]
    return sorted((c for c in codes if c in text), key=text.index)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["own", "Z9999"]),
        ("&q=harbour+HOUSE", ["Z9999"]),
        ("&q=z99", ["Z9999"]),
        ("&state=missing", ["own", "Z9999"]),
        ("&state=odd", ["own", "Z9999"]),
        ("&q=nobody", []),
    ],
)
def test_the_grid_narrows_to_providers(query, found, accepted, as_role):
    page, client = f"/submissions/?year=2012{query}", as_role("administrator")
    told = shown(client, page, accepted, "Z9999")
    assert told == [accepted if code == "own" else code for code in found]
    rows = client.get(f"/submissions/grid.csv?year=2012{query}").content.decode()
    listed = {line.partition(",")[0] for line in rows.splitlines()[1:]}
    assert listed & {accepted, "Z9999"} == set(told)
    text = client.get(page).content.decode()
    assert ("No provider matches" in text) == (not found)


def test_the_grid_narrows_to_providers_with_a_month_in_a_state(accepted, as_role):
    client = as_role("administrator")
    states = [
        state
        for state in ("accepted", "in part", "waiting", "refused")
        if shown(client, f"/submissions/?year=2012&state={state}", accepted)
    ]
    assert states in (["accepted"], ["in part"])


def test_quality_narrows_to_a_provider_and_says_where_nothing_matches(
    accepted, as_role
):
    client = as_role("administrator")
    assert shown(client, f"/submissions/quality/?q={accepted}&sort=score", accepted)
    none = client.get("/submissions/quality/?q=nobody").content.decode()
    assert "No provider matches" in none
