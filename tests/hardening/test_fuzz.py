"""A few mutated returns, and what hostile senders put into names, lines and cells."""

import csv
import datetime as dt
import io
import zipfile

import pytest

from throughcare.dataset import Spec
from throughcare.dataset.file import Unreadable
from throughcare.publish.xml_schema import example
from throughcare.submissions import Store
from throughcare.submissions.check import check

from .fuzz import run

NAME = "X0001-20120901-20120930-TREAT-IN-H"


def test_s61_mutated_returns_end_in_rows_or_in_a_sentence():
    ends = run(runs=240, seed=3, whole=0)
    assert sum(ends.values()) == 240
    assert not [end for end in ends if end[1] == "a traceback"]
    assert {end for _, end in ends} >= {"rows", "converted", "a sentence"}


@pytest.mark.parametrize("suffix", ["csv", "xml"])
def test_s61_a_gigabyte_on_one_line(suffix, tmp_path):
    """Sparse, so it costs no disk; given up long before it is read."""
    path = tmp_path / f"{NAME}.{suffix}"
    path.write_bytes(b"AGNCY," if suffix == "csv" else b"<submission data-set='H'><a>")
    with open(path, "r+b") as file:
        file.truncate(1_000_000_000)
    with pytest.raises(Unreadable):
        with check(path, submitted_on=dt.date(2012, 10, 1)):
            pass


def test_s61_a_zip_bomb_is_never_unpacked(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{NAME}.csv", b"0" * 10_000_000)
    for suffix in ("csv", "xml"):
        path = tmp_path / f"{NAME}.{suffix}"
        path.write_bytes(packed.getvalue())
        with pytest.raises(Unreadable, match="ZIP|named .xml"):
            with check(path, submitted_on=dt.date(2012, 10, 1)):
                pass


@pytest.mark.parametrize(
    "name",
    [
        "../../../../etc/X0001-20110401-20110430-TREAT-IN-H.xml",
        "..\\..\\X0001-20110401-20110430-TREAT-IN-H.xml",
        "/X0001-20110401-20110430-TREAT-IN-H.xml",
        "X0001-20110401-20110430-TREAT-IN-H.xml\n",
        "..-20110401-20110430-TREAT-IN-H.xml",
        "%2e%2e%2fX0001.xml",
        "x" * 300 + ".xml",
        "\u202eX0001-20110401-20110430-TREAT-IN-H.xml",
    ],
)
def test_s61_names_stay_in_the_store(name, tmp_path):
    """Whatever a sender calls the file, what is kept stands in the folder of the return."""
    path = tmp_path / "sent.xml"
    path.write_bytes(example(Spec.at("H"))[1])
    store = Store(tmp_path / "store")
    received = store.receive(path, name=name, by="a sender")
    kept = {p.name for p in store.folder(received.id).iterdir()}
    assert kept == {"original.xml", "received.json"}
    assert store.folder(received.id).parent == tmp_path / "store" / "inbox"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["sent.xml", "store"]


def test_a_formula_handed_back_is_inert(tmp_path):
    """A spreadsheet that opens the file shows the text of the cell and computes nothing."""
    name, content = example(Spec.at("H"))
    path = tmp_path / name
    path.write_bytes(content.replace(b"REF-17", b"=cmd|' /C calc'!A0"))
    store = Store(tmp_path / "store")
    received = store.receive(path, by="a sender")
    store.check(received.id)
    with open(store.handed_back(received.id), newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert any("=cmd" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
