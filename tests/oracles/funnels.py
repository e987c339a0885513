"""Funnels: PHEindicatormethods for the limits, FunnelPlotR for overdispersion."""

import numpy as np
from scipy import special

from throughcare import statistics
from throughcare.statistics.intervals import exact_limits

from .oracle import Pairs, document, reproduces, table

# FunnelPlotR types its normal quantiles.
TYPED = {
    z: 1 - 2 * special.ndtr(-v) for z, v in {"95": 1.959964, "998": 3.090232}.items()
}


@reproduces("phe_funnel_prop_inputs.csv")
def significance_of_proportions() -> Pairs:
    t = table("phe_funnel_prop_inputs.csv")
    found = statistics.funnel_significance(t["numerator"], t["denominator"])
    yield found.value, t.words("significance")


@reproduces(
    "phe_funnel_prop_outputs.csv",
    "phe_funnel_prop_outputs_with_axis_variation.csv",
    within=1.1e-7,
)
def funnel_of_proportions() -> Pairs:
    """The table has six decimals, so that its first limit of 3.204264 is itself right to 1.6e-7."""
    t = table("phe_funnel_prop_inputs.csv")
    few = t.where(lambda row: float(row["denominator"]) < 31000)
    for data, name in ((t, ""), (few, "_with_axis_variation")):
        wanted = table(f"phe_funnel_prop_outputs{name}.csv")
        baseline = data["numerator"].sum() / data["denominator"].sum()
        found = statistics.funnel_limits(wanted["Population"], baseline, multiplier=100)
        for place, level in enumerate(("2s0025", "3s0001")):
            yield found.lower[place], wanted[f"Lower{level}limit"]
            yield found.upper[place], wanted[f"Upper{level}limit"]
        yield np.full(len(wanted), found.baseline).round(6), wanted["Baseline"].round(6)


@reproduces("phe_funnel_ratio_inputs.csv")
def significance_of_ratios() -> Pairs:
    t = table("phe_funnel_ratio_inputs.csv")
    found = statistics.funnel_significance(t["obs"], t["expected"], "ratio")
    yield found.value, t.words("significance")


@reproduces("phe_funnel_ratio_outputs.csv", within=5e-5)
def funnel_of_ratios() -> Pairs:
    t = table("phe_funnel_ratio_outputs.csv")
    found = statistics.funnel_limits(t["Observed_events"], 1, "ratio", 100)
    for place, level in enumerate(("2s", "3s")):
        for side in ("lower", "upper"):
            limits = getattr(found, side)[place]
            yield limits, t[f"{side}_{level}_isr"]
            # What remains of a ratio less one has lost digits; it is compared on the scale of the ratio.
            yield limits / 100, t[f"{side}_{level}_count"] + 1
            expected = getattr(found, f"{side}_population")[place]
            yield expected, t[f"{side}_{level}_exp_events"]


def rate_funnels():
    """The three tables of limits, each with the baseline computed from the inputs as the README changes them."""
    t = table("phe_funnel_rate_input_funnels.csv")
    people, most = t["ev"] / t["rate"] * 100_000, t["ev"].argmax()
    five, none = t["ev"], t["ev"]
    five[most], none[most] = 5, 0
    large = people > people.max() / 2
    yield "", t["ev"].sum() / people.sum()
    yield "_2", five.sum() / (five / t["rate"] * 100_000).sum()
    yield "_3", none[large].sum() / people[large].sum()


@reproduces(
    "phe_funnel_rate_input_funnels.csv",
    "phe_funnel_rate_outputs.csv",
    "phe_funnel_rate_outputs_2.csv",
    "phe_funnel_rate_outputs_3.csv",
    within=5e-5,
)
def funnel_of_rates() -> Pairs:
    """Populations are a year's where the events are those of three."""
    for name, baseline in rate_funnels():
        wanted = table(f"phe_funnel_rate_outputs{name}.csv")
        per = baseline * 100_000
        found = statistics.funnel_limits(wanted["Events"], per, "rate", 100_000)
        yield np.full(len(wanted), found.baseline), wanted["baseline"]
        for place, level in enumerate(("2s", "3s")):
            for side in ("lower", "upper"):
                yield getattr(found, side)[place], wanted[f"{side}_{level}_limit"]
                population = getattr(found, f"{side}_population")[place] / 3
                yield population, wanted[f"{side}_{level}_population_1_year"]


@reproduces("phe_funnel_rate_dsr_inputs.csv")
def significance_of_rates() -> Pairs:
    t = table("phe_funnel_rate_dsr_inputs.csv")
    for name in t.rows[0]:
        if name.startswith(("dsr_per", "crude_per")):
            part = t if "with_0" in name else t.where(lambda r: r["count"] != "0")
            is_dsr = name.startswith("dsr")
            n = part["count"] / part["rate_dsr"] if is_dsr else part["pop"]
            found = statistics.funnel_significance(
                part["count"], n, "rate", needs_ten=is_dsr
            )
            words = [
                w.removesuffix(" for events less than 10 for dsrs")
                for w in part.words(name)
            ]
            yield found.value, words


@reproduces(
    "funnel_overdispersion_six_input.csv",
    "funnel_overdispersion_six_expected.json",
    "funnel_overdispersion_ratio300_expected.json",
    "funnel_overdispersion_proportion_expected.json",
    within=1e-9,
)
def overdispersion_of_funnels() -> Pairs:
    six = table("funnel_overdispersion_six_input.csv")
    ratio = table("phe_funnel_ratio_inputs.csv")
    share = table("phe_funnel_prop_inputs.csv")
    data = {
        "six": (six["num"], six["den"]),
        "ratio300": (ratio["obs"], ratio["expected"]),
        "proportion": (share["numerator"], share["denominator"]),
    }
    for name, (observed, expected) in data.items():
        for wanted in document(f"funnel_overdispersion_{name}_expected.json")[
            "results"
        ]:
            method = (
                "proportion"
                if wanted["data_type"] == "PR"
                else wanted["sr_method"].lower()
            )
            found = statistics.overdispersion(
                observed, expected, method, wanted["trim_by"]
            )
            yield found.n, wanted["n_used"]
            yield found.phi, wanted["phi"]
            yield found.tau2, wanted["tau2"]
            yield found.target, wanted["target"]
            for level, confidence in TYPED.items():
                adjusted, plain = (
                    wanted["limits_od_adjusted"],
                    wanted["limits_unadjusted"],
                )
                at = np.array([entry["number_seq"] for entry in adjusted])
                # The sizes are printed to eleven digits, and the limits follow from the unrounded ones.
                lower, upper = found.limits(at, confidence)
                yield lower, [entry[f"odll{level}"] for entry in adjusted]
                yield upper, [entry[f"odul{level}"] for entry in adjusted]
                if method != "proportion":
                    nominal = {"95": 0.95, "998": 0.998}[level]
                    low, high = exact_limits(at, nominal)
                    yield low / at, [entry[f"ll{level}"] for entry in plain]
                    yield high / at, [entry[f"ul{level}"] for entry in plain]
