"""Conversion leaves a whole file or none, and refuses in one sentence."""

import pytest

from throughcare.dataset.file import Unreadable
from throughcare.submissions.convert import CannotConvert, convert

NAME = "X0001-20120901-20120930-TREAT-IN-H"


@pytest.fixture
def source(write):
    return write({"1": {}, "2": {"sex": "M", "first_initial": "&"}})


def test_there_and_back_gives_the_same_bytes(source, tmp_path):
    told = []
    done = convert(source, tmp_path / f"{NAME}.xml", progress=lambda *t: told.append(t))
    assert (done.rows, done.dataset, done.left_out) == (2, "H", ())
    again = convert(tmp_path / f"{NAME}.xml", tmp_path / f"{NAME}.csv")
    assert again.path.read_bytes() == source.read_bytes()
    assert sorted(p.name for p in tmp_path.glob(f"*{NAME}*")) == [
        f"{NAME}.csv",
        f"{NAME}.xml",
    ]


def test_what_is_there_stays_without_force(source, tmp_path):
    target = tmp_path / f"{NAME}.xml"
    target.write_text("kept")
    with pytest.raises(CannotConvert, match="--force"):
        convert(source, target)
    assert target.read_text() == "kept"
    convert(source, target, force=True)
    assert target.read_text().startswith("<?xml")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("out.txt", "neither .csv nor .xml"),
        ("out.csv", "CSV already"),
        (".", "neither|folder"),
    ],
)
def test_names_that_do_not_do(source, tmp_path, name, sentence):
    with pytest.raises(CannotConvert, match=sentence):
        convert(source, tmp_path / name)


def test_the_return_itself_is_never_the_target(source):
    with pytest.raises(CannotConvert, match="the same file"):
        convert(source, source, force=True)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (b'"1"', b'"1', "Row 2: the quotes do not close"),
        (b'"F"', b'"F","F"', "Row 2 has 113 cells"),
        (b'"A"', b'"\x07"', "Row 2: FINITIAL holds a control character"),
        (b'"SEX"', b'"DOB"', "DOB stands twice"),
    ],
)
def test_rows_that_cannot_be_taken_along(source, tmp_path, before, after, sentence):
    source.write_bytes(source.read_bytes().replace(before, after, 1))
    with pytest.raises(CannotConvert, match=sentence):
        convert(source, tmp_path / "out.xml")
    assert not list(tmp_path.glob("*out*"))


def test_what_is_no_return_gives_the_sentence_of_check(tmp_path):
    path = tmp_path / f"{NAME}.csv"
    path.write_text("name,age\nx,1\n")
    with pytest.raises(Unreadable, match="none of the data set's column names"):
        convert(path, tmp_path / "out.xml")


def test_a_broken_xml_leaves_nothing(tmp_path):
    path = tmp_path / f"{NAME}.xml"
    path.write_text("<submission><client><SEX>F</SEX></client>")
    with pytest.raises(Unreadable, match="cut short"):
        convert(path, tmp_path / "out.csv")
    assert not list(tmp_path.glob("*out*"))


def test_what_is_left_out_is_said(source, tmp_path):
    text = source.read_text().replace('"SEX"', '"SHOESIZE"')
    source.write_text(text)
    done = convert(source, tmp_path / f"{NAME}.xml")
    assert done.left_out == ("column SHOESIZE, which is not in data set H",)
    xml = (tmp_path / f"{NAME}.xml").read_text()
    (tmp_path / f"{NAME}.xml").write_text(
        xml.replace("</client>", "<modality/><X/></client>", 1)
    )
    done = convert(tmp_path / f"{NAME}.xml", tmp_path / "out.csv")
    assert [told.split(",")[0] for told in done.left_out] == [
        "element X",
        "<modality> on line 19",
    ]


def test_items_outside_the_layout_get_a_column(source, tmp_path):
    target = tmp_path / f"{NAME}.xml"
    convert(source, target)
    target.write_text(
        target.read_text().replace("<REFLD>", "<BINGEDAY>3</BINGEDAY><REFLD>", 1)
    )
    convert(target, tmp_path / "out.csv")
    header, first, second = (tmp_path / "out.csv").read_text().splitlines()
    assert header.endswith(',"BINGEDAY"')
    assert first.endswith(',"3"') and second.endswith(',""')
