"""Packs and bulletins: what they say and do not say, the flow that sums, the same bytes again, files and commands."""

import datetime as dt
import io
import random
import re
import zipfile
from types import SimpleNamespace

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from throughcare import indicators
from throughcare.cli import app
from throughcare.publish import areas, drawings, figures, release
from throughcare.publish.packs import bulletin, flow, kept, pack, source, tables
from throughcare.publish.reports import FORMS
from throughcare.publish.reports.document import Report
from throughcare.publish.reports.shown import shown as told_of
from throughcare.simulate import England
from throughcare.submissions import Store, cut_sources
from throughcare.warehouse import engines
from throughcare.warehouse.cut import freeze

YEAR = "2013-14"
SLUGS = (
    "in_treatment",
    "new_presentations",
    "waiting_times",
    "exits",
    "completion_of_exits",
)


@pytest.fixture(scope="module")
def cut(tmp_path_factory):
    """A small England, sent and frozen, with a release of two years of some measures."""
    folder = tmp_path_factory.mktemp("packs")
    paths = England(people=700, seed=3, dataset="K").write_returns(folder / "returns")
    store = Store(folder / "store")
    for path in paths:
        store.accept(store.receive(path, by="test").id, by="test", part=True)
    day = dt.date(2014, 6, 30)
    made = freeze(folder / "store", "june", day, cut_sources(store))
    inputs = made.inputs(engines.connect("duckdb"))
    periods = [indicators.Period.parse(name) for name in ("2012-13", YEAR)]
    rows = [row for s in SLUGS for row in release.rows_of(s, inputs, periods)]
    table = pa.Table.from_pylist(rows, schema=figures.SCHEMA)
    told = {"as_of": str(day), "hash": made.manifest["hash"], "version": "test"}
    figures.write(made.store, made.name, table, **told)
    return made


@pytest.fixture(scope="module")
def read(cut):
    return source.of(cut)


@pytest.fixture(scope="module")
def area(read):
    """The area with the most people in treatment."""
    rows = read.release.rows("in_treatment", period=YEAR, geography="area")
    return max(rows, key=lambda row: row.value).code


def section(report: Report, name: str):
    return next(s for s in report.sections if s.name == name)


def rows_of(**numbers) -> list[dict]:
    """Rows of a flow: came_went=n."""
    return [
        {"came": key.split("_")[0], "went": key.split("_")[1], "n": n, "returned": 0}
        for key, n in numbers.items()
    ]


# -- the flow ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(40))
def test_both_sides_of_a_flow_sum_and_each_part_is_near_the_truth(seed):
    draw = random.Random(seed)
    rows = [
        {"came": came, "went": went, "n": draw.randint(5, 400), "returned": 7}
        for came in flow.INTO
        for went in flow.OUT
    ]
    found = flow.protected(rows)
    for side, key, names in (
        (found.into, "came", flow.INTO),
        (found.out, "went", flow.OUT),
    ):
        assert sum(n for _, n in side) == found.total
        for name, shown in side:
            truth = sum(r["n"] for r in rows if names[r[key]] == name)
            assert shown % 5 == 0
            assert abs(shown - truth) < 5


def test_a_small_part_of_a_flow_is_put_together_with_another():
    found = flow.protected(
        rows_of(start_still=40, first_left=20, again_completed=3, again_still=20)
    )
    assert found.is_coarse
    assert [name for name, _ in found.out] == ["Still in treatment", "Left in the year"]


def test_a_flow_that_stays_small_is_withheld():
    assert flow.protected(rows_of(start_still=40, first_still=3)) is None


def test_few_returns_are_not_told():
    rows = rows_of(start_still=40, first_left=20, again_completed=20)
    assert flow.protected([row | {"returned": 1} for row in rows]).returned is None
    assert flow.protected([row | {"returned": 9} for row in rows]).returned == 25


@pytest.mark.parametrize("geography", ["england", "region", "area"])
def test_everybody_in_treatment_is_in_the_flow_once(cut, geography):
    inputs, year = cut.inputs(engines.connect("duckdb")), indicators.Period.parse(YEAR)
    told = flow.counted(inputs, year, geography).to_pyarrow().to_pylist()
    by = [] if geography == "england" else [geography]
    whole = indicators.results(indicators.get("in_treatment"), inputs, year, by=by)
    wanted = {row.get(geography, ""): row["value"] for row in whole}
    wanted.pop(None, None)
    found: dict = {}
    for row in told:
        found[row["place"]] = found.get(row["place"], 0) + row["n"]
    assert found == wanted


def test_those_who_completed_are_those_of_the_exits(cut):
    inputs, year = cut.inputs(engines.connect("duckdb")), indicators.Period.parse(YEAR)
    told = flow.counted(inputs, year, "england").to_pyarrow().to_pylist()
    exits = indicators.results(indicators.get("exits"), inputs, year)
    wanted = next(r["numerator"] for r in exits if r["exit_reason"] == "completed")
    assert sum(row["n"] for row in told if row["went"] == "completed") == wanted


def test_widths_of_the_drawing_sum_to_all_people():
    one = drawings.flow("t", "s", [("a", 30), ("b", 70)], [("c", 5), ("d", 95)])
    text = drawings.draw(one, "x")
    for colour in (drawings.OWN, drawings.OTHER):
        heights = re.findall(rf'height="([0-9.]+)" fill="{colour}"', text)
        assert sum(map(float, heights)) == pytest.approx(drawings.PEOPLE_HIGH, abs=0.2)


def test_a_flow_whose_sides_differ_is_not_drawn():
    with pytest.raises(AssertionError, match="as many come in"):
        drawings.flow("t", "s", [("a", 30)], [("c", 31)])


def test_a_drawing_has_title_description_and_no_markup_from_data():
    one = drawings.bars("<t>", "a & b", "%", [("<script>", 50.0, None)])
    text = drawings.draw(one, "x", drawings.NARROW)
    assert '<title id="x-title">&lt;t&gt;</title>' in text
    assert "a &amp; b</desc>" in text
    assert "<script>" not in text


# -- the pack ---------------------------------------------------------------------------------------------------


def test_a_pack_tells_the_year_its_release_and_that_it_is_a_draft(read, area):
    made = pack.pack(read, area)
    assert made.period == YEAR
    assert made.summary[-1].startswith("Draft: the release of cut june")
    assert made.summary[0].startswith("People in treatment in ")


def test_without_imports_a_pack_says_what_is_missing_without_a_command(read, area):
    made = pack.pack(read, area)
    told = section(made, "who-lives-here")
    assert not told.rows
    assert all(s.startswith(source.NOT_TOLD) for s in told.sentences)
    assert "people who live here" in told.sentences[0]
    need = section(made, "need-against-treatment")
    assert need.rows == ()
    assert any("imported figures hold no" in s for s in need.sentences)
    assert "throughcare outside" not in " ".join((*told.sentences, *need.sentences))


def test_cell_that_a_count_has_not_does_not_apply(read, area):
    """A count has no numerator, no interval and no place beside England: never an empty cell, never `not available`."""
    told = section(pack.pack(read, area), "coming")
    columns = [c.name for c in told.columns]
    counts = [row for row in told.rows if row.unit == "persons"]
    assert counts
    for name in ("numerator", "denominator", "lower", "upper", "against_england"):
        assert {row.cells[columns.index(name)] for row in counts} == {"[z]"}


def test_value_for_money_is_a_placeholder_without_a_figure(read, area):
    told = section(pack.pack(read, area), "value-for-money")
    assert (told.rows, told.drawings) == ((), ())
    assert told.sentences[0].startswith("No figure on value for money")


def test_every_figure_of_a_measure_has_the_mark_of_its_definition(read, area):
    made = pack.pack(read, area)
    for name in ("in-treatment", "coming", "leaving"):
        told = section(made, name)
        place = [c.name for c in told.columns].index("evidence")
        assert told.rows
        for row in told.rows:
            mark = indicators.get(row.indicator).evidence
            assert row.cells[place] == tables.SURE[mark]


def test_a_measure_without_figures_is_named_as_not_measured(read, area):
    told = section(pack.pack(read, area), "outcomes")
    assert told.rows == ()
    assert "abstinence at review" in told.notes[0]


def test_the_figures_of_a_pack_are_those_of_the_release(read, area):
    told = section(pack.pack(read, area), "leaving")
    cells = dict(zip((c.name for c in told.columns), told.rows[0].cells))
    wanted = read.release.find("completion_of_exits", area, YEAR)
    assert cells["value"] == wanted.value
    assert (
        cells["england"]
        == read.release.find("completion_of_exits", areas.ENGLAND_CODE, YEAR).value
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_pack_is_the_same_to_the_byte(read, cut, area, form):
    first, again = (FORMS[form](pack.pack(one, area)) for one in (read, source.of(cut)))
    assert first == again


def test_an_area_with_nobody_has_a_pack_that_says_so(read):
    told = pack.pack(read, "E06000053")
    assert section(told, "flow").sentences[0].startswith("Withheld")
    assert FORMS["pdf"](told).startswith(b"%PDF")


def test_a_stored_pack_reads_as_it_was(read, area):
    made = pack.pack(read, area)
    assert Report.from_json(made.to_json()).hash == made.hash


def test_a_code_that_is_no_area_is_refused_in_a_sentence(read):
    with pytest.raises(source.NoPack, match="no area of the 152"):
        pack.pack(read, "E12000001")


def test_a_year_that_the_figures_do_not_have_is_refused_in_a_sentence(cut):
    with pytest.raises(source.NoPack, match="Use one of: 2012-13, 2013-14"):
        source.of(cut, "1999-00")


def test_shares_of_nobody_are_none():
    assert tables.shares([0, 0]) == [None, None]


# -- the bulletin -----------------------------------------------------------------------------------------------


def test_main_points_are_those_of_england(read):
    points = bulletin.main_points(read)
    value = read.release.find("in_treatment", areas.ENGLAND_CODE, YEAR).value
    assert f"People in treatment in England in {YEAR}: {value:,.0f}." in points[0]
    assert any("Areas go from" in point for point in points)


@pytest.mark.parametrize(("unit", "drawings"), [("%", 1), ("per 1,000", 0)])
def test_a_drawing_of_shares_has_no_place_for_what_is_of_a_thousand(
    monkeypatch, unit, drawings
):
    found = SimpleNamespace(is_share=True, unit=unit, told="Deaths", key="deaths")
    row = SimpleNamespace(value=6.1, lower=5.0, upper=7.2)
    monkeypatch.setattr(tables, "here", lambda *asked, back=0: row)
    drawn = tables._drawings(None, [found, found], areas.ENGLAND_CODE, "Leaving")
    assert len(drawn) == drawings


def test_a_year_is_not_broken_over_lines_and_main_points_are_a_list(read):
    told = told_of(bulletin.bulletin(read))
    points = told["sections"][0]
    assert points["name"] == "main-points" and points["is_list"]
    columns = [c for s in told["sections"] for c in s["columns"]]
    assert {c["title"] for c in columns if c["is_short"]} >= {"Year"}
    assert not any(c["is_short"] for c in columns if c["title"] == "Measure")


def test_a_bulletin_has_each_region_and_england_last(read):
    told = section(bulletin.bulletin(read), "regions")
    assert len(told.rows) == 10
    assert told.rows[-1].cells[0] == areas.ENGLAND_NAME


def test_workbooks_of_a_bulletin_have_a_cover_contents_and_a_table_a_sheet(read):
    made = bulletin.bulletin(read)
    tables_ = [s for s in made.sections if s.rows]
    with zipfile.ZipFile(io.BytesIO(FORMS["xlsx"](made))) as book:
        names = re.findall(
            r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode()
        )
    assert len(names) == len(tables_) + 2
    assert all(len(name) < 31 for name in names)
    with zipfile.ZipFile(io.BytesIO(FORMS["ods"](made))) as book:
        content = book.read("content.xml").decode()
    assert content.count("<table:table ") == len(tables_) + 2


# -- kept beside the release ------------------------------------------------------------------------------------


def test_documents_are_made_once_and_then_ready(cut, read):
    assert kept.state(cut.store, cut.name).name == "missing"
    seen = []
    kept.make(cut, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (153, 153)
    assert kept.state(cut.store, cut.name).name == "ready"
    assert not (cut.folder / kept.PROGRESS).exists()
    made = kept.document(cut.store, cut.name, "E08000035")
    assert made.hash == pack.pack(read, "E08000035").hash
    assert kept.document(cut.store, cut.name, areas.ENGLAND_CODE).kind == "bulletin"


def test_documents_of_other_figures_are_not_taken_for_those_of_the_release(cut):
    at = kept.folder(cut.store, cut.name)
    at.mkdir(exist_ok=True)
    (at / kept.MANIFEST).write_text('{"figures": "other", "documents": 153}')
    assert kept.state(cut.store, cut.name).name == "missing"


# -- commands ---------------------------------------------------------------------------------------------------


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_command_writes_a_pack_and_a_bulletin(cut, area, tmp_path):
    where = ("--store", cut.store, "--cut", cut.name, "--out")
    answer = run("pack", *where, tmp_path / "a.pdf", "--area", area.lower())
    assert answer.exit_code == 0, answer.stderr
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert "Needs assessment pack" in answer.stdout
    answer = run("bulletin", *where, tmp_path / "b.html", "--period", "2012-13")
    assert answer.exit_code == 0, answer.stderr
    assert "England, 2012-13</h1>" in (tmp_path / "b.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("--out", "a.pdf"), "Say which area"),
        (("--out", "a.pdf", "--all", "--area", "E08000035"), "Say which area"),
        (("--out", "a.txt", "--area", "E08000035"), "no suffix"),
        (("--out", "a.pdf", "--area", "E99"), "no area of the 152"),
        (("--out", "a.pdf", "--all"), "named like a file"),
        (("--out", "a.pdf", "--area", "E08000035", "--period", "x"), "Use one of"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(cut, asked, sentence):
    answer = run("pack", "--store", cut.store, "--cut", cut.name, *asked)
    assert answer.exit_code == 2
    assert sentence in answer.stderr.replace("\n", " ")
