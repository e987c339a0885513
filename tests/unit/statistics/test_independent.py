"""The same numbers worked out a second time, from the formula in the paper or by another library, on random input."""

import numpy as np
import pytest
from scipy import stats

from throughcare import statistics

Z = stats.norm.ppf(0.975)
seeds = pytest.mark.parametrize("seed", range(8))


def close(found, wanted, rtol=1e-9) -> None:
    np.testing.assert_allclose(found, wanted, rtol=rtol, atol=1e-12)


@seeds
def test_proportions_by_statsmodels(seed):
    from statsmodels.stats.proportion import proportion_confint

    draw = np.random.default_rng(seed)
    n = draw.integers(1, 3000, 200)
    x = draw.binomial(n, draw.random(200))
    for level in (0.9, 0.95, 0.998):
        found = statistics.proportion(x, n, level, multiplier=100)
        lower, upper = proportion_confint(x, n, alpha=1 - level, method="wilson")
        close(found.lower / 100, np.clip(lower, 0, 1))
        close(found.upper / 100, np.clip(upper, 0, 1))


def poisson_limits(x: float, level: float) -> tuple[float, float]:
    """statistics.md a: exact below 10 events, Byar's from 10."""
    a = 1 - level
    if x < 10:
        lower = stats.chi2.ppf(a / 2, 2 * x) / 2 if x else 0.0
        return lower, stats.chi2.ppf(1 - a / 2, 2 * x + 2) / 2
    z, y = stats.norm.ppf(1 - a / 2), x + 1
    lower = x * (1 - 1 / (9 * x) - z / (3 * x**0.5)) ** 3
    return lower, y * (1 - 1 / (9 * y) + z / (3 * y**0.5)) ** 3


@seeds
def test_rates_by_chi_squared_quantiles_and_byar(seed):
    draw = np.random.default_rng(seed)
    x, n = draw.integers(0, 40, 100), draw.integers(1, 10_000, 100)
    found = statistics.rate(x, n, 0.998, multiplier=1000)
    wanted = np.array([poisson_limits(each, 0.998) for each in x])
    close(found.value, x / n * 1000)
    close(found.lower, wanted[:, 0] / n * 1000)
    close(found.upper, wanted[:, 1] / n * 1000)


@seeds
def test_means_by_scipy(seed):
    draw = np.random.default_rng(seed)
    values, groups = draw.normal(50, 20, 90), draw.integers(0, 6, 90)
    values[draw.integers(0, 90, 9)] = np.nan
    found = statistics.mean(values, groups, confidence=0.9)
    for place, group in enumerate(found.group):
        own = values[(groups == group) & ~np.isnan(values)]
        wanted = stats.t.interval(0.9, len(own) - 1, own.mean(), stats.sem(own))
        close(
            [found.value[place], found.deviation[place]], [own.mean(), own.std(ddof=1)]
        )
        close([found.lower[place], found.upper[place]], wanted)


@seeds
def test_directly_standardised_rates_by_the_sums_of_dobson(seed):
    draw = np.random.default_rng(seed)
    standard = draw.integers(500, 9000, 19)
    for _ in range(10):
        n = draw.integers(100, 9000, 19)
        x = draw.poisson(draw.uniform(0, 4), 19)
        found = statistics.directly_standardised_rate(x, n, standard)
        total = x.sum()
        if total < 10:
            assert np.isnan([found.value, found.lower, found.upper]).all()
            continue
        w = standard / standard.sum()
        value = sum(w * x / n)
        spread = sum(w**2 * x / n**2)
        ends = poisson_limits(total, 0.95)
        wanted = [value + (spread / total) ** 0.5 * (end - total) for end in ends]
        close(found.value, value * 100_000)
        close([found.lower, found.upper], np.array(wanted) * 100_000)


@seeds
def test_repeated_events_widen_by_the_square_of_their_number(seed):
    """statistics.md a: var = sum over frequency f of f squared times the variance of persons with f events."""
    draw = np.random.default_rng(seed)
    standard, n = draw.integers(500, 9000, 5), draw.integers(500, 9000, 5)
    persons = draw.integers(1, 30, (5, 3))
    found = statistics.directly_standardised_rate(None, n, standard, persons=persons)
    w, total, value, spread = standard / standard.sum(), 0, 0.0, 0.0
    for f in (1, 2, 3):
        value += f * sum(w * persons[:, f - 1] / n)
        spread += f**2 * sum(w**2 * persons[:, f - 1] / n**2)
        total += f * persons[:, f - 1].sum()
    lower, upper = poisson_limits(total, 0.95)
    close(found.value, value * 1e5)
    close(found.lower, (value + (spread / total) ** 0.5 * (lower - total)) * 1e5)
    close(found.upper, (value + (spread / total) ** 0.5 * (upper - total)) * 1e5)


@seeds
def test_indirectly_standardised_ratios_and_rates_by_the_sum_expected(seed):
    draw = np.random.default_rng(seed)
    cases, people = draw.integers(0, 90, 7), draw.integers(1000, 9000, 7)
    n, x = draw.integers(10, 4000, (12, 7)), draw.integers(0, 9, (12, 7))
    ratio = statistics.indirectly_standardised_ratio(x, n, cases, people)
    rate = statistics.indirectly_standardised_rate(x.sum(1), n, cases, people)
    crude = cases.sum() / people.sum() * 100_000
    for area in range(12):
        expected = sum(c / p * m for c, p, m in zip(cases, people, n[area]))
        observed = int(x[area].sum())
        ends = np.array(poisson_limits(observed, 0.95)) / expected
        close(ratio.expected[area], expected)
        close(ratio.value[area], observed / expected)
        close([ratio.lower[area], ratio.upper[area]], ends)
        close([rate.lower[area], rate.upper[area]], ends * crude)


@seeds
def test_quantiles_by_counting_those_above(seed):
    draw = np.random.default_rng(seed)
    values = draw.integers(0, 30, 47).astype(float)
    values[draw.integers(0, 47, 4)] = np.nan
    groups = draw.integers(0, 2, 47)
    for k, first in ((4, True), (5, False), (10, True)):
        found = statistics.quantiles(values, k, groups, highest_first=first)
        for place, own in enumerate(values):
            among = [v for v, g in zip(values, groups) if g == groups[place] and v == v]
            if own != own or len(among) < k:
                assert np.isnan(found.value[place])
                continue
            m = len(among)
            rank = 1 + sum(v > own if first else v < own for v in among)
            wanted = np.floor((k + 1) - np.ceil((m + 1 - rank) / (m / k)))
            assert found.value[place] == (wanted or 1)


@seeds
def test_the_slope_of_inequality_by_weighted_least_squares(seed):
    import statsmodels.api as sm

    draw = np.random.default_rng(seed)
    people, values = draw.integers(100, 900, 10), draw.uniform(20, 60, 10)
    share = people / people.sum()
    middle = share.cumsum() - share / 2
    line = sm.WLS(values, sm.add_constant(middle), weights=share).fit().params
    found = statistics.slope_index_of_inequality(values, people)
    close(found.value, line[1])
    close(found.relative, (line[0] + line[1]) / line[0])
    turned = statistics.slope_index_of_inequality(values, people, multiplier=-1)
    close(turned.value, -line[1])
    close(turned.relative, line[0] / (line[0] + line[1]))


@seeds
def test_life_expectancy_by_a_table_worked_row_by_row(seed):
    draw = np.random.default_rng(seed)
    people = draw.integers(2000, 9000, 20)
    deaths = draw.binomial(people, np.linspace(0.001, 0.2, 20))
    width, lived = [1, 4] + [5] * 17, [0.1] + [0.5] * 18
    alive, table = 1.0, []
    for n, a, d, p in zip(width, lived, deaths, people):
        m = d / p
        q = 1.0 if d > p / (n * a) else n * m / (1 + n * m * (1 - a))
        table.append((alive, n * (alive * (1 - q) + a * alive * q), q, n, a, d))
        alive *= 1 - q
    m = deaths[19] / people[19]
    table.append((alive, alive / m, 1.0, None, None, deaths[19]))
    found = statistics.life_expectancy(deaths, people)
    left = [sum(row[1] for row in table[x:]) / table[x][0] for x in range(20)]
    close(found.value, left)
    for x in range(20):
        spread = table[19][0] ** 2 * 4 / (deaths[19] * m**2) / 4
        for i in range(x, 19):
            alive, _, q, n, a, d = table[i]
            variance = q**2 * (1 - q) / d if d else 0
            spread += alive**2 * ((1 - a) * n + left[i + 1]) ** 2 * variance
        half = Z * spread**0.5 / table[x][0]
        close(found.upper[x] - found.value[x], half, rtol=1e-8)


@seeds
def test_differences_of_proportions_by_wilson_limits_squared(seed):
    """Newcombe's method 10: the distances of each proportion from its own Wilson limits, added in squares."""
    draw = np.random.default_rng(seed)
    m, n = draw.integers(1, 90, (2, 60))
    a, b = draw.binomial(m, 0.3), draw.binomial(n, 0.5)
    found = statistics.difference_of_proportions(a, m, b, n)
    one, other = statistics.proportion(a, m), statistics.proportion(b, n)
    low = np.hypot(one.value - one.lower, other.upper - other.value)
    high = np.hypot(one.upper - one.value, other.value - other.lower)
    close(found.lower, one.value - other.value - low)
    close(found.upper, one.value - other.value + high)


@seeds
def test_overdispersion_by_the_sums_of_spiegelhalter(seed):
    draw = np.random.default_rng(seed)
    n = draw.integers(50, 900, 60)
    x = draw.binomial(n, draw.beta(8, 12, 60))
    target = x.sum() / n.sum()
    s = 1 / (2 * np.sqrt(n))
    z = (np.arcsin(np.sqrt(x / n)) - np.arcsin(np.sqrt(target))) / s
    kept = np.clip(z, *np.percentile(z, [10, 90]))
    phi, w = np.mean(kept**2), 1 / s**2
    tau2 = (60 * phi - 59) / (w.sum() - (w**2).sum() / w.sum())
    found = statistics.overdispersion(x, n, "proportion")
    close([found.phi, found.tau2], [phi, max(tau2, 0) if 60 * phi >= 59 else 0])
    lower, upper = found.limits([200], 0.998)
    half = stats.norm.ppf(0.999) * np.sqrt(1 / 800 + found.tau2)
    close(upper, np.sin(np.arcsin(np.sqrt(target)) + half) ** 2)
    close(lower, np.sin(np.arcsin(np.sqrt(target)) - half) ** 2)


@seeds
def test_survival_by_statsmodels(seed):
    from statsmodels.duration.survfunc import SurvfuncRight

    draw = np.random.default_rng(seed)
    times, events = draw.integers(1, 40, 120), draw.integers(0, 2, 120)
    found = statistics.kaplan_meier(times, events)
    wanted = SurvfuncRight(times, events)
    at = np.isin(found.time, wanted.surv_times)
    close(found.value[at], wanted.surv_prob)
    alive = found.value[at] > 0
    close(
        (found.error[at] * found.value[at])[alive],
        np.asarray(wanted.surv_prob_se)[alive],
    )


@seeds
def test_competing_risks_by_stepping_through_time(seed):
    draw = np.random.default_rng(seed)
    times, events = draw.integers(1, 20, 90), draw.integers(0, 4, 90)
    found = statistics.competing_risks(times, events)
    without, share = 1.0, np.zeros(3)
    for row, t in enumerate(np.unique(times)):
        risk = (times >= t).sum()
        happened = [((times == t) & (events == k)).sum() for k in (1, 2, 3)]
        share = share + without * np.array(happened) / risk
        without *= 1 - sum(happened) / risk
        close(found.value[row], share)
        close(found.without[row], without)


@seeds
def test_process_limits_by_moving_ranges(seed):
    values = np.random.default_rng(seed).normal(100, 10, 30)
    moves = [abs(b - a) for a, b in zip(values, values[1:])]
    kept = [m for m in moves if m < 3.267 * np.mean(moves)]
    found = statistics.xmr(values)
    close(found.upper, values.mean() + 2.66 * np.mean(kept))
    close(found.lower, values.mean() - 2.66 * np.mean(kept))


@seeds
def test_ears_by_the_seven_days_before(seed):
    counts = np.random.default_rng(seed).poisson(6, 60)
    for method, lag in (("C1", 0), ("C2", 2)):
        found = statistics.ears(counts, method=method)
        for week, upper in zip(found.week, found.upper):
            before = counts[week - lag - 7 : week - lag]
            wanted = before.mean() + stats.norm.ppf(0.999) * before.std(ddof=1)
            close(upper, wanted)


def quasi(y, x, weights):
    """Quasi-Poisson by statsmodels: the fit and its dispersion."""
    import statsmodels.api as sm

    family = sm.families.Poisson()
    fit = sm.GLM(y, x, family, var_weights=weights).fit(tol=1e-12, maxiter=200)
    freedom = len(y) - x.shape[1]
    return fit, (weights * (y - fit.mu) ** 2 / fit.mu).sum() / freedom


def reweighted(y, x, threshold):
    fit, phi = quasi(y, x, np.ones(len(y)))
    root = np.sqrt(fit.mu)[:, None] * x
    hat = np.einsum("ij,jk,ik->i", root, np.linalg.inv(root.T @ root), root)
    residual = 1.5 * (y ** (2 / 3) - fit.mu ** (2 / 3)) / fit.mu ** (1 / 6)
    s = residual / np.sqrt(max(phi, 1) * (1 - hat))
    weights = np.where(s > threshold, 1 / np.maximum(s, threshold) ** 2, 1)
    return quasi(y, x, weights * len(y) / weights.sum())


@seeds
def test_farrington_by_statsmodels(seed):
    draw = np.random.default_rng(seed)
    trend = np.exp(np.linspace(0, draw.uniform(-0.5, 1), 260))
    counts = draw.poisson(draw.uniform(3, 15) * trend).astype(float)
    week = 255
    at = np.concatenate(
        [np.arange(week - 52 * i - 2, week - 52 * i + 3) for i in range(4, 0, -1)]
    )
    y, x = counts[at], np.column_stack([np.ones(20), at])
    fit, phi = reweighted(y, x, 1.0)
    error = np.sqrt(phi * fit.normalized_cov_params[1, 1])
    p = 2 * stats.t.sf(abs(fit.params[1] / error), 18)
    mu = np.exp(fit.params @ [1, week])
    now = np.array([1, week])
    if p >= 0.05 or mu > y.max():
        fit, phi = reweighted(y, np.ones((20, 1)), 1.0)
        now, mu = np.ones(1), np.exp(fit.params[0])
    phi = max(phi, 1)
    se2 = mu**2 * phi * now @ fit.normalized_cov_params @ now
    spread = 4 / 9 * mu ** (1 / 3) * (phi + se2 / mu)
    upper = (mu ** (2 / 3) + stats.norm.ppf(0.995) * spread**0.5) ** 1.5
    found = statistics.farrington(counts, weeks=[week])
    close(found.upper, [upper], rtol=1e-5)
    assert found.is_alarm[0] == (counts[week] > upper)


@seeds
@pytest.mark.filterwarnings("ignore:Perfect separation")
def test_lists_by_statsmodels(seed):
    import statsmodels.api as sm

    draw = np.random.default_rng(seed)
    cells = [[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)][1:]
    y, k = draw.integers(15, 90, 7), np.array(cells)
    found = statistics.capture_recapture(cells, y)
    pairs = {"12": (0, 1), "13": (0, 2), "23": (1, 2)}
    for name, value, aic in zip(
        found.models.model, found.models.value, found.models.aic
    ):
        terms = [k[:, a] * k[:, b] for told, (a, b) in pairs.items() if told in name]
        x = np.column_stack([np.ones(7), k, *terms])
        fit = sm.GLM(y, x, sm.families.Poisson()).fit(tol=1e-12)
        close(value, y.sum() + np.exp(fit.params[0]), rtol=1e-7)
        close(aic, fit.aic, rtol=1e-8)


@seeds
def test_two_lists_by_the_formulae_of_chapman_and_seber(seed):
    draw = np.random.default_rng(seed)
    m = draw.integers(1, 50, 20)
    n1, n2 = m + draw.integers(1, 200, 20), m + draw.integers(1, 200, 20)
    found = statistics.two_lists(n1, n2, m)
    close(found.value, (n1 + 1) * (n2 + 1) / (m + 1) - 1)


@seeds
def test_matches_by_logit_and_the_nearest_left(seed):
    import statsmodels.api as sm

    draw = np.random.default_rng(seed)
    x = draw.normal(size=(120, 3))
    treated = (draw.random(120) < 1 / (1 + np.exp(1 - x[:, 0]))).astype(int)
    score = sm.Logit(treated, sm.add_constant(x)).fit(disp=0, tol=1e-12).predict()
    found = statistics.propensity_match(treated, x, caliper=0.2)
    close(found.value, score, rtol=1e-6)
    free, caliper = set(np.flatnonzero(treated == 0)), 0.2 * score.std(ddof=1)
    for person in sorted(np.flatnonzero(treated), key=lambda i: -score[i]):
        near = min(free, key=lambda i: (abs(score[i] - score[person]), i), default=None)
        if near is None or abs(score[near] - score[person]) > caliper:
            assert found.pair[person] == -1
            continue
        assert found.pair[person] == near
        free.remove(near)


@seeds
def test_reliable_change_by_the_error_of_the_difference(seed):
    draw = np.random.default_rng(seed)
    before, after = draw.integers(0, 29, (2, 50))
    found = statistics.reliable_change(before, after, reliability=0.8)
    index = (after - before) / (np.sqrt(2) * before.std(ddof=1) * np.sqrt(0.2))
    close(found.value, index)
    wanted = np.where(
        index < -Z, "improved", np.where(index > Z, "deteriorated", "unchanged")
    )
    assert (found.category == wanted).all()


@seeds
def test_significance_by_the_interval_of_each_area(seed):
    draw = np.random.default_rng(seed)
    x, e = draw.integers(0, 60, 80), draw.uniform(5, 50, 80)
    found = statistics.funnel_significance(x, e, "ratio")
    for label, observed, expected in zip(found.value, x, e):
        wanted = "Not significant"
        for level, tail in ((0.95, "0.025"), (0.998, "0.001")):
            lower, upper = poisson_limits(observed, level)
            if lower > expected:
                wanted = f"High ({tail})"
            if upper < expected:
                wanted = f"Low ({tail})"
        assert label == wanted


@seeds
def test_funnels_of_ratios_by_chi_squared_quantiles(seed):
    o = np.random.default_rng(seed).integers(1, 300, 30)
    found = statistics.funnel_limits(o, 1, "ratio")
    for row, a in enumerate((0.05, 0.002)):
        close(found.lower[row], o / stats.chi2.ppf(1 - a / 2, 2 * o + 2) * 2)
        close(found.upper[row], o / stats.chi2.ppf(a / 2, 2 * o) * 2)
