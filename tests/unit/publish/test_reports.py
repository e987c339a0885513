"""Routine reports: what they say, that they can be made again byte for byte, and their files."""

import contextlib
import csv
import html
import io
import json
import re
import zipfile
import zlib
from collections import Counter
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from throughcare import indicators
from throughcare.cli import app
from throughcare.publish import words
from throughcare.publish.reports import FORMS, data_quality, exceptions, run
from throughcare.publish.reports.document import Report, Row, Section
from throughcare.publish.reports.links import Links, NoSite
from throughcare.publish.reports.making import KINDS, Maker, NoSuchReport, units_of
from throughcare.publish.reports.shown import shown
from throughcare.simulate import England
from throughcare.submissions import Store, cut_sources
from throughcare.warehouse import cut_findings, engines
from throughcare.warehouse.cut import freeze

AS_OF = "2014-06-30"


@pytest.fixture(scope="module")
def cut(tmp_path_factory):
    """A small England, sent and frozen: a few hundred people at a few providers."""
    import datetime as dt

    folder = tmp_path_factory.mktemp("reports")
    paths = England(people=700, seed=3, dataset="K").write_returns(folder / "returns")
    store = Store(folder / "store")
    for path in paths:
        received = store.receive(path, by="test")
        store.accept(received.id, by="test", part=True)
    day = dt.date.fromisoformat(AS_OF)
    return freeze(folder / "store", "june", day, cut_sources(store))


@pytest.fixture(scope="module")
def maker(cut):
    return Maker(cut)


@pytest.fixture(scope="module")
def another(cut):
    """A maker that remembers nothing of the first."""
    return Maker(cut)


@pytest.fixture(scope="module")
def area(maker):
    """The area with the most people in treatment."""
    found = indicators.results(
        indicators.get("in_treatment"),
        maker.cut.inputs(engines.connect("duckdb")),
        indicators.Period.parse("2013-14"),
        by=["area"],
    )
    known = [row for row in found if row["area"]]
    return max(known, key=lambda row: row["value"])["area"]


def cells(report, section, **wanted):
    """Cells by column of the first row that has what is wanted."""
    told = next(s for s in report.sections if s.name == section)
    names = [column.name for column in told.columns]
    rows = [dict(zip(names, row.cells)) for row in told.rows]
    return next(row for row in rows if wanted.items() <= row.items())


def test_the_figures_are_those_that_measure_gives(maker, cut, area):
    report = maker.report("quarterly", "area", area)
    row = cells(
        report,
        "leaving",
        measure="Successful completions as a share of exits",
        group="All",
    )
    inputs = cut.inputs(engines.connect("duckdb"))
    slug = indicators.get("completion_of_exits")
    period = indicators.Period.parse("12m-to-2014-03")
    found = indicators.results(slug, inputs, period, by=["area"])
    wanted = next(r for r in found if r["area"] == area)
    assert (row["numerator"], row["denominator"], row["value"]) == (
        wanted["numerator"],
        wanted["denominator"],
        wanted["value"],
    )
    england = indicators.results(slug, inputs, period)[0]
    assert row["england"] == england["value"]


def test_a_measure_that_needs_time_is_given_for_months_that_have_settled(maker, area):
    """On 30 June 2014 six months and the gap after a completion have passed for November 2013."""
    report = maker.report("quarterly", "area", area)
    title = "Successful completion without return within six months"
    assert cells(report, "leaving", measure=title)["period"] == (
        "12 months to November 2013"
    )


def test_a_provider_sees_its_own_people_alone(maker, cut):
    """Counted by hand from the lines of its own return."""
    provider = maker.codes("provider")[0]
    report = maker.report("delivery", "provider", provider)
    shown = cells(report, "months", month="March 2014")["in_treatment_value"]
    episodes = cut.table(engines.connect("duckdb"), "episodes").to_pyarrow().to_pylist()
    inside = {
        row["person"]
        for row in episodes
        if row["agency"] == provider
        and str(row["triaged"]) <= "2014-03-31"
        and (row["discharged"] is None or str(row["discharged"]) >= "2014-03-01")
        and 2013 - row["birth_cohort"] >= 18
    }
    assert 0 < shown <= len(inside)
    assert report.unit.kind == "provider"
    assert any("this provider's episodes alone" in note for note in report.notes)


def test_completeness_is_counted_from_the_records(maker, cut):
    provider = maker.codes("provider")[0]
    report = maker.report("data-quality", "provider", provider)
    row = cells(report, "items", header="EMPSTAT")
    backend = engines.connect("duckdb")
    episodes = cut.table(backend, "episodes").to_pyarrow().to_pylist()
    own = [e for e in episodes if e["agency"] == provider]
    assert row["records"] == len(own)
    assert row["filled"] == sum(1 for e in own if e["employment"] is not None)


def test_items_that_are_all_filled_are_told_in_one_sentence():
    def row(filled):
        return Row(("EMPSTAT", "Episode", "Employment", filled, 10, 10.0 * filled))

    def told(*rows):
        return data_quality._summary(Section("items", "Items", rows=rows))

    assert told(row(10)) == "Every item asked for is filled in all 10 places."
    assert "The least complete is EMPSTAT: 90.0%" in told(row(9), row(10))
    assert told() == "There is no record to judge."


def test_findings_of_the_report_say_what_they_mean(maker):
    provider = maker.codes("provider")[0]
    report = maker.report("data-quality", "provider", provider)
    section = next(s for s in report.sections if s.name == "findings")
    assert {row.cells[2] for row in section.rows} <= set(words.LEVELS.values())
    assert section.rows


def test_profiles_missing_to_reach_the_level(maker, area):
    row = cells(maker.report("outcome-profiles", "area", area), "level", verdict="no")
    report = maker.report("outcome-profiles", "area", area)
    beside = cells(report, "in-time", measure=row["measure"])
    reached = (beside["numerator"] + row["needed"]) / beside["denominator"]
    one_less = (beside["numerator"] + row["needed"] - 1) / beside["denominator"]
    assert one_less < 0.8 <= reached


def test_exceptions_of_a_provider_are_those_told_to_it(maker, cut):
    provider = maker.codes("provider")[0]
    report = maker.report("outcome-profiles", "provider", provider)
    told = cut_findings.rows(cut, provider=provider)
    expected = Counter(f["rule"] for f in told if f["rule"] in exceptions.RULES)
    section = next(s for s in report.sections if s.name == "exceptions")
    assert {row.cells[0]: row.cells[2] for row in section.rows} == expected
    assert expected


def test_the_main_area_of_a_provider_is_where_most_of_its_episodes_live(maker, cut):
    from collections import Counter

    from throughcare.publish.reports.units import main_areas

    provider = maker.codes("provider")[0]
    rows = cut.table(engines.connect("duckdb"), "episodes").to_pyarrow().to_pylist()
    own = Counter(row["area"] for row in rows if row["agency"] == provider)
    found = main_areas(cut)
    assert own[found[provider]] == max(own.values())
    assert set(found) == set(maker.codes("provider"))


def test_a_report_warns_where_the_returns_end_early(maker, area):
    report = maker.report("delivery", "area", area)
    assert report.period == "month-2014-05"
    assert any("31 March 2014" in sentence for sentence in report.summary)


def test_an_area_without_anybody_gets_a_report_that_says_so(maker):
    empty = sorted({"E06000053", "E06000017", "E09000001"} - set(maker.codes("area")))
    assert empty
    report = maker.report("quarterly", "area", empty[0])
    assert report.summary[0].endswith(": 0.")
    assert FORMS["pdf"](report).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("asked", "way_out"),
    [
        (("weekly", "area", "E08000037"), "Use one of"),
        (("quarterly", "area", "E99999999"), "It holds"),
        (("quarterly", "provider", "../../etc"), "It holds"),
    ],
)
def test_what_cannot_be_made_says_what_can(maker, asked, way_out):
    with pytest.raises(NoSuchReport, match=way_out):
        maker.report(*asked)


@pytest.mark.parametrize("kind", KINDS)
def test_the_stored_form_gives_the_report_back(maker, area, kind):
    report = maker.report(kind, "area", area)
    assert Report.from_json(report.to_json()) == report


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_bytes_each_time(maker, another, area, kind, form):
    """Made by two makers, so that nothing is merely remembered."""
    links = Links("https://example.org", "/reports/june/1")
    first = FORMS[form](maker.report(kind, "area", area), links)
    again = FORMS[form](another.report(kind, "area", area), links)
    assert first == again


SITE = "https://figures.example.org"
WALKED = "/reports/june/1"


def addresses_in(pdf: bytes) -> set[str]:
    """The addresses of the link annotations of a PDF, packed or not."""
    parts = [pdf]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompress(packed))
    found = re.findall(rb"/URI\s*\(([^)]*)\)", b"\n".join(parts))
    return {address.decode() for address in found}


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_figures_link_to_their_definition_and_to_how_they_came_about(maker, area, form):
    report = maker.report("quarterly", "area", area)
    made = FORMS[form](report, Links(SITE, WALKED))
    found = (
        addresses_in(made)
        if form == "pdf"
        else set(re.findall(r'href="([^"]+)"', html.unescape(made.decode())))
    )
    walked = f"{SITE}{WALKED}/quarterly/area/{area}"
    assert f"{SITE}/methods/in-treatment/" in found
    assert f"{walked}/in-treatment/?period=12m-to-2014-03" in found
    assert f"{walked}/in-treatment/?period=12m-to-2013-03" in found
    assert f"{walked}/in-treatment/?period={report.period}" in found
    assert f"{walked}/in-treatment/?period=12m-to-2014-03&group=opiate" in found
    bare = FORMS[form](report)
    assert b"https://" not in bare and b"/URI" not in bare


def test_each_count_of_a_month_is_walked_back_by_its_own_measure(maker, area):
    report = maker.report("delivery", "area", area)
    found = addresses_in(FORMS["pdf"](report, Links(SITE, WALKED)))
    month = f"{SITE}{WALKED}/delivery/area/{area}"
    assert f"{month}/waiting-times/?period=month-2014-05" in found
    assert f"{SITE}/methods/completion-of-exits/" in found
    rows = csv.DictReader(io.StringIO(FORMS["csv"](report).decode()))
    told = {
        row["column"]: row["indicator"] for row in rows if row["section"] == "months"
    }
    assert told["waiting_times_numerator"] == "waiting_times"


def test_a_figure_that_is_not_told_yet_leads_nowhere(maker, area):
    report = maker.report("delivery", "area", area)
    months = report.sections[0]
    last = months.rows[-1]
    untold = replace(last, cells=(*last.cells[:-1], None))
    section = replace(months, rows=(*months.rows[:-1], untold))
    told = shown(replace(report, sections=(section,)), Links(SITE, WALKED))
    row = told["sections"][0]["rows"][-1]
    assert (row["cells"][-1], row["links"][-1]) == (words.NOT_AVAILABLE, "")
    assert row["links"][1].startswith(SITE)


def test_a_report_that_no_run_keeps_links_to_definitions_alone(maker, area):
    report = maker.report("quarterly", "area", area)
    found = addresses_in(FORMS["pdf"](report, Links.to(SITE + "/")))
    assert f"{SITE}/methods/waiting-times/" in found
    assert not [link for link in found if "/reports/" in link]


@pytest.mark.parametrize("told", ["figures", "javascript:alert(1)", "https://", ""])
def test_links_begin_with_the_address_of_a_site(told):
    with pytest.raises(NoSite, match="is no address of a site"):
        Links.to(told)


def test_findings_link_to_their_rules(maker):
    report = maker.report("data-quality", "provider", maker.codes("provider")[0])
    section = next(s for s in report.sections if s.name == "findings")
    found = addresses_in(FORMS["pdf"](report, Links(SITE, WALKED)))
    assert f"{SITE}/rules/?q={section.rows[0].cells[0]}" in found


@pytest.mark.parametrize("unit_kind", ["area", "provider"])
def test_what_stands_behind_a_figure_of_a_report(maker, unit_kind):
    code = maker.codes(unit_kind)[0]
    row = maker.report("quarterly", unit_kind, code).sections[0].rows[0]
    told = maker.figure(unit_kind, code, row.indicator, row.period)
    assert told["cell"]["value"] == row.cells[6]
    assert told["definition"]["slug"] == row.indicator
    assert "journeys.gap_days" in [p["name"] for p in told["parameters"]]


@pytest.mark.parametrize(
    ("slug", "period"), [("nothing", "2012-13"), ("in-treatment", "yesterday")]
)
def test_no_figure(maker, slug, period):
    with pytest.raises(NoSuchReport):
        maker.figure("area", "E08000037", slug, period)


def test_a_hostile_name_is_text_in_every_form(maker, area):
    report = maker.report("delivery", "area", area)
    named = Report.from_json(
        report.to_json().replace(report.unit.name, "=<script>#x[y]</script>")
    )
    assert b"<script>" not in FORMS["html"](named)
    assert FORMS["pdf"](named).startswith(b"%PDF")


def test_csv_holds_every_number_unrounded(maker, area):
    report = maker.report("quarterly", "area", area)
    rows = list(csv.DictReader(io.StringIO(FORMS["csv"](report).decode())))
    told = cells(report, "leaving", group="All")
    found = next(
        r for r in rows if r["section"] == "leaving" and r["column"] == "value"
    )
    assert float(found["value"]) == told["value"]
    assert found["unit"] == "%"


@pytest.mark.parametrize(
    ("form", "part"), [("xlsx", "xl/workbook.xml"), ("ods", "content.xml")]
)
def test_workbooks_have_a_sheet_a_section(maker, area, form, part):
    content = FORMS[form](maker.report("quarterly", "area", area))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        told = book.read(part).decode()
    assert all(heading in told for heading in ("In treatment", "Staying in treatment"))


def test_a_run_keeps_every_report_and_can_be_made_again(cut):
    made = run.make(cut, by="somebody")
    assert (made.number, made.made_by) == (1, "somebody")
    units = {(e.unit_kind, e.code) for e in made.entries}
    wanted = {(k, u, c) for k in KINDS for u, c in units if u in units_of(k)}
    assert {(e.kind, e.unit_kind, e.code) for e in made.entries} == wanted
    assert len(made.entries) == len(wanted)
    assert {kind for kind, _ in units} == {"area", "provider"}
    assert all(made.report(e).hash == e.hash for e in made.entries)
    assert made.changed(cut) == []
    assert run.Run.open(cut).entries == made.entries


def test_a_second_run_leaves_the_first_as_it_was(cut):
    before = run.numbers(cut)
    first = run.Run.open(cut, before[0]) if before else run.make(cut, by="a")
    held = {f.name: f.read_bytes() for f in first.folder.iterdir()}
    assert run.make(cut, by="b").number == max(run.numbers(cut))
    assert {f.name: f.read_bytes() for f in first.folder.iterdir()} == held


def test_a_run_that_breaks_off_leaves_nothing(cut):
    before = run.numbers(cut)

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run.make(cut, by="a", progress=stop)
    assert run.numbers(cut) == before
    assert list((cut.store / "work").glob("reports.*")) == []


def command(cut, *words):
    asked = ["report", *words, "--store", str(cut.store), "--cut", cut.name]
    return CliRunner().invoke(app, asked)


def test_a_run_names_the_site_that_its_files_link_to(cut, area):
    made = run.make(cut, by="test", site=SITE + "/")
    told = json.loads((made.folder / "manifest.json").read_text())
    entry = made.find("quarterly", "area", area)
    first = made.file(entry, "pdf", "https://elsewhere.example.org")
    again = run.Run.open(cut, made.number).file(entry, "pdf")
    assert told["site"] == SITE
    assert first == again
    assert all(link.startswith(SITE) for link in addresses_in(first))


def test_the_command_links_to_a_run_that_keeps_the_report(cut, area, tmp_path):
    made = run.make(cut, by="test")
    out = tmp_path / "report.pdf"
    words = ("quarterly", "--area", area, "--out", str(out))
    done = command(cut, *words, "--site", SITE)
    assert done.exit_code == 0, done.output
    found = addresses_in(out.read_bytes())
    assert any(link.startswith(f"{SITE}{made.path}/quarterly") for link in found)
    refused = command(cut, *words, "--site", "figures")
    assert refused.exit_code == 2
    assert "is no address of a site" in refused.stderr


def test_the_command_writes_the_file(cut, area, tmp_path):
    out = tmp_path / "report.json"
    done = command(cut, "quarterly", "--area", area, "--out", str(out))
    assert done.exit_code == 0, done.output
    assert json.loads(out.read_text())["unit"]["code"] == area


@pytest.mark.parametrize(
    "words",
    [
        ("quarterly",),
        ("quarterly", "--area", "E08000037", "--out", "report.docx"),
        ("quarterly", "--area", "E08000037", "--out", "/nowhere/at/all.pdf"),
        ("weekly", "--area", "E08000037", "--out", "report.pdf"),
    ],
)
def test_the_command_refuses_in_one_sentence(cut, words):
    done = command(cut, *words)
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1


# -- the executive summary and the partnership report -----------------------------------------------------------


def table(report, section):
    told = next(s for s in report.sections if s.name == section)
    names = [column.name for column in told.columns]
    return [dict(zip(names, row.cells)) for row in told.rows]


def test_ratings_are_words_and_follow_what_is_better(maker, area):
    report = maker.report("executive-summary", "area", area)
    rows = table(report, "ratings")
    assert rows
    assert {row["rating"] for row in rows} <= {
        "Better",
        "Similar",
        "Worse",
        "Higher",
        "Lower",
        "",
    }
    assert "that can be rated beside England" in report.summary[0]


def test_a_gap_is_told_only_where_more_is_better(maker, area):
    report = maker.report("executive-summary", "area", area)
    for section in report.sections:
        names = [c.name for c in section.columns]
        for row in section.rows if "gap" in names else ():
            better = indicators.get(row.indicator).direction
            assert row.cells[names.index("gap")] is None or better == "higher"


def test_too_few_quarters_say_no_direction(maker, area):
    from throughcare.publish.reports import executive_summary

    rows = table(maker.report("executive-summary", "area", area), "direction")
    assert {row["measure"] for row in rows} >= {
        indicators.get(s).title for s in executive_summary.PARTS[0][2]
    }
    assert all(row["quarters"] <= 12 for row in rows)


def test_rating_colours_have_their_word_beside_them(maker, area):
    page = FORMS["html"](maker.report("executive-summary", "area", area)).decode()
    for name in ("better", "similar", "worse"):
        for cell in page.split(f'class="{name}">')[1:]:
            assert cell.startswith(name.capitalize())


def test_providers_are_counted_on_the_people_of_the_area_alone(maker, area):
    rows = table(maker.report("partnership", "area", area), "providers")
    inputs = maker.cut.inputs(engines.connect("duckdb"))
    period = indicators.Period.parse("12m-to-2014-03")
    found = indicators.results(
        indicators.get("in_treatment"), inputs, period, by=["area"]
    )
    whole = next(r["value"] for r in found if r["area"] == area)
    assert rows
    assert max(row["in_treatment_value"] for row in rows) <= whole
    assert sum(row["in_treatment_value"] for row in rows) >= whole


def test_a_report_of_areas_is_not_made_for_a_provider(maker):
    provider = maker.codes("provider")[0]
    with pytest.raises(NoSuchReport, match="made for an area"):
        maker.report("partnership", "provider", provider)
    kinds = {(k, u) for k, u, _ in maker.all_asked()}
    assert ("partnership", "area") in kinds
    assert ("partnership", "provider") not in kinds


def test_an_area_that_nobody_lives_in_has_a_partnership_report(maker):
    report = maker.report("partnership", "area", "E06000053")
    assert report.summary[0].startswith("No provider treated anybody")
    assert FORMS["pdf"](report).startswith(b"%PDF")
