"""Protecting a release: every indicator for ten years, 152 areas and four substance groups, as large as England.

The counts are drawn: people by area and group, and of them the share that each indicator counts.
"""

from .files import SEED
from .measuring import job
from .result import Result

ALLOWED = 120.0
YEARS = 10
FIRST = 2004
PEOPLE = 300_000
GROUPS = ("alcohol_only", "non_opiate_and_alcohol", "non_opiate_only", "opiate")
OF_GROUPS = (0.25, 0.13, 0.12, 0.5)
MEMORY_MB = 2_500


def measure(years: int) -> list[Result]:
    run = job("bench.protection:protected", years)
    against = f"{ALLOWED:.0f} s for {years} years; {run.answer}"
    spent = run.seconds
    return [
        Result(
            "protection",
            spent / ALLOWED,
            spent,
            run.peak_mb,
            against,
            1.0,
            MEMORY_MB,
        )
    ]


def protected(years: str):
    """The work: from counted rows to rows that may leave. It answers with how many are hidden, and what the attack found."""
    from throughcare.publish.protecting import protected as protect
    from throughcare.publish.workers import Workers

    counted = drawn(int(years))

    def work() -> str:
        with Workers() as workers:
            rows, record = protect(counted, [], each=workers.map)
        hidden = sum(rows["suppressed"].to_pylist())
        told = record["attack"]["told"]
        return f"{hidden:,} of {rows.num_rows:,} figures hidden, {told} told"

    return work


def drawn(years: int):
    """Rows of figures.SCHEMA as counted."""
    import numpy as np
    import pyarrow as pa

    from throughcare import indicators
    from throughcare.publish.figures import SCHEMA

    random = np.random.default_rng(SEED)
    rows: list[dict] = []
    for slug, indicator in indicators.catalogue().items():
        share = random.uniform(0.02, 0.9)
        for period in indicators.periods.years(FIRST, FIRST + years - 1):
            people = _people(random)
            tops = random.binomial(people, share)
            rows += _rows(slug, indicator, period.name, people, tops)
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _people(random):
    """Places by groups: England, regions, areas; all groups first."""
    import numpy as np

    from throughcare.publish.protecting import places

    _, axis = places()
    areas = axis.size - 1 - len(axis.lines[0][1])
    sizes = random.lognormal(0, 0.7, areas)
    mean = PEOPLE * sizes[:, None] / sizes.sum() * np.array(OF_GROUPS)
    found = np.zeros((axis.size, 1 + len(GROUPS)), int)
    found[-areas:, 1:] = random.poisson(mean)
    return _with_totals(found, axis)


def _with_totals(found, axis):
    for total, parts in reversed(axis.lines):
        found[total, 1:] = found[list(parts), 1:].sum(axis=0)
    found[:, 0] = found[:, 1:].sum(axis=1)
    return found


def _rows(slug: str, indicator, period: str, people, tops) -> list[dict]:
    from throughcare.publish.figures import ALL
    from throughcare.publish.protecting import kind, places

    codes, axis = places()
    tops = _with_totals(tops, axis)
    is_count, is_mean = kind(indicator) == "count", kind(indicator) == "mean"
    limits = (None, None) if is_count or is_mean else (0.0, 100.0)
    part = "one" if indicator.split else ALL
    made = []
    for at, code in enumerate(codes):
        level = "england" if not at else "region" if at < 10 else "area"
        for group, name in enumerate((ALL, *GROUPS)):
            base = None if is_count else float(people[at, group])
            numbers = (float(tops[at, group]), base, 1.0, *limits)
            where = (slug, period, "year", level, code, code, name, part)
            made.append(dict(zip(_NAMES, (*where, *numbers, False))))
    return made


_NAMES = (
    "indicator",
    "period",
    "period_kind",
    "geography",
    "code",
    "name",
    "substance_group",
    "part",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "suppressed",
)
