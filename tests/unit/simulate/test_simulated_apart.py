"""Returns of young people's services and of prisons: their form, their people, and that rules find nothing new in them."""

import datetime as dt
from collections import Counter

import pytest

from tests.care import OF_CARE
from throughcare.dataset import Spec
from throughcare.dataset.spec import SECURE_SETTING
from throughcare.simulate import England, apart
from throughcare.submissions.check import check

YOUNG = apart.YOUNG_PEOPLE
AFTER = dt.date(2014, 6, 1)


@pytest.fixture(scope="module", params=["H", "K"])
def england(request):
    return England(people=1500, seed=11, dataset=request.param, fault_rate=0)


@pytest.fixture(scope="module")
def written(england, read, tmp_path_factory):
    """Paths and rows by data set; adults too."""
    folder = tmp_path_factory.mktemp("apart")
    paths = {"adults": england.write_returns(folder / "adults")}
    for data_set in apart.DATA_SETS:
        paths[data_set] = apart.write_returns(england, data_set, folder / data_set)
    return paths, {name: read(found) for name, found in paths.items()}


def who(row):
    return row["FINITIAL"], row["SINITIAL"], row["DOB"], row["SEX"]


def day(text):
    return dt.datetime.strptime(text, "%Y%m%d").date()


def test_one_seed_gives_the_same_bytes_and_leaves_the_adults_as_they_are(
    england, written, tmp_path
):
    paths, _ = written
    for data_set in apart.DATA_SETS:
        again = apart.write_returns(england, data_set, tmp_path / data_set)
        told = [(p.name, p.read_bytes()) for p in again]
        assert told == [(p.name, p.read_bytes()) for p in paths[data_set]]
    adults = England(people=1500, seed=11, dataset=england.dataset, fault_rate=0)
    again = adults.write_returns(tmp_path / "adults")
    assert [p.read_bytes() for p in again] == [p.read_bytes() for p in paths["adults"]]


def test_providers_are_plainly_made_up_and_each_has_one_return(england, written):
    paths, rows = written
    for data_set, stem in apart.STEMS.items():
        agencies = {row["AGNCY"] for row in rows[data_set]}
        assert len(agencies) == len(paths[data_set]) >= 3
        assert all(code.startswith(stem) and len(code) == 5 for code in agencies)


def test_young_people_begin_before_eighteen_and_are_nobody_elses(written):
    _, rows = written
    for row in rows[YOUNG]:
        born, triaged = day(row["DOB"]), day(row["TRIAGED"])
        assert 11 <= (triaged - born).days / 365.25 < 18
    young = Counter(who(row) for row in rows[YOUNG])
    assert max(young.values()) == 1
    assert not set(young) & {who(row) for row in rows["adults"] if row["DOB"]}


def test_young_people_are_asked_what_has_codes(england, written):
    _, rows = written
    columns = Spec.at(f"{england.dataset}-{YOUNG}").columns
    asked = [f.header for f in columns if f.codes == "YNU" and f.header[:3] == "YPS"]
    assert len(asked) > 5
    for row in rows[YOUNG]:
        assert all(row[header] in ("Y", "N") for header in asked)
        assert (row["YPEMHS"] == "") == (row["DISD"] == "")


def test_people_in_prison_are_those_whom_the_community_knows(written):
    _, rows = written
    adults = {who(row) for row in rows["adults"]}
    assert len(rows[SECURE_SETTING]) > 50
    assert {who(row) for row in rows[SECURE_SETTING]} <= adults


def test_nobody_is_in_prison_and_begins_in_the_community_at_once(written):
    """Every prison episode lies between two journeys in the community."""
    _, rows = written
    community = {}
    for row in rows["adults"]:
        if row["TRIAGED"]:
            span = (row["TRIAGED"], row["DISD"] or "99999999")
            community.setdefault(who(row), set()).add(span)
    for row in rows[SECURE_SETTING]:
        left = row["DISD"] or "99999998"
        for triaged, discharged in community[who(row)]:
            assert discharged < row["TRIAGED"] or left <= triaged


def test_released_people_are_taken_on_within_three_weeks_or_not(written):
    _, rows = written
    starts = {}
    for row in rows["adults"]:
        if row["TRIAGED"]:
            starts.setdefault(who(row), []).append(day(row["TRIAGED"]))
    met = [
        any(0 <= (start - day(row["DISD"])).days <= 21 for start in starts[who(row)])
        for row in rows[SECURE_SETTING]
        if row["DISRSN"] == "82"
    ]
    assert 0 < sum(met) < len(met)


def test_interventions_in_prison_say_so_where_the_data_set_asks(england, written):
    _, rows = written
    settings = {row.get("MODSET") for row in rows[SECURE_SETTING] if row["MODID"]}
    assert settings == ({None} if england.dataset == "H" else {"5"})


@pytest.mark.parametrize("data_set", apart.DATA_SETS)
def test_rules_find_only_what_has_no_code_to_give(england, written, data_set):
    """Lists of young people's answers are known by label: what they ask for stays blank, and R13 says so."""
    paths, _ = written
    slug = f"{england.dataset}-{data_set}"
    spec = Spec.at(slug)
    with check(paths[data_set][0], dataset=slug, submitted_on=AFTER) as checked:
        assert checked.outcome == "accepted"
        found = [f for f in checked.findings() if f["rule"] not in OF_CARE]
    blank = {f["field"] for f in found if f["rule"] == "R13"}
    assert {f["rule"] for f in found} <= {"R13", "F02"}
    for header in blank:
        assert not [c for c in spec.codes(spec.by_header[header].codes) if c.code]


def test_progress_tells_how_far_it_is(england, tmp_path):
    steps = []
    apart.write_returns(
        england, YOUNG, tmp_path, progress=lambda *step: steps.append(step)
    )
    assert steps == [(1, 1)]


@pytest.fixture(scope="module")
def cut(tmp_path_factory):
    """A cut of one small England with its young people's services and prisons."""
    from throughcare.submissions import Store, cut_sources
    from throughcare.warehouse.cut import Cut, freeze

    folder = tmp_path_factory.mktemp("whole")
    england = England(people=1200, seed=11, providers=1, fault_rate=0)
    sent = {"H": england.write_returns(folder / "adults")}
    for data_set in apart.DATA_SETS:
        paths = apart.write_returns(england, data_set, folder / data_set)
        sent[f"H-{data_set}"] = paths
    store = Store(folder / "store")
    for dataset, paths in sent.items():
        for path in paths:
            received = store.receive(path, by="test", dataset=dataset)
            store.accept(received.id, by="test", part=True)
    freeze(folder / "store", "whole", dt.date(2012, 11, 1), cut_sources(store))
    return Cut.open(folder / "store", "whole")


BY = ["area", "substance_group"]


@pytest.mark.parametrize("is_protected", [True, False])
def test_all_indicators_have_the_same_columns_and_each_row_a_place_of_its_own(
    cut, is_protected
):
    from throughcare import indicators
    from throughcare.publish import measuring

    measured = measuring.measure(cut, "all", "2011-12", BY, protected=is_protected)
    places = [
        tuple(row[n] for n in ("indicator", "period", *BY)) for row in measured.rows
    ]
    assert measured.columns == ["indicator", "period", *BY, *measuring.LAST]
    assert all(list(row) == measured.columns for row in measured.rows)
    assert len(set(places)) == len(places)
    names = {row["indicator"] for row in measured.rows}
    assert all(indicators.get(name).slug == name for name in names)
    assert {"exits:completed", "parents:not_a_parent"} <= names
    assert "exits" not in names


def test_a_part_alone_is_what_it_is_among_its_indicator(cut):
    from throughcare.publish import measuring

    def figures(which, by=()):
        found = measuring.measure(cut, which, "2011-12", list(by), protected=False)
        return {r["indicator"]: [r[n] for n in measuring.LAST] for r in found.rows}

    every = figures("all")
    for name in ("exits:completed", "housing_at_start:no_fixed_abode"):
        assert figures(name)[name] == every[name]


def test_the_column_of_parts_is_there_where_it_is_asked_for(cut):
    from throughcare.publish import measuring

    found = measuring.measure(cut, "all", "2011-12", ["exit_reason"])
    assert found.columns == ["indicator", "period", "exit_reason", *measuring.LAST]
    exits = [r["exit_reason"] for r in found.rows if r["indicator"] == "exits"]
    assert "completed" in exits and len(exits) == len(set(exits))


FIGURES = {
    "continuity_of_care": (10, 60),
    "secure_completion_of_exits": (10, 45),
    "secure_in_treatment": (20, 400),
    "young_people": (20, 100),
    "young_people_planned_exits": (60, 95),
    "young_people_waits": (1, 4),
    "young_people_representations": (0, 60),
    "young_people_length": (10, 400),
    "hepatitis_c": (30, 90),
    "hepatitis_b": (10, 60),
    "parents:living_with_children": (0, 100),
}


def test_figures_that_adult_returns_leave_empty_are_there(cut):
    from throughcare.publish import measuring

    measured = measuring.measure(cut, "all", "2011-12", [], protected=False)
    values = {row["indicator"]: row["value"] for row in measured.rows}
    for slug, (low, high) in FIGURES.items():
        assert low <= values[slug] <= high, (slug, values[slug])
    assert not any("secure setting is in this cut" in note for note in measured.notes)
