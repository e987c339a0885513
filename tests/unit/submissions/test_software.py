"""Which software made a return, where its data set asks, and the quality of returns by software."""

import csv
import datetime as dt

import pytest

from tests.spec.rules.cases import SOUND_IN_K
from throughcare.dataset import Spec
from throughcare.submissions import Store, standing

DAY = dt.date(2016, 6, 1)
HEADER = list(Spec.at("M").by_header)
ROW = {h: v for h, v in SOUND_IN_K.items() if h in HEADER}


@pytest.fixture
def accepted(tmp_path):
    """Accept a return of rows that say which software made them; gives the receipt."""
    store = Store(tmp_path / "store", today=lambda: DAY)

    def accept(*software: str, letter="M"):
        path = tmp_path / f"X0001-20160401-20160430-TREAT-IN-{letter}.csv"
        header = list(Spec.at(letter).by_header)
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, restval="", extrasaction="ignore")
            writer.writeheader()
            for n, made_by in enumerate(software):
                writer.writerow(ROW | {"CMSID": made_by, "CLIENTID": f"C{n}"})
        received = store.receive(path, by="sender")
        return store.accept(received.id, by="sender", part=True)

    return accept


def test_receipt_says_what_made_the_rows(accepted):
    receipt = accepted("Casebook 2.1", " Casebook 2.1", "Other 1", "NA", "")
    assert receipt.software == {"Casebook 2.1": 2, "Other 1": 1}
    [quality] = standing.quality([receipt])
    assert quality.software == "Casebook 2.1"


def test_data_set_that_does_not_ask_says_nothing(accepted):
    receipt = accepted("Casebook 2.1", letter="K")
    assert receipt.software == {}
    [quality] = standing.quality([receipt])
    assert quality.software == ""
    assert standing.software_over_time([quality]) == {}


def quality(software, month, kept, rejected):
    return standing.Quality(
        "X0001", f"2016-{month}-30", "id", kept, kept, rejected, [], software
    )


def test_score_of_a_software_weighs_its_returns_by_their_records():
    told = [
        quality("A", "04", 90, 10),
        quality("A", "04", 10, 90),
        quality("A", "06", 5, 0),
        quality("B", "06", 0, 0),
        quality("", "06", 7, 0),
    ]
    assert standing.software_over_time(told) == {
        "A": {"2016-04": 50.0, "2016-06": 100.0}
    }
