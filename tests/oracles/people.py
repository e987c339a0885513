"""Change, survival, matching and hidden people: R packages named in the README of the oracles."""

import numpy as np

from throughcare import statistics

from .oracle import Pairs, document, reproduces, table


@reproduces("difference_proportions.csv", within=1e-10)
def differences_of_proportions() -> Pairs:
    t = table("difference_proportions.csv")
    columns = t["x1"], t["n1"], t["x2"], t["n2"]
    plain = statistics.difference_of_proportions(*columns)
    exact = statistics.difference_of_proportions(*columns, exact=True)
    yield plain.value, t["diff"]
    yield plain.lower, t["newcombe10_low"]
    yield plain.upper, t["newcombe10_high"]
    yield plain.p_value, t["p_value"]
    yield exact.p_value, t["fisher_p"]


@reproduces("reliable_change.csv", within=1e-10)
def reliable_change_by_three_formulae() -> Pairs:
    names = {
        "cs_jt": "jacobson_truax",
        "cs_gln": "gulliksen_lord_novick",
        "cs_en": "edwards_nunnally",
    }
    for (_, method), t in table("reliable_change.csv").by("dataset", "method").items():
        found = statistics.reliable_change(
            t["pre"],
            t["post"],
            reliability=t["reliability"][0],
            deviation=t["sd_pre"][0],
            average=t["m_pre"][0],
            lower_is_better=t["lower_is_better"][0] == 1,
            formula=names[method],
        )
        yield found.value, t["rci"]
        for category in ("improved", "deteriorated", "unchanged"):
            yield found.category == category, t.words(category) == "TRUE"


@reproduces("km_lung_input.csv", "km_lung_expected.csv", within=1e-9)
def kaplan_meier() -> Pairs:
    people = table("km_lung_input.csv").by("sex")
    for (stratum,), wanted in table("km_lung_expected.csv").by("stratum").items():
        t = people[(stratum.removeprefix("sex="),)]
        found = statistics.kaplan_meier(t["time"], t["status"] - 1)
        yield found.value, wanted["surv"]
        yield found.lower, wanted["lower"]
        yield found.upper, wanted["upper"]
        yield found.error, wanted["std_err_log"]
        yield found.n_risk, wanted["n_risk"]
        yield found.n_event, wanted["n_event"]
        yield found.n_censored, wanted["n_censor"]


@reproduces("survival_tests_expected.json", within=1e-9)
def log_rank() -> Pairs:
    t, wanted = table("km_lung_input.csv"), document("survival_tests_expected.json")
    found = statistics.log_rank(t["time"], t["status"] - 1, t["sex"])
    yield found.value, wanted["logrank_chisq"]
    yield found.p_value, wanted["logrank_p"]


@reproduces("survival_tests_expected.json", within=1e-5)
def cox_regression_of_the_library() -> Pairs:
    from statsmodels.duration.hazard_regression import PHReg

    t, wanted = table("km_lung_input.csv"), document("survival_tests_expected.json")
    x = np.column_stack([t["age"], t["sex"]])
    found = PHReg(t["time"], x, status=t["status"] - 1, ties="efron").fit()
    yield found.params, [row["coef"] for row in wanted["cox"]]
    yield found.bse, [row["se(coef)"] for row in wanted["cox"]]
    yield found.llf, wanted["loglik"][1]


@reproduces(
    "competing_risks_mgus2_input.csv",
    "competing_risks_mgus2_aj_expected.csv",
    within=1e-9,
)
def competing_risks() -> Pairs:
    people = table("competing_risks_mgus2_input.csv").by("sex")
    results = table("competing_risks_mgus2_aj_expected.csv").by("group")
    for group, wanted in results.items():
        t = people[group]
        found = statistics.competing_risks(t["etime"], t["event"])
        yield found.n_risk, wanted["n_risk"]
        yield found.without, wanted["p0"]
        for place in (0, 1):
            yield found.value[:, place], wanted[f"cif{place + 1}"]
            yield found.error[:, place], wanted[f"se_cif{place + 1}"]
        yield found.lower[:, 0], wanted["lower1"]
        yield found.upper[:, 0], wanted["upper1"]


def matched(caliper: float | None):
    t = table("propensity_lalonde_input.csv")
    race = t.words("race")
    x = np.column_stack(
        [t["age"], t["educ"], race == "hispan", race == "white"]
        + [t[name] for name in ("married", "nodegree", "re74", "re75")]
    )
    return t, statistics.propensity_match(t["treat"], x.astype(float), caliper)


@reproduces("propensity_lalonde_input.csv", "propensity_lalonde_expected.json")
def pairs_by_propensity() -> Pairs:
    for caliper, column in ((None, "no_caliper"), (0.2, "caliper02")):
        t, found = matched(caliper)
        names = t.words("row")
        pairs = np.where(found.pair >= 0, names[found.pair], "")
        treated = t["treat"] == 1
        yield pairs[treated], t.words(f"matched_to_{column}")[treated]


@reproduces("propensity_lalonde_expected.json", within=1e-7)
def propensity_model_and_balance() -> Pairs:
    """Effects and differences of means; R stops its logistic regression at about 1e-8."""
    wanted = document("propensity_lalonde_expected.json")
    terms = [
        "age",
        "educ",
        "racehispan",
        "racewhite",
        "married",
        "nodegree",
        "re74",
        "re75",
    ]
    for caliper, after, effect in (
        (None, "smd_after", "att_no_caliper"),
        (0.2, "smd_after_caliper", "att_caliper02"),
    ):
        t, found = matched(caliper)
        paired = found.pair >= 0
        gain = t["re78"][paired] - t["re78"][found.pair[paired]]
        yield gain.mean(), wanted[effect]
        yield found.value, t["propensity"]
        yield found.coefficients, list(wanted["propensity_coef"].values())
        yield found.difference_before, [wanted["smd_before"][n] for n in terms]
        yield found.difference_after, [wanted[after][n] for n in terms]


def lists():
    for wanted in document("capture_recapture.json"):
        names = [f"L{i + 1}" for i in range(wanted["k"])]
        listed = [[cell[name] for name in names] for cell in wanted["table"]]
        yield wanted, listed, [cell["freq"] for cell in wanted["table"]]


@reproduces("capture_recapture.json", within=1e-8)
def people_on_no_list() -> Pairs:
    for wanted, listed, people in lists():
        found = statistics.capture_recapture(listed, people)
        yield found.observed, wanted["n_observed"]
        if "best_aic" in wanted:
            yield found.method, wanted["best_aic"]["model"]
            by_bic = statistics.capture_recapture(listed, people, criterion="bic")
            yield by_bic.method, wanted["best_bic_model"]
        value = dict(zip(found.models.model, found.models.value))
        for model in trusted(wanted):
            yield value[model["model"]], model["abundance"]
        for pair in wanted["pairs"]:
            two = statistics.two_lists(pair["n1"], pair["n2"], pair["m"])
            yield two.value, pair["chapman"]


def trusted(wanted) -> list[dict]:
    models = wanted.get("all_hierarchical_models", [])
    return [model for model in models if model["infoFit"] == 0]


@reproduces("capture_recapture.json", within=1e-6)
def criteria_and_profile_limits_of_people_on_no_list() -> Pairs:
    for wanted, listed, people in lists():
        k = wanted["k"]
        alone = "[" + ",".join(str(i + 1) for i in range(k)) + "]"
        told = [(alone, wanted["independence"])]
        if "best_aic" in wanted:
            told.append((wanted["best_aic"]["model"], wanted["best_aic"]))
        for model, entry in told:
            found = statistics.capture_recapture(listed, people, model)
            profile = entry["multinomial_profile"]
            yield found.likeliest, profile["abundance"]
            yield found.lower, profile["infCL"]
            yield found.upper, profile["supCL"]
        models = statistics.capture_recapture(listed, people).models
        at = {name: place for place, name in enumerate(models.model)}
        for model in trusted(wanted):
            yield models.aic[at[model["model"]]], model["AIC"]
            yield models.bic[at[model["model"]]], model["BIC"]
        for pair, given in zip(wanted["pairs"], wanted.get("care1_pairs", [])):
            two = statistics.two_lists(pair["n1"], pair["n2"], pair["m"])
            yield two.lower, given["cil"]
            yield two.upper, given["ciu"]


@reproduces("bayesian_decomposable_graph_crc.json", within=1e-6)
def people_on_no_list_averaged_over_graphs() -> Pairs:
    for wanted in document("bayesian_decomposable_graph_crc.json"):
        y = np.array(wanted["Y_r_column_major"], float)
        k = int(np.log2(len(y)))
        first, last = wanted["nmissing"]
        found = statistics.bayesian_capture_recapture(
            y.reshape((2,) * k, order="F"), np.arange(first, last + 1), wanted["delta"]
        )
        yield found.value, wanted["posterior_mean_N"]
        yield found.median, wanted["posterior_median_N"]
        yield [found.lower, found.upper], wanted["ci95"]
        yield len(found.graphs), wanted["n_models"]
        top = wanted["model_probabilities_top"]
        yield found.graphs[: len(top)].round(8), np.round(top, 8)
