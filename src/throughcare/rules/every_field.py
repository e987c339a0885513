"""Rules that hold for every field of a kind: codes, blanks, dates, numbers."""

import ibis

from .episode import OUTSIDE_ENGLAND
from .rule import rule
from .substances import ALCOHOL, alcohol_cited

IN_LIST_BY_OTHER_RULES = ("SEX", "CONSENT", "TITREAT")
INCOMPLETE_LISTS = ("DAT", "LA", "PCT", "HEPCTD", "YNU")
"""Lists of which the essential codes are not known: a value outside them says nothing."""


def coded_fields(spec):
    """Fields whose list is known in this version and that no other rule looks after."""
    return [
        f
        for f in spec.columns
        if f.type == "code"
        and f.header not in IN_LIST_BY_OTHER_RULES
        and f.codes not in INCOMPLETE_LISTS
        and f.codes != "YNNA"
        and spec.codes(f.codes)
    ]


@rule(
    "R12",
    level="reject-record",
    record="episode",
    fields=["DRUG1", "DISRSN"],
    evidence="memory",
    each=lambda spec: [
        f for f in coded_fields(spec) if f.header in ("DRUG1", "DISRSN")
    ],
    do="Choose a code from the list of {field}.",
)
def essential_code_not_in_list(row, field):
    """The value of {field} is not in its list in this version."""
    return ~row.text(field).isin(field.allowed)


@rule(
    "R12",
    level="reject-field",
    record="row",
    evidence="memory",
    each=lambda spec: [
        f for f in coded_fields(spec) if f.header not in ("DRUG1", "DISRSN")
    ],
    do="Choose a code from the list of {field}.",
)
def code_not_in_list(row, field):
    """The value of {field} is not in its list in this version."""
    return ~row.text(field).isin(field.allowed)


def _structured_has_started(row, limits):
    structured = row.modality.modality.isin(limits["structured_modalities"])
    return row.modality.text("started").notnull() & structured


CONDITIONS = {
    "C: once structured treatment starts": _structured_has_started,
    "C: SEX female": lambda r, _: r.client.sex.isin(["F", "2"]),
    "C: alcohol is a problem substance": lambda r, _: alcohol_cited(r.episode),
    "C: DRUG1 alcohol": lambda r, _: r.episode.drug_1 == ALCOHOL,
    "C: ALCDDAYS > 0": lambda r, _: r.episode.drinking_days > 0,
    "C: HEPBSTAT = A": lambda r, _: r.episode.hep_b_intervention == "A",
    "C: MTHTN = 1": lambda r, _: r.episode.mental_health_need == "1",
    "C: parent": lambda r, _: r.episode.parental_status.isin(["11", "12", "13"]),
    "C: not in regular employment": lambda r, _: r.episode.employment != "1",
    "C: unless outside England": lambda r, _: r.episode.partnership != OUTSIDE_ENGLAND,
    "C: YP data set": lambda r, _: ibis.literal(True),
    "C: YP data set and discharged": lambda r, _: r.episode.text(
        "discharged"
    ).notnull(),
    "C: YP and discharged": lambda r, _: r.episode.text("discharged").notnull(),
    "M within modality": lambda r, _: r.has("modality"),
    "W within TOP": lambda r, _: r.has("outcome_profile"),
}
"""Conditions of the required marks that a row can answer; the other marks have rules of their own or cannot be told."""

YOUNG_PEOPLE = (
    "C: YP data set",
    "C: YP data set and discharged",
    "C: YP and discharged",
)
BLANK_BY_OTHER_RULES = ("MODID", "REFMODDT", "MODAL", "LA")
TOLD_BY_ANOTHER = {"HEPCTD": "hep_c_tested"}
"""Fields whose answer another field gives: the code that says tested was not found, the day of the test says it."""
NOT_IN_ANY_KNOWN_LAYOUT = ("BINGEDAY", "AUDITALC", "SMOKESTS", "TREATGOL")
"""Valid at the time, and left out by the one program whose column lists are known."""


def expected_fields(spec):
    """Fields marked W, or C with a condition that a row can answer."""
    marked = [f for f in spec.columns if f.required == "W" or f.required in CONDITIONS]
    return [
        f
        for f in marked
        if f.header not in BLANK_BY_OTHER_RULES + NOT_IN_ANY_KNOWN_LAYOUT
        and (f.required not in YOUNG_PEOPLE or spec.data_set == "young-people")
        and not (f.record == "modality" and f.required == "M within modality")
    ]


@rule(
    "R13",
    level="warn",
    record="row",
    evidence="memory",
    each=expected_fields,
    do="Fill in {field} in your system.",
)
def national_item_left_blank(row, field, limits):
    """{field} is blank although it is expected here."""
    blank = row.text(field).isnull()
    if field.record == "outcome_profile":
        asked = row.not_answered.contains(field.name + " ").fill_null(False)
        blank = blank & ~asked
    if field.header in TOLD_BY_ANOTHER:
        blank = blank & row.episode.text(TOLD_BY_ANOTHER[field.header]).isnull()
    condition = CONDITIONS.get(field.required)
    if condition:
        return blank & condition(row, limits)
    return blank & row.has(field.record)


@rule(
    "R14",
    level="reject-record",
    record="row",
    evidence="source",
    each=lambda spec: [
        f for f in spec.columns if f.type == "date" and f.header != "DOB"
    ],
    do="Use YYYYMMDD, YYYY-MM-DD or DD/MM/YYYY, and a day that exists.",
)
def not_a_date(row, field):
    """{field} is not a date."""
    return row.text(field).notnull() & row.value(field).isnull()


@rule(
    "R18",
    level="reject-field",
    record="row",
    evidence="memory",
    each=lambda spec: [
        f
        for f in spec.columns
        if f.type == "whole_number" and f.record != "outcome_profile"
    ],
    do="Send a whole number within the limits of {field}.",
)
def number_out_of_range(row, field, limits):
    """{field} is not a whole number, or is outside its limits."""
    unreadable = row.text(field).notnull() & row.value(field).isnull()
    highest = limits["highest"].get(field.header)
    return unreadable if highest is None else unreadable | (row.value(field) > highest)


@rule(
    "X11",
    level="reject-record",
    record="row",
    evidence="memory",
    each=lambda spec: [
        f
        for f in spec.columns
        if f.type == "date" and f.header not in ("DOB", "FAOMODDT")
    ],
    do="Check the date; only a first appointment may lie in the future.",
)
def after_the_submission(row, field):
    """{field} is later than the day the return was sent."""
    return row.value(field) > row.submitted_on
