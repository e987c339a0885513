"""The API: a return is sent, polled, read and decided by a program with a token of one provider."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from throughcare.web.api.models import Token
from throughcare.web.audit.models import Event, Reading
from throughcare.web.portal import actions
from throughcare.web.portal.models import Check

ADDRESS = "/api/v1/returns"


def send(program, name: str, content: bytes):
    return program.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


@pytest.fixture
def sent(program, own_file) -> dict:
    answer = send(program, own_file.name, own_file.read_bytes())
    assert answer.status_code == 202
    return answer.json()


def test_return_is_sent_checked_read_and_accepted(program, sent):
    address = f"{ADDRESS}/{sent['id']}"
    told = program.get(address).json()
    assert (told["check"], told["state"]) == ("done", "checked")
    findings = program.get(f"{address}/findings").json()
    assert len(findings) >= sum(told["result"]["counts"].values()) > 0
    text = program.get(f"{address}/findings.csv").content
    assert text.count(b"\r\n") == len(findings) + 1
    answer = program.post(f"{address}/accept", {"part": True}, "application/json")
    done = answer.json()
    assert (answer.status_code, done["acceptance"]) == (202, "done")
    assert done["state"].startswith("accepted")
    assert Event.objects.filter(action="return-accepted").count() == 1
    assert Reading.objects.filter(return_id=sent["id"]).count() == 2
    assert [r["id"] for r in program.get(ADDRESS).json()] == [sent["id"]]


def test_check_under_way_is_polled(program, sent):
    Check.objects.update(finished_at=None, step=1)
    told = program.get(f"{ADDRESS}/{sent['id']}").json()
    assert (told["check"], told["step"]) == ("running", "reading its rows")
    assert told["result"] is None


def test_rejected_records_need_agreement(program, own_file):
    from tests.web.portal.conftest import rewritten, without_birth_date

    content = rewritten(own_file, without_birth_date)
    sent = send(program, own_file.name, content).json()
    assert "part" in sent["result"]["approvals"]
    refused = program.post(f"{ADDRESS}/{sent['id']}/accept", {}, "application/json")
    assert refused.status_code == 409 and "left out" in refused.json()["detail"]
    assert not Event.objects.filter(action="return-accepted").exists()


def test_withdrawn_return_cannot_be_accepted(program, sent):
    address = f"{ADDRESS}/{sent['id']}"
    assert program.post(f"{address}/withdraw").json()["state"] == "withdrawn"
    assert program.post(f"{address}/accept", {}, "application/json").status_code >= 400
    assert actions.store().receipts() == []


def test_file_that_is_no_return_is_refused_in_one_sentence(program):
    answer = send(program, "x.csv", b"a,b\n1,2\n")
    assert answer.status_code == 422 and answer.json()["detail"]
    assert actions.store().history() == []


def test_s58_return_of_another_provider_is_neither_taken_nor_found(
    program, foreign_file
):
    answer = send(program, foreign_file.name, foreign_file.read_bytes())
    assert answer.status_code == 422
    other = actions.store().receive(foreign_file, by="somebody")
    for page in ("", "/findings", "/findings.csv"):
        assert program.get(f"{ADDRESS}/{other.id}{page}").status_code == 404
    assert program.post(f"{ADDRESS}/{other.id}/withdraw").status_code == 404


def test_s58_without_a_token_nothing_opens(client, program, token, manager):
    assert program.get(ADDRESS).status_code == 200
    assert client.get(ADDRESS).status_code == 401
    client.force_login(manager)
    assert client.get(ADDRESS).status_code == 401


@pytest.mark.parametrize("end", ["expired", "revoked", "closed", "wrong"])
def test_s58_token_out_of_force_is_refused(end, program, token, manager):
    made, secret = token
    assert program.get(ADDRESS).status_code == 200
    now = timezone.now()
    if end == "expired":
        Token.objects.update(expires_at=now - dt.timedelta(seconds=1))
    if end == "revoked":
        Token.objects.update(revoked_at=now)
    if end == "closed":
        manager.is_active = False
        manager.save()
    headers = {"Authorization": f"Bearer {secret}x"} if end == "wrong" else {}
    assert program.get(ADDRESS, headers=headers).status_code == 401


def test_s58_plain_http_is_refused_in_service_not_redirected(program, settings):
    settings.DEMO = False
    answer = program.get(ADDRESS)
    assert answer.status_code == 403 and "Use https" in answer.json()["detail"]


def test_s58_too_many_requests_are_slowed_down(program, settings):
    settings.API_REQUESTS_PER_MINUTE = 3
    assert [program.get(ADDRESS).status_code for _ in range(4)] == [200] * 3 + [429]


def test_s58_secret_is_shown_once_and_kept_as_a_hash(as_role, manager):
    browser = as_role("data-manager")
    assert browser.post("/api/tokens/").status_code == 422
    page = browser.post("/api/tokens/", {"name": "Case system"}).content.decode()
    secret = page.split('id="secret">')[1].split("<")[0]
    assert secret.startswith("tc_")
    kept = Token.objects.get()
    assert secret not in str(vars(kept))
    again = browser.get("/api/tokens/").content.decode()
    assert secret not in again and "Case system" in again
    browser.post(f"/api/tokens/{kept.pk}/revoke/")
    assert Token.objects.get().state == "revoked"


def test_description_names_every_operation_and_the_page_shows_them(client, db, store):
    paths = client.get("/api/openapi.json").json()["paths"]
    page = client.get("/api/").content.decode()
    assert len(paths) == 6 and all(path in page for path in paths)


def test_a_program_says_the_data_set_of_a_csv_return(program, own_file):
    upload = SimpleUploadedFile(own_file.name, own_file.read_bytes())
    answer = program.post(ADDRESS, {"file": upload, "data_set": "young-people"})
    assert answer.status_code == 202
    assert actions.store().history()[0]["dataset"] == "H-young-people"
    upload = SimpleUploadedFile(own_file.name, own_file.read_bytes())
    refused = program.post(ADDRESS, {"file": upload, "data_set": "anything"})
    assert refused.status_code == 422
