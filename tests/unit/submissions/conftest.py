"""A small return in national form, and a store."""

import datetime as dt

import pytest

from throughcare.dataset import Spec
from throughcare.dataset.writer import file_name, write_return
from throughcare.submissions import Store

AGENCY = "X0001"
FIRST, LAST = dt.date(2012, 9, 1), dt.date(2012, 9, 30)
SOUND = {
    "first_initial": "A",
    "last_initial": "B",
    "born": dt.date(1980, 1, 31),
    "sex": "F",
}


def records_of(clients: dict[str, dict]) -> dict:
    """Records of clients by id; their values change the sound ones."""
    records = {"client": [], "episode": []}
    for client, changes in clients.items():
        keys = {"agency": AGENCY, "client_id": client}
        records["client"].append(SOUND | changes | keys)
        records["episode"].append(
            {
                "episode_id": "1",
                "consent": "Y",
                "referred": dt.date(2012, 4, 2),
                "triaged": dt.date(2012, 4, 5),
                "drug_1": "1101",
                "partnership": "A09B",
                "local_authority": "00CH",
            }
            | changes
            | keys
        )
    return records


@pytest.fixture
def write(tmp_path):
    """Write a return of the clients given; returns its path."""
    made = iter(range(1000))

    def write(clients, letter="H"):
        folder = tmp_path / f"sent{next(made)}"
        folder.mkdir()
        path = folder / file_name(AGENCY, FIRST, LAST, letter)
        write_return(path, Spec.at(letter), records_of(clients))
        return path

    return write


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")
