"""A release from its making to the public: two people, no way back, the same bytes again."""

import datetime as dt

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from throughcare.indicators import Period
from throughcare.publish import changes, figures, publication
from throughcare.publish.publication import NotAllowed
from throughcare.simulate import England
from throughcare.submissions import Store, cut_sources
from throughcare.warehouse.cut import Cut, freeze

YEARS = [Period.parse("2012-13"), Period.parse("2012-13-Q4")]


@pytest.fixture(scope="module")
def frozen(tmp_path_factory):
    """A store with two cuts of one small England."""
    folder = tmp_path_factory.mktemp("publication")
    paths = England(people=200, seed=5, dataset="K").write_returns(folder / "returns")
    store = Store(folder / "store")
    for path in paths:
        store.accept(store.receive(path, by="test").id, by="test", part=True)
    for name in ("first", "second"):
        freeze(folder / "store", name, dt.date(2014, 6, 30), cut_sources(store))
    return folder / "store"


@pytest.fixture(scope="module")
def built(frozen):
    """The first cut's release, built by ada."""
    cut = Cut.open(frozen, "first")
    publication.build(cut, by="ada", periods=YEARS)
    return cut


def test_from_build_to_publication(built):
    assert publication.state(built).name == "built"
    assert figures.names(built.store) == []
    with pytest.raises(NotAllowed, match="not approved yet"):
        publication.publish(built, by="ada")
    with pytest.raises(NotAllowed, match="Somebody else"):
        publication.approve(built, by="ada")
    publication.approve(built, by="grace")
    with pytest.raises(NotAllowed, match="approved already"):
        publication.approve(built, by="grace")
    assert publication.publish(built, by="ada").name == "published"
    assert figures.names(built.store) == ["first"]
    with pytest.raises(NotAllowed, match="published already"):
        publication.publish(built, by="ada")
    with pytest.raises(NotAllowed, match="does not change"):
        publication.build(built, by="ada", periods=YEARS)
    assert publication.is_same_again(built)


def test_before_it_is_built_there_is_nothing_to_approve(frozen):
    with pytest.raises(NotAllowed, match="release build"):
        publication.approve(Cut.open(frozen, "second"), by="grace")


def test_figures_that_changed_after_the_approval_are_not_published(frozen):
    cut = Cut.open(frozen, "second")
    publication.build(cut, by="ada", periods=YEARS[:1])
    publication.approve(cut, by="grace")
    approved = figures.folder(frozen, "second") / "approved.json"
    kept = approved.read_text()
    publication.build(cut, by="ada", periods=YEARS)
    assert publication.state(cut).name == "built"
    approved.write_text(kept)
    with pytest.raises(NotAllowed, match="not those that were approved"):
        publication.publish(cut, by="ada")
    approved.unlink()


def test_what_differs_between_two_releases(frozen, built):
    cut = Cut.open(frozen, "second")
    publication.build(cut, by="ada", periods=YEARS[:1])
    before, after = (figures.read(frozen, name) for name in ("first", "second"))
    found = list(changes.changes(before, after))
    assert {row["change"] for row in found} == {"gone"}
    assert {row["period"] for row in found} == {"2012-13-Q4"}
    assert list(changes.changes(before, before)) == []


def test_a_changed_figure_is_told_with_both_values(frozen, built):
    before = figures.read(frozen, "first")
    path = figures.folder(frozen, "first") / "figures.parquet"
    rows = pq.ParquetFile(path).read().to_pylist()
    one = next(r for r in rows if r["geography"] == "england")
    one["value"] += 5
    table = pa.Table.from_pylist(rows, schema=figures.SCHEMA)
    told = {"cut": "x", "as_of": "2014-06-30", "hash": "x", "version": "x"}
    after = figures.Release.of(table, **told)
    (told,) = changes.changes(before, after)
    assert told["change"] == "changed"
    assert told["after"] - told["before"] == 5


def command(*words):
    from typer.testing import CliRunner

    from throughcare.cli import app

    return CliRunner().invoke(app, ["release", *map(str, words)])


def test_the_commands_tell_what_stands_and_refuse_in_one_sentence(frozen, built):
    asked = ("--store", frozen, "--cut", "first")
    listed = command("list", "--store", frozen, "--format", "csv")
    assert "first,published" in listed.stdout
    for words in (("approve", *asked, "--by", "grace"), ("publish", *asked)):
        done = command(*words)
        assert done.exit_code == 2
        assert done.stderr.count("\n") == 1
    same = command("diff", *asked, "--against", "first")
    assert same.exit_code == 0
    assert "0 figures differ" in same.stdout
    assert command("diff", "--store", frozen, "--cut", "second").exit_code == 1
    assert command("build", *asked, "--periods", "yesterday").exit_code == 2


def test_verify_says_whether_the_figures_come_out_the_same(frozen, built, monkeypatch):
    asked = ("verify", "--store", frozen, "--cut", "first")
    monkeypatch.setattr(publication, "is_same_again", lambda cut: True)
    assert command(*asked).exit_code == 0
    monkeypatch.setattr(publication, "is_same_again", lambda cut: False)
    assert command(*asked).exit_code == 1


def test_a_release_holds_years_then_quarters_and_rolling_years_within_them(frozen):
    """The cut is of 30 June 2014: the year 2013-14 and its last quarter are complete, the quarter to June is not."""
    from throughcare.publish.release import between, latest, latest_years

    cut = Cut.open(frozen, "first")
    names = [period.name for period in latest(cut)]
    assert names[:5] == ["2009-10", "2010-11", "2011-12", "2012-13", "2013-14"]
    assert names[5] == "2010-11-Q2" and names[19] == "2013-14-Q4"
    assert names[20] == "12m-to-2012-06" and names[27] == "12m-to-2014-03"
    assert len(names) == 28
    few = between(cut, latest_years(cut)[-1].start, {"quarters": 2, "rolling_years": 9})
    assert [p.name for p in few] == ["2013-14-Q3", "2013-14-Q4", "12m-to-2014-03"]


def test_a_release_holds_the_exports_of_its_years(built):
    from throughcare.publish import viewit

    made = viewit.released(built.store, "first", "E92000001")
    assert list(made.years) == ["2012-13"]
    text = viewit.csv_text(made, made.places[0])
    assert len(text.splitlines()) == 61
    whole = figures.read(built.store, "first").find(
        "in_treatment", "E92000001", "2012-13"
    )
    total = dict(zip(viewit.header(), text.splitlines()[12].split(","), strict=True))
    assert total["drug_group"] == total["sex"] == total["age_group"] == "Total"
    assert float(total["intreatment_allintx"]) == whole.value
