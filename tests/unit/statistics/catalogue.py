"""Every public statistic with numbers it can work on, so that hostile numbers can be tried on all of them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from throughcare import statistics


@dataclass(frozen=True)
class Case:
    """A function, good arguments, and what it makes of a blank in the argument named: "nan", "left out", "refused"."""

    function: Callable
    arguments: dict
    blank: str
    counted: tuple[str, ...]
    empty: str = "empty"

    @property
    def name(self) -> str:
        return self.function.__name__

    def __call__(self, **changed):
        return self.function(**(self.arguments | changed))


def case(function, blank: str, counted: str, empty: str = "empty", **arguments) -> Case:
    return Case(function, arguments, blank, tuple(counted.split()), empty)


AGES = np.r_[1000, 4000, np.full(18, 5000)]
DEATHS = np.r_[5, np.full(10, 2), np.full(8, 20), 900]
WEEKS = np.tile([3.0, 4, 5, 4], 60)
CELLS = [[1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]]
FOUND = [21.0, 17, 18, 28, 69, 55, 63]

CASES = [
    case(
        statistics.proportion, "nan", "events n", events=[1.0, 5, 9], n=[10.0, 10, 20]
    ),
    case(statistics.rate, "nan", "events n", events=[1.0, 15, 9], n=[10.0, 10, 20]),
    case(statistics.mean, "left out", "", values=[1.0, 2, 4]),
    case(
        statistics.directly_standardised_rate,
        "left out",
        "events n",
        "refused",
        events=[[10.0, 20], [5, 9]],
        n=[[100.0, 200], [100, 100]],
        standard=[60.0, 40],
    ),
    case(
        statistics.indirectly_standardised_ratio,
        "nan",
        "observed n",
        "refused",
        observed=[12.0, 5],
        n=[[100.0, 200], [100, 50]],
        reference_events=[5.0, 10],
        reference_n=[100.0, 400],
    ),
    case(
        statistics.indirectly_standardised_rate,
        "nan",
        "observed n",
        "refused",
        observed=[12.0, 5],
        n=[[100.0, 200], [100, 50]],
        reference_events=[5.0, 10],
        reference_n=[100.0, 400],
    ),
    case(statistics.quantiles, "nan", "", values=[5.0, 3, 9, 7], k=2),
    case(
        statistics.slope_index_of_inequality,
        "nan",
        "population",
        "refused",
        values=[70.0, 72, 74, 76, 78],
        population=[10.0] * 5,
        standard_errors=[1.0] * 5,
        draws=200,
    ),
    case(
        statistics.life_expectancy,
        "nan",
        "deaths population",
        "refused",
        deaths=DEATHS.astype(float),
        population=AGES.astype(float),
    ),
    case(statistics.funnel_limits, "nan", "at", at=[10.0, 100], baseline=0.3),
    case(
        statistics.funnel_significance,
        "left out",
        "events n",
        events=[10.0, 60],
        n=[100.0, 100],
    ),
    case(
        statistics.overdispersion,
        "nan",
        "observed expected",
        "refused",
        observed=[100.0, 150, 180, 80, 120],
        expected=[108.0, 112, 165, 95, 100],
    ),
    case(
        statistics.difference_of_proportions,
        "nan",
        "events n other_events other_n",
        events=[5.0, 7],
        n=[10.0, 10],
        other_events=[3.0, 9],
        other_n=[10.0, 12],
    ),
    case(
        statistics.reliable_change,
        "nan",
        "",
        "refused",
        before=[28.0, 10, 20],
        after=[0.0, 20, 20],
        reliability=0.8,
    ),
    case(
        statistics.kaplan_meier,
        "refused",
        "times events",
        "refused",
        times=[1.0, 2, 2, 3],
        events=[1.0, 1, 0, 1],
    ),
    case(
        statistics.competing_risks,
        "refused",
        "times events",
        "refused",
        times=[1.0, 2, 2, 3],
        events=[1.0, 2, 1, 0],
    ),
    case(
        statistics.log_rank,
        "refused",
        "times events",
        "refused",
        times=[1.0, 2, 3, 4],
        events=[1.0, 1, 1, 1],
        groups=["a", "a", "b", "b"],
    ),
    case(statistics.xmr, "refused", "", "refused", values=[10.0, 12, 11, 13, 12, 30]),
    case(statistics.farrington, "refused", "counts", "refused", counts=WEEKS),
    case(statistics.farrington_flexible, "refused", "counts", "refused", counts=WEEKS),
    case(statistics.ears, "refused", "counts", "refused", counts=WEEKS),
    case(statistics.cusum, "refused", "counts", "refused", counts=WEEKS, weeks=[9, 10]),
    case(
        statistics.capture_recapture,
        "refused",
        "people",
        "refused",
        people=FOUND,
        listed=CELLS,
    ),
    case(
        statistics.two_lists,
        "nan",
        "first second both",
        first=[200.0],
        second=[100.0],
        both=[20.0],
    ),
    case(
        statistics.bayesian_capture_recapture,
        "refused",
        "table unseen",
        "refused",
        unseen=np.arange(1.0, 500),
        table=[[0.0, 63], [55, 18]],
    ),
    case(
        statistics.propensity_match,
        "refused",
        "",
        "refused",
        covariates=[[5.0], [1], [4], [3], [3.2], [6]],
        treated=[1, 0, 0, 1, 0, 0],
    ),
    case(
        statistics.broken_line,
        "refused",
        "",
        "refused",
        x=np.arange(10.0),
        y=[0.0, 1, 2, 3, 4, 5, 5, 5, 5, 5],
    ),
]
