"""The rows of a release in memory: found by their words, in one order, blanks kept."""

import pyarrow as pa

from throughcare.publish import figures
from throughcare.publish.figures import Release


def row(period, code, group="all", value=1.0, indicator="a", kind="year", part="all"):
    return {
        "indicator": indicator,
        "period": period,
        "period_kind": kind,
        "geography": "area",
        "code": code,
        "name": f"name of {code}",
        "substance_group": group,
        "part": part,
        "numerator": None if value is None else value,
        "denominator": 9.0,
        "value": value,
        "lower": None,
        "upper": None,
        "suppressed": value is None,
    }


def release(*rows) -> Release:
    table = pa.Table.from_pylist(list(rows), schema=figures.SCHEMA)
    return Release.of(table, cut="c", as_of="2013-06-30", hash="h", version="v")


def test_rows_come_oldest_first_and_all_groups_before_each():
    found = release(
        row("2012-13", "B", "opiate"),
        row("2012-13", "B"),
        row("2011-12", "B", "alcohol_only"),
        row("2012-13", "A"),
    ).rows("a")
    told = [(r.period, r.code, r.substance_group) for r in found]
    assert told == [
        ("2011-12", "B", "alcohol_only"),
        ("2012-13", "A", "all"),
        ("2012-13", "B", "all"),
        ("2012-13", "B", "opiate"),
    ]


def test_a_withheld_row_has_no_number_and_says_so():
    (found,) = release(row("2012-13", "A", value=None)).rows("a", code="A")
    assert (found.value, found.numerator, found.denominator) == (None, None, 9.0)
    assert found.suppressed is True


def test_words_that_no_row_holds_find_nothing():
    held = release(row("2012-13", "A"), row("2012-13", "B", indicator="b"))
    assert held.rows("a", code="B") == []
    assert held.rows("a", period="1066-67") == []
    assert held.rows("c") == [] and not held.has("c")
    assert held.find("a", "A", "2012-13").value == 1.0
    assert held.find("a", "A", "2012-13", group="opiate") is None


def test_periods_are_those_of_the_kind_and_the_indicator():
    held = release(
        row("2012-13", "A"),
        row("2011-12", "A"),
        row("2012-13-Q1", "A", kind="quarter"),
        row("2010-11", "A", indicator="b"),
    )
    assert held.periods("a") == ["2011-12", "2012-13"]
    assert held.kinds("a") == ["year", "quarter"]
    assert held.kinds("b") == ["year"]


def test_a_release_without_rows_has_no_indicator():
    assert release().indicators == []
    assert release().rows("a") == []
