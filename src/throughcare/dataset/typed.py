"""From the text of a return's cells to typed values: parsed once, before any rule.

A raw table holds one text column per national header and `line`, the line in the file (the header is line 1).
A typed table adds one column per field, named `{record}_{name}`; a cell that cannot be read as its type becomes
null there, and its text is still at hand for the finding.
"""

from collections.abc import Iterable

import ibis
import ibis.expr.types as ir

from .spec import Field, Spec

TYPES = {
    "text": "string",
    "code": "string",
    "date": "date",
    "whole_number": "int32",
}

NOT_ANSWERED = "NA"
"""The filler for an item without an answer: blank in every rule (dataset.md section 13)."""


def raw_schema(spec: Spec) -> ibis.Schema:
    """Columns of a raw table: `line`, `submitted_on`, then the text of every column of the version."""
    text = {field.header: "string" for field in spec.columns}
    return ibis.schema({"line": "int64", "submitted_on": "date"} | text)


def blank_to_null(text: ir.StringValue) -> ir.StringValue:
    """Surrounding space removed; an empty cell and the filler `NA` are both nothing."""
    trimmed = text.strip()
    return ibis.ifelse(trimmed.isin(["", NOT_ANSWERED]), ibis.null("string"), trimmed)


def parse_date(text: ir.StringValue) -> ir.DateValue:
    """YYYYMMDD, YYYY-MM-DD or DD/MM/YYYY; null for anything else and for days that no calendar has."""
    compact = text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2)
    british = text.substr(6, 4) + "-" + text.substr(3, 2) + "-" + text.substr(0, 2)
    iso = ibis.cases(
        (text.length() == 8, compact),
        ((text.length() == 10) & (text.substr(2, 1) == "/"), british),
        (text.length() == 10, text),
        else_=ibis.null("string"),
    )
    return ibis.ifelse(
        iso.re_search("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), iso, ibis.null("string")
    ).try_cast("date")


def parse_whole_number(text: ir.StringValue) -> ir.IntegerValue:
    """Digits only; null for anything else."""
    digits = ibis.ifelse(text.re_search("^[0-9]{1,9}$"), text, ibis.null("string"))
    return digits.try_cast("int32")


def outcode(text: ir.StringValue) -> ir.StringValue:
    """The first half of a postcode; what follows it is not kept (rule R15)."""
    without_space = text.upper().replace(" ", "")
    return ibis.ifelse(
        without_space.length() > 4,
        without_space.substr(0, without_space.length() - 3),
        without_space,
    )


def parse(field: Field, text: ir.StringValue) -> ir.Value:
    """The typed value of one cell, blank already null."""
    if field.type == "date":
        return parse_date(text)
    if field.type == "whole_number":
        return parse_whole_number(text)
    return outcode(text) if field.name == "outcode" else text


def not_answered(fields: Iterable[Field], raw: ir.Table) -> ir.StringValue:
    """Names of the outcome profile's items that were asked and not answered, each followed by a space; else null."""
    profile = [f for f in fields if f.record == "outcome_profile"]
    items = [f for f in profile if f.name not in _PROFILE_HEAD]
    words = [
        ibis.ifelse(raw[f.header].strip() == NOT_ANSWERED, f.name + " ", "").fill_null(
            ""
        )
        for f in items
    ]
    return ibis.literal("").concat("", *words).nullif("")


_PROFILE_HEAD = ("completed_on", "profile_id", "stage")


def typed(fields: Iterable[Field], raw: ir.Table) -> ir.Table:
    """`raw` with blanks made null in the text columns of `fields`, and their typed columns added."""
    cleaned = raw.mutate(**{f.header: blank_to_null(raw[f.header]) for f in fields})
    return cleaned.mutate(**{f.column: parse(f, cleaned[f.header]) for f in fields})


def is_present(spec: Spec, table: ir.Table, record: str) -> ir.BooleanValue:
    """Whether a row carries `record`: any of its cells is filled."""
    if record in ("client", "episode"):
        return ibis.literal(True)
    return ibis.or_(*(table[f.header].notnull() for f in spec.of(record)))
