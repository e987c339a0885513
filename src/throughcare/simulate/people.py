"""People: who they are, what they use, where they live, and when they first come to treatment."""

import datetime as dt

import numpy as np

from . import places
from .draws import (
    GROUPS,
    Coded,
    Table,
    by_group,
    pick,
    weight_matrix,
    weighted,
    weighted_by_group,
)
from .settings import day_number, financial_year, in_year, setting

GOLDEN = 0.6180339887498949
LETTERS = "ABCDEFGHIJKLMNOPRSTUVWYZ"
LETTERS_OF_THE_YOUNG = "QX"
"""First initials of people in young people's services: nobody else has them, so that no two people are alike."""
DAYS = 365
CELLS = DAYS * len(LETTERS) ** 2
STEP = 101_111
"""Has no factor in common with CELLS, so that a walk by STEP visits every cell once."""


def cells(start: dt.date, end: dt.date) -> tuple[list[tuple], np.ndarray]:
    """Every way to enter the span (group, first day, last day) and the people of England behind each.

    A first day of None stands for those in treatment when the span starts.
    """
    stock = in_year("people_at_start", financial_year(start))
    ways = [(g, None, None) for g in range(len(GROUPS))]
    people = [stock[g] for g in GROUPS]
    for year in range(financial_year(start), financial_year(end) + 1):
        first = max(start, dt.date(year, 4, 1))
        last = min(end, dt.date(year + 1, 3, 31))
        part = ((last - first).days + 1) / DAYS
        new = in_year("new_people", year)
        ways += [(g, day_number(first), day_number(last)) for g in range(len(GROUPS))]
        people += [new[g] * part for g in GROUPS]
    return ways, np.array(people)


def people_of_england(start: dt.date, end: dt.date) -> float:
    """People of England in treatment at any time of the span, which a simulation scales down."""
    return float(cells(start, end)[1].sum())


def draw_people(rng, numbers: np.ndarray, offset: float, world) -> Table:
    """The people with these numbers (0 to world.people - 1)."""
    n = len(numbers)
    way = _spread(numbers, offset, world.cell_people)
    group = np.array([w[0] for w in world.ways], dtype=np.int16)[way]
    provider = np.searchsorted(
        world.providers.ends, (numbers + 0.5) / world.people, side="right"
    )
    provider = np.minimum(provider, len(world.providers.area) - 1).astype(np.int32)
    drug_1, drug_2, drug_3 = _substances(rng, group)
    people = {
        "number": numbers,
        "group": group,
        "way": way,
        "provider": provider,
        "drug_1": drug_1,
        "drug_2": drug_2,
        "drug_3": drug_3,
        "triage_only": rng.random(n) < setting("episodes")["triage_only"],
        "responds": rng.random(n),
        "female": rng.random(n) < by_group(setting("person")["female"])[group],
        "treated_before": rng.random(n),
    }
    people["area"] = _residence(rng, world, provider)
    people["district"] = rng.random(n)
    return people | _background(rng, group)


def _spread(numbers, offset, weights) -> np.ndarray:
    """Shares out cells evenly over the people, so that counts by cell come out almost exact."""
    place = (numbers * GOLDEN + offset) % 1.0
    ends = np.cumsum(weights / weights.sum())[:-1]
    return np.searchsorted(ends, place, side="right")


def _substances(rng, group) -> tuple[Coded, Coded, Coded]:
    """Problem substances 1 to 3, none of them twice."""
    weights = setting("substances")
    first = weighted_by_group(rng, group, weights["first"])
    second = _second(rng, group, first, weights["second"])
    third = weighted_by_group(rng, group, weights["third"])
    labels = tuple(dict.fromkeys((*first.labels, *second.labels, *third.labels)))
    first, second, third = (_relabel(c, labels) for c in (first, second, third))
    second = second.where(second.index == first.index, "9996")
    repeated = (third.index == first.index) | (third.index == second.index)
    return first, second, third.where(repeated | second.equals("9996"), "9997")


def _second(rng, group, first: Coded, weights) -> Coded:
    """The second substance: alcohol or a drug where the group asks for both, whichever is not the first."""
    both = group == GROUPS.index("non_opiate_and_alcohol")
    rows = [
        weights["opiate"],
        weights["non_opiate"],
        weights["with_alcohol"],
        {"9996": 1},
    ]
    labels, matrix = weight_matrix(rows)
    drawn = Coded(pick(rng.random(len(group)), matrix, group), labels)
    return drawn.where(both & ~first.equals("7000"), "7000")


def _relabel(column: Coded, labels) -> Coded:
    places_of = np.array([labels.index(x) for x in column.labels], dtype=np.int16)
    return Coded(places_of[column.index], labels)


def _residence(rng, world, provider) -> np.ndarray:
    """The area of the provider, or now and then another one of the region."""
    area = world.providers.area[provider]
    elsewhere = rng.random(len(area)) < setting("episodes")["lives_elsewhere"]
    regions = places.area_regions()
    order = np.argsort(regions, kind="stable")
    first = np.searchsorted(regions[order], np.arange(regions.max() + 1))
    count = np.bincount(regions)
    step = np.floor(rng.random(len(area)) * count[regions[area]]).astype(int)
    other = order[first[regions[area]] + step]
    return np.where(elsewhere, other, area).astype(np.int32)


def _background(rng, group) -> Table:
    weights = setting("background")
    plain = {header: weighted(rng, len(group), w) for header, w in weights.items()}
    return plain | {
        "ACCMNEED": weighted_by_group(rng, group, setting("housing")),
        "INJSTAT": weighted_by_group(rng, group, setting("injecting")),
        "RFLS": weighted_by_group(
            rng, group, {g: setting("referral_source")[g] for g in GROUPS}
        ),
    }


def birth(people: Table, first_triage: np.ndarray, rng, world) -> Table:
    """Initials and birth dates, no two people of one England alike in initials, birth date and sex.

    The year comes from the age at first triage, day and initials from the person's number. Where there are more
    people than pairs of day and initials, each walk through the pairs takes years of birth of its own.
    """
    group = people["group"]
    age = _age(rng, group)
    born, pair = born_on(people["number"], first_triage, age, world.people, CELLS)
    return {
        "born": born,
        "first_initial": (pair % len(LETTERS)).astype(np.int16),
        "last_initial": (pair // len(LETTERS)).astype(np.int16),
        "first_used": _first_use(rng, group, age),
    }


def born_on(number, first_triage, age, people: int, cells: int):
    """Birth date and number of a pair of initials, by the person's number: no two of `people` have the same of both.

    `cells`: days of a year times pairs of initials.
    """
    years = first_triage.astype("datetime64[D]").astype("datetime64[Y]").astype(int)
    walks = -(-people // cells)
    years = years - age
    years -= (years - number // cells) % walks
    cell = (number.astype(np.int64) * STEP) % cells
    start = years.astype("datetime64[Y]").astype("datetime64[D]").astype(np.int32)
    return (start + cell % DAYS).astype(np.int32), cell // DAYS


def _age(rng, group) -> np.ndarray:
    """Age in the year of first triage."""
    rule = setting("person")
    drawn = _normal(rng, group, rule["age"])
    return np.clip(drawn, rule["youngest"], rule["oldest"]).astype(np.int32)


def _first_use(rng, group, age) -> np.ndarray:
    """Age at first use of the main substance, below the age at first triage."""
    rule = setting("person")
    drawn = _normal(rng, group, rule["first_use"])
    return np.clip(drawn, rule["first_use_youngest"], age - 2).astype(np.int32)


def _normal(rng, group, shapes) -> np.ndarray:
    """Whole numbers around each group's mean."""
    mean = by_group({g: shapes[g]["mean"] for g in GROUPS})[group]
    spread = by_group({g: shapes[g]["sd"] for g in GROUPS})[group]
    return np.round(mean + spread * rng.standard_normal(len(group)))
