"""Cuts: which returns they take, what leaves the records for the analytic tables, and what does not."""

import datetime as dt
import shutil

import pyarrow.parquet as pq
import pytest

from throughcare import indicators
from throughcare.dataset import Spec
from throughcare.dataset.writer import file_name, write_return
from throughcare.submissions import Store, cut_sources
from throughcare.warehouse import engines
from throughcare.warehouse.cut import Cut, CutError, freeze

PERSON = {
    "first_initial": "A",
    "last_initial": "B",
    "born": dt.date(1980, 10, 1),
    "sex": "F",
}
EPISODE = {
    "episode_id": "1",
    "consent": "Y",
    "referred": dt.date(2012, 4, 2),
    "triaged": dt.date(2012, 4, 5),
    "drug_1": "1101",
    "partnership": "X99B",
    "local_authority": "00CH",
    "outcode": "NE8",
}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


@pytest.fixture
def accept(store, tmp_path):
    def accept(agency, people, letter="H", first=dt.date(2012, 9, 1)):
        """Accept a return of `people`: client id to changes of person and episode."""
        records = {"client": [], "episode": []}
        for client, changes in people.items():
            keys = {"agency": agency, "client_id": client}
            records["client"].append(PERSON | changes | keys)
            records["episode"].append(EPISODE | changes | keys)
        path = tmp_path / file_name(agency, first, first.replace(day=28), letter)
        write_return(path, Spec.at(letter), records)
        received = store.receive(path, by="sender")
        return store.accept(received.id, by="sender", part=True)

    return accept


def frozen(store, name="c", as_of=dt.date(2013, 4, 1), **more):
    cut = freeze(store.path, name, as_of, cut_sources(store), **more)
    return pq.read_table(cut.folder / "derived" / "episodes.parquet").to_pylist()


def test_one_person_at_two_providers_has_one_key(store, accept):
    accept("X0001", {"1": {}})
    accept("X0002", {"77": {}})
    assert len({e["person"] for e in frozen(store)}) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"sex": "M"},
        {"born": dt.date(1980, 10, 2)},
        {"first_initial": "B", "last_initial": "A"},
    ],
)
def test_another_attributor_is_another_person(store, accept, change):
    accept("X0001", {"1": {}, "2": change})
    assert len({e["person"] for e in frozen(store)}) == 2


def test_the_key_depends_on_the_stores_secret(store, accept, tmp_path):
    accept("X0001", {"1": {}})
    [first] = frozen(store)
    (store.path / "pseudonym.key").unlink()
    [second] = frozen(store, "d")
    assert first["person"] != second["person"]
    assert (store.path / "pseudonym.key").stat().st_mode & 0o077 == 0


def test_with_the_area_people_of_two_areas_are_told_apart(store, accept):
    accept("X0001", {"1": {}, "2": {"local_authority": "E09000003", "episode_id": "2"}})
    assert len({e["person"] for e in frozen(store)}) == 1
    assert len({e["person"] for e in frozen(store, "d", person_by_area=True)}) == 2


@pytest.mark.parametrize(
    ("change", "area", "region"),
    [
        ({"local_authority": "00CH"}, "E08000037", "North East"),
        ({"local_authority": "E09000003"}, "E09000003", "London"),
        ({"local_authority": "E07000008"}, "E10000003", "East of England"),
        ({"partnership": "A09B", "local_authority": None}, "E08000037", "North East"),
        ({"partnership": "A12B", "local_authority": "00CH"}, "E08000024", "North East"),
        ({"local_authority": None}, "X99B", None),
        ({"partnership": "Z00B", "local_authority": None}, "Z00B", None),
    ],
)
def test_area_of_residence(store, accept, change, area, region):
    accept("X0001", {"1": change})
    [episode] = frozen(store)
    assert (episode["area"], episode["region"]) == (area, region)


def test_no_identifier_reaches_the_analytic_tables(store, accept):
    accept("X0001", {"SECRETCLIENT": {}})
    frozen(store)
    folder = store.path / "cuts" / "c"
    for path in (folder / "derived").iterdir():
        columns = pq.read_schema(path).names
        assert not {
            "born",
            "first_initial",
            "last_initial",
            "client_id",
            "outcode",
            "reference",
        } & set(columns)
        assert b"SECRETCLIENT" not in path.read_bytes()
    assert "SECRETCLIENT" not in (folder / "manifest.json").read_text()


def test_age_and_cohort(store, accept):
    accept(
        "X0001",
        {"1": {"born": dt.date(1980, 9, 30)}, "2": {"born": dt.date(1980, 10, 1)}},
    )
    by_line = {e["line"]: e for e in frozen(store)}
    assert [by_line[n]["birth_cohort"] for n in (2, 3)] == [1980, 1981]
    assert [by_line[n]["age_at_triage"] for n in (2, 3)] == [31, 31]


def test_refusals_and_untriaged_do_not_reach_them(store, accept):
    accept("X0001", {"1": {}, "2": {"consent": "N"}})
    assert len(frozen(store)) == 1


def test_the_newest_return_of_a_provider_counts(store, accept):
    accept("X0001", {"1": {}})
    accept("X0001", {"1": {}, "2": {"sex": "M"}})
    assert len(frozen(store)) == 2
    assert len(Cut.open(store.path, "c").manifest["returns"]) == 1


def test_a_record_in_two_versions_counts_once_from_the_newer_version(store, accept):
    accept("X0001", {"1": {}})
    accept("X0001", {"1": {"drug_1": "7000"}}, "K", dt.date(2013, 9, 1))
    [episode] = frozen(store, as_of=dt.date(2014, 1, 1))
    assert episode["drug_1"] == "7000"


def test_returns_of_a_later_period_are_left_out(store, accept):
    accept("X0001", {"1": {}})
    accept("X0002", {"1": {}, "2": {"sex": "M"}}, first=dt.date(2012, 10, 1))
    assert len(frozen(store, as_of=dt.date(2012, 9, 30))) == 1


def test_a_cut_does_not_change_when_returns_arrive(store, accept):
    accept("X0001", {"1": {}})
    frozen(store)
    before = Cut.open(store.path, "c").manifest
    accept("X0001", {"1": {}, "2": {"sex": "M"}})
    assert Cut.open(store.path, "c").manifest == before
    with pytest.raises(CutError, match="cuts do not change"):
        frozen(store)


@pytest.mark.parametrize("name", ["", "../c", "a b", ".hidden"])
def test_names_of_cuts(store, accept, name):
    accept("X0001", {"1": {}})
    with pytest.raises(CutError, match="letters, digits"):
        frozen(store, name)


def test_one_file_under_the_names_of_two_agencies_counts_once(store, accept, tmp_path):
    accept("X0001", {"1": {}})
    sent = next(tmp_path.glob("X0001-*.csv"))
    copied = sent.with_name(sent.name.replace("X0001", "X0002"))
    copied.write_bytes(sent.read_bytes())
    received = store.receive(copied, by="sender")
    store.accept(received.id, by="sender", part=True)
    assert len(frozen(store)) == 1


def test_tables_that_are_gone_are_derived_again(store, accept):
    accept("X0001", {"1": {}, "2": {"sex": "M"}})
    before = frozen(store)
    cut = Cut.open(store.path, "c")
    shutil.rmtree(cut.folder / "derived")
    again = cut.table(engines.connect("duckdb"), "episodes").to_pyarrow()
    assert again.to_pylist() == before
    assert cut.table(engines.connect("duckdb"), "journeys").count().execute() == 2
    assert list((store.path / "work").iterdir()) == []


def test_where_two_providers_hold_one_episode_the_latest_accepted_counts(
    store, accept, tmp_path
):
    """Whatever the order of the providers' codes."""

    def send(provider, drug):
        keys = {"agency": "X0005", "client_id": "1"}
        records = {
            "client": [PERSON | keys],
            "episode": [EPISODE | keys | {"drug_1": drug}],
        }
        first = dt.date(2012, 9, 1)
        path = tmp_path / file_name(provider, first, first.replace(day=28), "H")
        write_return(path, Spec.at("H"), records)
        received = store.receive(path, by="sender")
        store.accept(received.id, by="sender", part=True)

    send("X0009", "1101")
    send("X0001", "3201")
    assert [e["drug_1"] for e in frozen(store)] == ["3201"]
    send("X0009", "7000")
    assert [e["drug_1"] for e in frozen(store, "d")] == ["7000"]


def test_journeys_written_before_episodes_had_a_place_are_derived_again(store, accept):
    accept("N0001", {"1": {}})
    frozen(store)
    path = store.path / "cuts" / "c" / "derived" / "links.parquet"
    links = pq.read_table(path)
    pq.write_table(links.drop_columns(["place"]), path)
    inputs = Cut.open(store.path, "c").inputs(engines.connect("duckdb"))
    assert inputs.links.to_pyarrow()["place"].to_pylist() == [1]


SECURE = "K-secure-setting"


@pytest.fixture
def accept_secure(store, tmp_path):
    def accept(agency, first=dt.date(2012, 9, 1), **changes):
        """Accept a return of one person from a secure setting; a community return of the person looks the same."""
        keys = {"agency": agency, "client_id": "1"}
        records = {
            "client": [PERSON | keys],
            "episode": [EPISODE | keys | changes],
            "modality": [
                keys
                | {
                    "episode_id": "1",
                    "modality_id": "1",
                    "modality": "94",
                    "setting": "5",
                    "referred": dt.date(2012, 4, 5),
                    "first_offered": dt.date(2012, 4, 6),
                    "started": dt.date(2012, 4, 7),
                }
            ],
        }
        path = tmp_path / file_name(agency, first, first.replace(day=28), "K")
        write_return(path, Spec.at("K"), records)
        received = store.receive(path, by="sender", dataset=SECURE)
        return store.accept(received.id, by="sender", part=True)

    return accept


def names(cut):
    return {path.stem for path in (cut.folder / "derived").glob("*.parquet")}


def test_secure_settings_have_tables_of_their_own(store, accept, accept_secure):
    """The person has one key in both, so that release into the community can be followed."""
    accept("X0001", {"1": {}})
    accept_secure("X0009")
    community = frozen(store)
    cut = Cut.open(store.path, "c")
    secure = pq.read_table(cut.folder / "derived" / "secure_episodes.parquet")
    assert [e["agency"] for e in community] == ["X0001"]
    assert secure["agency"].to_pylist() == ["X0009"]
    assert secure["person"].to_pylist() == [community[0]["person"]]
    held = pq.read_table(cut.folder / "derived" / "modalities.parquet")
    assert held.num_rows == 0


def test_secure_figures_are_never_in_those_of_the_community(
    store, accept, accept_secure
):
    accept("X0001", {"1": {}})
    accept_secure("X0009")
    frozen(store)
    inputs = Cut.open(store.path, "c").inputs(engines.connect("duckdb"))
    year = indicators.Period.parse("2012-13")
    told = {
        slug: indicators.results(indicators.get(slug), inputs, year)[0]["value"]
        for slug in ("in_treatment", "secure_in_treatment")
    }
    assert told == {"in_treatment": 1, "secure_in_treatment": 1}


def test_without_secure_settings_nothing_is_given_of_them(store, accept):
    accept("X0001", {"1": {}})
    frozen(store)
    cut = Cut.open(store.path, "c")
    assert not [name for name in names(cut) if name.startswith("secure")]
    inputs = cut.inputs(engines.connect("duckdb"))
    year = indicators.Period.parse("2012-13")
    asked = indicators.get("secure_in_treatment")
    assert indicators.results(asked, inputs, year) == []


def test_of_secure_settings_alone_the_community_is_empty(store, accept_secure):
    accept_secure("X0009")
    assert frozen(store) == []


def test_lost_secure_tables_are_derived_again(store, accept, accept_secure):
    accept("X0001", {"1": {}})
    accept_secure("X0009")
    frozen(store)
    cut = Cut.open(store.path, "c")
    whole = names(cut)
    shutil.rmtree(cut.folder / "derived")
    cut.inputs(engines.connect("duckdb"))
    assert names(cut) == whole


def test_what_comes_late_is_counted_at_the_next_freeze(store, accept):
    """A completion of May is entered in the return of November, and a return to treatment in that of January."""
    asked = indicators.get("representations")
    year = indicators.Period.parse("2012-13")

    def figure(name, as_of):
        frozen(store, name, as_of)
        inputs = Cut.open(store.path, name).inputs(engines.connect("duckdb"))
        [row] = indicators.results(asked, inputs, year)
        return row["numerator"], row["denominator"]

    accept("X0001", {"1": {}})
    assert figure("before", dt.date(2012, 10, 1)) == (0, 0)
    late = {"discharged": dt.date(2012, 5, 1), "discharge_reason": "80"}
    accept("X0001", {"1": late}, first=dt.date(2012, 11, 1))
    assert figure("completed", dt.date(2012, 12, 1)) == (0, 1)
    again = {"triaged": dt.date(2012, 10, 1), "referred": dt.date(2012, 9, 30)}
    accept("X0002", {"7": again}, first=dt.date(2013, 1, 1))
    assert figure("returned", dt.date(2013, 2, 1)) == (1, 1)
    assert figure("again", dt.date(2012, 12, 1)) == (0, 1)
