"""People in no figure are listed with the line of the return that lacks their substance."""

import datetime as dt

import pytest

from throughcare.dataset import Spec
from throughcare.dataset.writer import file_name, write_return
from throughcare.publish.left_out import records
from throughcare.submissions import Store, cut_sources
from throughcare.warehouse.cut import freeze

FIRST = dt.date(2012, 9, 1)


@pytest.fixture
def cut(tmp_path):
    """Three people: with a substance, without, and without and under 18."""
    keys = {"agency": "X0001"}
    born = {"1": 1980, "2": 1981, "3": 1999}
    clients = [
        keys
        | {
            "client_id": number,
            "first_initial": "A",
            "last_initial": "B",
            "born": dt.date(year, 1, 1),
            "sex": "F",
        }
        for number, year in born.items()
    ]
    episodes = [
        keys
        | {
            "client_id": number,
            "episode_id": "1",
            "consent": "Y",
            "referred": dt.date(2012, 4, 2),
            "triaged": dt.date(2012, 4, 5),
            "drug_1": drug,
            "local_authority": "00CH",
            "partnership": "A09B",
        }
        for number, drug in (("1", "1101"), ("2", "9996"), ("3", "9996"))
    ]
    path = tmp_path / file_name("X0001", FIRST, FIRST.replace(day=28), "H")
    write_return(path, Spec.at("H"), {"client": clients, "episode": episodes})
    store = Store(tmp_path / "store")
    store.accept(store.receive(path, by="s").id, by="s", part=True)
    return freeze(store.path, "c", dt.date(2013, 5, 1), cut_sources(store))


def test_adults_without_a_substance_are_listed_with_their_line(cut):
    [row] = records(cut, "2012-13")
    assert (row["provider"], row["line"], row["area"]) == ("X0001", 3, "E08000037")
    assert row["return"] == cut.returns[1]["id"]
    assert (row["triaged"], row["discharged"]) == (dt.date(2012, 4, 5), None)


def test_nobody_is_listed_of_a_period_without_contact(cut):
    assert records(cut, "2010-11") == []
