"""Sending a return, reading its findings, accepting it: with the real store."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.conftest import show_factor
from throughcare.web.audit.models import Event
from throughcare.web.portal import actions


@pytest.fixture
def manager(own_file, as_role, store):
    return as_role("data-manager")


def send(client, name: str, content: bytes):
    return client.post("/returns/", {"file": SimpleUploadedFile(name, content)})


@pytest.fixture
def sent(manager, own_file):
    """The address of a return that was sent and checked."""
    return send(manager, own_file.name, own_file.read_bytes()).url


@pytest.fixture
def sent_with_a_rejection(manager, own_file):
    """The address of a return in which one record has no birth date."""
    with open(own_file, newline="") as file:
        rows = list(csv.reader(file))
    rows[1][rows[0].index("DOB")] = ""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return send(manager, own_file.name, out.getvalue().encode()).url


def test_history_is_empty_before_the_first_return(manager):
    page = manager.get("/returns/").content.decode()
    assert "You have not sent a return yet" in page


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("return.txt", b"AGNCY\n", "must be a CSV or XML"),
        ("return.csv", b"", "The selected file is empty"),
        ("return.csv", b"%PDF-1.7 hello", "PDF"),
        ("return.csv", b"AGNCY\0,\n", "There is a problem"),
        ("return.csv", b"a,b\n1,2\n", "There is a problem"),
    ],
)
def test_file_that_is_no_return_is_refused_in_one_sentence(
    manager, name, content, told
):
    answer = send(manager, name, content)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error:" in page and told in page
    assert actions.store().history() == []


def test_no_file_is_told(manager):
    page = manager.post("/returns/").content.decode()
    assert "Select the file of your return" in page


def test_file_too_big_is_told(manager, own_file, settings):
    settings.UPLOAD_BYTES = 1000
    page = send(manager, own_file.name, own_file.read_bytes()).content.decode()
    assert "must be smaller than" in page


def test_file_of_another_agency_is_refused_and_not_kept(manager, foreign_file):
    answer = send(manager, foreign_file.name, foreign_file.read_bytes())
    assert "your account sends for" in answer.content.decode()
    assert actions.store().history() == []


def test_row_of_another_agency_under_the_own_name_is_refused(
    manager, own_file, foreign_file
):
    answer = send(manager, own_file.name, foreign_file.read_bytes())
    assert answer.status_code == 422
    assert actions.store().history() == []


def test_sent_return_shows_findings_by_rule_and_row(manager, sent):
    page = manager.get(sent).content.decode()
    assert "By rule" in page and "By record" in page
    assert "Checked, not accepted" in page


def test_filter_narrows_the_findings_file(manager, sent):
    everything = manager.get(sent + "findings.json").json()
    rule = everything[0]["rule"]
    narrowed = manager.get(sent + f"findings.json?rule={rule}").json()
    assert narrowed == [f for f in everything if f["rule"] == rule]
    assert manager.get(sent + "findings.csv").content.count(b"\r\n") > len(narrowed)


def test_file_is_handed_back_with_a_column_of_findings(manager, sent, own_file):
    answer = manager.get(sent + "handed-back.csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert "FINDINGS" in lines[0]
    assert len(lines) == len(own_file.read_text().splitlines())


def test_rejected_records_are_left_out_only_with_approval(
    manager, sent_with_a_rejection
):
    sent = sent_with_a_rejection
    refused = manager.post(sent + "accept/")
    assert refused.status_code == 422
    assert "Tick the box" in refused.content.decode()
    assert not Event.objects.filter(action="return-accepted").exists()
    manager.post(sent + "accept/", {"part": "yes"})
    assert actions.store().history()[0]["state"] == "accepted-in-part"
    assert Event.objects.filter(action="return-accepted").count() == 1


def test_one_rejection_is_told_in_the_singular(manager, sent_with_a_rejection):
    page = manager.get(sent_with_a_rejection).content.decode()
    counts = actions.store().history()[0]["counts"]
    word = "rejection of a record" if counts["reject-record"] == 1 else "rejections of"
    assert f"</strong> {word}" in page


def test_withdrawn_return_is_not_used(manager, sent):
    page = manager.post(sent + "withdraw/", follow=True).content.decode()
    assert "The return is withdrawn" in page
    assert actions.store().history()[0]["state"] == "withdrawn"


def test_accepted_return_cannot_be_withdrawn(manager, sent):
    manager.post(sent + "accept/", {"part": "yes"})
    assert manager.post(sent + "withdraw/").status_code == 422
    assert actions.store().history()[0]["state"].startswith("accepted")


def test_another_providers_return_is_not_found(manager, foreign_file):
    other = actions.store().receive(foreign_file, by="somebody")
    for page in ("", "findings.csv", "handed-back.csv"):
        assert manager.get(f"/returns/{other.id}/{page}").status_code == 404
    assert manager.post(f"/returns/{other.id}/accept/").status_code == 404


def test_form_without_token_changes_nothing(own_file, users, store):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(users["data-manager"])
    show_factor(client)
    answer = send(client, own_file.name, own_file.read_bytes())
    assert answer.status_code == 403
    assert actions.store().history() == []
