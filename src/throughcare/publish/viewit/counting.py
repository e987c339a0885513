"""Counts of every column over a base, by place, sex, age group and substance group: one query a base and geography."""

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from throughcare.indicators import Inputs, Period
from throughcare.warehouse import kept

from . import columns, known
from .bases import BASES

FLAGS = ("drugs", "received")
BY = ("place", "sex", "age_band", "substance_group")
SOURCES = ("publish/viewit",)
GIVEN = {
    "people": ("ethnicity", "parental_status", "children", "units"),
    "new": (
        "ethnicity",
        "referral_source",
        "accommodation_need",
        "employment",
        "parental_status",
        "children",
        "injecting_status",
    ),
}
"""What providers may leave out altogether, by base. A column of it is NULL where nobody in England says it."""
RESTS_ON = {"parent": "parental_status"}


def counts(inputs: Inputs, period: Period, geography: str, base: str) -> pa.Table:
    """Columns of BY, then one a column of the base, and `given_` ones that say how many people state a thing."""
    name = " ".join(("viewit", kept.state(SOURCES), str(period), geography, base))
    make = lambda: _counts(inputs, period, geography, base)  # noqa: E731
    return inputs.reading.rows(inputs, name, make)


def _counts(inputs: Inputs, period: Period, geography: str, base: str) -> ir.Table:
    people = BASES[base](inputs, period, geography)
    place = ibis.literal("") if geography == "england" else people[geography]
    people = people.mutate(place=place)
    told = {c.column: _sum(people, c) for c in columns.of_base(base)}
    given = {f"given_{n}": people[n].count() for n in GIVEN.get(base, ())}
    return people.group_by(*BY).agg(**told, **given)


def _sum(people: ir.Table, column: columns.Column) -> ir.IntegerValue:
    if not column.codes:
        return people.count()
    if column.codes == ("+",):
        return people[column.field].fill_null(0).sum()
    if column.field in FLAGS:
        return people[known.flag(column.field, column.codes)].sum()
    return ibis.ifelse(_is_of(people[column.field], column), 1, 0).sum()


def _is_of(value: ir.StringValue, column: columns.Column) -> ir.BooleanValue:
    plain = [code for code in column.codes if code not in "-~"]
    found = value.isin(plain).fill_null(False) if plain else ibis.literal(False)
    if "-" in column.codes:
        found = found | value.isnull()
    if "~" in column.codes:
        known_codes = columns.named_codes()[column.base, column.field]
        found = found | value.notin(known_codes).fill_null(False)
    return found


def unstated(whole: pa.Table, base: str) -> set[str]:
    """The fields of a base that nobody states, from the counts of all England."""
    return {
        name
        for name in GIVEN.get(base, ())
        if not sum(whole[f"given_{name}"].to_pylist())
    }


def rests_on(column: columns.Column) -> str:
    """The field that a column cannot do without."""
    return RESTS_ON.get(column.field, column.field)
