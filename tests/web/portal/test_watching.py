"""The watched folder: complete files only, moved to done or refused with what was found beside them."""

import pytest

from throughcare.web.portal import actions
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
    assert "findings, return" in told
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
