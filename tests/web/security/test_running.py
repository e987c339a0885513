"""S36 to S41, S49, S56, S57, S59, S63: secrets, files, what runs in service and what it tells; and the list itself."""

import ast
import csv
import datetime as dt
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.security.conftest import service_environment
from throughcare.web import environment
from throughcare.web.portal.actions import store as open_store

ROOT = Path(__file__).parents[3]
REQUIREMENTS = ROOT / "docs/security.csv"
STATES = {"met", "met in part", "not yet", "not applicable"}


def database(address: str, *, demo: bool = False):
    return environment.database({"DATABASE": address}, Path("."), demo=demo)


@pytest.mark.parametrize("mode", ["", "?sslmode=require", "?sslmode=verify-ca"])
def test_s36_database_elsewhere_needs_checked_tls(mode):
    with pytest.raises(environment.SettingMissing, match="sslmode=verify-full"):
        database(f"postgresql://me@db.example/site{mode}")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me@db.example/site?sslmode=verify-full",
        "postgresql://me@127.0.0.1/site",
        "postgresql://me@localhost/site",
        "postgresql://me@/site?host=/run/postgresql",
    ],
)
def test_s36_checked_tls_and_this_machine_are_taken(address):
    assert database(address)["NAME"] == "site"


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ({"SECRET_KEY": ""}, "Set SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "50 characters or more"),
        ({"SECOND_FACTOR_KEYS": ""}, "Set SECOND_FACTOR_KEYS"),
        ({"SECOND_FACTOR_KEYS": "nonsense"}, "Set SECOND_FACTOR_KEYS"),
        ({"THROUGHCARE_HOSTS": ""}, "Set THROUGHCARE_HOSTS"),
        ({"EMAIL": ""}, "Set EMAIL"),
        ({"THROUGHCARE_MODE": "prod"}, "demo or service"),
        ({"THROUGHCARE_ADDRESS": "http://site.example"}, "must begin with https"),
    ],
)
def test_s38_service_does_not_start_without_its_secrets(missing, told, tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "throughcare.web.serve"],
        env=service_environment(tmp_path) | missing,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 2 and told in run.stderr
    assert "Traceback" not in run.stderr


def test_s38_no_secret_is_written_in_the_code():
    found = []
    pattern = re.compile(
        r"(?i)(password|secret|key|token)\w*\s*=\s*[\"'][^\"'{}]{12,}[\"']"
    )
    for path in (ROOT / "src/throughcare/web").rglob("*.py"):
        found += [
            m.group(0) for m in pattern.finditer(path.read_text(encoding="utf-8"))
        ]
    known = (
        "Enter the",
        "django.",
        "throughcare.",
        "accounts.",
        "needs_",
        "CSRF_",
        "new second",
    )
    assert [text for text in found if not any(k in text for k in known)] == []


def test_s38_kept_secrets_of_the_demonstration_are_for_their_owner_only(tmp_path):
    environment.kept_secret(tmp_path / "secret_key")
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("return.exe", b"MZ", "must be a CSV"),
        ("return.csv", b"%PDF-1.7", "PDF"),
        ("return.csv", b"PK\x03\x04" + b"\0" * 50, "There is a problem"),
        ("return.csv", b"", "is empty"),
        ("../../return.csv", b"a,b\n1,2\n", "There is a problem"),
    ],
)
def test_s39_file_that_is_no_return_is_refused_and_not_kept(
    as_role, users, store, name, content, told
):
    upload = SimpleUploadedFile(name, content)
    answer = as_role("data-manager").post("/returns/", {"file": upload})
    assert answer.status_code == 422 and told in answer.content.decode()
    assert open_store().history() == []


def test_s39_file_beyond_the_limit_is_refused(as_role, own_file, store, settings):
    settings.UPLOAD_BYTES = 1000
    upload = SimpleUploadedFile(own_file.name, own_file.read_bytes())
    answer = as_role("data-manager").post("/returns/", {"file": upload})
    assert "must be smaller than" in answer.content.decode()
    assert open_store().history() == []


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "entities": f'<!DOCTYPE s [<!ENTITY l0 "ha">{LAUGHS}]><submission>&l9;</submission>',
    "file": '<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><submission>&x;</submission>',
    "network": '<!DOCTYPE s SYSTEM "http://192.0.2.1/x.dtd"><submission></submission>',
    "depth": '<submission data-set="H">' + "<client>" * 10_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_s40_hostile_xml_ends_in_a_sentence(kind, tmp_path):
    from throughcare.dataset.file import Unreadable
    from throughcare.submissions.check import check

    path = tmp_path / "N0852-20120901-20120930-TREAT-IN-H.xml"
    path.write_text(HOSTILE[kind])
    with pytest.raises(Unreadable) as told:
        check(path, submitted_on=dt.date(2012, 10, 1)).__enter__()
    assert "root:" not in str(told.value) and len(str(told.value)) < 400


def test_s41_formula_in_a_log_comes_out_inert(as_role, users):
    from throughcare.web.accounts.models import User
    from throughcare.web.audit.actions import record_read

    User.objects.filter(username="analyst").update(username="=1+cmd")
    user = User.objects.get(username="=1+cmd")
    record_read(by=user, page="x", provider="N0852", return_id="r", reason="@SUM(1)")
    text = as_role("administrator").get("/audit/readings.csv").content.decode()
    row = next(csv.DictReader(io.StringIO(text)))
    assert (row["by"], row["reason"]) == ("'=1+cmd", "'@SUM(1)")


def test_s49_demonstration_says_that_it_is_one(client, db, store):
    page = client.get("/").content.decode()
    assert "every person, provider and figure here is made up" in page


def test_s56_forms_are_checked_without_the_browser(client, db):
    for address in ("/sign-in/", "/password/"):
        assert " novalidate" in client.get(address).content.decode()
        assert client.post(address).status_code == 422


def test_s57_field_that_is_not_asked_for_changes_nothing(as_role, users, store):
    from throughcare.web.accounts.models import User

    form = {"role": "analyst", "is_superuser": "1", "is_staff": "1", "username": "x"}
    as_role("administrator").post(f"/accounts/{users['commissioner'].pk}/", form)
    user = User.objects.get(pk=users["commissioner"].pk)
    assert (user.role, user.username) == ("analyst", "commissioner")
    assert not user.is_superuser and not user.is_staff


def test_s59_deployment_check_is_clean(in_service):
    assert "no issues" in in_service["deploy"] and not in_service["debug"]


def test_s59_odd_methods_are_refused(in_service):
    assert set(in_service["methods"].values()) == {405}


def test_s59_there_is_no_admin_of_django():
    assert not apps.is_installed("django.contrib.admin")


@pytest.mark.parametrize(
    ("path", "status"), [("/nowhere/", 404), ("/search/?q=leeds", 500), ("/cuts/", 403)]
)
def test_s59_error_pages_tell_no_detail(path, status, as_role, store, monkeypatch):
    monkeypatch.setattr("throughcare.publish.areas.search", lambda words: 1 / 0)
    client = as_role("commissioner")
    client.raise_request_exception = False
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == status
    for word in ("Traceback", "ZeroDivisionError", "Django", "Python", ".py"):
        assert word not in page


def test_s59_no_template_or_key_file_is_served(client, db):
    for path in ("/static/", "/static/build/", "/static/../settings.py", "/.env"):
        assert client.get(path).status_code == 404


def test_s63_health_page_answers_without_an_account(client, db):
    assert client.get("/health/").content == b"ok\n"


# -- the list -----------------------------------------------------------------------------------------------------


def rows() -> dict[str, dict[str, str]]:
    with REQUIREMENTS.open(encoding="utf-8", newline="") as file:
        return {row["number"]: row for row in csv.DictReader(file)}


def numbers_with_a_test() -> set[str]:
    """The numbers that the names of tests begin with."""
    found = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                named = re.match(r"test_s(\d+)_", node.name)
                found |= {f"S{named.group(1)}"} if named else set()
    return found


def test_list_has_every_number_once_with_a_known_state():
    assert list(rows()) == [f"S{n}" for n in range(1, 65)]
    assert {row["state"] for row in rows().values()} <= STATES


def test_each_requirement_that_is_met_has_a_test_and_each_other_says_why():
    untested = {
        n for n, row in rows().items() if row["state"] == "met"
    } - numbers_with_a_test()
    assert untested == set()
    unsaid = {
        n
        for n, row in rows().items()
        if row["state"] in ("met in part", "not applicable") and not row["why"]
    }
    assert unsaid == set()


def test_each_numbered_test_belongs_to_a_requirement_of_the_list():
    assert numbers_with_a_test() <= set(rows())
