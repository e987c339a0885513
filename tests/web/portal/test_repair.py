"""Correcting a record in the page: an overlay with who, when, old and new; what was sent stays as it was."""

import datetime as dt

import pytest

from tests.web.portal.conftest import rewritten, send
from throughcare.submissions import corrections, levels
from throughcare.web.portal import actions

RIGHT = {"item-DOB": "19700401", "why": "Seen on paper"}


def folder(sent):
    return actions.store().folder(sent.split("/")[2])


def rejected(manager, sent) -> list[int]:
    told = manager.get(f"{sent}findings.json?level=reject-record&field=DOB").json()
    return [f["row"] for f in told]


def test_form_shows_the_item_with_its_finding(manager, sent):
    page = manager.get(f"{sent}rows/2/").content.decode()
    assert 'id="item-DOB"' in page and "R03" in page
    assert 'CLIENTID <span class="tc-code">' in page


def test_row_that_is_not_in_the_file_is_told(manager, sent):
    answer = manager.get(f"{sent}rows/999999/")
    assert answer.status_code == 422
    assert "has no record on row 999999" in answer.content.decode()


def test_correction_needs_a_reason(manager, sent):
    answer = manager.post(f"{sent}rows/2/", {"item-DOB": "19700401"})
    assert answer.status_code == 422
    assert "Enter why the record is corrected" in answer.content.decode()
    assert corrections.made(folder(sent)) == []


def test_correction_that_the_rules_still_reject_is_told_in_its_item(manager, sent):
    answer = manager.post(f"{sent}rows/2/", RIGHT | {"item-DOB": "19701332"})
    assert answer.status_code == 422
    assert 'href="#item-DOB"' in answer.content.decode()
    assert corrections.made(folder(sent)) == []


def test_form_holds_to_the_levels_of_the_operator(manager, sent, store):
    wrong = RIGHT | {"item-DOB": "19701332"}
    assert manager.post(f"{sent}rows/2/", wrong).status_code == 422
    levels.set_level(
        store,
        "birth_date_missing_or_not_a_date",
        "warn",
        reason="A trial",
        since=dt.date.today(),
        by="operator",
    )
    assert manager.post(f"{sent}rows/2/", wrong).status_code == 302


def test_corrected_record_is_no_longer_rejected_and_the_bytes_stand(manager, sent):
    before = (folder(sent) / "original.csv").read_bytes()
    assert 2 in rejected(manager, sent)
    page = manager.post(f"{sent}rows/2/", RIGHT, follow=True).content.decode()
    assert "Row 2 is corrected" in page and "19700401" in page
    assert 2 not in rejected(manager, sent)
    assert (folder(sent) / "original.csv").read_bytes() == before
    [made] = corrections.made(folder(sent))
    assert (made.row, made.field, made.old, made.new) == (2, "DOB", "", "19700401")
    assert (made.by, made.why) == ("data-manager", "Seen on paper")


def test_correction_taken_back_restores_what_was_sent(manager, sent):
    manager.post(f"{sent}rows/2/", RIGHT)
    [made] = corrections.made(folder(sent))
    manager.post(f"{sent}corrections/{made.id}/undo/")
    assert 2 in rejected(manager, sent)
    [made] = corrections.made(folder(sent))
    assert made.undone_by == "data-manager"
    again = manager.post(f"{sent}corrections/{made.id}/undo/")
    assert again.status_code == 422


def test_correction_reaches_the_records_and_is_kept_with_the_return(manager, sent):
    from throughcare.warehouse import parquet

    manager.post(f"{sent}rows/2/", RIGHT)
    manager.post(f"{sent}accept/", {"part": "yes"})
    accepted = folder(sent)
    assert accepted.parent.name == "returns"
    assert [c.new for c in corrections.made(accepted)] == ["19700401"]
    born = "select count(*) from {file} where born = date '1970-04-01'"
    assert parquet.rows(accepted / "client.parquet", born)[0][0] >= 1
    assert "corrections.jsonl" in actions.store().receipts()[0].files


def test_accepted_return_is_not_corrected_any_more(manager, sent):
    manager.post(f"{sent}accept/", {"part": "yes"})
    answer = manager.post(f"{sent}rows/2/", RIGHT | {"anyway": "yes"})
    assert answer.status_code == 422
    assert "send a corrected one" in answer.content.decode()
    assert corrections.made(folder(sent)) == []


@pytest.mark.parametrize("torn", ['{"id": "x"', "no json\n"])
def test_line_that_a_kill_cut_short_is_passed_over(torn, manager, sent):
    manager.post(f"{sent}rows/2/", RIGHT)
    path = folder(sent) / corrections.FILE
    path.write_text(path.read_text() + torn)
    assert [c.field for c in corrections.made(folder(sent))] == ["DOB"]
    manager.post(
        f"{sent}rows/2/", {"item-SEX": "M", "item-DOB": "19710401", "why": "x"}
    )
    assert corrections.in_force(folder(sent))[2, "DOB"] == "19710401"


def two_rows_wrong(rows):
    for row in (rows[0], rows[6]):
        row |= {"DOB": ""}


def test_the_next_row_with_a_rejection_is_one_step_away(manager, own_file):
    sent = send(manager, own_file.name, rewritten(own_file, two_rows_wrong)).url
    page = manager.get(sent + "rows/2/").content.decode()
    assert "Next row with a rejection: 8" in page
    typed = {"item-DOB": "19800101", "why": "mistyped"}
    going_on = manager.post(sent + "rows/2/", typed | {"then": "next"})
    assert going_on.url == sent + "rows/8/"
    page = manager.get(sent + "rows/8/").content.decode()
    assert "Next row with a rejection" not in page
    assert manager.post(sent + "rows/8/", typed | {"then": "next"}).url == sent
