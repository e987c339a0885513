"""The catalogue of indicators for ten years: 152 areas, four substance groups, financial and rolling years.

Those indicators that are also written by hand in SQL are compared with it, after both have given equal rows; the whole
catalogue is timed beside. Left out are those that need outcome profiles or returns of secure settings.
"""

import datetime as dt
import os
import re

from .analytic import BY, _difference
from .files import HAND, WORK
from .measuring import Different, alternating, job, peak, seconds
from .result import Result

TARGET = 2
FIRST, LAST = 2004, 2013
AS_OF = dt.date(2015, 3, 31)
BY_HAND = (
    "in_treatment",
    "new_presentations",
    "treatment_naive",
    "waiting_times",
    "completion_of_exits",
    "completion_without_representation",
    "deaths_in_treatment",
    "criminal_justice",
    "completion_of_all_in_treatment",
    "exits",
    "representations",
    "early_unplanned_exits",
    "retained",
    "time_in_treatment",
    "parents",
    "housing_at_start",
    "employment_at_start",
    "hepatitis_b",
    "hepatitis_c",
    "young_people",
    "young_people_planned_exits",
    "young_people_length",
    "young_people_waits",
)
ANSWERS = {
    "parental_status": ("11", "12", "13", "14", "15"),
    "accommodation_need": ("1", "2", "3"),
    "employment": ("1", "9", "12", "99"),
    "injecting_status": ("C", "P", "N"),
    "hep_b_intervention": ("A", "B", "C", "D"),
    "hep_b_vaccinations": ("1", "3", "C"),
}
"""Answers that the made-up episodes get, each as often as the others."""


def periods():
    """Ten financial years, and the twelve months to the end of the first three quarters of each."""
    from throughcare.indicators.periods import rolling_quarterly, years

    first = dt.date(FIRST, 4, 1)
    rolling = [p for p in rolling_quarterly(FIRST, LAST) if p.start >= first]
    return [*years(FIRST, LAST), *[p for p in rolling if p.start.month != 4]]


def _made(name: str, rows: int):
    """A table of ten years: that of the other measurements, with young people, its triages from April 2004 to March 2014."""
    path = WORK / f"decade-{name}-{rows}.parquet"
    if not path.exists():
        import duckdb

        WORK.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".part")
        duckdb.execute(f"copy ({_made_by(name, rows)}) to '{half}' (format parquet)")
        os.replace(half, path)
    return path


def _made_by(name: str, rows: int) -> str:
    sql = (HAND / f"make_{name}.sql").read_text().replace("{rows}", str(rows))
    sql = sql.replace("date '2007-04-01'", "date '2004-04-01'")
    sql = sql.replace("% 2500", "% 3652").replace("% 42)", "% 52)")
    if name != "episodes":
        return sql
    answers = (
        f"{list(codes)}[(hash(episode, {n}) % {len(codes)} + 1)::integer] as {column}"
        for n, (column, codes) in enumerate(ANSWERS.items(), start=20)
    )
    tested = "case when hash(episode, 19) % 3 = 0 then triaged end as hep_c_tested"
    return f"select *, {', '.join(answers)}, {tested} from ({sql})"


def _inputs(rows: str):
    """Inputs over tables on disk, with links and journeys made by the product."""
    from throughcare.indicators import Inputs
    from throughcare.warehouse.chaining import journeys_sql, links_sql
    from throughcare.warehouse.engines import connect
    from throughcare.warehouse.reading import reading_of

    backend = connect("duckdb", folder=WORK)
    for name in ("episodes", "modalities"):
        path = _made(name, int(rows))
        backend.raw_sql(f"create table {name} as select * from read_parquet('{path}')")
    for name, sql, source in (
        ("links", lambda t: links_sql(backend, t, 21), "episodes"),
        ("journeys", lambda t: journeys_sql(backend, t), "links"),
    ):
        backend.raw_sql(f"create table {name} as {sql(backend.table(source))}")
    names = ("episodes", "modalities", "links", "journeys")
    tables = {name: backend.table(name) for name in names}
    reading = reading_of(backend)
    return backend, Inputs(profiles=None, as_of=AS_OF, reading=reading, **tables)


def _measured(inputs, slug: str, period):
    from throughcare.indicators import get
    from throughcare.indicators.measuring import sums_of

    return sums_of(get(slug), inputs, period, BY)


def _sql(name: str, period) -> str:
    """SQL written for 2012-13, for another period."""
    text = (HAND / f"{name}.sql").read_text(encoding="utf-8")
    begun = (HAND / "latest_presentations.sql").read_text(encoding="utf-8")
    text = text.replace("{latest presentations}", begun.rstrip())
    told = {
        "date '2012-04-01'": f"date '{period.start}'",
        "date '2013-04-01'": f"date '{period.end}'",
        "date '2013-03-31'": f"date '{period.last}'",
        "date '2014-03-31'": f"date '{AS_OF}'",
        "2012 - ": f"{period.financial_year} - ",
        "create temp table": "create or replace temp table",
    }
    found = re.compile("|".join(map(re.escape, told)))
    return found.sub(lambda match: told[match[0]], text)


def listed() -> list[str]:
    """The indicators that these tables can answer."""
    from throughcare.indicators import catalogue

    last = periods()[-1]
    return [
        slug
        for slug, i in catalogue().items()
        if "TRSTAGE" not in i.fields and not i.of_secure and i.is_known_in(last)
    ]


def whole_measured(rows: str):
    """The whole catalogue over all periods."""
    from throughcare.indicators import get

    _, inputs = _inputs(rows)
    asked = [(s, p) for p in periods() for s in listed() if get(s).is_known_in(p)]
    return lambda: sum(_measured(inputs, *one).num_rows for one in asked)


def measured(rows: str):
    _, inputs = _inputs(rows)
    asked = [(slug, period) for period in periods() for slug in BY_HAND]
    return lambda: sum(_measured(inputs, *one).num_rows for one in asked)


def by_hand(rows: str):
    con = _inputs(rows)[0].con

    def work():
        count = 0
        for period in periods():
            con.execute(_sql("people", period))
            found = (con.execute(_sql(slug, period)) for slug in BY_HAND)
            count += sum(rows.to_arrow_table().num_rows for rows in found)
        return count

    return work


def equal(rows: str):
    """What differs between the figures of both ways in the first, a middle and the last period; None where nothing does."""
    backend, inputs = _inputs(rows)
    chosen = [periods()[place] for place in (0, 7, -1)]

    def work():
        found = [_different(backend.con, inputs, period) for period in chosen]
        return " ".join(sentence for sentence in found if sentence) or None

    return work


def _different(con, inputs, period) -> str | None:
    from throughcare.indicators import get

    con.execute(_sql("people", period))
    for slug in BY_HAND:
        parts = [get(slug).split] if get(slug).split else []
        columns = ", ".join((*BY, *parts, "numerator", "denominator"))
        con.register("built", _measured(inputs, slug, period))
        con.execute(f"create or replace temp table own as {_sql(slug, period)}")
        both = (f"select {columns} from {name}" for name in ("built", "own"))
        if found := _difference(con, f"{slug}, {period}", *both):
            return found
    return None


def measure(rows: int, times: int) -> list[Result]:
    """Those written by hand against the hand; the whole catalogue, to be known."""
    where = "bench.catalogue"
    if found := job(f"{where}:equal", rows).answer:
        raise Different(found)
    own, hand = alternating(
        times,
        lambda: job(f"{where}:measured", rows),
        lambda: job(f"{where}:by_hand", rows),
    )
    spent, other = seconds(own), seconds(hand)
    against = f"{len(BY_HAND)} indicators, {len(periods())} periods, by hand in SQL ({other:.2f} s, {peak(hand):,.0f} MB)"
    whole = job(f"{where}:whole_measured", rows)
    beside = f"the {len(BY_HAND)} of them above; {len(listed())} indicators"
    return [
        Result(f"catalogue_{rows}", spent / other, spent, peak(own), against, TARGET),
        Result(
            f"catalogue_{rows}_whole",
            whole.seconds / spent,
            whole.seconds,
            whole.peak_mb,
            beside,
        ),
    ]
