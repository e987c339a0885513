"""The result page: two views, filter, order, files, confirmation, comparison, and how far the check is."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.portal.conftest import rewritten, send
from throughcare.web.audit.models import Event, Reading
from throughcare.web.portal import actions, downloads
from throughcare.web.portal.models import Check


def findings(manager, sent, query="") -> list[dict]:
    return manager.get(f"{sent}findings.json{query}").json()


def test_check_in_the_background_says_how_far_it_is(manager, sent):
    Check.objects.update(finished_at=None, step=2)
    page = manager.get(sent).content.decode()
    assert "Looking for faults: <strong>now" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    part = manager.get(sent, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="steps"')


def test_page_with_scripts_is_told_to_load_again_when_the_check_is_done(manager, sent):
    answer = manager.get(sent, headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"


def test_check_that_failed_is_told_and_can_be_asked_for_again(manager, sent):
    return_id = sent.split("/")[2]
    (actions.store().folder(return_id) / "checked.json").unlink()
    Check.objects.update(fault="There is no room.")
    assert "There is no room." in manager.get(sent).content.decode()
    manager.post(f"{sent}check/")
    assert "What the check found" in manager.get(sent).content.decode()
    assert Check.objects.filter(return_id=return_id).count() == 2


@pytest.mark.parametrize("view", ["rule", "record"])
def test_views_group_the_same_findings(view, manager, sent):
    page = manager.get(f"{sent}?view={view}&rule=R03").content.decode()
    count = len(findings(manager, sent, "?rule=R03"))
    told = re.search(r'id="by-row">(\d+) finding', page)[1]
    assert int(told) == count > 0
    heading = "Correct this record" if view == "record" else 'scope="rowgroup"'
    assert heading in page


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("?rule=R03", lambda f: f["rule"] == "R03"),
        ("?level=warn", lambda f: f["level"] == "warn"),
        ("?field=DOB", lambda f: f["field"] == "DOB"),
        ("?q=birth", lambda f: "birth" in f["message"].lower() + f["value"].lower()),
    ],
)
def test_filter_lets_through_what_it_says(query, holds, manager, sent):
    everything = findings(manager, sent)
    expected = [f for f in everything if holds(f)]
    assert findings(manager, sent, query) == expected != []
    assert len(expected) < len(everything)


@pytest.mark.parametrize("sort", ["row", "field", "level", "rule", "nonsense"])
def test_order_can_be_chosen(sort, manager, sent):
    answer = manager.get(f"{sent}?sort={sort}")
    rows = re.findall(
        r'tc-label">Row </span>(?:<a [^>]*>)?(\w+)', answer.content.decode()
    )
    assert answer.status_code == 200 and rows
    if sort == "row":
        numbers = [int(row) for row in rows if row != "File"]
        assert numbers == sorted(numbers)


def test_filter_that_nothing_matches_leads_back(manager, sent):
    page = manager.get(f"{sent}?q=zzzz").content.decode()
    assert "Nothing matches this filter" in page and "Show all findings" in page


def test_workbook_holds_text_only_and_no_formula(manager, own_file):
    def change(rows):
        rows[0]["CLIENTID"] = "=cmd|' /C calc'!A0"

    sent = send(manager, own_file.name, rewritten(own_file, change)).url
    answer = manager.get(f"{sent}handed-back.xlsx")
    book = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "=cmd" in sheet
    text = b"".join(manager.get(f"{sent}handed-back.csv").streaming_content)
    assert b"\"'=cmd" in text and b'"=cmd' not in text


def test_lone_number_is_no_formula():
    assert [downloads.inert(c) for c in ("-3", "+x", "A")] == ["-3", "'+x", "A"]


def confirm_link(page: str) -> str:
    return re.search(r'href="(/returns/[^"]+/confirm/[^"]+)"', page)[1]


def test_warning_is_confirmed_with_a_reason_and_remembered(manager, sent):
    page = manager.get(f"{sent}?level=warn&view=record").content.decode()
    link = confirm_link(page)
    refused = manager.post(link)
    assert refused.status_code == 422
    assert "Enter why this is right" in refused.content.decode()
    told = manager.post(link, {"why": "Seen on paper"}, follow=True).content.decode()
    assert "The warning is confirmed" in told
    confirmed = findings(manager, sent, "?asked=confirmed")
    assert [f["confirmed_why"] for f in confirmed] == ["Seen on paper"]
    assert Event.objects.filter(action="finding-confirmed").count() == 1


def test_unknown_finding_is_not_found(manager, sent):
    assert manager.get(f"{sent}confirm/R03/2/{'0' * 16}/").status_code == 404


def test_first_return_has_nothing_to_be_compared_with(manager, sent):
    page = manager.get(f"{sent}compared/").content.decode()
    assert "There is no accepted return before this one" in page
    assert manager.get(f"{sent}compared.csv").status_code == 404


def test_comparison_counts_new_changed_gone_and_reopened(manager, own_file):
    first = send(manager, own_file.name, own_file.read_bytes()).url
    manager.post(f"{first}accept/", {"part": "yes"})

    def change(rows):
        ended = next(r for r in rows if r["DISD"])
        key = (ended["CLIENTID"], ended["EPISODID"])
        for row in rows:
            if (row["CLIENTID"], row["EPISODID"]) == key:
                row["DISD"] = row["DISRSN"] = ""
        gone = rows[-1]["CLIENTID"]
        kept = [r for r in rows if r["CLIENTID"] != gone]
        return [*kept, rows[0] | {"CLIENTID": "NEW1", "EPISODID": "NEW1"}]

    later = send(manager, own_file.name, rewritten(own_file, change)).url
    page = manager.get(f"{later}compared/").content.decode()
    lines = manager.get(f"{later}compared.csv").content.decode().splitlines()
    kinds = {tuple(line.split(",")[:2]) for line in lines[1:]}
    assert {("new", "client"), ("gone", "client"), ("reopened", "episode")} <= kinds
    assert "1 open again" in page
    only = manager.get(f"{later}compared.csv?kind=gone").content.decode().splitlines()
    assert {line.split(",")[0] for line in only[1:]} == {"gone"}


def test_looking_at_findings_is_noted(manager, sent):
    manager.get(f"{sent}?rule=R03&view=record")
    reading = Reading.objects.order_by("-id").first()
    assert reading.page == "portal:return" and 2 in reading.rows


def test_history_says_who_did_what_and_downloads(manager, sent):
    page = manager.get(sent).content.decode()
    assert "data-manager sent it" in page
    assert manager.get("/returns/history.csv").content.count(b"\r\n") == 2


def test_return_as_xml_is_taken(manager, own_file, tmp_path):
    from throughcare.submissions import convert

    target = tmp_path / own_file.with_suffix(".xml").name
    convert.convert(own_file, target)
    sent = send(manager, target.name, target.read_bytes())
    assert sent.status_code == 302
    assert "What the check found" in manager.get(sent.url).content.decode()


def test_a_csv_return_is_of_the_data_set_that_its_sender_chose(manager, own_file):
    content = own_file.read_bytes()
    for data_set, slug in (("young-people", "H-young-people"), ("", "H")):
        upload = SimpleUploadedFile(own_file.name, content)
        manager.post("/returns/", {"file": upload, "data_set": data_set})
        assert actions.store().history()[0]["dataset"] == slug


def test_the_page_proposes_the_data_set_of_the_newest_return(manager, own_file):
    def selected():
        text = manager.get("/returns/").content.decode()
        return re.findall(r'<option value="([a-z-]+)" selected', text)

    assert selected() == ["adult-drug"]
    upload = SimpleUploadedFile(own_file.name, own_file.read_bytes())
    manager.post("/returns/", {"file": upload, "data_set": "secure-setting"})
    assert selected() == ["secure-setting"]


def test_a_data_set_that_cannot_be_read_is_no_choice(manager, own_file):
    upload = SimpleUploadedFile(own_file.name, own_file.read_bytes())
    asked = {"file": upload, "data_set": "criminal-justice"}
    answer = manager.post("/returns/", asked)
    assert answer.status_code == 422
    assert "Select the data set of your return" in answer.content.decode()
    assert actions.store().history() == []


def changed_return(manager, own_file):
    """A return after an accepted one, in which the first client's sex and birth date were changed."""

    def change(rows):
        for row in rows:
            if row["CLIENTID"] == rows[0]["CLIENTID"]:
                row |= {"SEX": "M" if row["SEX"] == "F" else "F", "DOB": ""}

    first = send(manager, own_file.name, own_file.read_bytes()).url
    manager.post(first + "accept/", {"part": "yes"})
    return send(manager, own_file.name, rewritten(own_file, change)).url


def test_comparison_shows_what_a_field_was_and_is(manager, own_file):
    page = changed_return(manager, own_file) + "compared"
    text = manager.get(page + "/?kind=changed&record=client").content.decode()
    [line] = re.findall(r'data-label="What changed".*?</td>', text, re.DOTALL)
    told = " ".join(re.sub("<[^>]+>", " ", line.partition(">")[2]).split())
    assert re.search(r"DOB: \d{8} to blank", told)
    assert re.search("SEX: (F to M|M to F)", told)
    assert "Clients alone" in text and "correct this record" in text
    asked = {"purpose": "checking"}
    rows = manager.get(page + ".csv?kind=changed&record=client", asked)
    assert rows.status_code in (200, 302)


def test_comparison_can_be_read_for_one_kind_of_record(manager, own_file):
    page = changed_return(manager, own_file) + "compared/"
    none = manager.get(page + "?kind=changed&record=modality").content.decode()
    assert "No record differs in this way" in none
    anything = manager.get(page + "?kind=odd&record=odd").content.decode()
    assert "1 record;" in anything
