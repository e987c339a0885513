"""S29 to S35: the logs of readings and changes, their seals, and log lines without identifiers."""

import csv
import datetime as dt
import io
import json
import logging
import re
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from throughcare.web.audit import seals
from throughcare.web.audit.actions import record_read
from throughcare.web.audit.models import AuditIsAppendOnly, Event, Reading, Seal
from throughcare.web.logs import JsonLines

PLANTED = {
    "FINITIAL": "Q",
    "SINITIAL": "X",
    "DOB": "19610917",
    "CLIENT": "PLANTED7731",
    "PC": "ZX9 9",
}
"""What a planted row carries; initials are one letter each and are looked for through the client reference."""
SIGNS = ("19610917", "1961-09-17", "17/09/1961", "PLANTED7731", "ZX9 9")


def read(user, **changes) -> Reading:
    told = {"page": "portal:return", "provider": "N0852", "return_id": "N0852-H-1"}
    return record_read(by=user, **(told | changes))


# -- S29: readings ------------------------------------------------------------------------------------------------


def test_s29_reading_says_who_when_which_why_and_from_where(users):
    before = timezone.now()
    one = read(
        users["data-manager"], rows=[18, 17, 18], reason="query", address="192.0.2.7"
    )
    kept = Reading.objects.get()
    assert kept.by == users["data-manager"] and before <= kept.at <= timezone.now()
    assert (kept.page, kept.provider, kept.return_id) == (
        "portal:return",
        "N0852",
        "N0852-H-1",
    )
    assert (kept.rows, kept.reason, kept.address) == ([17, 18], "query", "192.0.2.7")
    assert str(one) == "portal:return N0852-H-1"


def test_s29_page_and_file_of_readings_list_them(as_role, users):
    read(users["data-manager"], rows=range(1, 13))
    read(users["data-manager"], page="portal:handed-back")
    client = as_role("data-manager")
    page = client.get("/audit/readings/").content.decode()
    assert "1, 2, 3, 4, 5, 6, 7, 8 and 4 more" in page and "Whole return" in page
    rows = list(
        csv.DictReader(io.StringIO(client.get("/audit/readings.csv").content.decode()))
    )
    assert [row["rows"] for row in rows] == [
        "whole return",
        "1 2 3 4 5 6 7 8 9 10 11 12",
    ]


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 2), ("?who=data", 1), ("?what=N0999", 1), ("?since=2200-01-01", 0)],
)
def test_s29_readings_can_be_searched(query, count, as_role, users):
    read(users["data-manager"])
    read(users["analyst"], provider="N0999", return_id="N0999-H-1")
    page = as_role("administrator").get("/audit/readings/" + query).content.decode()
    assert page.count('data-label="Return"') == count


def test_s29_empty_log_says_so(as_role):
    page = as_role("administrator").get("/audit/readings/").content.decode()
    assert "Nobody has looked at a record yet" in page


# -- S30 and S31: nothing is changed ------------------------------------------------------------------------------


def test_s30_change_keeps_old_and_new_and_who(users):
    from throughcare.web.accounts import actions

    actions.change_role(
        user=users["analyst"],
        role="regional-lead",
        organisation=users["regional-lead"].region,
        by=users["administrator"],
    )
    event = Event.objects.filter(action="account-changed").get()
    assert event.by == users["administrator"]
    assert event.detail == {
        "old": "analyst, England",
        "new": "regional-lead, North East",
    }


@pytest.mark.parametrize("model", [Event, Reading, Seal])
def test_s31_log_cannot_be_changed_or_taken_away(model, users):
    read(users["data-manager"])
    seals.seal(timezone.now())
    one = model.objects.first()
    for change in (one.save, one.delete, model.objects.all().delete):
        with pytest.raises(AuditIsAppendOnly):
            change()
    with pytest.raises(AuditIsAppendOnly):
        model.objects.update(id=0)


@pytest.mark.parametrize(
    "tampering",
    [
        "update audit_event set action = 'x' where id = (select min(id) from audit_event)",
        "delete from audit_event where id = (select min(id) from audit_event)",
        "update audit_reading set rows = '[1]'",
        "update audit_reading set reason = 'x'",
        "update audit_seal set hash = 'x' where id = (select min(id) from audit_seal)",
    ],
)
def test_s31_tampering_breaks_the_chain_of_seals(tampering, users):
    read(users["data-manager"])
    seals.seal(timezone.now())
    seals.seal(timezone.now())
    call_command("seal_logs", check=True)
    with connection.cursor() as cursor:
        cursor.execute(tampering)
    with pytest.raises(CommandError, match="no longer fit"):
        call_command("seal_logs", check=True)


def test_s31_seal_waits_for_writers_and_its_copy_goes_elsewhere(users, tmp_path):
    read(users["data-manager"])
    call_command("seal_logs", to=tmp_path / "seals")
    assert Seal.objects.get().readings == 0
    assert (tmp_path / "seals").read_text().split()[3] == Seal.objects.get().hash


# -- S34 and S35: log lines ---------------------------------------------------------------------------------------


def line_of(message: str, *arguments, **more) -> dict:
    record = logging.LogRecord("x", logging.INFO, "f", 1, message, arguments, None)
    record.__dict__ |= more
    text = JsonLines().format(record)
    assert "\n" not in text
    return json.loads(text)


def test_s34_line_feed_in_what_was_sent_makes_no_second_line():
    told = line_of("name %s", "a\n{'level': 'forged'}\x1b[0m\u2028b")
    assert told["level"] == "INFO" and told["message"].startswith("name a\n")


def test_s34_number_that_looks_like_an_nhs_number_is_masked():
    told = line_of("999 000 0018 and 9990000018 and 999-000-0018")
    assert told["message"] == "[number] and [number] and [number]"


def test_s34_only_known_fields_are_written():
    told = line_of("x", account=3, dob="19610917")
    assert told["account"] == 3 and "dob" not in told


def test_s34_fault_is_told_without_its_message():
    try:
        raise ValueError("19610917 is no date")
    except ValueError:
        told = JsonLines().format(
            logging.LogRecord("x", logging.ERROR, "f", 1, "broken", (), sys.exc_info())
        )
    assert "19610917" not in told
    assert json.loads(told)["fault"] == "ValueError"
    assert "test_s34_fault" in json.loads(told)["where"][-1]


def test_s34_sign_in_failure_and_refusal_are_told_with_the_number_of_the_request(
    client, users, as_role, store
):
    lines = Lines()
    with lines.kept():
        client.post("/sign-in/", {"username": "analyst", "password": "se-cret"})
        answer = as_role("commissioner").get("/cuts/")
    told = {line["event"]: line for line in lines.all() if "event" in line}
    assert {"sign-in-failed", "refused"} <= set(told)
    assert told["refused"]["request"] == answer["X-Request-ID"]
    assert told["refused"]["page"] == "public:cuts"
    assert "se-cret" not in lines.text and "analyst" not in lines.text


def test_s35_times_are_in_utc_with_offset():
    at = dt.datetime.fromisoformat(line_of("x")["at"])
    assert at.utcoffset() == dt.timedelta(0)


class Lines:
    """The lines that the service would write to its standard error, from every logger."""

    def __init__(self):
        self.stream = io.StringIO()

    def kept(self):
        return _Kept(self.stream)

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    def all(self) -> list[dict]:
        return [json.loads(line) for line in self.text.splitlines()]


class _Kept:
    NAMES = ("", "django", "django.request", "django.server", "throughcare")

    def __init__(self, stream):
        self.handler = logging.StreamHandler(stream)
        self.handler.setFormatter(JsonLines())

    def __enter__(self):
        self.levels = {n: logging.getLogger(n).level for n in self.NAMES}
        for name in self.NAMES:
            logging.getLogger(name).setLevel(logging.INFO)
            logging.getLogger(name).addHandler(self.handler)

    def __exit__(self, *fault):
        for name, level in self.levels.items():
            logging.getLogger(name).setLevel(level)
            logging.getLogger(name).removeHandler(self.handler)


def planted(own_file) -> bytes:
    """The return with planted details in its first row, one of them faulty so that findings quote them."""
    with open(own_file, newline="") as file:
        rows = list(csv.reader(file))
    for header, value in PLANTED.items():
        rows[1][rows[0].index(header)] = value
    rows[1][rows[0].index("TRIAGED")] = "19600101"
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def test_s34_no_identifier_reaches_a_log_an_address_a_title_or_an_error(
    own_file, as_role, store, monkeypatch
):
    client, lines = as_role("data-manager"), Lines()
    client.raise_request_exception = False
    upload = SimpleUploadedFile(own_file.name, planted(own_file))
    with lines.kept():
        sent = client.post("/returns/", {"file": upload}).url
        page = client.get(sent).content.decode()
        client.get(sent + "findings.csv")
        client.get(sent + "nowhere/")
        client.post(sent + "accept/", {"part": "yes"})
        monkeypatch.setattr("throughcare.publish.areas.search", fails_telling)
        broken = client.get("/search/?q=leeds")
    title = re.search(r"<title>(.*?)</title>", page, re.S).group(1)
    assert broken.status_code == 500 and "ValueError" in lines.text
    assert "The file" not in title
    for place in (lines.text, sent, title, broken.content.decode()):
        assert [sign for sign in SIGNS if sign in place] == []
    told = str(list(Event.objects.values_list("target", "detail")))
    assert [sign for sign in SIGNS if sign in told] == []


def fails_telling(words):
    raise ValueError("client PLANTED7731 born 19610917 of ZX9 9")
