"""Commands that compare with a store: exit codes, sentences and columns."""

import csv
import io
import json

import pytest

from tests.hardening.kill import write_returns

from .test_commands import run


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    return write_returns(tmp_path_factory.mktemp("sent"), 1)[0]


@pytest.fixture(scope="module")
def smaller(sent):
    """The same provider a month later, with two clients that also begin before 18."""
    path = sent.with_name(sent.name.replace("201204", "201205"))
    header, *rows = sent.read_text().splitlines()
    young = rows[0].replace("19800131", "19960131")
    path.write_text("\n".join([header, young, rows[1]]) + "\n")
    return path


@pytest.fixture(scope="module")
def store(sent, tmp_path_factory):
    path = tmp_path_factory.mktemp("store")
    run("submit", sent, "--store", path)
    return path


def test_a_fuller_return_is_replaced_with_approval_only(sent, smaller, tmp_path):
    submit = ("submit", "--store", tmp_path / "s")
    run(*submit, sent)
    told = " ".join(run(*submit, smaller, code=3).stdout.split())
    assert "298 of 300 clients and 298 of 300 episodes missing" in told
    assert "1 of 1 returns accepted" in run(*submit, smaller, "--replace-fuller").stdout


def test_check_against_a_store_tells_what_is_missing_on_row_0(smaller, store):
    check = ("check", smaller, "--store", store, "--format", "json")
    found = json.loads(run(*check).stdout)["findings"]
    missing = [f["value"] for f in found if (f["rule"], f["row"]) == ("L05", 0)]
    assert len(missing) == 298
    assert "CLIENTID 2, EPISODID 2" in missing
    alone = json.loads(run("check", smaller, "--format", "json").stdout)["findings"]
    assert {f["rule"] for f in alone} & {"F07", "L05"} == set()


def test_a_warning_is_confirmed_and_shown_as_such(smaller, store):
    run("submit", smaller, "--store", store, code=3)
    listed = run("returns", "--store", store, "--format", "csv").stdout
    states = {r["name"]: r for r in csv.DictReader(io.StringIO(listed))}
    waiting = states[smaller.name]
    assert waiting["state"] == "checked"
    confirm = ("confirm", waiting["id"], "--store", store, "--rule", "X03", "--row", 2)
    reason = ("--field", "DOB", "--by", "J. Hall", "--why", "seen the passport")
    done = run(*confirm, *reason)
    assert done.stdout == "X03 on row 2 is confirmed by J. Hall: seen the passport\n"
    again = run("check", smaller, "--store", store, "--limit", 1000).stdout
    assert "1 confirmed" in again
    wrong = run("confirm", waiting["id"], "--store", store, "--rule", "X03",
                "--row", 3, *reason, code=1)  # fmt: skip
    assert "There is no finding X03 on row 3" in wrong.stderr


def test_a_sound_store_needs_no_mending(store):
    assert run("mend", "--store", store).stdout == "Nothing is damaged.\n"


def test_findings_over_a_cut(store):
    run("freeze", "--store", store, "--as-of", "2012-12-01", "--name", "c")
    told = run("check-cut", "--store", store, "--cut", "c", "--format", "csv").stdout
    found = list(csv.DictReader(io.StringIO(told)))
    assert {f["rule"] for f in found} >= {"L08"}
    assert list(found[0])[:5] == ["provider", "return_id", "row", "rule", "level"]
    none = run("check-cut", "--store", store, "--cut", "c", "--provider", "X9").stdout
    assert none == "0 findings.\n"


@pytest.mark.parametrize(
    "command",
    [
        ("returns",),
        ("mend",),
        ("check-cut", "--cut", "c"),
        ("confirm", "x", "--rule", "X03", "--row", 2, "--why", "y", "--by", "z"),
    ],
)
def test_a_store_that_is_not_there_is_said(command, tmp_path):
    done = run(*command, "--store", tmp_path / "none", code=2)
    assert done.stderr.startswith("throughcare: ")
