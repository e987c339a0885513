"""What careless and hostile senders try first: each ends in findings or in one clear sentence."""

import datetime as dt

import pytest

from throughcare.dataset.file import Unreadable
from throughcare.submissions.check import check

NAME = "X0001-20120901-20120930-TREAT-IN-H.csv"
HEADER = "AGNCY,CLIENTID,EPISODID,CONSENT,FINITIAL,SINITIAL,DOB,SEX,REFLD,TRIAGED,DRUG1,DAT,LA"
ROW = "X0001,1,1,Y,A,B,19800131,F,20120402,20120405,1101,A09B,00CH"
TODAY = dt.date(2012, 10, 1)


@pytest.fixture
def checked(tmp_path):
    """Findings of a file with this content: (rule, row) of all but what is blank or absent."""

    def checked(content: bytes | str, name=NAME):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with check(path, submitted_on=TODAY) as result:
            told = [f for f in result.findings() if f["rule"] != "R13"]
            return result.loaded.rows, [(f["rule"], f["row"]) for f in told]

    return checked


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\n\n\n", "empty"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04rest", "spreadsheet"),
        ("\ufeffAGNCY".encode("utf-16"), "UTF-16"),
        (HEADER.encode() + b"\n" + b"X0001\0,1\n", "NUL"),
        (b"name,age\nx,1\n", "column names"),
        (HEADER.replace(",", ";").encode() + b"\n", "commas"),
        (b"just a sentence", "column names"),
        (HEADER.encode() + b"\n" + b"x" * 3_000_000, "longer than 1 MB"),
    ],
)
def test_not_a_return_at_all(checked, content, word):
    with pytest.raises(Unreadable, match=word):
        checked(content, name="whatever.csv")


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\n{ROW}\n",
        f"{HEADER}\n{ROW}",
        f"{HEADER}\r\n{ROW}\r\n",
        f"{HEADER}\n{ROW}\n\n\n \n",
        f"\ufeff{HEADER}\n{ROW}\n",
        f"{HEADER}\n" + ",".join(f'"{cell}"' for cell in ROW.split(",")) + "\n",
        f"{HEADER}\r{ROW}\r",
        ",".join(reversed(HEADER.split(",")))
        + "\n"
        + ",".join(reversed(ROW.split(","))),
        f"{HEADER.lower()}\n{ROW}\n",
        f"{HEADER},ETHNIC\n{ROW},NA\n",
    ],
)
def test_forms_that_real_programs_write(checked, content):
    assert checked(content) == (1, [])


def test_windows_1252_reads_as_letters(checked):
    row = ROW.replace(",A,B,", ",É,Ø,").encode("cp1252")
    assert checked(HEADER.encode() + b"\n" + row + b"\n") == (1, [])


def test_the_three_forms_of_a_date(checked):
    rows = [ROW.replace("19800131", d) for d in ("1980-01-31", "31/01/1980")]
    rows = [r.replace(",1,1,", f",{n},1,") for n, r in enumerate(rows)]
    rows[1] = rows[1].replace(",A,B,", ",C,D,")
    assert checked("\n".join([HEADER, *rows])) == (2, [])


def test_line_numbers_are_those_of_the_file_after_blank_lines(checked):
    wrong = ROW.replace("1101", "").replace(",1,1,", ",2,1,").replace(",A,B,", ",C,D,")
    assert checked(f"{HEADER}\n{ROW}\n\n\n{wrong}\n") == (2, [("R08", 5)])


def test_a_truncated_last_line(checked):
    assert checked(f"{HEADER}\n{ROW}\n{ROW[:30]}") == (1, [("F02", 3)])


def test_a_quote_that_does_not_close_costs_one_row(checked):
    broken = ROW.replace("X0001", '"X0001', 1)
    assert checked(f"{HEADER}\n{broken}\n{ROW}\n") == (1, [("F06", 2)])


def test_a_value_with_a_line_end_in_it(checked):
    broken = ROW.replace("A09B", '"A0\n9B"')
    rows, found = checked(f"{HEADER}\n{broken}\n{ROW}\n")
    assert rows == 1
    assert {row for _, row in found} == {2, 3}


def test_two_hundred_columns(checked):
    more = ",".join(f"EXTRA{n}" for n in range(187))
    rows, found = checked(f"{HEADER},{more}\n{ROW}{',' * 187}\n")
    assert rows == 1
    assert found == [("F02", 1)] * 187


def test_a_header_twice_rejects_the_file(checked):
    assert checked(f"{HEADER},DOB\n{ROW},19800131\n") == (1, [("F02", 1)])


def test_a_missing_key_column_is_said_once(checked):
    header, row = HEADER.replace("SEX,", ""), ROW.replace("F,2012", "2012")
    _, found = checked(f"{header}\n{row}\n")
    assert ("F03", 1) in found


def test_two_rows_with_one_key(checked):
    other = ROW.replace("20120405", "20120406")
    assert checked(f"{HEADER}\n{ROW}\n{other}\n") == (2, [("L01", 3)])


def test_ten_thousand_faults(checked):
    row = (
        ROW.replace("1101", "").replace(",1,1,", ",{n},1,").replace(",A,B,", ",{l},B,")
    )
    rows = [row.format(n=n, l=chr(65 + n % 26)) for n in range(10_000)]
    count, found = checked("\n".join([HEADER, *rows]))
    assert count == 10_000
    assert len([f for f in found if f[0] == "R08"]) == 10_000


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("anything.csv", ["F01"]),
        ("X0001-20120930-20120901-TREAT-IN-H.csv", ["F01"]),
        ("X0001-20123009-20120930-TREAT-IN-H.csv", ["F01"]),
        ("X0001-20140401-20140430-TREAT-IN-H.csv", ["F04"]),
        ("X0001-20100401-20100430-TREAT-IN-H.csv", ["F04"]),
    ],
)
def test_names_that_are_wrong(checked, name, rules):
    assert [rule for rule, _ in checked(f"{HEADER}\n{ROW}\n", name)[1]] == rules


def test_an_agency_that_the_sender_may_not_submit_for(tmp_path):
    path = tmp_path / NAME
    path.write_text(f"{HEADER}\n{ROW}\n{ROW.replace('X0001', 'X0002')}\n")
    with check(path, submitted_on=TODAY, entitled=frozenset({"X0001"})) as result:
        [found] = [f for f in result.findings() if f["rule"] == "F05"]
        assert (found["row"], found["value"], result.outcome) == (3, "X0002", "refused")


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\r{ROW}\n",
        f"   \n{HEADER}\n{ROW}\n",
        f"\ufeff\ufeff{HEADER}\n\ufeff{ROW}\n",
        '"' + '", "'.join(HEADER.split(",")) + '"\n"' + '", "'.join(ROW.split(",")) + '"',
    ],
)  # fmt: skip
def test_forms_that_joining_and_hand_editing_leave(checked, content):
    assert checked(content) == (1, [])


def test_a_mark_at_the_start_of_a_joined_file_is_no_part_of_the_agency(tmp_path):
    path = tmp_path / NAME
    path.write_text(f"{HEADER}\n{ROW}\n\ufeff{ROW.replace(',1,1,', ',2,1,')}\n")
    with check(path, submitted_on=TODAY) as result:
        assert result.agencies == {"X0001": 2}


def test_carriage_returns_alone_in_a_file_of_several_chunks(checked):
    row = ROW.replace(",1,1,", ",{n},1,").replace("19800131", "")
    lines = [HEADER, *(row.format(n=n) for n in range(80_000))]
    rows, _ = checked("\r".join(lines) + "\r")
    assert rows == 80_000


@pytest.mark.parametrize("column", ["FILE_ROW_NUMBER", "LINE", "SUBMITTED_ON"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_column_named_like_one_of_ours_is_not_read(checked, column, encoding):
    row = ROW.replace(",A,B,", ",É,B,")
    content = f"{HEADER},{column}\n{row},99\n".encode(encoding)
    assert checked(content) == (1, [("F02", 1)])


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ('"' + "x" * 200_000 + '",' + HEADER, "column names"),
        (HEADER + "," + ",".join(f"X{n}" for n in range(5_000)), "5,013 columns"),
    ],
)
def test_a_first_row_that_is_no_header(checked, header, word):
    with pytest.raises(Unreadable, match=word):
        checked(f"{header}\n{ROW}\n")


def test_the_agency_in_the_name_counts_in_capitals(tmp_path):
    path = tmp_path / NAME.replace("X0001", "x0001")
    path.write_text(f"{HEADER}\n{ROW}\n")
    with check(path, submitted_on=TODAY) as result:
        assert result.provider == "X0001"
