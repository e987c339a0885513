"""What stands where a number does not: a symbol that says why, and never nothing."""

import csv
import io

import pytest

from throughcare.publish import tables, words, workbooks
from throughcare.publish.figures import COLUMNS, Row

PLACE = ("waiting_times", "2012-13", "year", "area", "E06000001", "Hartlepool")
NUMBERS = tables.NUMBERS


def row(*numbers, suppressed=False) -> Row:
    return Row(*PLACE, "all", "all", *numbers, suppressed)


CASES = {
    "share": (row(10, 20, 50.0, 29.9, 70.1), [10, 20, 50.0, 29.9, 70.1]),
    "hidden": (row(*[None] * 5, suppressed=True), ["[c]"] * 5),
    "nobody": (row(0, 0, None, None, None), [0, 0, "[x]", "[x]", "[x]"]),
    "count": (row(25, None, 25, None, None), [25, "[z]", 25, "[z]", "[z]"]),
    "mean": (row(None, 40, 4.2, None, None), ["[z]", 40, 4.2, "[z]", "[z]"]),
    "low": (row(5, 20000, 0.0, 0.0, 0.1), [5, 20000, "[low]", 0.0, 0.1]),
    "none of many": (row(0, 40, 0.0, 0.0, 8.8), [0, 40, 0.0, 0.0, 8.8]),
}


@pytest.mark.parametrize("case", CASES)
def test_each_number_of_a_row_or_its_symbol(case):
    given, wanted = CASES[case]
    assert [words.cell(given, name) for name in NUMBERS] == wanted


def test_csv_and_workbook_have_the_same_cells_and_none_is_empty():
    rows = [given for given, _ in CASES.values()]
    text = tables.figures_csv(rows, "verified")
    read = list(csv.reader(io.StringIO(text)))[1:]
    for given, line in zip(rows, read, strict=True):
        told = [str(c) for c in workbooks.cells(given, "verified")]
        assert told == line
        assert "" not in line
    assert len(read[0]) == len(COLUMNS) + 1


def test_page_says_low_and_not_nothing():
    assert words.value(CASES["low"][0], "%") == "[low]"
    assert words.value(CASES["none of many"][0], "%") == "0.0%"


def test_legend_of_a_workbook_explains_every_symbol():
    assert all(any(s in line for line in workbooks.LEGEND) for s in words.SYMBOLS)
