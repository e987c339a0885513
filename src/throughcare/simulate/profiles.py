"""Outcome profiles (TOP): when they are made, and how the answers change from start to review and exit."""

import numpy as np

from .draws import BLANK, Coded, Table, between, filled
from .histories import COMPLETED
from .settings import day_number, setting

SUBSTANCES = (
    "ALCUSE",
    "OPIUSE",
    "CRAUSE",
    "COCAUSE",
    "AMPHUSE",
    "CANNUSE",
    "OTDRGUSE",
)
ILLICIT = SUBSTANCES[1:]
DAYS = 28
BEST = 20
START, REVIEW, EXIT = 0, 1, 2
STAGES = ("S", "R", "E")
NOT_ANSWERED = -1


def due(rng, episodes: Table, first: Table, disd, world) -> Table:
    """The profiles made: `episode`, `place` within it, day and stage, in the order of time."""
    rule = setting("outcome_profiles")
    started = filled(first["started"])
    until = np.where(filled(disd), disd, world.end)
    days = [_start_day(rng, episodes, first, until, rule)]
    days += _review_days(rng, first, until, rule)
    days.append(_exit_day(rng, episodes, first, disd, until, rule))
    stage = np.array([START] + [REVIEW] * rule["most_reviews"] + [EXIT])
    earliest = max(day_number(rule["first_made"]), -(10**6))
    table = np.column_stack(days)
    table[(table < earliest) | (table > until[:, None]) | ~started[:, None]] = BLANK
    episode, column = np.nonzero(table != BLANK)
    count = np.bincount(episode, minlength=len(until))
    firsts = np.cumsum(count) - count
    return {
        "episode": episode.astype(np.int32),
        "place": (np.arange(len(episode)) - firsts[episode]).astype(np.int16),
        "date": table[episode, column].astype(np.int32),
        "stage": stage[column].astype(np.int16),
    }


def _start_day(rng, episodes, first, until, rule) -> np.ndarray:
    n = len(until)
    made = rng.random(n) < rule["made"]["start"]
    most = rule["start_within_days"]
    day = first["started"] + between(rng, -most, most, n)
    day = np.clip(day, episodes["triaged"], until)
    return np.where(made, day, BLANK)


def _review_days(rng, first, until, rule) -> list[np.ndarray]:
    """Reviews: the first after some months, then at regular intervals; none in the last days before discharge."""
    n = len(until)
    lowest, highest = rule["review_days"]
    day = first["started"] + between(rng, lowest, highest, n)
    days = []
    for _ in range(rule["most_reviews"]):
        made = (rng.random(n) < rule["made"]["review"]) & (day < until - DAYS // 2)
        days.append(np.where(made, day, BLANK))
        day = day + rule["every_days"] + between(rng, -DAYS, 0, n)
    return days


def _exit_day(rng, episodes, first, disd, until, rule) -> np.ndarray:
    n = len(until)
    planned = episodes["reason"] == COMPLETED
    chance = np.where(planned, rule["made"]["planned_exit"], rule["made"]["other_exit"])
    made = filled(disd) & (rng.random(n) < chance)
    day = disd - between(rng, 0, rule["exit_within_days"], n)
    return np.where(made & (day >= first["started"]), day, BLANK)


def answers(
    rng, found: Table, person: Table, drug_free, world
) -> dict[str, np.ndarray]:
    """Every item of each profile, as whole numbers; yes and no as 1 and 0; NOT_ANSWERED where no answer was given.

    `person` holds the episode's columns one row a profile; `drug_free` says which episodes end without drugs.
    """
    rule = setting("outcome_profiles")
    values = {}
    for header in SUBSTANCES:
        values[header] = _days_of_use(rng, header, found, person, drug_free, rule)
    values |= _injecting(rng, found, person, values["OPIUSE"], rule)
    values |= _crime(rng, found, person, rule)
    values |= _health(rng, found, person, rule)
    return {h: _some_unanswered(rng, v, rule) for h, v in values.items()}


def _days_of_use(rng, header, found, person, drug_free, rule) -> np.ndarray:
    """Days of use in 28. What a person is like at start and how they respond holds over all their profiles."""
    n = len(found["stage"])
    cited = person["cited"][header]
    start = np.where(
        cited, _start_days(person, header, rule), _occasional(rng, n, rule)
    )
    later = _later_days(rng, header, start, person, rule)
    days = np.where(found["stage"] == START, start, np.where(cited, later, start))
    at_exit = (found["stage"] == EXIT) & person["completed"]
    hard = header in ("OPIUSE", "CRAUSE")
    drug = header in ILLICIT
    days = np.where(at_exit & (drug & drug_free | hard), 0, days)
    light = np.minimum(days, rule["days"]["occasional_most"])
    return np.where(at_exit, light, days).astype(np.int16)


def _trait(person, header, which: int) -> np.ndarray:
    """A number in [0, 1) that belongs to the episode and the item, the same in every profile."""
    salt = 0.137 + 0.31 * which + 0.0731 * sum(map(ord, header))
    return (person["trait"] * (7919 + 13 * which) + salt * 1009) % 1.0


def _start_days(person, header, rule) -> np.ndarray:
    none, daily = rule["days"]["none"], rule["days"]["daily"]
    kind, amount = _trait(person, header, 0), _trait(person, header, 1)
    some = 1 + np.floor(amount * (DAYS - 1))
    return np.where(kind < none, 0, np.where(kind < none + daily, DAYS, some))


def _occasional(rng, n, rule) -> np.ndarray:
    now_and_then = rng.random(n) < rule["days"]["occasional_when_not_cited"]
    return np.where(
        now_and_then, between(rng, 1, rule["days"]["occasional_most"], n), 0
    )


def _later_days(rng, header, start, person, rule) -> np.ndarray:
    """Days at review: none, fewer, about the same, or more."""
    change = rule["change"][header]
    kind = _trait(person, header, 2)
    low, high = rule["reduced_to"]
    near, far = rule["same_within_days"], rule["more_by_days"]
    n = len(start)
    fewer = np.round(start * (low + (high - low) * rng.random(n)))
    same = np.clip(start + between(rng, -near, near, n) * (start > 0), 0, DAYS)
    more = np.clip(start + between(rng, 1, far, n), 0, DAYS)
    edges = np.cumsum([change["abstinent"], change["reduced"], change["same"]])
    return np.select([kind < e for e in edges], [0 * start, fewer, same], more)


def _injecting(rng, found, person, opiates, rule) -> dict[str, np.ndarray]:
    """Injecting days go with days of opiate use; sharing only where somebody injects."""
    n = len(opiates)
    low, high = rule["injecting_days"]
    share = low + (high - low) * rng.random(n)
    days = np.where(person["injects"], np.ceil(opiates * share), 0)
    sharing = (days > 0) & (rng.random(n) < rule["sharing"])
    return {"IVDRGUSE": days.astype(np.int16), "SHARING": sharing.astype(np.int16)}


def _crime(rng, found, person, rule) -> dict[str, np.ndarray]:
    n = len(found["stage"])
    factor = np.where(found["stage"] == START, 1, rule["crime_after_start"])
    days = {
        header: np.where(
            rng.random(n) < rule[name] * factor, between(rng, 1, DAYS, n), 0
        )
        for header, name in (("SHOTHEFT", "shoplifting"), ("DRGSELL", "selling"))
    }
    yes = {
        header: rng.random(n) < rule[name] * factor
        for header, name in (("OTHTHEFT", "other_theft"), ("ASSAULT", "assault"))
    }
    return {h: v.astype(np.int16) for h, v in (days | yes).items()}


def _health(rng, found, person, rule) -> dict[str, np.ndarray]:
    n = len(found["stage"])
    values = {
        header: _rating(rng, header, found, person, rule)
        for header in ("PSYHSTAT", "PHSTAT", "QUALLIFE")
    }
    working = rng.random(n) < person["working"]
    values["PWORK"] = np.where(working, between(rng, *rule["working_days"], n), 0)
    studying = rng.random(n) < rule["studying"]
    values["EDUCAT"] = np.where(studying, between(rng, *rule["studying_days"], n), 0)
    solved = np.where(found["stage"] == START, 1, rule["housing_solved"])
    values["ACUTHPBM"] = person["homeless"] & (rng.random(n) < solved)
    values["HRISK"] = rng.random(n) < rule["eviction_risk"] * solved
    return {h: v.astype(np.int16) for h, v in values.items()}


def _rating(rng, header, found, person, rule) -> np.ndarray:
    """A self-rating: the person's own level, a gain with time, and the day's mood."""
    scale = rule["ratings"]
    level = scale["mean"] + scale["sd"] * 1.5 * (2 * _trait(person, header, 3) - 1)
    at_exit = (found["stage"] == EXIT) & person["completed"]
    gain = np.where(at_exit, scale["gain_at_completion"], scale["gain_at_review"])
    gain = np.where(found["stage"] == START, 0, gain)
    drawn = level + gain + rng.standard_normal(len(level)) * scale["sd"] / 3
    return np.clip(np.round(drawn), 0, BEST)


def _some_unanswered(rng, values, rule) -> np.ndarray:
    blank = rng.random(len(values)) < rule["not_answered"]
    return np.where(blank, NOT_ANSWERED, values).astype(np.int16)


def cited(drugs: list[Coded]) -> dict[str, np.ndarray]:
    """Which of the profile's substances are among the problem substances."""
    items = setting("outcome_substances")
    found = {}
    for header in SUBSTANCES:
        codes = [code for code, item in items.items() if item == header]
        found[header] = np.logical_or.reduce([drug.isin(codes) for drug in drugs])
    return found
