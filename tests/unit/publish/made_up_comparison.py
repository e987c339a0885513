"""Figures of a release with known truth, and what a model would expect, without any cut."""

import random

from throughcare.indicators import Period
from throughcare.publish import areas, comparing
from throughcare.publish.adjusting import Adjusted
from throughcare.publish.characteristics import Characteristic
from throughcare.publish.compared import Comparison
from throughcare.publish.figures import Row

SLUG, PLAIN = "completion_without_representation", "waiting_times"
BETTER, HIDDEN = "E08000035", "E09000001"
"""Leeds does better than its people lead to expect; the City of London is withheld."""
YEAR = "2011-12"
QUARTERS = [
    f"{y}-{(y + 1) % 100:02}-Q{q}" for y in (2009, 2010, 2011) for q in range(1, 5)
]
CARD = {
    "terms": [
        {
            "factor": "sex",
            "level": "M",
            "n": 30000,
            "odds_ratio": 1.0,
            "lower": None,
            "upper": None,
        },
        {
            "factor": "age",
            "level": "18-29",
            "n": None,
            "odds_ratio": 1.3,
            "lower": 1.1,
            "upper": 1.6,
        },
    ],
    "n": 45600,
    "events": 12000,
    "patterns": 900,
    "sampled_from": 900,
    "events_per_term": 300.0,
    "c_index": 0.71,
    "calibration": [{"decile": 1, "n": 4560, "observed": 500, "expected": 505}],
    "split_sample": {
        "fitted_on": 22800,
        "judged_on": 22800,
        "c_index": 0.7,
        "slope": 0.98,
        "intercept": -0.01,
    },
    "notes": ["There is a note."],
    "cannot_say": ["It cannot say everything."],
}


def row(code: str, name: str, events: int, n: int, **more) -> Row:
    hidden = code == HIDDEN
    share = 100 * events / n
    half = 196 * (events / n * (1 - events / n) / n) ** 0.5
    told = {
        "indicator": SLUG,
        "period": YEAR,
        "period_kind": "year",
        "geography": "area",
        "substance_group": "all",
        "part": "all",
        "numerator": events,
        "denominator": n,
        "value": round(share, 1),
        "lower": round(max(0, share - half), 1),
        "upper": round(min(100, share + half), 1),
        "suppressed": hidden,
    } | more
    return Row(code=code, name=name, **told)


def year(slug: str = SLUG, group: str = "all", seed: int = 3) -> list[Row]:
    """Areas of 300 people, all with a fifth or so, but for one."""
    draw = random.Random(seed)
    found = []
    for area in areas.all_areas():
        chance = 0.45 if area.code == BETTER else 0.2
        events = sum(draw.random() < chance for _ in range(300))
        found.append(
            row(
                area.code, area.name, events, 300, indicator=slug, substance_group=group
            )
        )
    return found


def quarters(slug: str = SLUG) -> list[Row]:
    """Twelve quarters of each area; in Leeds the last one jumps."""
    draw = random.Random(5)
    found = []
    for area in areas.all_areas():
        for name in QUARTERS:
            jumps = area.code == BETTER and name == QUARTERS[-1]
            events = 160 if jumps else 58 + draw.randrange(5)
            more = {"period": name, "period_kind": "quarter", "indicator": slug}
            found.append(row(area.code, area.name, events, 300, **more))
    return found


def model(groups=("all", "opiate")) -> Adjusted:
    """A model that expects a fifth everywhere, a little more to the end of the list of areas."""
    shares = {
        (area.code, group): 0.2 + place / 10_000
        for place, area in enumerate(areas.all_areas())
        for group in groups
    }
    complexity = [
        {
            "indicator": SLUG,
            "period": YEAR,
            "code": code,
            "complexity": name,
            "numerator": 10,
            "denominator": 60,
            "value": 16.7,
            "lower": 9.0,
            "upper": 28.0,
            "suppressed": False,
        }
        for code in (BETTER, HIDDEN, areas.ENGLAND_CODE)
        for name in ("very low", "very high")
    ]
    return Adjusted(SLUG, YEAR, shares, complexity, None)


def characteristics() -> dict[str, Characteristic]:
    """People and deprivation of every area; prevalence of a few."""
    codes = [area.code for area in areas.all_areas()]
    people = {code: 100_000.0 + 3_000 * place for place, code in enumerate(codes)}
    deprived = {code: 10.0 + place % 30 for place, code in enumerate(codes)}
    few = {code: 9.0 for code in codes[:20]}
    return {
        "population": Characteristic(
            "population", "2012", people, ("Source: made up.",)
        ),
        "deprivation": Characteristic(
            "deprivation", "2010", deprived, ("Source: made up too.",)
        ),
        "prevalence": Characteristic(
            "prevalence", "2010-11", few, ("Source: nowhere.",)
        ),
    }


def comparison(known=None, model_of=model) -> Comparison:
    """Everything together, as a release holds it, with alarms."""
    rows = {
        SLUG: year() + year(group="opiate", seed=4),
        PLAIN: year(PLAIN, seed=9),
    }
    found = comparing.compare(
        rows,
        {SLUG: quarters()},
        [model_of()],
        characteristics() if known is None else known,
    )
    found.told["models"][SLUG]["card"] = CARD
    found.tables["alarms"] = [
        {
            "substance": "Cannabis",
            "geography": "england",
            "code": areas.ENGLAND_CODE,
            "name": areas.ENGLAND_NAME,
            "week": "2012-10-08",
            "method": "EARS C2",
            "count": 65.0,
            "bound": 52.0,
            "four_weeks": 220.0,
        }
    ]
    found.told["alarms"] = {
        "weeks": 13,
        "last_day": "2012-10-28",
        "weeks_of_data": 223,
        "judged": {"Farrington flexible": 596, "EARS C2": 596},
        "by_chance": {"Farrington flexible": 6.0, "EARS C2": 0.6},
        "alphas": {},
        "substances": [{"name": "Cannabis", "codes": ["5000"]}],
        "evidence": "proposed",
        "reference": "made up",
        "withheld": 2,
    }
    return found


PERIOD = Period.parse(YEAR)
