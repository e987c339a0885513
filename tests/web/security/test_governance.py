"""S28, S42, S44 and S51: the second person, the purpose of a file, the register of disclosures, the agreement."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from throughcare.web.accounts import policy
from throughcare.web.audit.models import Event, Reading
from throughcare.web.governance import agreements, proposals
from throughcare.web.governance.models import Agreement, Disclosure, Export, Proposal
from throughcare.web.organisations.actions import add_provider
from throughcare.web.organisations.models import Merger
from throughcare.web.portal.actions import store as open_store

# -- S28: the second person ---------------------------------------------------------------------------------------


@pytest.fixture
def asked(users):
    """A merger that the administrator asked for."""
    for code in ("X0001", "X0002"):
        add_provider(code=code, by=None)
    told = {"provider": "X0001", "successor": "X0002", "on": "2013-04-01"}
    return proposals.ask(act="merge", told=told, by=users["administrator"])


def test_s28_who_asked_cannot_do_it(asked, as_role):
    page = as_role("administrator").post(f"/waiting/{asked.pk}/do/", follow=True)
    assert "You asked for this yourself" in page.content.decode()
    assert not Merger.objects.exists()


def test_s28_another_person_does_it_and_both_are_recorded(asked, users, as_role):
    Proposal.objects.update(by=users["analyst"])
    as_role("administrator").post(f"/waiting/{asked.pk}/do/")
    assert Merger.objects.get().successor.code == "X0002"
    told = Event.objects.filter(action__in=["merge-asked-for", "merge-confirmed"])
    assert [e.by.username for e in told] == ["administrator", "administrator"]
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("done", users["administrator"])


def test_s28_refused_and_expired_acts_are_not_done(asked, users):
    other = users["analyst"]
    Proposal.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    with pytest.raises(proposals.ProposalError, match="expired already"):
        proposals.decide(proposal=asked, do=True, by=other)
    again = proposals.ask(act="merge", told=asked.told, by=users["administrator"])
    proposals.decide(proposal=again, do=False, by=other)
    with pytest.raises(proposals.ProposalError, match="refused already"):
        proposals.decide(proposal=again, do=True, by=other)
    assert not Merger.objects.exists()


def test_s28_what_has_become_impossible_says_why_and_still_waits(asked, users):
    again = proposals.ask(
        act="merge", told=asked.told | {"on": "2014-04-01"}, by=users["administrator"]
    )
    proposals.decide(proposal=asked, do=True, by=users["analyst"])
    with pytest.raises(proposals.ProposalError, match="merged already"):
        proposals.decide(proposal=again, do=True, by=users["analyst"])
    again.refresh_from_db()
    assert again.state == "waiting"


def test_s28_page_of_a_merger_only_asks(as_role, users, store):
    for code in ("X0001", "X0002"):
        add_provider(code=code, by=None)
    form = {"successor": "X0002", "on-day": "1", "on-month": "4", "on-year": "2013"}
    client = as_role("administrator")
    address = "/organisations/providers/X0001/merge/"
    assert client.post(address, form | {"step": "merge"}).url == "/waiting/"
    assert not Merger.objects.exists()
    assert "Merge provider X0001 into X0002" in client.get("/waiting/").content.decode()


# -- S42: the purpose of a file -----------------------------------------------------------------------------------

FILES = {
    "portal:findings",
    "portal:handed-back",
    "portal:compared-file",
    "public:explain-lines",
    "audit:readings-file",
    "grid:exceptions-file",
    "reports:file",
}
FILE = "/audit/readings.csv"


def opened(client, address: str = FILE, **more):
    form = {"next": address, "purpose": "audit"} | more
    return client.post("/purpose/", form)


def test_s42_files_of_records_ask_for_a_purpose():
    asking = {page for page, row in policy.TABLE.items() if row.asks_purpose}
    assert asking >= FILES
    left = {page for page in asking - FILES if not page.endswith("explain-lines")}
    assert left == set()


def test_s42_no_file_without_its_purpose_and_the_purpose_is_in_the_audit(
    as_role, users, store, asks_first
):
    client = as_role("administrator")
    assert client.get(FILE).url == f"/purpose/?next={FILE}"
    page = opened(client, f"{FILE}?who=x", words="a complaint").content.decode()
    assert f'href="{FILE}?who=x"' in page
    answer = client.get(f"{FILE}?who=x")
    made = Export.objects.get()
    assert answer.status_code == 200
    assert f'filename="readings-export-{made.pk}.csv"' in answer["Content-Disposition"]
    told = Event.objects.get(action="export-opened")
    assert told.by == users["administrator"] and told.target == FILE
    assert (told.detail["purpose"], told.detail["words"]) == ("audit", "a complaint")


def test_s42_purpose_of_one_account_opens_nothing_to_another(
    as_role, store, asks_first
):
    opened(as_role("administrator"))
    assert as_role("administrator").get(FILE).status_code == 200
    assert as_role("data-manager").get(FILE).status_code == 302


def test_s42_purpose_expires(as_role, store, asks_first, settings):
    client = as_role("administrator")
    opened(client)
    made = Export.objects.get()
    hours = (made.expires_at - made.at).total_seconds() / 3600
    assert hours == pytest.approx(settings.EXPORT_HOURS, abs=0.01)
    Export.objects.update(expires_at=timezone.now())
    assert client.get(FILE).status_code == 302


def test_s42_purpose_for_one_return_opens_no_other(
    as_role, own_file, store, asks_first, users
):
    received = open_store().receive(own_file, by="x")
    open_store().check(received.id)
    client = as_role("data-manager")
    file = f"/returns/{received.id}/handed-back.csv"
    opened(client, file)
    assert client.get(file).status_code == 200
    assert client.get(file.replace(".csv", ".xlsx")).status_code == 302
    assert Reading.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"purpose": ""}, 422),
        ({"purpose": "curiosity"}, 422),
        ({"purpose": "other"}, 422),
        ({"next": "https://elsewhere.example/returns/"}, 302),
        ({"next": "/account/"}, 404),
        ({"next": "/nowhere/"}, 404),
        ({"next": "/returns/N0852-H-1/findings.csv"}, 404),
    ],
)
def test_s42_nothing_opens_without_a_purpose_or_for_another_page(
    form, status, as_role, store, asks_first
):
    assert opened(as_role("administrator"), **form).status_code == status
    assert not Export.objects.exists()


# -- S44: the register of disclosures -----------------------------------------------------------------------------

ENTRY = {
    "recipient": "Centre of statistics",
    "purpose": "National statistics",
    "basis": "=Health Act",
    "fields": "All items of the data set",
    "rests_on": "consent",
    "since-day": "1",
    "since-month": "4",
    "since-year": "2012",
}


def test_s44_disclosure_is_entered_shown_downloaded_and_ended(as_role):
    client = as_role("administrator")
    assert client.post("/disclosures/", ENTRY).status_code == 302
    (entry,) = Disclosure.objects.all()
    page = as_role("analyst").get("/disclosures/").content.decode()
    assert "Centre of statistics" in page and "nobody who refused is in it" in page
    file = client.get("/disclosures.csv").content.decode()
    assert "'=Health Act" in file
    client.post(f"/disclosures/{entry.pk}/end/")
    entry.refresh_from_db()
    assert entry.until == dt.date.today()
    actions = ["disclosure-entered", "disclosure-ended"]
    assert Event.objects.filter(action__in=actions).count() == 2


@pytest.mark.parametrize(
    "missing", ["recipient", "purpose", "basis", "fields", "rests_on", "since-day"]
)
def test_s44_disclosure_without_basis_or_another_part_is_refused(missing, as_role):
    answer = as_role("administrator").post("/disclosures/", ENTRY | {missing: ""})
    assert answer.status_code == 422 and not Disclosure.objects.exists()


def test_s44_only_an_administrator_enters(as_role):
    assert as_role("analyst").post("/disclosures/", ENTRY).status_code == 422
    assert not Disclosure.objects.exists()


# -- S51: the agreement -------------------------------------------------------------------------------------------

ACCEPT = {"name": "Jo Kestrel", "position": "Caldicott guardian", "accept": "yes"}


def send(client, path):
    upload = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post("/returns/", {"file": upload})


def test_s51_return_is_refused_until_the_agreement_is_accepted(
    as_role, own_file, store, asks_first
):
    client = as_role("data-manager")
    answer = send(client, own_file)
    page = answer.content.decode()
    assert answer.status_code == 422 and "accepted the data-sharing agreement" in page
    assert open_store().history() == []
    assert client.post("/agreement/", ACCEPT).url == "/returns/"
    assert send(client, own_file).status_code == 302
    assert len(open_store().history()) == 1


def test_s51_acceptance_names_person_text_and_account(as_role, users, store):
    as_role("data-manager").post("/agreement/", ACCEPT)
    made = Agreement.objects.get()
    assert (made.name, made.by) == ("Jo Kestrel", users["data-manager"])
    assert made.text_hash == agreements.text_hash()
    assert Event.objects.filter(action="agreement-accepted").count() == 1
    page = as_role("data-manager").get("/agreement/").content.decode()
    assert "Jo Kestrel, Caldicott guardian" in page and "<form method" in page
    assert not re.search(r'name="accept"', page)


def test_s51_changed_text_has_to_be_accepted_anew(
    as_role, users, store, settings, tmp_path, asks_first
):
    as_role("data-manager").post("/agreement/", ACCEPT)
    provider = users["data-manager"].provider
    agreements.need({provider.code})
    settings.AGREEMENT = str(tmp_path / "new.txt")
    (tmp_path / "new.txt").write_text("Another text.")
    with pytest.raises(agreements.NotAgreed):
        agreements.need({provider.code})
    page = as_role("data-manager").get("/agreement/").content.decode()
    assert "Another text." in page


@pytest.mark.parametrize("missing", list(ACCEPT))
def test_s51_nobody_accepts_without_name_position_and_tick(missing, as_role, store):
    form = ACCEPT | {missing: " "}
    assert as_role("data-manager").post("/agreement/", form).status_code == 422
    assert not Agreement.objects.exists()


def test_s51_agreement_of_one_provider_is_none_of_another(
    as_role, users, store, asks_first
):
    as_role("data-manager").post("/agreement/", ACCEPT)
    with pytest.raises(agreements.NotAgreed):
        agreements.need({"X0009"})
