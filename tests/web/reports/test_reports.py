"""Routine reports on the site: who sees which, files, the walk back, and their making in the background."""

import html
import re

import pytest
from django.urls import reverse

from throughcare.publish import words
from throughcare.publish.reports import FORMS, run
from throughcare.publish.reports.links import Links
from throughcare.web.reports import actions, tasks
from throughcare.web.reports.models import Making

LIST = "/reports/"


def address(page: str, entry, *more) -> str:
    return reverse(
        f"reports:{page}",
        args=["spring", 1, entry.kind, entry.unit_kind, entry.code, *more],
    )


def listed(client, query: str = "") -> set[str]:
    """Codes of the units of the reports that a list shows."""
    text = client.get(LIST + query).content.decode()
    return set(
        re.findall(r'/reports/spring/1/[a-z-]+/(?:area|provider)/([^/"]+)/"', text)
    )


def test_a_data_manager_sees_the_own_provider_only(own, as_role):
    assert listed(as_role("data-manager")) == {own["provider"]}


def test_a_commissioner_sees_the_area_and_the_providers_that_work_for_it(own, as_role):
    from throughcare.web.organisations.actions import relate
    from throughcare.web.organisations.models import Partnership, Provider

    client = as_role("commissioner")
    assert listed(client) == {own["area"]}
    relate(
        provider=Provider.objects.get(code=own["provider"]),
        partnership=Partnership.objects.get(area__code=own["area"]),
        since="2010-04-01",
        by=None,
    )
    assert listed(client) == {own["area"], own["provider"]}


def test_an_analyst_finds_any_by_kind_and_name(made, as_role):
    entry = next(e for e in made.entries if e.unit_kind == "area")
    client = as_role("analyst")
    assert listed(client, f"?q={entry.code}") == {entry.code}
    assert listed(client, f"?q={entry.name.split()[0].lower()}") >= {entry.code}
    text = client.get(LIST + f"?kind=delivery&q={entry.code}").content.decode()
    assert f"/spring/1/delivery/area/{entry.code}/" in text
    assert f"/spring/1/quarterly/area/{entry.code}/" not in text


def test_what_matches_nothing_says_so(made, as_role):
    text = as_role("analyst").get(LIST + "?q=<atlantis>").content.decode()
    assert "Nothing matches “&lt;atlantis&gt;”" in text


def test_before_the_first_run_the_list_says_so(empty_store, as_role):
    text = as_role("analyst").get(LIST).content.decode()
    assert "No reports have been made yet" in text


@pytest.mark.parametrize("page", ["report", "file", "figure"])
@pytest.mark.parametrize("role", ["data-manager", "commissioner"])
def test_a_foreign_report_is_not_found(page, role, own, made, as_role):
    foreign = next(e for e in made.entries if e.code not in own.values())
    more = {"file": ["pdf"], "figure": ["in-treatment"]}.get(page, [])
    assert as_role(role).get(address(page, foreign, *more)).status_code == 404
    assert as_role("public").get(address(page, foreign, *more)).status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "spring/9/quarterly/area/E08000037/",
        "summer/1/quarterly/area/E08000037/",
        "spring/1/weekly/area/E08000037/",
        "spring/1/quarterly/area/E99999999/",
    ],
)
def test_what_is_not_there_is_not_found(path, made, as_role):
    assert as_role("analyst").get(LIST + path).status_code == 404


def test_the_page_says_what_the_kept_report_says(own, made, as_role):
    entry = made.find("quarterly", "provider", own["provider"])
    text = as_role("data-manager").get(address("report", entry)).content.decode()
    told = made.report(entry)
    assert told.title in text
    assert all(section.heading in text for section in told.sections)
    assert entry.hash in text


@pytest.mark.parametrize("form", FORMS)
def test_files_are_those_of_the_kept_report(form, own, made, as_role, settings):
    entry = made.find("quarterly", "area", own["area"])
    answer = as_role("commissioner").get(address("file", entry, form))
    links = Links(settings.SITE_ADDRESS, "/reports/spring/1")
    assert answer.content == FORMS[form](made.report(entry), links)
    assert f'.{form}"' in answer["Content-Disposition"]


@pytest.mark.parametrize("kind", ["area", "provider"])
def test_every_figure_leads_to_where_it_comes_from(kind, own, made, as_role):
    client = as_role({"area": "commissioner", "provider": "data-manager"}[kind])
    entry = made.find("quarterly", kind, own[kind])
    text = client.get(address("report", entry)).content.decode()
    links = {
        html.unescape(link)
        for link in re.findall(r'href="(/(?:reports|methods)/[^"]+)"', text)
    }
    rows = [row for s in made.report(entry).sections for row in s.rows]
    for row in rows:
        slug = row.indicator.replace("_", "-")
        told = f"{slug}/?period={row.period}"
        told += f"&group={row.group}" if row.group else ""
        assert f"/methods/{slug}/" in links
        assert any(link.endswith(told) for link in links) == (row.cells[6] is not None)
    for link in (link for link in links if "period=" in link):
        answer = client.get(link)
        assert answer.status_code == 200
        assert "Values filled in" in answer.content.decode()
    defined = {link for link in links if link.startswith("/methods/")}
    assert {client.get(link).status_code for link in defined} == {200}


def test_a_figure_of_a_substance_group_is_told_as_that(own, made, as_role):
    entry = made.find("quarterly", "area", own["area"])
    rows = [row for s in made.report(entry).sections for row in s.rows]
    row = next(row for row in rows if row.group == "opiate")
    page = address("figure", entry, row.indicator.replace("_", "-"))
    answer = as_role("commissioner").get(f"{page}?period={row.period}&group=opiate")
    told = answer.content.decode()
    assert f"{words.amount(row.cells[6], row.unit)} in {row.period}" in told
    assert words.label("opiate").lower() in told
    unknown = as_role("commissioner").get(f"{page}?period={row.period}&group=tea")
    assert unknown.status_code == 404


def test_files_keep_the_address_that_they_were_made_with(
    cut, own, made, as_role, settings
):
    again = run.make(cut, by="test", site="https://figures.example.org/")
    entry = again.find("quarterly", "area", own["area"])
    settings.SITE_ADDRESS = "https://elsewhere.example.org"
    page = reverse(
        "reports:file", args=["spring", 2, "quarterly", "area", own["area"], "html"]
    )
    text = as_role("commissioner").get(page).content.decode()
    assert 'href="https://figures.example.org/reports/spring/2/quarterly/' in text
    assert "elsewhere" not in text
    assert text.encode() == again.file(entry, "html")


@pytest.mark.parametrize("slug", ["nothing", "in-treatment"])
def test_a_figure_without_a_period_is_not_found(slug, made, as_role):
    entry = made.entries[0]
    assert as_role("analyst").get(address("figure", entry, slug)).status_code == 404


def test_asking_makes_one_run_and_a_second_question_waits_for_it(
    cut, users, as_role, django_capture_on_commit_callbacks
):
    client = as_role("analyst")
    with django_capture_on_commit_callbacks() as queued:
        assert client.post("/reports/making/ask/", {"cut": "spring"}).status_code == 302
        client.post("/reports/making/ask/", {"cut": "spring"})
    making = Making.objects.get()
    assert len(queued) == 1
    assert (making.state, making.asked_by) == ("waiting", users["analyst"])
    tasks.make_reports.call(making.pk)
    making.refresh_from_db()
    assert (making.state, making.number) == ("done", 2)
    assert run.numbers(cut) == [1, 2]
    text = client.get("/reports/making/").content.decode()
    assert "Done" in text


def test_a_task_that_is_run_again_makes_nothing_more(cut, users):
    making = actions.ask_for_reports(cut="spring", by=users["analyst"])
    tasks.make_reports.call(making.pk)
    tasks.make_reports.call(making.pk)
    assert run.numbers(cut) == [1, 2]


def test_a_cut_that_is_gone_ends_in_one_sentence(cut, users):
    making = actions.ask_for_reports(cut="lost", by=users["analyst"])
    tasks.make_reports.call(making.pk)
    making.refresh_from_db()
    assert making.state == "failed"
    assert making.fault.startswith("There is no cut 'lost'")


def test_asking_for_an_unknown_cut_is_not_found(cut, as_role):
    answer = as_role("analyst").post("/reports/making/ask/", {"cut": "../spring"})
    assert answer.status_code == 404
    assert not Making.objects.exists()


def test_new_cuts_get_their_reports_without_anybody_asking(cut, users):
    import shutil

    assert actions.ask_for_new_cuts(store=cut.store) == []
    shutil.rmtree(cut.folder / "reports")
    (asked,) = actions.ask_for_new_cuts(store=cut.store)
    assert (asked.cut, asked.asked_by) == ("spring", None)
    assert actions.ask_for_new_cuts(store=cut.store) == []


def test_the_worker_looks_for_new_cuts_by_itself(cut, users, monkeypatch):
    import shutil

    from throughcare.web.work import schedule

    shutil.rmtree(cut.folder / "reports")
    for job in schedule.JOBS:
        job.next_at = 0
    schedule.run_due()
    schedule.run_due()
    assert [m.cut for m in Making.objects.all()] == ["spring"]
