"""Rules on the file as a whole: name, header, keys, period, sender, form.

Each takes the `FileCase` and yields where the file is at fault as (line, header, value seen).
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from throughcare.dataset import Spec, versions
from throughcare.dataset.file import FileForm

from .rule import rule_on_file

KEY_COLUMNS = (
    "AGNCY",
    "CLIENTID",
    "EPISODID",
    "CONSENT",
    "FINITIAL",
    "SINITIAL",
    "DOB",
    "SEX",
)


@dataclass(frozen=True)
class FileCase:
    """What the rules on a file look at.

    `ragged` and `broken` are (line, text) of rows with too many or too few cells, and of rows whose quotes do not
    close on their line; `out_of_place` those of elements of an XML return that cannot be read where they stand. `agencies` are the codes on the rows, with the first line of each; `entitled` the codes
    that the sender may submit for, None for any. `open_month` is the first day of the month that reports are taken
    for, None where that is not known. `limit` gives the value of a parameter under `limits` on a day.
    """

    form: FileForm
    spec: Spec
    ragged: list[tuple[int, str]] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)
    agencies: dict[str, int] = field(default_factory=dict)
    out_of_place: list[tuple[int, str]] = field(default_factory=list)
    entitled: frozenset[str] | None = None
    open_month: dt.date | None = None
    limit: Callable[[str, dt.date], int] = lambda name, day: 0


Found = Iterator[tuple[int, str, str]]


@rule_on_file(
    "F01",
    level="reject-file",
    fields=(),
    evidence="memory",
    do="Name it AGENCY-YYYYMMDD-YYYYMMDD-TREAT-IN-V.csv.",
)
def name_not_in_the_pattern(case: FileCase) -> Found:
    """The file name does not say agency, period and data set."""
    if case.form.file_name is None:
        yield 1, "", case.form.name


@rule_on_file(
    "F01",
    level="warn",
    fields=(),
    evidence="source",
    do="Check the first and the last day of the period; the dates on the rows are used meanwhile.",
)
def period_in_the_name_is_doubtful(case: FileCase) -> Found:
    """The period in the file name is not one: a day does not exist, or the last comes before the first."""
    name = case.form.file_name
    if name and (not name.first or not name.last or name.last < name.first):
        yield 1, "", case.form.name


@rule_on_file(
    "F02",
    level="reject-file",
    fields=(),
    evidence="proposed",
    do="Keep one of the two columns.",
)
def header_twice(case: FileCase) -> Found:
    """{field} stands twice in the header row."""
    for header in case.form.duplicated:
        yield 1, header, header


@rule_on_file(
    "F02",
    level="warn",
    fields=(),
    evidence="proposed",
    do="The column is not read; remove it, or check its name.",
)
def header_not_in_this_version(case: FileCase) -> Found:
    """The column is not in this version of the data set."""
    for header in dict.fromkeys(case.form.header):
        if header not in case.spec.by_header:
            yield 1, header, header


@rule_on_file(
    "F02",
    level="reject-record",
    fields=(),
    evidence="proposed",
    do="Export the row again: it is not known which value belongs to which column, so it was not read.",
)
def row_with_other_number_of_cells(case: FileCase) -> Found:
    """The row has not as many cells as the header."""
    for line, text in case.ragged:
        yield line, "", text


@rule_on_file(
    "F02",
    level="warn",
    fields=(),
    evidence="proposed",
    do="Check the export: a return normally holds every episode that is open.",
)
def no_records(case: FileCase) -> Found:
    """The file has a header and no record."""
    if case.form.rows == 0:
        yield 1, "", ""


@rule_on_file(
    "F03",
    level="reject-file",
    fields=KEY_COLUMNS,
    evidence="memory",
    do="Add the column: without it no record can be told from another.",
)
def key_column_missing(case: FileCase) -> Found:
    """The column {field} is missing."""
    for header in KEY_COLUMNS:
        if header not in case.form.header:
            yield 1, header, ""


@rule_on_file(
    "F04",
    level="reject-file",
    fields=(),
    evidence="memory",
    do="Send the version that is in force in the period.",
)
def version_not_open_in_the_period(case: FileCase) -> Found:
    """The data set of the file is not in force in its period."""
    period = _period(case)
    if not period:
        return
    start, end = in_force(case.spec.letter)
    before = start and period[1] < start
    after = end and period[0] >= end
    if before or (after and period[0] >= _open_until(case, end)):
        yield 1, "", case.spec.letter


@rule_on_file(
    "F04",
    level="info",
    fields=(),
    evidence="proposed",
    do="It is still taken; send the next month in the new version.",
)
def former_version_in_the_changeover(case: FileCase) -> Found:
    """A new version of the data set is in force in the period of the file."""
    period = _period(case)
    _, end = in_force(case.spec.letter)
    if period and end and end <= period[0] < _open_until(case, end):
        yield 1, "", case.spec.letter


def _period(case: FileCase) -> tuple[dt.date, dt.date] | None:
    """First and last day in the name of the file, where it says both."""
    name = case.form.file_name
    return (name.first, name.last) if name and name.first and name.last else None


def _open_until(case: FileCase, end: dt.date) -> dt.date:
    """The former version is taken for periods that begin before this day: two collection years are open at once."""
    return end + dt.timedelta(days=case.limit("former_version_open_days", end))


def in_force(letter: str) -> tuple[dt.date | None, dt.date | None]:
    """First day of a version and first day of the next one; None where it is not known."""
    starts = [
        (v.letter, v.in_force_from) for v in versions().values() if v.in_force_from
    ]
    start = versions()[letter].in_force_from
    later = [day for _, day in starts if start and day > start]
    return start, min(later, default=None)


@rule_on_file(
    "F05",
    level="reject-file",
    fields=["AGNCY"],
    evidence="memory",
    do="Sign in as the sender for that agency, or take its rows out of the file.",
)
def agency_of_another_sender(case: FileCase) -> Found:
    """The sender may not submit for this agency."""
    if case.entitled is None:
        return
    for agency, line in case.agencies.items():
        if agency not in case.entitled:
            yield line, "AGNCY", agency


@rule_on_file(
    "F06",
    level="reject-record",
    fields=(),
    evidence="source",
    do="Write one record a line, values in double quotes with inner quotes doubled; the row was not read.",
)
def quotes_do_not_close(case: FileCase) -> Found:
    """The quotes of the row do not close on its line."""
    for line, text in case.broken:
        yield line, "", text


@rule_on_file(
    "F08",
    level="warn",
    fields=(),
    evidence="proposed",
    do="Check that this is the file you mean to send; the month asked for is the one that is open.",
)
def not_the_open_month(case: FileCase) -> Found:
    """The period in the file name is not the reporting month that is open."""
    name = case.form.file_name
    if not case.open_month or not name or not name.first or not name.last:
        return
    if (name.last.year, name.last.month) != _month(case.open_month):
        yield 1, "", f"{name.first:%Y%m%d}-{name.last:%Y%m%d}"


def _month(day: dt.date) -> tuple[int, int]:
    return day.year, day.month
