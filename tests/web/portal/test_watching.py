"""The watched folder: complete files only, moved to done or refused with what was found beside them."""

import datetime as dt

import pytest
from django.utils import timezone

from throughcare.web.portal import actions
from throughcare.web.portal.models import WatchedFolder
from throughcare.web.portal.watching import Watch


@pytest.fixture
def watch(tmp_path, own_file, users, store):
    (tmp_path / "in").mkdir()
    return Watch(tmp_path / "in", users["data-manager"])


def test_complete_file_is_sent_and_its_findings_lie_beside_it(watch, own_file):
    path = watch.folder / own_file.name
    path.write_bytes(own_file.read_bytes())
    assert watch.look() == []
    [told] = watch.look()
    assert "taken. Sent and checked: " in told
    assert [p.name for p in sorted((watch.folder / "done").iterdir())] == [
        own_file.name,
        own_file.name + ".findings.csv",
    ]
    assert actions.store().history()[0]["state"] == "checked"


def test_file_that_still_grows_and_one_half_written_wait(watch, own_file):
    path = watch.folder / own_file.name
    (watch.folder / (own_file.name + ".part")).write_bytes(b"x")
    path.write_bytes(b"x")
    watch.look()
    path.write_bytes(b"xx")
    assert watch.look() == [] and path.exists()


def test_file_of_another_provider_is_refused_with_the_reason(watch, foreign_file):
    (watch.folder / foreign_file.name).write_bytes(foreign_file.read_bytes())
    watch.look()
    [told] = watch.look()
    refused = watch.folder / "refused" / (foreign_file.name + ".refused.txt")
    assert "refused" in told and "your account sends for" in refused.read_text()
    assert actions.store().history() == []


def noted(page: str, client, query: str = "") -> str:
    return client.get(f"/returns/{page}{query}").content.decode()


def test_the_page_tells_what_waits_what_was_taken_and_what_was_refused(
    watch, own_file, foreign_file, as_role
):
    client = as_role("data-manager")
    (watch.folder / (own_file.name + ".part")).write_bytes(b"x")
    (watch.folder / own_file.name).write_bytes(own_file.read_bytes())
    (watch.folder / foreign_file.name).write_bytes(foreign_file.read_bytes())
    watch.look()
    text = noted("folder/", client)
    assert "Waiting: 3" in text and "its name ends in .part" in text
    assert "No file was taken or refused yet" in text
    watch.look()
    text = noted("folder/", client)
    assert "your account sends for" in text
    [sent] = actions.store().history()
    assert f'href="/returns/{sent["id"]}/"' in text
    taken = noted("folder/", client, "?outcome=taken")
    assert own_file.name in taken and foreign_file.name not in taken
    assert "Nothing matches “&lt;b&gt;”" in noted("folder/", client, "?q=<b>")
    rows = noted("folder.csv", client, "?outcome=refused").splitlines()
    assert len(rows) == 2 and foreign_file.name in rows[1]


def test_the_administrator_sees_every_folder_and_no_return(
    watch, own_file, users, as_role
):
    (watch.folder / own_file.name).write_bytes(own_file.read_bytes())
    watch.look()
    watch.look()
    text = noted("folder/", as_role("administrator"))
    assert str(watch.folder) in text and own_file.name in text
    assert "/returns/X" not in text


def test_another_provider_sees_nothing_of_it(watch, own_file, users, as_role):
    from throughcare.web.organisations.models import Provider

    (watch.folder / own_file.name).write_bytes(own_file.read_bytes())
    watch.look()
    watch.look()
    users["data-manager"].provider = Provider.objects.create(code="Z9999")
    users["data-manager"].save()
    text = noted("folder/", as_role("data-manager"))
    assert "No folder is watched for you" in text and own_file.name not in text


def test_before_the_first_look_the_page_says_how_to_begin(store, as_role):
    assert "ask the people who run this site" in noted(
        "folder/", as_role("data-manager")
    )
    told = noted("folder/", as_role("administrator"))
    assert "manage watch FOLDER --as USERNAME" in told


def test_a_folder_that_nobody_looks_into_any_more_says_so(watch, as_role):
    client = as_role("data-manager")
    watch.look()
    assert "Nobody seems to look" not in noted("folder/", client)
    before = timezone.now() - dt.timedelta(minutes=11)
    WatchedFolder.objects.update(looked_at=before)
    assert "Nobody seems to look" in noted("folder/", client)


def test_a_folder_that_is_gone_is_told_and_looked_for_again(watch, own_file, as_role):
    watch.folder.rmdir()
    [told] = watch.look()
    assert told == "The folder cannot be read: No such file or directory."
    assert told in noted("folder/", as_role("data-manager"))
    watch.folder.mkdir()
    assert watch.look() == []
    assert "Nothing waits" in noted("folder/", as_role("data-manager"))


def test_a_file_that_cannot_be_moved_is_sent_once(
    watch, own_file, as_role, monkeypatch
):
    (watch.folder / own_file.name).write_bytes(own_file.read_bytes())

    def refuse(*names):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Watch, "_put", refuse)
    told = [watch.look() for _ in range(4)]
    assert [len(lines) for lines in told] == [0, 1, 0, 0]
    assert "Take it out by hand" in told[1][0]
    assert len(actions.store().history()) == 1
    assert "Take it out by hand" in noted("folder/", as_role("data-manager"))
