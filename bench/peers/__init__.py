"""The same twenty rules in this project and in others: pandera, frictionless, and pandas a rule at a time, by column and by row.

What is timed is the checking of rows that are loaded: blanks are nothing already for the others, while ours tidies and types
in the timed part. The comparison counts only when all find the same number of faults by each rule.
"""

from throughcare.dataset import Spec

SPEC = Spec.at("H")
MISSING = ("FINITIAL", "SINITIAL", "REFLD", "TRIAGED", "DRUG1", "DAT")
CODED = ("SEX", "CONSENT", "ACCMNEED", "ETHNIC", "PRNTSTAT", "ROUTE", "DRUG1")
DATES = ("DOB", "REFLD", "TRIAGED")
NUMBERS = {"ALCUSE": 28, "OPIUSE": 28, "PSYHSTAT": 20}
BEFORE = ("TRIAGED", "REFLD")
REQUIRED = ("SEX", "CONSENT", "DOB")
"""Coded fields and dates that are at fault where they are blank as well."""
HEADERS = sorted({*MISSING, *CODED, *DATES, *NUMBERS, *BEFORE})
FORMS = ("%Y%m%d", "%Y-%m-%d", "%d/%m/%Y")
OURS = {
    "missing": "first_initial_missing last_initial_missing referral_date_missing triage_date_missing "
    "main_substance_missing partnership_missing",
    "code": "sex_missing_or_not_in_list consent_missing_or_not_y_or_n code_not_in_list essential_code_not_in_list",
    "date": "birth_date_missing_or_not_a_date not_a_date",
    "number": "answer_out_of_range",
    "before": "triage_before_referral",
}
"""Names of our rules by kind."""


def allowed(header: str) -> list[str]:
    """The codes of a field."""
    if header == "CONSENT":
        return ["Y", "N"]
    return [code.code for code in SPEC.codes(SPEC.by_header[header].codes)]


def rules() -> list[tuple[str, str]]:
    """The twenty rules: kind and header."""
    return [
        *(("missing", header) for header in MISSING),
        *(("code", header) for header in CODED),
        *(("date", header) for header in DATES),
        *(("number", header) for header in NUMBERS),
        ("before", BEFORE[0]),
    ]


def looks_at_refusals(header: str) -> bool:
    """A refusal is empty by design; only its consent is looked at."""
    return header == "CONSENT"


def table(path: str):
    """The rows as texts in pandas, a blank cell and the filler NA as nothing."""
    import pandas as pd

    return pd.read_csv(
        path, usecols=HEADERS, dtype=object, na_values=["", "NA"], keep_default_na=False
    )
