"""Workbooks opened again: one table a sheet, no empty cell, no formula, the numbers of the rows."""

import datetime as dt
import io
import re
import zipfile

import pytest

from tests.unit.publish.test_words_and_sentences import HIDDEN, row
from throughcare.publish import workbooks

ABOUT = {
    "title": "Successful completions",
    "definition": "How many completed?",
    "unit": "%",
    "evidence": "memory",
    "how_sure": "Parts of this definition rest on memory",
    "cut": "made-up",
    "cut_hash": "abab",
    "code_version": "0.1.0",
}
ROWS = [row(), HIDDEN, row(90.0, None, None, denominator=None), row(name="=1+1")]


@pytest.fixture(scope="module")
def xlsx():
    return zipfile.ZipFile(io.BytesIO(workbooks.to_xlsx(ROWS, ABOUT)))


@pytest.fixture(scope="module")
def ods():
    from odfdo import Document

    return Document(io.BytesIO(workbooks.to_ods(ROWS, ABOUT))).body


@pytest.mark.parametrize("make", [workbooks.to_xlsx, workbooks.to_ods])
def test_a_workbook_says_nothing_of_when_it_was_written(make):
    made = make(ROWS, ABOUT)
    assert make(ROWS, ABOUT) == made
    archive = zipfile.ZipFile(io.BytesIO(made))
    assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    told = " ".join(
        archive.read(name).decode(errors="replace") for name in archive.namelist()
    )
    assert f"{dt.date.today():%Y-%m}" not in told


def read(archive):
    return lambda name: archive.read(name).decode()


def test_xlsx_has_a_cover_and_one_table_with_a_marked_header(xlsx):
    book = xlsx.read("xl/workbook.xml").decode()
    tables = [n for n in xlsx.namelist() if n.startswith("xl/tables/")]
    found = [text for text in map(read(xlsx), tables) if workbooks.TABLE in text]
    assert re.findall('<sheet name="([^"]+)"', book)[0] == "Cover"
    assert len(found) == 1
    assert re.findall('<tableColumn [^>]*name="([^"]+)"', found[0]) == list(
        workbooks.HEADER
    )


def test_xlsx_holds_no_formula(xlsx):
    sheets = [n for n in xlsx.namelist() if n.startswith("xl/worksheets/sheet")]
    texts = xlsx.read("xl/sharedStrings.xml").decode()
    assert len(sheets) >= 2
    assert [n for n in sheets if b"<f>" in xlsx.read(n)] == []
    assert ">'=1+1<" in texts and "[c]" in texts and "[x]" in texts


def test_ods_gives_back_the_rows(ods):
    table = ods.get_table(name=workbooks.SHEET).get_values()
    assert table[0] == list(workbooks.HEADER)
    told = dict(zip(table[0], table[1]))
    assert (float(told["value"]), told["evidence"]) == (27.5, "memory")
    assert dict(zip(table[0], table[2]))["value"] == "[c]"
    assert dict(zip(table[0], table[4]))["name"] == "'=1+1"


def test_no_cell_is_empty(ods):
    table = ods.get_table(name=workbooks.SHEET).get_values()
    assert [cell for line in table for cell in line if cell in (None, "")] == []
    assert len(table) == len(ROWS) + 1


def test_page_without_rows_gives_a_workbook_too():
    assert zipfile.is_zipfile(io.BytesIO(workbooks.to_xlsx([], ABOUT)))
    assert zipfile.is_zipfile(io.BytesIO(workbooks.to_ods([], ABOUT)))
