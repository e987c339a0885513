"""Histories: when people come to treatment, how long they stay, how they leave, and whether they come back.

Lengths are mixtures of exponential lengths, so that those already in treatment on the first day can be drawn
exactly: long journeys are met more often, and both what has passed and what is to come have the mixture's means.
"""

import numpy as np

from . import places
from .draws import BLANK, GROUPS, Table, after, between, by_group, pick, stack
from .settings import by_year, setting, year_index

SHORTEST_DAYS = 3
TWELVE_WEEKS = 84
JOURNEY_GAP = 21
MOST_JOURNEYS = 14
REASONS = (
    "completed",
    "transferred",
    "transferred_in_custody",
    "dropped_out",
    "declined",
    "withdrawn",
    "other",
    "died",
)
COMPLETED, TRANSFERRED, IN_CUSTODY = 0, 1, 2


def journeys(rng, people: Table, world) -> Table:
    """Every journey that touches the span: person (place in `people`), start, end, reason, provider, area."""
    found = [_first(rng, people, world)]
    for _ in range(MOST_JOURNEYS - 1):
        again = _next(rng, people, found[-1], world)
        if not len(again["start"]):
            break
        found.append(again)
    return stack(found)


def _first(rng, people: Table, world) -> Table:
    """The journey in which a person is first met."""
    n = len(people["group"])
    first = np.array([w[1] if w[1] is not None else BLANK for w in world.ways])
    last = np.array([w[2] if w[2] is not None else BLANK for w in world.ways])
    stock = first[people["way"]] == BLANK
    length, mean = _lengths(rng, people["group"], stock)
    new = between(rng, first[people["way"]], last[people["way"]], n)
    most = setting("episodes")["longest_history_days"]
    passed = np.minimum(after(rng, mean, n), most)
    start = np.where(stock, world.start - passed - 1, new).astype(np.int32)
    end = np.where(stock, world.start + length, start + length)
    table = {
        "person": np.arange(n, dtype=np.int32),
        "start": start,
        "end": end.astype(np.int32),
        "provider": people["provider"],
        "area": people["area"],
        "after_custody": np.zeros(n, dtype=bool),
        "order": np.zeros(n, dtype=np.int16),
    }
    return _with_reasons(rng, people, table, world)


def _next(rng, people: Table, before: Table, world) -> Table:
    """The journeys of those who come back within the span."""
    rule = setting("returns")
    group = people["group"][before["person"]]
    chance = np.array([[rule["chance"][g][r] for r in REASONS] for g in GROUPS])
    mean = np.array([rule["mean_days"].get(r, 1) for r in REASONS])[before["reason"]]
    n = len(group)
    start = before["end"] + JOURNEY_GAP + 1 + after(rng, mean, n)
    back = rng.random(n) < chance[group, before["reason"]]
    rows = np.flatnonzero(back & (start <= world.end))
    length, _ = _lengths(rng, group[rows], np.zeros(len(rows), dtype=bool))
    provider, area = _place_of_return(rng, before, rows, world)
    table = {
        "person": before["person"][rows],
        "start": start[rows].astype(np.int32),
        "end": (start[rows] + length).astype(np.int32),
        "provider": provider,
        "area": area,
        "after_custody": before["reason"][rows] == IN_CUSTODY,
        "order": before["order"][rows] + np.int16(1),
    }
    return _with_reasons(rng, people, table, world)


def _place_of_return(rng, before, rows, world) -> tuple[np.ndarray, np.ndarray]:
    """Where the person comes back: mostly the same provider; some have moved."""
    moved = rng.random(len(rows)) < setting("episodes")["moves"]
    elsewhere = world.providers.anywhere(rng.random(len(rows)))
    provider = np.where(moved, elsewhere, before["provider"][rows])
    area = np.where(moved, world.providers.area[provider], before["area"][rows])
    return provider.astype(np.int32), area.astype(np.int32)


def _lengths(rng, group, stock) -> tuple[np.ndarray, np.ndarray]:
    """Days of each journey (for the stock: days still to come) and the mean of the part it was drawn from."""
    parts = setting("length_of_journey")
    most = max(len(parts[g]) for g in GROUPS)
    share = np.zeros((len(GROUPS), most))
    mean = np.ones((len(GROUPS), most))
    for row, g in enumerate(GROUPS):
        for column, part in enumerate(parts[g]):
            share[row, column], mean[row, column] = part["share"], part["mean"]
    met = share * mean
    both = np.concatenate(
        [
            np.cumsum(share / share.sum(1, keepdims=True), 1),
            np.cumsum(met / met.sum(1, keepdims=True), 1),
        ]
    )
    part = pick(rng.random(len(group)), both, group + len(GROUPS) * stock)
    means = mean[group, part]
    return np.maximum(after(rng, means, len(group)), SHORTEST_DAYS), means


def _with_reasons(rng, people, table: Table, world) -> Table:
    """How each journey ends, by group, financial year of the end, length and area."""
    group = people["group"][table["person"]]
    complete = _chance_of_completing(table, group, world)
    labels = REASONS[1:]
    rule = setting("other_exits")
    others = np.array([[rule[g][r] for r in labels] for g in GROUPS])
    cumulated = np.cumsum(others / others.sum(1, keepdims=True), 1)
    other = 1 + pick(rng.random(len(group)), cumulated, group)
    completed = rng.random(len(group)) < complete
    table["reason"] = np.where(completed, COMPLETED, other).astype(np.int16)
    return table


def _chance_of_completing(table: Table, group, world) -> np.ndarray:
    share = by_year("completed_share")[year_index(table["end"]), group] / 100
    rule = setting("completion_by_length")
    shorter = by_group({g: rule[g]["shorter"] for g in GROUPS})[group]
    longer = by_group({g: rule[g]["longer"] for g in GROUPS})[group]
    early = table["end"] - table["start"] < TWELVE_WEEKS
    share = np.clip(share * np.where(early, shorter, longer), 0.001, 0.98)
    area = world.providers.area[table["provider"]]
    return 1 / (1 + (1 - share) / share * np.exp(-world.completion_effect[area]))


def episodes(rng, people: Table, found: Table, world) -> Table:
    """The episodes of the journeys: one, or several at different providers with few days between."""
    pieces = [_piece(rng, len(found["start"])) for _ in range(_most_pieces())]
    rule = setting("episodes")
    length = found["end"] - found["start"]
    splits = np.minimum(
        rng.poisson(rule["transfers_a_year"] * length / 365.25), rule["most_transfers"]
    )
    splits = np.where(length < rule["shortest_days_with_transfer"], 0, splits)
    chain = _chain(rng, found, splits, pieces, world)
    seen = (chain["triaged"] <= world.end) & (chain["left"] >= world.start)
    return {name: column[seen] for name, column in chain.items()}


def _most_pieces() -> int:
    return setting("episodes")["most_transfers"] + 1


def _piece(rng, n: int) -> Table:
    """What one more episode of each journey would need: a cut, a gap after it, a provider."""
    return {"cut": rng.random(n), "gap": rng.random(n), "provider": rng.random(n)}


def _chain(rng, found, splits, pieces, world) -> Table:
    """All episodes, in the order of journey and place in the chain."""
    longest = setting("episodes")["longest_gap_days"]
    provider = found["provider"]
    start = found["start"]
    tables = []
    for k, piece in enumerate(pieces):
        rows = np.flatnonzero(splits >= k)
        last = splits == k
        cut = _cut(found, splits, k, pieces)
        end = np.where(last, found["end"], cut)
        tables.append(_episode(found, rows, k, start, end, last, provider))
        room = np.maximum(found["end"] - end, 0) // (4 * (splits + 1))
        gap = np.floor(piece["gap"] * (np.minimum(longest, room) + 1))
        start = (end + gap).astype(np.int32)
        provider = world.providers.another(piece["provider"], provider)
    chained = stack(tables)
    order = np.lexsort((chained["place"], chained["journey"]))
    return {name: column[order] for name, column in chained.items()}


def _cut(found, splits, k, pieces) -> np.ndarray:
    """The day on which episode `k` is left for the next one."""
    length = found["end"] - found["start"]
    share = (k + 0.75 + 0.5 * pieces[k]["cut"]) / (splits + 1)
    return (found["start"] + np.floor(length * np.minimum(share, 1))).astype(np.int32)


def _episode(found, rows, k, start, end, last, provider) -> Table:
    return {
        "journey": rows.astype(np.int32),
        "person": found["person"][rows],
        "place": np.full(len(rows), k, dtype=np.int16),
        "triaged": start[rows].astype(np.int32),
        "left": end[rows].astype(np.int32),
        "reason": np.where(last, found["reason"], TRANSFERRED)[rows].astype(np.int16),
        "provider": provider[rows].astype(np.int32),
        "area": found["area"][rows],
        "after_custody": (found["after_custody"] & (k == 0))[rows],
        "after_transfer": np.full(len(rows), k > 0),
        "order": found["order"][rows],
    }


def area_effects(seed: int, spread: float, stream: int) -> np.ndarray:
    """How far each area differs from England, on the scale of log odds."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, stream]))
    return spread * rng.standard_normal(len(places.areas()))
