"""The typed rows of a file on DuckDB: the view `typed_rows` over the view `raw`.

The meaning is that of dataset.typed. Two things are done in other words here, because they are the dearest part of a check:
a column in which no cell has anything to be tidied is taken as it is, and dates and numbers are read by functions alone,
which the engine computes once for each distinct value of a column. A test compares both with dataset.typed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .bulk import Known

TYPED_ROWS = "typed_rows"
TRIM = "trim({}, ' \t\n\r\v\f')"
COMPACT = (
    f"regexp_replace(regexp_replace({TRIM}, '(?s)^([0-9]{{{{2}}}})/([0-9]{{{{2}}}}).([0-9]{{{{4}}}})$', '\\3\\2\\1'), "
    "'^([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}})$', '\\1\\2\\3')"
)
"""A date in any of the three forms as YYYYMMDD."""
BY_TYPE = {
    "date": f"cast(try_strptime(regexp_extract({COMPACT}, '^[0-9]{{{{8}}}}$'), '%Y%m%d') as date)",
    "whole_number": f"try_cast(regexp_extract({TRIM}, '^[0-9]{{{{1,9}}}}$') as integer)",
}
"""How DuckDB reads a cell of a type; what has not the form gives an empty text, and that gives null."""


@dataclass(frozen=True)
class Cell:
    """How a column is read, as SQL: `tidied` and `unanswered` from the raw text, `parsed` from the tidy text or,
    where `is_direct`, from the raw one.

    `unanswered` says which item was asked and not answered; empty for what is no such item.
    """

    header: str
    column: str
    tidied: str
    parsed: str
    is_direct: bool
    unanswered: str


def cells(spec) -> tuple[Cell, ...]:
    """How every column of a version is read."""
    import ibis

    from throughcare.dataset.typed import blank_to_null, not_answered, raw_schema

    raw = ibis.table(raw_schema(spec), name="raw")
    return tuple(
        Cell(
            field.header,
            field.column,
            _sql(raw, blank_to_null(raw[field.header])),
            _parsed(raw, field),
            field.type in BY_TYPE,
            _sql(raw, told) if _may_say_so(told := not_answered([field], raw)) else "",
        )
        for field in spec.columns
    )


def _may_say_so(told) -> bool:
    import ibis.expr.operations as ops

    return bool(told.op().find(ops.Field))


def _parsed(raw, field) -> str:
    from throughcare.dataset.typed import parse

    if field.type in BY_TYPE:
        return BY_TYPE[field.type].format(f'"{field.header}"')
    return _sql(raw, parse(field, raw[field.header]))


def _sql(raw, value) -> str:
    """An expression over columns of the raw table."""
    import ibis
    import sqlglot
    from sqlglot import expressions

    query = sqlglot.parse_one(
        str(ibis.to_sql(raw.select(value=value), dialect="duckdb")), dialect="duckdb"
    )
    told = query.expressions[0].unalias()
    for column in told.find_all(expressions.Column):
        column.set("table", None)
    return told.sql(dialect="duckdb")


def view_typed(con, read: Iterable[Cell], filled: set[str], known: Known | None):
    """The view `typed_rows`. `filled`: the headers with a value on some row; the others are null in `raw`."""
    read = tuple(read)
    dirty = filled if known is None else known.untidy
    tidied = ", ".join(
        f'{cell.tidied} as "{cell.header}"' for cell in read if cell.header in dirty
    )
    told = [
        cell.unanswered for cell in read if cell.unanswered and cell.header in dirty
    ]
    unanswered = f"nullif(concat({', '.join(told)}), '')" if told else "null::varchar"
    direct = _as_columns(cell for cell in read if cell.is_direct)
    others = _as_columns(cell for cell in read if not cell.is_direct)
    replaced = f"replace ({tidied})" if tidied else ""
    con.execute(
        f"""create or replace temp view {TYPED_ROWS} as select * {others}
            from (select * {replaced}, {unanswered} as not_answered {direct} from raw)"""
    )


def _as_columns(read: Iterable[Cell]) -> str:
    return "".join(f', {cell.parsed} as "{cell.column}"' for cell in read)
