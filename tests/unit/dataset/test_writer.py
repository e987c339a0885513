"""The national form: 112 columns in H, 144 in K, in their order and quotes."""

import datetime as dt

import pytest

from throughcare.dataset import Spec
from throughcare.dataset.writer import NoLayout, file_name, write_return

CLIENT = {
    "agency": "X0001",
    "client_id": "1",
    "first_initial": 'a"b',
    "born": dt.date(1980, 2, 29),
}
EPISODE = {"agency": "X0001", "client_id": "1", "episode_id": "7", "consent": "Y"}
MODALITIES = [
    EPISODE | {"modality_id": m, "modality": "94", "setting": "6"} for m in "ab"
]
PROFILE = EPISODE | {"profile_id": "t", "opiate_days": 0, "not_answered": "crack_days "}
RECORDS = {
    "client": [CLIENT],
    "episode": [EPISODE],
    "modality": MODALITIES,
    "outcome_profile": [PROFILE],
}


@pytest.mark.parametrize(("letter", "columns"), [("H", 112), ("K", 144)])
def test_columns_of_the_version(tmp_path, letter, columns):
    write_return(tmp_path / "r.csv", Spec.at(letter), RECORDS)
    header = (tmp_path / "r.csv").read_text().split("\n")[0].split(",")
    assert len(header) == columns
    assert header[:3] == ['"FINITIAL"', '"SINITIAL"', '"DOB"']
    assert header[-1] == '"OPRAGNCY"'
    assert ('"MODSET"' in header) == (letter == "K")


def test_one_row_a_modality_with_client_and_episode_repeated(tmp_path):
    assert write_return(tmp_path / "r.csv", Spec.at("K"), RECORDS) == 2
    rows = (tmp_path / "r.csv").read_text().split("\n")[1:3]
    assert all(row.startswith('"a""b","","19800229"') for row in rows)
    cells = dict(zip(Spec.at("K").layout, rows[0].split(",")))
    assert (cells["OPIUSE"], cells["CRAUSE"], cells["ALCUSE"]) == ('"0"', '"NA"', '""')
    assert dict(zip(Spec.at("K").layout, rows[1].split(",")))["TOPID"] == '""'


def test_a_version_without_a_known_order_is_not_written(tmp_path):
    with pytest.raises(NoLayout, match="data set M is not known"):
        write_return(tmp_path / "r.csv", Spec.at("M"), RECORDS)
    assert not (tmp_path / "r.csv").exists()


def test_name_of_the_file():
    first, last = dt.date(2013, 4, 1), dt.date(2013, 4, 30)
    assert (
        file_name("N0852", first, last, "K") == "N0852-20130401-20130430-TREAT-IN-K.csv"
    )


def test_no_placeholder_header_is_ever_written():
    for letter in ("H", "K", "M", "N", "P", "R"):
        assert not [f.header for f in Spec.at(letter).columns if "?" in f.header]
