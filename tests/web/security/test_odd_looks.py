"""S33: the weekly list of odd looks, each kind at its threshold and one below."""

import datetime as dt

import pytest

from throughcare.web.audit import odd
from throughcare.web.audit.models import Event, Reading
from throughcare.web.audit.schedule import odd_looks_of_last_week

MONDAY = dt.date(2026, 11, 9)
NOON = dt.datetime(2026, 11, 10, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def look(users, monkeypatch):
    """Notes a look at records at a time of our choice."""

    def note(at=NOON, who="data-manager", rows=(7,), return_id="N0852-H-1"):
        monkeypatch.setattr("django.utils.timezone.now", lambda: at)
        Reading.objects.create(
            by=users[who],
            page="portal:row",
            provider="N0852",
            return_id=return_id,
            rows=list(rows),
        )

    return note


def kinds() -> list[str]:
    return [line.kind for line in odd.week(MONDAY)]


@pytest.mark.parametrize(
    ("at", "is_odd"),
    [
        (NOON.replace(hour=6), False),
        (NOON.replace(hour=5, minute=59), True),
        (NOON.replace(hour=19, minute=59), False),
        (NOON.replace(hour=20), True),
        (NOON.replace(day=14), True),
        (NOON.replace(day=16), False),
    ],
)
def test_s33_look_out_of_hours_or_at_a_weekend(at, is_odd, look):
    look(at=at)
    assert kinds() == (["hours"] if is_odd else [])


@pytest.mark.parametrize(("rows", "is_odd"), [(59, False), (60, True)])
def test_s33_many_rows_within_an_hour(rows, is_odd, look):
    for row in range(rows):
        look(rows=[row])
        look(rows=[row])
    assert kinds() == (["rows"] if is_odd else [])
    assert not is_odd or odd.week(MONDAY)[0].count == 60


@pytest.mark.parametrize(("files", "is_odd"), [(19, False), (20, True)])
def test_s33_many_whole_returns_on_a_day(files, is_odd, look):
    for number in range(files):
        look(rows=[], return_id=f"N0852-H-{number}")
    assert kinds() == (["files"] if is_odd else [])


@pytest.mark.parametrize(("accounts", "is_odd"), [(3, False), (4, True)])
def test_s33_same_row_by_many_accounts(accounts, is_odd, look, users):
    for who in sorted(users)[:accounts]:
        look(who=who)
    assert kinds() == (["same"] if is_odd else [])


def test_s33_page_shows_the_week_to_administrators_only(look, as_role):
    look(at=NOON.replace(hour=3))
    page = as_role("administrator").get(f"/audit/odd/?week={MONDAY}").content.decode()
    assert "Out of hours or at a weekend" in page and "03:00 to 03:00 UTC" in page
    assert as_role("data-manager").get("/audit/odd/").status_code == 403


@pytest.mark.parametrize("week", ["nonsense", "0001-01-01", "9999-12-31", ""])
def test_s33_odd_weeks_are_answered(week, as_role, users):
    page = as_role("administrator").get(f"/audit/odd/?week={week}")
    assert page.status_code == 200 and "Nothing odd" in page.content.decode()


def test_s33_list_is_made_once_a_week_and_told_by_letter(users, mailoutbox):
    users["administrator"].email = "admin@site.example"
    users["administrator"].save()
    odd_looks_of_last_week()
    odd_looks_of_last_week()
    (told,) = Event.objects.filter(action="odd-looks-listed")
    (letter,) = mailoutbox
    assert told.target in letter.body and letter.to == ["admin@site.example"]
