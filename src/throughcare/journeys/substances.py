"""The substance group of a person: one of four, by everything cited as a problem.

Any opiate comes before all else; then alcohol beside another drug; then another drug; then alcohol alone
(indicators.md A3). What a code stands for is said in substances.csv: by the code, else by its first digit.
"""

import csv
from functools import cache
from pathlib import Path

import ibis
import ibis.expr.types as ir

CLASSES = ("opiate", "non_opiate", "alcohol")
GROUPS = ("opiate", "non_opiate_and_alcohol", "non_opiate_only", "alcohol_only")
DRUGS = ("drug_1", "drug_2", "drug_3")


@cache
def table() -> dict[str, dict[str, str]]:
    """Rows of substances.csv by code; `1xxx` stands for any other code that begins with 1."""
    path = Path(__file__).with_name("substances.csv")
    with open(path, encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def class_of(code: str | None) -> str:
    """The class of one code: opiate, non_opiate, alcohol or none."""
    known = table()
    row = known.get(code or "") or known.get(f"{(code or '')[:1]}xxx")
    return row["class"] if row else "none"


def cites(drug: ir.StringValue, wanted: str) -> ir.BooleanValue:
    """Whether a substance code is of the class `wanted`. A blank code is of none."""
    rows = table().values()
    listed = [row["code"] for row in rows if not row["code"].endswith("xxx")]
    of_class = [code for code in listed if table()[code]["class"] == wanted]
    digits = [
        r["code"][0] for r in rows if r["code"].endswith("xxx") and r["class"] == wanted
    ]
    unlisted = drug.substr(0, 1).isin(digits) & drug.notin(listed)
    return (drug.isin(of_class) | unlisted).fill_null(False)


def citations(episodes: ir.Table) -> dict[str, ir.IntegerValue]:
    """Columns cites_opiate, cites_non_opiate, cites_alcohol: 1 where any substance of the episode is of the class."""
    return {f"cites_{name}": _any_drug(episodes, name) for name in CLASSES}


def _any_drug(episodes: ir.Table, wanted: str) -> ir.IntegerValue:
    found = ibis.or_(*[cites(episodes[drug], wanted) for drug in DRUGS])
    return ibis.ifelse(found, 1, 0).cast("int8")


def group(
    opiate: ir.IntegerValue, non_opiate: ir.IntegerValue, alcohol: ir.IntegerValue
) -> ir.StringValue:
    """The substance group from three 0/1 values; null where no substance is recorded."""
    return ibis.cases(
        (opiate == 1, "opiate"),
        ((non_opiate == 1) & (alcohol == 1), "non_opiate_and_alcohol"),
        (non_opiate == 1, "non_opiate_only"),
        (alcohol == 1, "alcohol_only"),
        else_=ibis.null("string"),
    )


def group_of(links: ir.Table) -> ir.StringValue:
    """The substance group over many episodes, for use in an aggregation."""
    return group(*[links[f"cites_{name}"].max() for name in CLASSES])
