"""Acceptance in the background: asked for, followed, refused at once or later, and done once however often it is run."""

import pytest

from throughcare.web.audit.models import Event
from throughcare.web.portal import accepting, actions, tasks
from throughcare.web.portal.models import Acceptance


@pytest.fixture
def queued(settings):
    """Work stays in the queue until a worker comes."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}
    }


@pytest.fixture
def asked(manager, sent, queued):
    """An acceptance that waits for its turn."""
    assert manager.post(f"{sent}accept/", {"part": "yes"}).url == sent
    return Acceptance.objects.get()


def run(acceptance: Acceptance) -> Acceptance:
    tasks.accept_return.func(acceptance.pk, acceptance.provider)
    acceptance.refresh_from_db()
    return acceptance


def state() -> str:
    return actions.store().history()[0]["state"]


def test_acceptance_waits_for_a_worker_and_says_so(manager, sent, asked):
    assert (state(), asked.state) == ("checked", "waiting")
    page = manager.get(sent).content.decode()
    assert "Being accepted" in page and "waits for its turn" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    Acceptance.objects.update(begun_at=asked.asked_at, step=4)
    part = manager.get(sent, headers={"HX-Request": "true"}).content.decode()
    assert "Keeping its records: <strong>now" in part


def test_worker_accepts_and_the_page_tells_it(manager, sent, asked):
    assert run(asked).state == "done"
    page = manager.get(sent).content.decode()
    assert "The next cut takes it" in page
    assert "data-manager asked for it to be accepted" in page
    assert state() == "accepted-in-part"


def test_asked_twice_is_queued_once(manager, sent, asked):
    manager.post(f"{sent}accept/", {"part": "yes"})
    run(asked)
    manager.post(f"{sent}accept/", {"part": "yes"})
    assert Acceptance.objects.count() == 1


def test_run_again_after_a_kill_accepts_and_notes_it_once(asked, monkeypatch):
    """Killed after the store has accepted, before that is noted."""

    def killed(**told):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(accepting, "record", killed)
        with pytest.raises(KeyboardInterrupt):
            run(asked)
    asked.refresh_from_db()
    receipts = actions.store().receipts()
    assert (asked.state, len(receipts)) == ("running", 1)
    assert run(asked).state == "done"
    run(asked)
    assert actions.store().receipts() == receipts
    assert Event.objects.filter(action="return-accepted").count() == 1


def test_worker_that_cannot_accept_says_why_and_the_sender_decides_anew(
    manager, sent, asked
):
    Acceptance.objects.update(part=False)
    asked.refresh_from_db()
    assert run(asked).state == "failed"
    page = manager.get(sent).content.decode()
    assert "would be left out" in page and "Accept in part" in page
    assert state() == "checked"


def test_nothing_changes_a_return_that_is_being_accepted(manager, sent, asked):
    for step in ("withdraw/", "check/"):
        page = manager.post(sent + step).content.decode()
        assert "Being accepted" in page
    assert state() == "checked"


def test_refused_return_is_not_queued(manager, own_file, queued):
    from tests.web.portal.conftest import rewritten, send
    from throughcare.web.portal.models import Check

    def without_consent(rows):
        for row in rows:
            row["CONSENT"] = ""

    sent = send(manager, own_file.name, rewritten(own_file, without_consent)).url
    check = Check.objects.get()
    tasks.check_return.func(check.pk, check.provider)
    page = manager.post(f"{sent}accept/").content.decode()
    assert "This return is refused" in page
    assert Acceptance.objects.count() == 0


def test_withdrawing_takes_two_steps_and_says_what_is_lost(manager, sent):
    page = manager.get(sent).content.decode()
    lead, _, rest = page.partition("Withdraw this return")
    assert (
        f'action="{sent}withdraw/"' in rest and f'action="{sent}withdraw/"' not in lead
    )
    assert "corrections made in the page are lost" not in rest
    typed = {"item-DOB": "19700401", "why": "seen on paper"}
    manager.post(sent + "rows/2/", typed)
    page = manager.get(sent).content.decode()
    assert "corrections made in the page are lost" in page
