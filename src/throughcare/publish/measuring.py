"""Indicators of a cut as rows that may leave: measured, then protected."""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from throughcare import indicators
from throughcare.disclosure import Protection, rounded
from throughcare.indicators.people import without_substance
from throughcare.publish.protecting import Audience, leaving
from throughcare.warehouse import engines
from throughcare.warehouse.cut import Cut

FIRST = ("indicator", "period")
LAST = ("numerator", "denominator", "value", "lower", "upper")
FIXED = (*FIRST, *LAST)


class Measured(NamedTuple):
    """Rows, the names of their columns, a sentence on the people left out (None where there are none), and what else
    must be said beside the figures."""

    rows: list[dict]
    columns: list[str]
    left_out: str | None
    notes: tuple[str, ...] = ()


def measure(
    cut: Cut,
    which: str,
    period: str,
    by: list[str],
    *,
    engine: str = "duckdb",
    protected: bool = True,
) -> Measured:
    """Rows of an indicator, or of `all`, the names of their columns, and who is left out of them.

    Columns: indicator, period, the breakdowns asked for, numerator, denominator, value, lower, upper. An indicator with
    parts (exits by reason) has them as a column after the breakdowns; of `all` each part has a name of its own
    (`exits:completed`), unless its column is asked for.

    Raises ValueError or LookupError for a period, breakdown or indicator that is not known.
    """
    when = indicators.Period.parse(period)
    chosen = _known_in(when) if which == "all" else [indicators.get(which)]
    inputs = cut.inputs(engines.connect(engine))
    rows = []
    for indicator in chosen:
        named = which == "all" and indicator.split not in by
        splits = {s for s in indicators.SPLITS if s != indicator.split}
        asked = [b for b in by if b not in splits or which != "all"]
        table = indicators.results(indicator, inputs, when, by=asked)
        told = leaving(table, Audience.PUBLIC if protected else Audience.ENTITLED)
        rows += _by_part(told, indicator.split) if named else told
    middle = [*by]
    always = [s for s in indicators.SPLITS if any(s in row for row in rows)]
    middle += [s for s in always if s not in middle]
    columns = [*FIRST, *middle, *LAST]
    told = [{c: row.get(c) for c in columns} for row in rows]
    notes = (
        *_notes(chosen, inputs, when),
        *(_unknown_in(when) if which == "all" else ()),
    )
    return Measured(told, columns, left_out(inputs, when, protected), notes)


def _by_part(rows: list[dict], split: str | None) -> list[dict]:
    """Each part of a split under a name of its own, as exits:completed, so that no column is needed for it."""
    if not split:
        return rows
    return [
        {k: v for k, v in row.items() if k != split}
        | {"indicator": f"{row['indicator']}:{row[split]}"}
        for row in rows
    ]


def _notes(chosen: list[indicators.Indicator], inputs, period) -> Iterator[str]:
    """What must stand beside the figures: a short look-back, or returns that the cut does not have."""
    lacking = [i.title for i in chosen if not i.is_given_by(inputs)]
    if lacking:
        yield f"No return from a secure setting is in this cut. Not given: {', '.join(lacking)}."
    for indicator in chosen:
        told = indicator.note and indicator.note(inputs, period)
        if told:
            yield told


def _known_in(period: indicators.Period) -> list[indicators.Indicator]:
    """The indicators that can be given for a period: outcome profiles, for example, began in 2007."""
    return [i for i in indicators.catalogue().values() if i.is_known_in(period)]


def _unknown_in(period: indicators.Period) -> Iterator[str]:
    """The indicators whose values or codes are not known for a period."""
    known = _known_in(period)
    lacking = [i for i in indicators.catalogue().values() if i not in known]
    if lacking:
        yield (
            f"Not given for {period}, since returns or codes that they need are not known for it: "
            f"{', '.join(i.title for i in lacking)}."
        )


def left_out(inputs: indicators.Inputs, period: indicators.Period, protected: bool):
    """A sentence on the people in contact whom no indicator counts, having no substance recorded; None for nobody."""
    name = f"without substance {period.start} {period.end}"
    make = partial(without_substance, inputs, period)
    count = inputs.reading.rows(inputs, name, make)["people"][0].as_py()
    if not count:
        return None
    return f"Left out: {_people(count, protected)} in contact in {period} with no problem substance recorded."


def _people(count: int, protected: bool) -> str:
    rules = Protection.at(dt.date.max)
    if not protected:
        return "1 person" if count == 1 else f"{count:,} people"
    if rules.is_small(count):
        return f"fewer than {rules.largest_hidden + 1} people"
    return f"about {rounded(count, rules.base):,} people"


class Table(NamedTuple):
    """Rows under one heading, for people."""

    title: str
    columns: list[str]
    rows: list[dict]


def tables(measured: Measured, title: str) -> list[Table]:
    """What was measured, for people: indicators that are broken down each apart, the others together by their titles."""
    if len({row["indicator"] for row in measured.rows}) < 2:
        return [Table(title, measured.columns, measured.rows)]
    middle = [c for c in measured.columns if c not in FIXED]
    whole = [r for r in measured.rows if all(r[c] is None for c in middle)]
    together = [_titled(row) for row in whole]
    found = [Table(title, ["number", *FIXED], together)] if together else []
    return found + _apart([r for r in measured.rows if r not in whole], measured)


def _titled(row: dict) -> dict:
    indicator = indicators.get(row["indicator"])
    return row | {"number": indicator.id, "indicator": indicator.title}


def _apart(rows: list[dict], measured: Measured) -> list[Table]:
    parts: dict[str, list[dict]] = {}
    for row in rows:
        parts.setdefault(row["indicator"].partition(":")[0], []).append(row)
    return [
        Table(_heading(slug, part[0]["period"]), measured.columns, part)
        for slug, part in parts.items()
    ]


def _heading(slug: str, period: str) -> str:
    indicator = indicators.get(slug)
    return f"{indicator.id} {indicator.title} ({slug}), {period}"
