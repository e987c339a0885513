"""Journeys and indicators through the product, against the same written by hand in SQL; and within 1 GB.

Before anything is timed, the two are compared: they must give equal rows.
"""

import datetime as dt
import os
import tempfile

from .files import HAND, WORK, table
from .measuring import Different, alternating, job, peak, seconds
from .result import Result

TARGET = 1.5
GB = "1GB"
GB_MB = 1024
ROOM_MB = 512
"""What a process may hold beside the memory that its engine is allowed."""
PERIOD = "2012-13"
AS_OF = dt.date(2014, 3, 31)
BY = ("area", "substance_group")
INDICATORS = (
    "in_treatment",
    "new_presentations",
    "waiting_times",
    "completion_without_representation",
)


def _sql(name: str) -> str:
    return (HAND / f"{name}.sql").read_text(encoding="utf-8")


def _connect(rows: str, memory_limit: str | None = None):
    """An Ibis backend with views `episodes` and `modalities`."""
    from throughcare import indicators
    from throughcare.warehouse import chaining, reading  # noqa: F401 (imported before the clock starts)
    from throughcare.warehouse.engines import connect

    indicators.catalogue()
    backend = connect("duckdb", memory_limit=memory_limit, folder=WORK)
    for name in ("episodes", "modalities"):
        path = table(name, int(rows))
        backend.raw_sql(f"create view {name} as select * from read_parquet('{path}')")
    return backend


def _build(backend, gap_days: int):
    """Tables `links` and `journeys`, as the product makes them."""
    from throughcare.warehouse.chaining import journeys_sql, links_sql

    links = links_sql(backend, backend.table("episodes"), gap_days)
    backend.raw_sql(f"create table links as {links}")
    journeys = journeys_sql(backend, backend.table("links"))
    backend.raw_sql(f"create table journeys as {journeys}")


def _gap_days() -> int:
    from throughcare import parameters

    return parameters.at("journeys.gap_days", AS_OF).value


def journeys_built(rows: str, memory_limit: str = ""):
    backend = _connect(rows, memory_limit or None)
    gap_days = _gap_days()

    def work():
        _build(backend, gap_days)
        return backend.con.execute("select count(*) from journeys").fetchone()[0]

    return work


def journeys_by_hand(rows: str, memory_limit: str = ""):
    con = _connect(rows, memory_limit or None).con
    links, journeys = _sql("links"), _sql("journeys")

    def work():
        con.execute(links)
        con.execute(journeys)
        return con.execute("select count(*) from journeys").fetchone()[0]

    return work


def _with_journeys(rows: str, memory_limit: str = ""):
    """A backend whose links and journeys are kept in files, as a cut keeps them."""
    backend = _connect(rows, memory_limit or None)
    form = _form()
    paths = {n: WORK / f"{n}-{rows}-{form}.parquet" for n in ("links", "journeys")}
    if not all(path.exists() for path in paths.values()):
        _build(backend, _gap_days())
        _forget_older(rows)
        for name, path in paths.items():
            half = path.with_suffix(".part")
            backend.con.execute(f"copy {name} to '{half}' (format parquet)")
            backend.con.execute(f"drop table {name}")
            os.replace(half, path)
    for name, path in paths.items():
        backend.raw_sql(f"create view {name} as select * from read_parquet('{path}')")
    return backend


def _forget_older(rows: str) -> None:
    for name in ("links", "journeys"):
        for path in [
            *WORK.glob(f"{name}-{rows}.parquet"),
            *WORK.glob(f"{name}-{rows}-*.parquet"),
        ]:
            path.unlink()


def _form() -> str:
    """Changes with the files that say what a journey is, so that tables kept from before are not read."""
    from throughcare.warehouse import chaining, kept

    return kept.state(chaining.SOURCES)[:8]


def _inputs(backend):
    from throughcare.indicators import Inputs
    from throughcare.warehouse.reading import reading_of

    names = ("episodes", "modalities", "links", "journeys")
    tables = {name: backend.table(name) for name in names}
    return Inputs(profiles=None, as_of=AS_OF, reading=reading_of(backend), **tables)


def _measured(inputs, slug: str):
    """The figures of one indicator as an Arrow table."""
    from throughcare.indicators import Period, get
    from throughcare.indicators.measuring import sums_of

    return sums_of(get(slug), inputs, Period.parse(PERIOD), BY)


def indicators_measured(rows: str, memory_limit: str = ""):
    """All of INDICATORS by area and substance group."""
    inputs = _inputs(_with_journeys(rows, memory_limit))
    return lambda: [_measured(inputs, slug).num_rows for slug in INDICATORS]


def indicators_by_hand(rows: str, memory_limit: str = ""):
    con = _with_journeys(rows, memory_limit).con
    shared, texts = _sql("people"), [_sql(slug) for slug in INDICATORS]

    def work():
        con.execute(shared)
        return [con.execute(text).to_arrow_table().num_rows for text in texts]

    return work


def one_measured(slug: str, rows: str, memory_limit: str = ""):
    inputs = _inputs(_with_journeys(rows, memory_limit))
    return lambda: _measured(inputs, slug).num_rows


def one_by_hand(slug: str, rows: str, memory_limit: str = ""):
    con = _with_journeys(rows, memory_limit).con
    shared, text = _sql("people"), _sql(slug)

    def work():
        con.execute(shared)
        return con.execute(text).to_arrow_table().num_rows

    return work


def equal_journeys(rows: str):
    """What differs between the journeys of both ways, row by row; None where nothing does."""
    backend = _connect(rows)

    def work():
        _build(backend, _gap_days())
        con = backend.con
        con.execute("alter table links rename to links_built")
        con.execute("alter table journeys rename to journeys_built")
        con.execute(_sql("links"))
        con.execute(_sql("journeys"))
        return _difference(
            con, "journeys", "select * from journeys_built", "select * from journeys"
        )

    return work


def equal_indicators(rows: str):
    """What differs between the figures of both ways; None where nothing does."""
    backend = _with_journeys(rows)

    def work():
        con = backend.con
        con.execute(_sql("people"))
        inputs = _inputs(backend)
        found = [_different_figures(con, inputs, slug) for slug in INDICATORS]
        return " ".join(sentence for sentence in found if sentence) or None

    return work


def _different_figures(con, inputs, slug: str) -> str | None:
    columns = ", ".join((*BY, "numerator", "denominator"))
    con.register("built", _measured(inputs, slug))
    con.execute(f"create or replace temp table own as {_sql(slug)}")
    built, by_hand = (f"select {columns} from {name}" for name in ("built", "own"))
    return _difference(con, slug, built, by_hand)


def _difference(con, name: str, built: str, by_hand: str) -> str | None:
    """Equal where there are as many rows and none is missing from the other side, counted as often as it comes."""
    count = "select count(*) from ({})"
    ours, theirs = (
        con.execute(count.format(q)).fetchone()[0] for q in (built, by_hand)
    )
    missing = con.execute(count.format(f"{built} except all {by_hand}")).fetchone()[0]
    if ours == theirs and ours and not missing:
        return None
    return f"{name}: {ours:,} rows against {theirs:,} by hand, {missing:,} not there."


def _refuse_difference(what: str, rows: int) -> None:
    """Before anything is timed: both ways must give the same answer."""
    found = job(f"bench.analytic:{what}", rows).answer
    if found:
        raise Different(found)


def _against_hand(name: str, what: str, times: int, *arguments) -> Result:
    where = f"bench.analytic:{what}"
    own, hand = alternating(
        times,
        lambda: job(
            f"{where}{'_built' if what == 'journeys' else '_measured'}", *arguments
        ),
        lambda: job(f"{where}_by_hand", *arguments),
    )
    spent, by_hand = seconds(own), seconds(hand)
    against = f"the same rows by hand in SQL ({by_hand:.2f} s, {peak(hand):,.0f} MB)"
    return Result(name, spent / by_hand, spent, peak(own), against, TARGET)


def measure_journeys(rows: int, times: int) -> list[Result]:
    _refuse_difference("equal_journeys", rows)
    return [_against_hand(f"journeys_{rows}", "journeys", times, rows)]


def measure_indicators(rows: int, times: int) -> list[Result]:
    """Each indicator alone, and all together."""
    _refuse_difference("equal_indicators", rows)
    each = [
        _against_hand(f"{slug}_{rows}", "one", times, slug, rows) for slug in INDICATORS
    ]
    together = _against_hand(f"indicators_{rows}", "indicators", times, rows)
    return [*each, together, _first_ever(rows, together)]


def _first_ever(rows: int, later: Result) -> Result:
    """The indicators together where no compiled SQL is kept yet: what an installation pays once."""
    with tempfile.TemporaryDirectory() as cache:
        first = job(
            "bench.analytic:indicators_measured",
            rows,
            environment={"XDG_CACHE_HOME": cache},
        )
    ratio = first.seconds * later.ratio / later.seconds
    against = "the same by hand; definitions compiled as well, once an installation"
    return Result(
        f"{later.name}_first_ever", ratio, first.seconds, first.peak_mb, against
    )


def measure_in_1_gb(rows: int) -> list[Result]:
    """Journeys and indicators with the engine held to 1 GB, against the same without a limit."""
    job("bench.analytic:indicators_measured", rows)
    return [
        _in_1_gb(f"journeys_{rows}_in_1_gb", "journeys_built", rows),
        _in_1_gb(f"indicators_{rows}_in_1_gb", "indicators_measured", rows),
    ]


def _in_1_gb(name: str, what: str, *arguments) -> Result:
    held = job(f"bench.analytic:{what}", *arguments, GB)
    free = job(f"bench.analytic:{what}", *arguments)
    against = f"the same without a limit ({free.seconds:.1f} s, {free.peak_mb:,.0f} MB)"
    ratio = held.seconds / free.seconds
    return Result(
        name, ratio, held.seconds, held.peak_mb, against, None, GB_MB + ROOM_MB
    )
