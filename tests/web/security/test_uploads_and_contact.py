"""S39: the operator's virus scanner is asked about each file. S63: where to tell of faults, and what to do then."""

import datetime as dt
import re
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from throughcare.web.portal import scanning
from throughcare.web.portal.actions import store as open_store
from throughcare.web.portal.watching import Watch

RUN_BOOK = Path(__file__).parents[3] / "docs/how-to/when-something-goes-wrong.md"
ANSWERS = {
    "found": (1, scanning.BAD),
    "failed": (2, scanning.UNKNOWN),
    "killed": (-9, scanning.UNKNOWN),
}


def scanner(tmp_path, does: str) -> str:
    """A command that does `does` with the file it is given."""
    script = tmp_path / "scan.py"
    script.write_text(f"import os, sys, time\npath = sys.argv[-1]\n{does}\n")
    return f"{sys.executable} {script} --some-option"


def send(client, path):
    upload = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post("/returns/", {"file": upload})


@pytest.mark.parametrize("kind", ANSWERS)
def test_s39_file_that_is_bad_or_cannot_be_scanned_is_refused_and_not_kept(
    kind, as_role, own_file, store, settings, tmp_path, caplog
):
    code, told = ANSWERS[kind]
    does = "os.kill(os.getpid(), 9)" if code < 0 else f"sys.exit({code})"
    settings.VIRUS_SCAN = scanner(tmp_path, does)
    with caplog.at_level("INFO", "throughcare.security"):
        answer = send(as_role("data-manager"), own_file)
    assert answer.status_code == 422 and told in answer.content.decode()
    assert open_store().history() == []
    event = "virus-found" if code == 1 else "virus-scan-failed"
    assert [r.event for r in caplog.records] == [event]


def test_s39_scanner_that_is_not_there_or_hangs_lets_nothing_through(
    as_role, own_file, store, settings, tmp_path
):
    for command in ("/nowhere/clamdscan", scanner(tmp_path, "time.sleep(60)")):
        settings.VIRUS_SCAN, settings.VIRUS_SCAN_SECONDS = command, 1
        answer = send(as_role("data-manager"), own_file)
        assert scanning.UNKNOWN in answer.content.decode()
    assert open_store().history() == []


def test_s39_clean_file_is_taken_and_the_scanner_saw_what_was_sent(
    as_role, own_file, store, settings, tmp_path
):
    seen = tmp_path / "seen"
    does = f"open({str(seen)!r}, 'wb').write(open(path, 'rb').read())"
    settings.VIRUS_SCAN = scanner(tmp_path, does)
    assert send(as_role("data-manager"), own_file).status_code == 302
    assert seen.read_bytes() == own_file.read_bytes()
    assert len(open_store().history()) == 1


def test_s39_watched_folder_asks_the_scanner_too(
    users, own_file, store, settings, tmp_path
):
    settings.VIRUS_SCAN = scanner(tmp_path, "sys.exit(1)")
    folder = tmp_path / "watched"
    folder.mkdir()
    (folder / own_file.name).write_bytes(own_file.read_bytes())
    watch = Watch(folder, users["data-manager"])
    watch.look()
    (told,) = watch.look()
    assert scanning.BAD in told and open_store().history() == []


@pytest.mark.parametrize(
    "file", ["handed-back.csv", "handed-back.xlsx", "findings.csv", "findings.json"]
)
def test_s59_file_of_a_return_that_is_not_checked_yet_leads_to_its_page(
    file, as_role, own_file, store
):
    received = open_store().receive(own_file, by="x")
    page = f"/returns/{received.id}/"
    answer = as_role("data-manager").get(page + file)
    assert (answer.status_code, answer.url) == (302, page)
    assert as_role("data-manager").get(page).status_code == 200


def test_s63_security_txt_says_where_and_until_when(client, db, settings):
    settings.SECURITY_CONTACT = "mailto:safety@site.example"
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    told = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert told["Contact"] == "mailto:safety@site.example"
    until = dt.datetime.fromisoformat(told["Expires"])
    assert dt.timedelta(days=30) < until - dt.datetime.now(dt.UTC) < dt.timedelta(366)


def test_s63_run_book_names_commands_that_there_are():
    from django.core.management import get_commands

    text = RUN_BOOK.read_text(encoding="utf-8")
    named = set(re.findall(r"web\.manage ([a-z_]+)", text))
    assert {"seal_logs", "restore", "invite"} <= named <= set(get_commands())
    for word in ("lost or stolen", "wrong return", "Personal data"):
        assert word in text
