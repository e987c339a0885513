"""One figure that somebody else published, and the table that such figures are kept in."""

import datetime as dt
from dataclasses import dataclass

import pyarrow as pa

PUBLISHED = "published"
SUPPRESSED = "suppressed"
NOT_COLLECTED = "not collected"
TWICE = "published twice"
"""States of a figure. The last one is a second figure for a cell that has one: it is kept, and never added to it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure with its limits, as the columns of SCHEMA say it."""

    kind: str
    measure: str
    unit: str
    code: str
    name: str
    period: str
    first: dt.date
    last: dt.date
    value: float | None
    line: int
    sex: str = "persons"
    age: str = "all ages"
    group: str = "all"
    lower: float | None = None
    upper: float | None = None
    confidence: float | None = None
    status: str = PUBLISHED
    rounded_to: int | None = None
    method: str = ""
    note: str = ""
    source: str = ""
    series: str = ""


SCHEMA = pa.schema(
    [
        ("kind", pa.string()),
        ("measure", pa.string()),
        ("unit", pa.string()),
        ("area", pa.string()),
        ("fit", pa.string()),
        ("code", pa.string()),
        ("name", pa.string()),
        ("period", pa.string()),
        ("first", pa.date32()),
        ("last", pa.date32()),
        ("sex", pa.string()),
        ("age", pa.string()),
        ("group", pa.string()),
        ("value", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
        ("confidence", pa.float64()),
        ("status", pa.string()),
        ("rounded_to", pa.int32()),
        ("method", pa.string()),
        ("note", pa.string()),
        ("source", pa.string()),
        ("licence", pa.string()),
        ("vintage", pa.date32()),
        ("import_id", pa.string()),
        ("line", pa.int32()),
        ("series", pa.string()),
    ]
)

KINDS = {
    "population": "People who live in an area, by age (mid-year estimates)",
    "opiate_crack_use": "Estimated users of opiates or crack cocaine",
    "alcohol_dependence": "Estimated adults who depend on alcohol",
    "alcohol_treatment": "Adults in alcohol treatment, and need met, as published",
    "fingertips": "Indicators of a Fingertips download, by their number",
    "drug_misuse_deaths": "Deaths related to drug misuse, by registration",
    "drug_poisoning_deaths": "Deaths by drug poisoning, by registration",
    "hospital_admissions": "Hospital admissions related to drugs",
    "deprivation": "Index of Multiple Deprivation",
    "treatment": "Published treatment figures (ViewIt)",
    "unit_costs": "What a unit of an intervention or outcome costs",
}
"""Kinds of outside figures: what each is about."""


class OutsideError(ValueError):
    """A file or a question that cannot be used. The message is one sentence with a way out."""
