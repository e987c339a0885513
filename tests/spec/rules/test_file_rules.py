"""The edges of every rule on the file as a whole. They look at the form of a file, so no engine is asked."""

import datetime as dt

import pytest

from throughcare import parameters
from throughcare.dataset import Spec, versions
from throughcare.dataset.form import inspect
from throughcare.rules.catalogue import catalogue
from throughcare.rules.file import KEY_COLUMNS, FileCase, in_force

KEYS = ",".join(KEY_COLUMNS)
NAME = "X0001-20120901-20120930-TREAT-IN-H.csv"
RULES = {r.name: r for r in catalogue() if r.kind == "file"}
OVERLAP = parameters.at("limits.former_version_open_days", dt.date(2012, 11, 1)).value


def named(first, last, letter="H"):
    return f"X0001-{first}-{last}-TREAT-IN-{letter}.csv"


@pytest.fixture
def found(tmp_path):
    """Where a rule finds fault with a file: header and value of each finding."""

    def found(rule, name=NAME, header=KEYS, rows=1, letter="H", **seen):
        path = tmp_path / "file.csv"
        path.write_text(f"{header}\n" + "x\n" * rows)
        case = FileCase(
            inspect(path, name), Spec.at(letter), limit=lambda n, day: OVERLAP, **seen
        )
        return [(where, value) for _, where, value in RULES[rule].function(case)]

    return found


@pytest.mark.parametrize(
    ("name", "is_wrong"),
    [
        (NAME, False),
        (NAME.lower().replace("treat-in", "TREAT-IN"), False),
        ("X0001-20120901-20120930-TREAT-OUT-H.csv", True),
        ("20120901-20120930-TREAT-IN-H.csv", True),
        ("return.csv", True),
    ],
)
def test_name_not_in_the_pattern(found, name, is_wrong):
    assert bool(found("name_not_in_the_pattern", name)) is is_wrong


@pytest.mark.parametrize(
    ("first", "last", "is_wrong"),
    [
        ("20120901", "20120901", False),
        ("20120902", "20120901", True),
        ("20120229", "20120331", False),
        ("20110229", "20110331", True),
        ("20123009", "20120930", True),
    ],
)
def test_period_in_the_name_is_doubtful(found, first, last, is_wrong):
    told = found("period_in_the_name_is_doubtful", named(first, last))
    assert bool(told) is is_wrong


def test_header_twice(found):
    assert found("header_twice") == []
    assert found("header_twice", header=f"{KEYS},sex") == [("SEX", "SEX")]


def test_header_not_in_this_version(found):
    assert found("header_not_in_this_version", header=f"{KEYS},MODSET") == [
        ("MODSET", "MODSET")
    ]
    assert found("header_not_in_this_version", header=f"{KEYS},MODSET", letter="K") == []  # fmt: skip


def test_row_with_other_number_of_cells(found):
    assert found("row_with_other_number_of_cells") == []
    assert found("row_with_other_number_of_cells", ragged=[(2, "a,b")]) == [("", "a,b")]


def test_no_records(found):
    assert found("no_records", rows=0) == [("", "")]
    assert found("no_records", rows=1) == []


@pytest.mark.parametrize("column", KEY_COLUMNS)
def test_key_column_missing(found, column):
    others = ",".join(c for c in KEY_COLUMNS if c != column)
    assert found("key_column_missing", header=others) == [(column, "")]
    assert found("key_column_missing") == []


H_STARTS, J_STARTS = (versions()[v].in_force_from for v in "HJ")


def month_from(day):
    return named(f"{day:%Y%m%d}", f"{day + dt.timedelta(days=27):%Y%m%d}")


@pytest.mark.parametrize(
    ("first", "told"),
    [
        (H_STARTS - dt.timedelta(days=28), "version_not_open_in_the_period"),
        (H_STARTS - dt.timedelta(days=27), None),
        (H_STARTS, None),
        (J_STARTS - dt.timedelta(days=1), None),
        (J_STARTS, "former_version_in_the_changeover"),
        (
            J_STARTS + dt.timedelta(days=OVERLAP - 1),
            "former_version_in_the_changeover",
        ),
        (J_STARTS + dt.timedelta(days=OVERLAP), "version_not_open_in_the_period"),
    ],
)
def test_version_not_open_in_the_period(found, first, told):
    """F04: in a changeover two collection years are open at once, and the sender is told."""
    name = month_from(first)
    both = ("version_not_open_in_the_period", "former_version_in_the_changeover")
    assert [rule for rule in both if found(rule, name)] == ([told] if told else [])


def test_a_version_without_a_known_start_is_open(found):
    assert in_force("Q") == (None, None)
    assert found("version_not_open_in_the_period", letter="Q") == []


def test_agency_of_another_sender(found):
    agencies = {"X0001": 2, "X0002": 5}
    own = frozenset({"X0001"})
    rule = "agency_of_another_sender"
    assert found(rule, agencies=agencies, entitled=own) == [("AGNCY", "X0002")]
    assert found(rule, agencies=agencies, entitled=frozenset(agencies)) == []
    assert found(rule, agencies=agencies) == []


def test_quotes_do_not_close(found):
    assert found("quotes_do_not_close") == []
    assert found("quotes_do_not_close", broken=[(3, '"a')]) == [("", '"a')]


@pytest.mark.parametrize(
    ("open_month", "is_wrong"),
    [
        (dt.date(2012, 9, 1), False),
        (dt.date(2012, 9, 30), False),
        (dt.date(2012, 8, 1), True),
        (dt.date(2011, 9, 1), True),
        (None, False),
    ],
)
def test_not_the_open_month(found, open_month, is_wrong):
    """F08: without a known month, or without a period in the name, nothing is asked."""
    assert bool(found("not_the_open_month", open_month=open_month)) is is_wrong
    assert found("not_the_open_month", "return.csv", open_month=open_month) == []
