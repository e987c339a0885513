"""Public-health indicators: test data of the R package PHEindicatormethods."""

import numpy as np

from throughcare import statistics
from throughcare.statistics.intervals import byar_limits

from .oracle import Pairs, Table, reproduces, table

LEVELS = {"95_0": 0.95, "99_8": 0.998}


def limits(found, wanted, level: str) -> Pairs:
    yield found.lower, wanted[f"lower{level}cl"]
    yield found.upper, wanted[f"upper{level}cl"]


@reproduces("phe_proportion.csv", within=1e-12)
def proportions() -> Pairs:
    for level, confidence in LEVELS.items():
        t = table("phe_proportion.csv").where(lambda row, k=f"lower{level}cl": row[k])
        assert len(t) > 3
        found = statistics.proportion(
            t["Numerator"], t["Denominator"], confidence, t["multiplier"]
        )
        yield found.value, t["value"]
        # The table has 6e-18 where no event gives a lower limit of zero.
        lower = np.where(t["Numerator"] == 0, 0, t[f"lower{level}cl"])
        yield found.lower, lower
        yield found.upper, t[f"upper{level}cl"]


@reproduces("phe_wilson_byars_ci.csv", within=1e-12)
def limits_at_other_levels() -> Pairs:
    for row in table("phe_wilson_byars_ci.csv").by("x", "n", "confidence", "method"):
        t = table("phe_wilson_byars_ci.csv").by("x", "n", "confidence", "method")[row]
        x, n, confidence, method = row
        level = float(confidence.rstrip("%")) / 100
        if method == "Wilson":
            found = statistics.proportion([float(x)], [float(n)], level)
            lower, upper = found.lower, found.upper
        else:
            lower, upper = byar_limits(np.array([float(x)]), level)
        yield lower, np.where(float(x) == 0, np.round(t["lowercl"], 15), t["lowercl"])
        yield upper, t["uppercl"]


@reproduces("phe_rate.csv", within=1e-12)
def rates() -> Pairs:
    for level, confidence in LEVELS.items():
        t = table("phe_rate.csv").where(lambda row, k=f"lower{level}cl": row[k])
        assert len(t) > 3
        found = statistics.rate(
            t["Numerator"], t["Denominator"], confidence, t["multiplier"]
        )
        yield found.value, t["value"]
        yield from limits(found, t, level)
        yield found.method, t.words("method")


@reproduces("phe_mean_input.csv", "phe_mean_expected.csv", within=1e-12)
def means() -> Pairs:
    t, wanted = table("phe_mean_input.csv"), table("phe_mean_expected.csv")
    for level, confidence in LEVELS.items():
        parts = (
            statistics.mean(t["values"], t.words("area"), confidence),
            statistics.mean(t["values"], confidence=confidence),
        )
        for name in ("value", "n", "deviation"):
            column = {"n": "value_count", "deviation": "stdev"}.get(name, name)
            yield np.concatenate([getattr(p, name) for p in parts]), wanted[column]
        for side in ("lower", "upper"):
            found = np.concatenate([getattr(p, side) for p in parts])
            yield found, wanted[f"{side}{level}cl"]


def by_area(t, name: str) -> np.ndarray:
    """A column as (areas, bands)."""
    return np.array([part[name] for part in t.by("area").values()])


@reproduces(
    "phe_data_multiarea.csv",
    "phe_data_1976.csv",
    "esp2013.csv",
    "phe_results_DSR.csv",
    within=1e-9,
)
def directly_standardised_rates() -> Pairs:
    t, old = table("phe_data_multiarea.csv"), table("phe_data_1976.csv")
    standard = table("esp2013.csv")["esp2013"]
    assert standard.sum() == 100_000
    results = table("phe_results_DSR.csv").where(lambda r: "nonind" not in r["area"])
    for place, row in enumerate(results.rows):
        words, wanted = (row["area"],), Table([row])
        per = 10_000 if place < len(results) / 2 else 100_000
        for level, confidence in LEVELS.items():
            if words[0] == "testdata_1976":
                # Its 99.8 % limits are ten times too large in the source.
                data, weights, checked = old, old["esp1976"], level == "95_0"
            else:
                data, weights, checked = t.by("area")[words], standard, True
            found = statistics.directly_standardised_rate(
                [data["count"]], [data["pop"]], weights, confidence, per
            )
            yield found.value, wanted["value"]
            if checked:
                yield from limits(found, wanted, level)


@reproduces("phe_data_nonindepe.csv", within=1e-9)
def directly_standardised_rates_with_repeats() -> Pairs:
    standard = table("esp2013.csv")["esp2013"]
    results = table("phe_results_DSR.csv").by("area")
    for area, t in table("phe_data_nonindepe.csv").by("area").items():
        persons = np.column_stack([t[f"f{i}"] for i in range(1, 5)])
        for level, confidence in LEVELS.items():
            found = statistics.directly_standardised_rate(
                None, [t["pop"]], standard, confidence, persons=[persons]
            )
            yield found.value, results[area]["value"]
            yield from limits(found, results[area], level)


@reproduces(
    "phe_data_multiarea_isr.csv",
    "phe_refdata.csv",
    "phe_data_multiarea_lookup.csv",
    "phe_results_ISR.csv",
    within=1e-9,
)
def indirectly_standardised_rates_and_ratios() -> Pairs:
    t, reference = table("phe_data_multiarea_isr.csv"), table("phe_refdata.csv")
    events, people = reference["refcount"], reference["refpop"]
    results = table("phe_results_ISR.csv")
    totals = dict(
        zip(
            table("phe_data_multiarea_lookup.csv").words("area"),
            table("phe_data_multiarea_lookup.csv")["total_count"],
        )
    )
    for (area, statistic), wanted in results.by("area", "statistic").items():
        # Area1 and Area2 are the first two again; the first lacks the population of its second band.
        name = {"Area1": "testdata_big", "Area2": "testdata_small"}.get(area, area)
        data = t.by("area")[(name,)]
        n = np.where((area == "Area1") & (np.arange(19) == 1), 0, data["pop"])
        per = int(statistic.split()[-1])
        what = "rate" if "rate" in statistic else "ratio"
        standardised = getattr(statistics, f"indirectly_standardised_{what}")
        for level, confidence in LEVELS.items():
            for observed in ([data["count"]], [totals[name]]):
                found = standardised(observed, [n], events, people, confidence, per)
                yield found.value, wanted["value"]
                yield found.expected, wanted["expected"]
                if not np.isnan(wanted[f"lower{level}cl"]).all():
                    yield from limits(found, wanted, level)


@reproduces("phe_quantiles.csv")
def quantiles_of_areas() -> Pairs:
    k = {"Decile": 10, "Septile": 7, "Quartile": 4}
    t = table("phe_quantiles.csv").where(lambda row: row["QuantileNm"] in k)
    apart = t.where(lambda row: row["GroupSet"] != "None")
    together = t.where(lambda row: row["GroupSet"] == "None")
    parts = apart.by("Test", "QuantileNm", "GroupSet")
    parts[("", "Quartile", "None")] = together
    for (test, quantile, grouping), part in parts.items():
        group = part.words("IndSexRef")
        if grouping == "IndSexReg":
            group = np.char.add(group, part.words("ParentCode"))
        if grouping == "None":
            group = part.words("GroupSet")
        # A group whose rows disagree about the direction is ranked from the highest.
        found = {
            first: statistics.quantiles(part["Value"], k[quantile], group, first).value
            for first in (True, False)
        }
        polarity = part.words("Polarity")
        highest = np.isin(polarity, ["RAG - Low is good", "True"])
        if test == "BadPolarity" or grouping == "None":
            highest[:] = True
        yield np.where(highest, found[True], found[False]), part["QuantileInGrp"]


def slope_sets():
    """The sets of quantiles, with the words of their test; a set begins with its first quantile."""
    rows = table("phe_sii.csv").rows
    starts = [i for i, row in enumerate(rows) if row["Quantile"] == "1"]
    for start, end in zip(starts, [*starts[1:], len(rows)]):
        part = table("phe_sii.csv").where(lambda r, s=start, e=end: r in rows[s:e])
        yield rows[start]["TestDescription"], part


def slope(words: str, part, confidence: float):
    multiplier = 1.0
    if "x -100" in words:
        multiplier = -100.0
    elif "x 100" in words:
        multiplier = 100.0
    elif "negative multiplier" in words:
        multiplier = -1.0
    return statistics.slope_index_of_inequality(
        part["Value"],
        part["Population"],
        limits=(part["LowerCL"], part["UpperCL"]),
        kind=("other", "rate", "proportion")[int(part["ValueType"][0])],
        transform="transform" in words,
        multiplier=multiplier,
        confidence=confidence,
    )


@reproduces("phe_sii.csv", within=1e-9)
def slope_index_of_inequality() -> Pairs:
    for words, part in slope_sets():
        if np.isnan(part["sii"][0]):
            continue
        found = slope(words, part, 0.95)
        yield found.value, part["sii"][0]
        if not np.isnan(part["rii"][0]):
            yield found.relative, part["rii"][0]
        if not np.isnan(part["Intercept"][0]):
            yield found.intercept, part["Intercept"][0]


@reproduces("phe_sii.csv", within=0.01)
def limits_of_the_slope_index_as_shares_of_it() -> Pairs:
    """Simulated with other random numbers, so that about 1 % is all that can be asked."""
    for words, part in slope_sets():
        row = part.rows[0]
        levels = [float(c) / 100 for c in row["Confidence"].strip("c()").split(",")]
        if "98" in words and len(levels) == 1:
            levels = [0.95, 0.98] if "95" in words else [0.98]
        for place, confidence in enumerate(levels, start=1):
            low, high = (
                part[f"sii_{side}cl_{place}"][0] for side in ("lower", "upper")
            )
            if np.isnan(low):
                continue
            found = slope(words, part, confidence)
            size = abs(part["sii"][0])
            yield 1 + (found.lower - low) / size, 1.0
            yield 1 + (found.upper - high) / size, 1.0


@reproduces("phe_life_expectancy.csv", within=1e-9)
def life_expectancy_at_each_age() -> Pairs:
    t = table("phe_life_expectancy.csv")
    people, deaths = (
        values - np.append(values[1:], 0) for values in (t["pops_used"], t["dths_used"])
    )
    for level, confidence in LEVELS.items():
        found = statistics.life_expectancy(deaths, people, confidence)
        yield found.value, t["value"]
        yield found.lower, t[f"lower{level}cl"]
        yield found.upper, t[f"upper{level}cl"]
