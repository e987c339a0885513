"""Packs and bulletins on the site: the state of their making, the documents, their files, and who makes them."""

import json
import os

import pytest

from tests.web import made_up
from tests.web.made_up_packs import CUT
from throughcare.publish.packs import kept

PACK = f"/areas/{made_up.AREA}/pack"


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_they_are_made_the_page_says_so(client, db, store):
    for address in ("/packs/", f"{PACK}/", "/bulletin/"):
        assert "have not been made yet" in text_of(client.get(address))
    assert client.get(f"{PACK}.pdf").status_code == 404


def test_without_a_release_the_page_says_so(client, db, empty_store):
    assert "No figures have been released yet" in text_of(client.get("/packs/"))


def test_while_they_are_made_the_page_says_how_far(client, db, store):
    assert kept.ask(store, CUT)
    assert not kept.ask(store, CUT)
    assert "0 of 153" in text_of(client.get("/packs/"))


def test_a_making_that_was_killed_is_asked_for_again(store):
    assert kept.ask(store, CUT)
    note = kept.folder(store, CUT).with_name(kept.PROGRESS)
    os.utime(note, (0, 0))
    assert kept.state(store, CUT).name == "missing"
    assert kept.ask(store, CUT)


def test_a_failure_is_told_in_a_sentence_and_not_tried_at_once(client, db, store):
    note = kept.folder(store, CUT).with_name(kept.PROGRESS)
    note.write_text(json.dumps({"done": 0, "total": 153, "fault": "No year."}))
    assert "No year." in text_of(client.get("/packs/"))
    assert not kept.ask(store, CUT)


def test_the_list_leads_to_the_bulletin_and_to_every_pack(client, db, with_packs):
    page = text_of(client.get("/packs/"))
    assert page.count('/pack/"') == 152
    assert 'href="/bulletin/"' in page
    assert f'href="{PACK}.pdf"' in page


def test_a_pack_is_a_page_with_drawing_table_and_files(client, db, with_packs):
    page = text_of(client.get(f"{PACK}/"))
    assert f"A pack of {made_up.AREA}" in page
    assert page.count("tc-chart__drawing") == 2
    assert "[c]" in page
    assert f'href="{PACK}.ods"' in page
    assert " style=" not in page


@pytest.mark.parametrize("form", ["pdf", "html", "csv", "xlsx", "ods", "json"])
@pytest.mark.parametrize("base", [PACK, "/bulletin"])
def test_files_are_the_same_to_the_byte(client, db, with_packs, base, form):
    first, again = (client.get(f"{base}.{form}") for _ in range(2))
    assert first.status_code == 200
    assert first.content == again.content
    assert f'2012-13.{form}"' in first["Content-Disposition"]


@pytest.mark.parametrize("base", [PACK, "/bulletin"])
def test_a_file_that_has_not_changed_is_not_sent_again(client, db, with_packs, base):
    mark = client.get(f"{base}.csv")["ETag"]
    again = client.get(f"{base}.csv", headers={"if-none-match": mark})
    assert (again.status_code, again.content) == (304, b"")


def test_the_pack_of_a_release_stands_at_its_address(client, db, with_packs):
    page = text_of(client.get(f"/releases/{CUT}{PACK}/"))
    assert f'href="/releases/{CUT}{PACK}.pdf"' in page
    assert client.get(f"/releases/unknown{PACK}/").status_code == 404


@pytest.mark.parametrize("code", ["E12000001", "E92000001", "E99999999"])
def test_only_areas_have_packs(client, db, with_packs, code):
    assert client.get(f"/areas/{code}/pack/").status_code == 404
    assert client.get(f"/areas/{code}/pack.pdf").status_code == 404


def test_an_area_page_leads_to_its_pack_and_a_region_has_none(client, db, store):
    assert f'href="{PACK}/"' in text_of(client.get(f"/areas/{made_up.AREA}/"))
    assert "/pack/" not in text_of(client.get("/areas/E12000001/"))
    assert 'href="/bulletin/"' in text_of(client.get("/areas/E92000001/"))


@pytest.mark.django_db(transaction=True)
def test_packs_of_a_new_release_are_asked_for_once(store, monkeypatch):
    from throughcare.web.reports import actions

    asked = []
    monkeypatch.setattr(
        "throughcare.web.reports.tasks.make_packs",
        type("Task", (), {"enqueue": staticmethod(asked.append)}),
    )
    assert actions.ask_for_packs(store=store) == [CUT]
    assert actions.ask_for_packs(store=store) == []
    assert asked == [CUT]
