"""The explanation as its sender reads it: lines in pages, their dates and findings, and the file of lines."""

import csv
import io

import pytest

from tests.web import made_up

ADDRESS = f"/areas/{made_up.AREA}/{made_up.SHARE}/explain"


@pytest.fixture
def get(store, as_role):
    """The answer to the data manager for one form of the explanation."""
    client = as_role("data-manager")
    return lambda form="/", more="": client.get(
        f"{ADDRESS}{form}?period=2012-13{more}"
    ).content.decode()


def test_returns_say_who_accepted_them_and_when(get):
    page = get()
    assert "own-manager" in page and "2 April 2013, 10:11" in page


def test_lines_come_in_pages_of_fifty_with_their_findings(get):
    first, second = get(), get(more="&page=2")
    assert first.count("Triaged 3 May 2012") == 50
    assert second.count("Triaged 3 May 2012") == made_up.LINES - 50
    assert "Own message" in first and "Message of the last line" not in first
    assert "Message of the last line" in second and "Own message" not in second


@pytest.mark.parametrize("number", ["0", "99", "x"])
def test_page_that_is_not_there_gives_one_that_is(get, number):
    assert "Triaged 3 May 2012" in get(more=f"&page={number}")


def test_file_of_lines_has_every_line_with_its_rules(get):
    rows = list(csv.DictReader(io.StringIO(get(".csv"))))
    assert len(rows) == made_up.LINES
    assert (rows[0]["line"], rows[0]["triaged"]) == ("17", "2012-05-03")
    assert [row["line"] for row in rows if row["findings"] == "X02"] == ["18", "76"]


def test_codes_of_a_parameter_print_as_a_list(get):
    page = get()
    assert "13, 14 (code)" in page and "[&#39;13&#39;" not in page


def test_lines_are_kept_apart_by_provider(get, users, as_role):
    """The second sender asks for a figure that the first has just seen."""
    from throughcare.web.organisations.actions import add_provider

    assert "own-manager" in get()
    manager = users["data-manager"]
    manager.provider = add_provider(code=made_up.OTHER_PROVIDER, by=None)
    manager.save()
    page = get()
    assert "secret-manager" in page and "own-manager" not in page
    public = as_role("public").get(f"{ADDRESS}/?period=2012-13").content.decode()
    assert "secret-manager" not in public


def test_count_has_no_denominator(store, as_role):
    address = f"/areas/{made_up.AREA}/{made_up.COUNT}/explain/?period=2012-13"
    page = as_role("data-manager").get(address).content.decode()
    assert "Out of" not in page and "[x]" not in page.partition("Your lines")[2]


def test_s29_look_at_own_lines_is_noted_page_by_page(get, users):
    from throughcare.web.audit.models import Reading

    get(more="&page=2")
    one = Reading.objects.get()
    assert (one.by, one.provider) == (users["data-manager"], made_up.PROVIDER)
    assert one.rows == list(range(67, 17 + made_up.LINES))
    get(".csv")
    assert Reading.objects.first().rows == list(range(17, 17 + made_up.LINES))


def test_s29_public_explanation_notes_nothing(store, client, db):
    from throughcare.web.audit.models import Reading

    assert client.get(f"{ADDRESS}/?period=2012-13").status_code == 200
    assert not Reading.objects.exists()


@pytest.mark.parametrize("reason", ["", "&reason=", "&reason=why%20not"])
def test_s23_national_analyst_gets_no_lines_without_a_reason(store, as_role, reason):
    client = as_role("record-analyst")
    answer = client.get(f"{ADDRESS}.csv?period=2012-13{reason}")
    assert "What are the lines for?" in answer.content.decode()
    assert answer["Content-Type"].startswith("text/html")


def test_s23_lines_for_a_reason_are_noted_for_each_provider(store, as_role):
    from throughcare.web.audit.models import Reading

    query = "?period=2012-13&reason=audit of waiting times"
    answer = as_role("record-analyst").get(f"{ADDRESS}.csv{query}")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == made_up.LINES + 1
    told = Reading.objects.values_list("provider", "reason")
    assert set(told) == {
        (made_up.PROVIDER, "audit of waiting times"),
        (made_up.OTHER_PROVIDER, "audit of waiting times"),
    }


def test_s23_national_analyst_sees_no_lines_on_the_page(store, as_role):
    page = as_role("record-analyst").get(f"{ADDRESS}/?period=2012-13").content.decode()
    assert "for a reason that is kept" in page and "Triaged 3 May" not in page
