"""Who the people behind a figure are: the factors that make their outcome more or less likely.

Factors describe a person at the start of the journey and before the period, so that nothing that treatment did is
counted as a difference between people. What is not recorded is a level of its own, "not known".
"""

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from throughcare import parameters
from throughcare.dates import days_between
from throughcare.indicators import Indicator, Inputs, Period
from throughcare.indicators.paired_profiles import with_start
from throughcare.indicators.people import community, overlaps, parameter
from throughcare.journeys import substances

NOT_KNOWN = "not known"
COUNTS = ("n", "events")
DRUG_DAYS = (
    "opiate_days",
    "crack_days",
    "cocaine_days",
    "amphetamine_days",
    "cannabis_days",
    "other_drug_days",
)
ALCOHOL_DAYS = ("alcohol_days",)
RECORDED = {
    "injecting": "injecting_status",
    "housing": "accommodation_need",
    "employment": "employment",
    "treated before": "previously_treated",
}
"""Factors that are an item of the first episode, as far as the cut carries it."""
FACTORS = (
    "sex",
    "age",
    "substances",
    *RECORDED,
    "referral",
    "prior journeys",
    "years in treatment",
    "drug days at start",
    "alcohol days at start",
)
"""Every factor there can be, in the order of the model."""
DAYS_IN_YEAR = 365.25
KEYS = ["person", "journey"]


class CannotCompare(ValueError):
    """A comparison that the figures do not allow. The message is one sentence."""


def patterns(
    indicator: Indicator, inputs: Inputs, period: Period, geography: str = "area"
) -> ir.Table:
    """How many of the things counted share area, substance group and all factors (`n`), and how many met (`events`).

    Columns: area, substance_group, the factors that the cut carries, n, events. The rows of the contributions are
    counted as they are: a person counts once in each unit of the geography.
    """
    if indicator.interval != "wilson" or indicator.split:
        raise CannotCompare(
            f"{indicator.slug} is not a share of people, so that there is nothing to adjust. Choose a completion rate."
        )
    counted = indicator.contributions(inputs, period, geography)
    counted = counted.filter(counted.denominator == 1, counted.journey.notnull())
    described = with_factors(counted, inputs, period)
    names = [name for name in FACTORS if name in described.columns]
    return described.group_by("area", "substance_group", *names).agg(
        n=described.count(), events=described.numerator.sum().cast("int64")
    )


def in_order(table: pa.Table) -> pa.Table:
    """Rows of `patterns` in an order of their own: engines give them in any, and draws by lot depend on it."""
    return table.sort_by([(name, "ascending") for name in table.column_names])


def with_factors(
    counted: ir.Table, inputs: Inputs, period: Period, keep: tuple[str, ...] = ()
) -> ir.Table:
    """Contributions with the factors of the journey they are about: text, never null. `keep` names further columns."""
    base = counted.select(
        *KEYS, "area", "substance_group", "numerator", "sex", age=counted.age_band
    )
    told = base.join(_of_journeys(inputs, period), KEYS)
    told = told.join(_substances(inputs, period), "person")
    days = _use_at_start(base, inputs, period)
    told = told.left_join(days, KEYS, rname="{name}_of_profile")
    names = [name for name in FACTORS if name in told.columns]
    return told.select(
        *keep,
        "area",
        "substance_group",
        "numerator",
        **{name: told[name].fill_null(NOT_KNOWN) for name in names},
    )


def _of_journeys(inputs: Inputs, period: Period) -> ir.Table:
    """What the first episode of each journey says, how many came before, and how long it had lasted."""
    journeys = inputs.journeys.select(
        *KEYS, "started", "first_episode", prior=inputs.journeys.journey - 1
    )
    first = inputs.episodes
    items = {
        name: first[item].nullif("")
        for name, item in RECORDED.items()
        if item in first.columns
    }
    if "referral_source" in first.columns:
        items["referral"] = _referral(first.referral_source, period)
    joined = journeys.join(
        first.select(first_episode=first.episode, **items), "first_episode"
    )
    return joined.select(
        *KEYS,
        *items,
        **{
            "prior journeys": _prior(joined.prior, period),
            "years in treatment": _years(joined.started, period),
        },
    )


def _referral(code: ir.StringValue, period: Period) -> ir.StringValue:
    groups = parameter("comparison.referral_groups", period)
    pairs = [(code.isin(group["codes"]), group["name"]) for group in groups]
    known = code.notnull() & (code != "")
    return ibis.cases(*pairs, (known, "other"), else_=ibis.null("string"))


def _prior(prior: ir.IntegerValue, period: Period) -> ir.StringValue:
    most = parameter("comparison.prior_journeys", period)
    pairs = [(prior == n, str(n)) for n in range(most)]
    return ibis.cases(*pairs, else_=f"{most} or more")


def _years(started: ir.DateValue, period: Period) -> ir.StringValue:
    """Bands of the time since the journey began, at the start of the period."""
    days = days_between(started, ibis.date(period.start))
    lowest = parameter("comparison.years_in_treatment", period)
    pairs = [
        (days >= low * DAYS_IN_YEAR, name)
        for low, name in reversed(list(zip(lowest, _bands(lowest), strict=True)))
        if low
    ]
    new = started >= ibis.date(period.start)
    return ibis.cases((new, "began in the period"), *pairs, else_=_bands(lowest)[0])


def _bands(lowest: list[int]) -> list[str]:
    """
    >>> _bands([0, 1, 4])
    ['under 1', '1 to 4', '4 or more']
    """
    ends = [f"{a} to {b}" for a, b in zip(lowest[1:], lowest[2:])]
    return [f"under {lowest[1]}", *ends, f"{lowest[-1]} or more"]


def _substances(inputs: Inputs, period: Period) -> ir.Table:
    """One row a person: the combination of substances cited in the episodes of the period."""
    links = inputs.links
    touching = links.filter(overlaps(links.triaged, links.discharged, period))
    there = community(touching, inputs, period)
    named = parameter("comparison.substances", period)
    cites = {f"cites_{c}": there[f"cites_{c}"].max() for c in substances.CLASSES}
    told = {f"has_{s['name']}": _cited(there, s["codes"]) for s in named}
    found = there.group_by("person").agg(**cites, **told)
    return found.select("person", substances=_combination(found, named))


def _cited(episodes: ir.Table, codes: list[str]) -> ir.IntegerValue:
    found = ibis.or_(*[episodes[drug].isin(codes) for drug in substances.DRUGS])
    return ibis.ifelse(found.fill_null(False), 1, 0).max()


def _combination(found: ir.Table, named: list[dict]) -> ir.StringValue:
    """Opiates with what is first of the named ones, or without; each with alcohol or without."""
    opiate, drink = found.cites_opiate == 1, found.cites_alcohol == 1
    has = [(found[f"has_{s['name']}"] == 1, s["name"]) for s in named]
    beside = [(opiate & is_cited, f"opiate and {name}") for is_cited, name in has]
    main = ibis.cases(
        *beside,
        (opiate, "opiate"),
        *has,
        (found.cites_non_opiate == 1, "other drug"),
        (drink, "alcohol"),
        else_=ibis.null("string"),
    )
    return main + ibis.ifelse(drink & (main != "alcohol"), " with alcohol", "")


def _use_at_start(counted: ir.Table, inputs: Inputs, period: Period) -> ir.Table:
    """Person, journey and the bands of days of use in the start profile, where there is one."""
    profiles = inputs.profiles
    carried = profiles.columns if profiles is not None else ()
    kinds = {
        "drug days at start": [i for i in DRUG_DAYS if i in carried],
        "alcohol days at start": [i for i in ALCOHOL_DAYS if i in carried],
    }
    items = tuple(i for names in kinds.values() for i in names)
    keys = counted.select(*KEYS).distinct()
    if not items or not _has_profiles(period):
        return keys
    found = with_start(keys, inputs, period, items)
    return found.select(
        *KEYS,
        **{
            name: _days([found[f"{i}_start"] for i in names], period)
            for name, names in kinds.items()
            if names
        },
    )


def _has_profiles(period: Period) -> bool:
    """Whether outcome profiles were taken at the start of the period: before, there are no windows for them."""
    windows = parameters.get("outcomes.start_window_days").values
    return windows[0].since <= period.start


def _days(items: list[ir.IntegerValue], period: Period) -> ir.StringValue:
    """The band of the substance used on most days; null where no item was answered."""
    answered = ibis.or_(*[item.notnull() for item in items])
    filled = [item.fill_null(0) for item in items]
    most = ibis.greatest(*filled) if len(filled) > 1 else filled[0]
    lowest = parameter("comparison.use_days", period)
    names = [_day_band(low, high) for low, high in zip(lowest, [*lowest[1:], 29])]
    pairs = [
        (most >= low, name) for low, name in reversed(list(zip(lowest, names))) if low
    ]
    return ibis.ifelse(
        answered, ibis.cases(*pairs, else_=names[0]), ibis.null("string")
    )


def _day_band(low: int, high: int) -> str:
    """
    >>> _day_band(0, 1), _day_band(1, 8)
    ('0', '1 to 7')
    """
    return str(low) if high == low + 1 else f"{low} to {high - 1}"
