"""Returns of made-up people for whoever writes software that sends returns: one sound, and one for each rule.

examples.csv says what is changed in the sound return so that a rule finds fault. Rules that need more than one file, or
another form of file, are listed in the index with the reason. Items whose values are not known are left blank, and the
index names them.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from throughcare import parameters
from throughcare.dataset import Field, Spec, data_sets, versions
from throughcare.dataset.writer import file_name
from throughcare.rules.catalogue import catalogue
from throughcare.rules.every_field import expected_fields
from throughcare.rules.file import in_force
from throughcare.rules.listing import message
from throughcare.rules.rule import Rule

AGENCY = "X0001"
YOUNG_PEOPLE = "young-people"
INDEX = "index.csv"
SOUND = "sound"

Row = dict[str, str]
Table = list[list[str]]

PERSON = {
    "FINITIAL": "A",
    "SINITIAL": "B",
    "DOB": "19800229",
    "SEX": "F",
    "ETHNIC": "A",
    "NATION": "GBR",
    "REFLD": "Y0402",
    "AGNCY": AGENCY,
    "CLIENT": "REF-17",
    "CLIENTID": "C1",
    "EPISODID": "E1",
    "CONSENT": "Y",
    "PREVTR": "N",
    "PC": "ZZ1",
    "ACCMNEED": "3",
    "PRNTSTAT": "14",
    "DAT": "A09B",
    "PCT": "5KF",
    "LA": "00CH",
    "DRUG1": "1101",
    "DRUG1AGE": "19",
    "ROUTE": "3",
    "DRUG2": "9996",
    "DRUG3": "9997",
    "RFLS": "4",
    "TRIAGED": "Y0405",
    "CPLANDT": "Y0410",
    "INJSTAT": "N",
    "CHILDWTH": "0",
    "PREGNANT": "N",
    "DUALDIAG": "N",
    "HEPCSTAT": "B",
    "HEPCTD": "99",
    "HEPBSTAT": "B",
    "HLCASSDT": "Y0410",
    "TOPCC": "Y",
    "EMPSTAT": "12",
    "DISD": "Y0830",
    "DISRSN": "80",
    "MTHTN": "2",
    "VETERAN": "N",
    "UTLA": "E08000037",
}
MODALITY = {
    "MODAL": "94",
    "REFMODDT": "Y0405",
    "MODSET": "6",
    "MODID": "M1",
    "FAOMODDT": "Y0412",
    "MODST": "Y0412",
    "MODEND": "Y0830",
    "MODEXIT": "A",
}
REVIEW = {"SUBMODDT": "Y0710", "SUBMID": "V1", "PHMAIN": "Y"}
WEEKLY = {"TITDATE": "Y0710", "TITREAT": "1", "TITID": "H1"}
DAYS = "ALCUSE CRAUSE COCAUSE AMPHUSE CANNUSE OTDRGUSE IVDRGUSE SHOTHEFT DRGSELL PWORK EDUCAT".split()
PROFILE = (
    {header: "0" for header in (*DAYS, "TOBUSE")}
    | {header: "N" for header in "SHARING OTHTHEFT ASSAULT ACUTHPBM HRISK".split()}
    | {header: "10" for header in "PSYHSTAT PHSTAT QUALLIFE".split()}
)
AT_START = {"TOPDATE": "Y0412", "TOPID": "T1", "TRSTAGE": "S", "OPIUSE": "20"}
AT_EXIT = {"TOPDATE": "Y0830", "TOPID": "T2", "TRSTAGE": "E", "OPIUSE": "0"}
ROWS = (
    PERSON | MODALITY | REVIEW | WEEKLY | PROFILE | AT_START,
    PERSON | PROFILE | AT_EXIT,
    {"AGNCY": AGENCY, "CLIENTID": "C2", "CONSENT": "N"},
)
"""A person on two rows, and a person who refuses. `Y` stands for the year."""


class NoExamples(ValueError):
    """Returns of the version or data set cannot be written. The message is one sentence with a way out."""


def write(folder: Path, dataset: str) -> list[Path]:
    """Write the test files and their index into `folder`; returns the paths of the returns. Raises NoExamples."""
    written = []
    for place, content in files(dataset):
        path = Path(folder) / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")
        written.append(path)
    return [path for path in written if path.name != INDEX]


def files(dataset: str) -> Iterator[tuple[str, str]]:
    """Place and text of each test file, then of the index. Raises NoExamples."""
    spec = Spec.at(dataset)
    if why := _why_none(spec):
        raise NoExamples(f"There are no test files of {spec.title}: {why}")
    name, rows = _name(spec), _sound(spec)
    yield f"{SOUND}/{name}", _text(_table(spec, rows))
    index = [["", SOUND, f"{SOUND}/{name}", _note_on_sound(spec)]]
    for rule in [r for r in catalogue() if r.is_in(spec)]:
        made = _broken(rule, spec)
        place = f"{rule.number}-{rule.name}/{made[0]}" if made else ""
        if made:
            yield place, made[1]
        note = message(rule, spec) if made else WITHOUT_FILE[_reason(rule, spec)]
        index.append([rule.number, rule.name, place, note])
    yield INDEX, _text([["number", "rule", "file", "note"], *index])


def _why_none(spec: Spec) -> str:
    """Why there can be no test files, in a sentence with a way out; blank where there can."""
    if not spec.can_be_read:
        return "the names of its key columns are not known. Ask for another data set."
    if not re.fullmatch("[A-Z]", spec.letter):
        return "returns of it are not named by a letter. Ask for a version from F on."
    if _start(spec) is None:
        return (
            "the day on which it came into force is not known. Ask for another version."
        )
    return ""


def sets_with_files() -> list[Spec]:
    """The versions and data sets of which there are test files, in the order of versions."""
    every = (Spec.at(version, slug) for version in versions() for slug in data_sets())
    return [spec for spec in every if not _why_none(spec)]


def left_blank(spec: Spec) -> list[str]:
    """Headers of expected items that the sound return leaves blank, since it is not known what they may hold."""
    filled = {header for row in _sound(spec) for header, told in row.items() if told}
    return [
        f.header for f in expected_fields(spec) if f.header in _unknown(spec) - filled
    ]


def _unknown(spec: Spec) -> set[str]:
    """Headers of items of which neither codes nor form are known."""
    return {
        f.header
        for f in spec.columns
        if (f.codes and not spec.codes(f.codes)) or (f.type == "text" and not f.codes)
    }


def _note_on_sound(spec: Spec) -> str:
    blank = left_blank(spec)
    told = "No finding." if not blank else BLANK.format(headers=" ".join(blank))
    return told if spec.layout else f"{told} {OWN_ORDER}"


BLANK = "No finding but R13 on items whose values are not known: {headers}."
OWN_ORDER = (
    "The order of the columns is this project's own: the national one was not found."
)
WITHOUT_FILE = {
    "history": "No file: it compares with the last accepted return.",
    "journey": "No file: it looks at the returns of all agencies in a cut.",
    "xml": "No file: it is about returns in XML.",
    "sender": "No file: it asks who sends, or which month is open.",
    "early": "No file: it passes over treatment that began before exceptions were reported.",
    "codes": "No file: the codes of its items are not known.",
    "next": "No file: it is not known when the next version came into force.",
}
"""Why a rule has no test file."""


def _reason(rule: Rule, spec: Spec) -> str:
    if rule.kind in WITHOUT_FILE:
        return rule.kind
    if rule.name == "former_version_in_the_changeover":
        return "next"
    if _is_too_early(rule, spec):
        return "early"
    if rule.kind == "row" and _unknown(spec) & set(rule.fields):
        return "codes"
    return "xml" if rule.function.__module__.endswith(".xml") else "sender"


def _broken(rule: Rule, spec: Spec) -> tuple[str, str] | None:
    """Name and text of a return that breaks the rule; None where one file cannot."""
    if rule.name in FORMS:
        return FORMS[rule.name](spec, _table(spec, _sound(spec)))
    if rule.name not in changes() or _is_too_early(rule, spec):
        return None
    rows = _changed(_sound(spec), changes()[rule.name], spec)
    return _name(spec), _text(_table(spec, rows))


EXCEPTIONS = {
    "no_start_profile",
    "no_review_profile_after_six_months",
    "review_profile_without_start",
}
"""Rules that pass over treatment which began before exceptions were reported."""


def _is_too_early(rule: Rule, spec: Spec) -> bool:
    """Whether the rule passes over the treatment that the sound return tells of."""
    began = dt.date(_year(spec), 4, 12)
    since = parameters.at("limits.profile_exceptions_since", began).value
    return rule.name in EXCEPTIONS and began <= since


@cache
def changes() -> dict[str, str]:
    """What is changed in the sound return, by the name of the rule."""
    path = Path(__file__).with_name("examples.csv")
    with open(path, encoding="utf-8", newline="") as file:
        return {row["rule"]: row["changes"] for row in csv.DictReader(file)}


def _start(spec: Spec) -> dt.date | None:
    return in_force(spec.letter)[0]


def _year(spec: Spec) -> int:
    """The year in which the version came into force, whose spring and summer the sound return tells of."""
    return _start(spec).year


def _sound(spec: Spec) -> list[Row]:
    rows = [dict(row) for row in ROWS]
    if MODALITY["MODAL"] not in [c.code for c in spec.codes("MODAL")]:
        rows[0] |= {"MODAL": "2"}
    if spec.data_set == YOUNG_PEOPLE:
        for row in rows[:2]:
            row |= {f.header: "N" for f in spec.columns if _is_of_young_people(f)}
    return rows


def _is_of_young_people(field: Field) -> bool:
    """Whether an item is one of the young people's that is answered by Y or N."""
    return field.header.startswith("YP") and field.codes == "YNU"


def _changed(rows: list[Row], told: str, spec: Spec) -> list[Row]:
    """The rows with changes such as `SEX=X` (both rows of the person), `2 OPIUSE=1` (one row), `+1 MODID=M2` (a copy)."""
    copies: dict[str, Row] = {}
    for change in (c.strip() for c in told.split(";")):
        cell = re.fullmatch(r"(?:(\+?\d) )?(\w+)=(.*)", change)
        where, header, value = cell.groups()
        if where is None:
            chosen = rows[:2]
        elif where.startswith("+"):
            chosen = [copies.setdefault(where, dict(rows[int(where[1:]) - 1]))]
        else:
            chosen = [rows[int(where) - 1]]
        for row in chosen:
            row[header] = value
    return [*rows, *copies.values()]


def _table(spec: Spec, rows: list[Row]) -> Table:
    """Header and rows in the order of the version's columns."""
    year = str(_year(spec))
    headers = spec.layout or tuple(spec.by_header)
    cells = [
        [re.sub(r"^Y(?=\d{4}$)", year, row.get(h, "")) for h in headers] for row in rows
    ]
    return [list(headers), *cells]


def _text(table: Table) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
    return out.getvalue()


def _name(spec: Spec, first: dt.date | None = None, days: int = 29) -> str:
    first = first or max(dt.date(_year(spec), 9, 1), _start(spec))
    return file_name(AGENCY, first, first + dt.timedelta(days=days), spec.letter)


def _another_name(spec: Spec, table: Table) -> tuple[str, str]:
    return "return.csv", _text(table)


def _backwards(spec: Spec, table: Table) -> tuple[str, str]:
    return _name(spec, days=-29), _text(table)


def _column_twice(spec: Spec, table: Table) -> tuple[str, str]:
    return _name(spec), _text([[*row, row[3]] for row in table])


def _unknown_column(spec: Spec, table: Table) -> tuple[str, str]:
    head, *rows = table
    return _name(spec), _text([[*head, "SHOESIZE"], *([*row, "7"] for row in rows)])


def _short_row(spec: Spec, table: Table) -> tuple[str, str]:
    return _name(spec), _text([table[0], table[1][:-1], *table[2:]])


def _header_alone(spec: Spec, table: Table) -> tuple[str, str]:
    return _name(spec), _text(table[:1])


def _column_left_out(spec: Spec, table: Table) -> tuple[str, str]:
    place = table[0].index("SEX")
    return _name(spec), _text([row[:place] + row[place + 1 :] for row in table])


def _open_quote(spec: Spec, table: Table) -> tuple[str, str]:
    lines = _text(table).splitlines(keepends=True)
    lines[1] = lines[1].replace('"REF-17"', '"REF-17')
    return _name(spec), "".join(lines)


def _too_early(spec: Spec, table: Table) -> tuple[str, str]:
    first = min(v.in_force_from for v in versions().values() if v.in_force_from)
    return _name(spec, first), _text(table)


def _in_the_changeover(spec: Spec, table: Table) -> tuple[str, str] | None:
    _, end = in_force(spec.letter)
    return end and (_name(spec, end), _text(table))


FORMS: dict[str, Callable[[Spec, Table], tuple[str, str] | None]] = {
    "name_not_in_the_pattern": _another_name,
    "period_in_the_name_is_doubtful": _backwards,
    "header_twice": _column_twice,
    "header_not_in_this_version": _unknown_column,
    "row_with_other_number_of_cells": _short_row,
    "no_records": _header_alone,
    "key_column_missing": _column_left_out,
    "quotes_do_not_close": _open_quote,
    "version_not_open_in_the_period": _too_early,
    "former_version_in_the_changeover": _in_the_changeover,
}
"""Rules on the form of a file, and a file that breaks each."""
