"""Care within an episode: referral, wait, start, further modalities, how each ended, reviews (from J)."""

import numpy as np

from .draws import (
    BLANK,
    GROUPS,
    Coded,
    Table,
    after,
    between,
    filled,
    stack,
    until,
    weighted,
    weighted_by_group,
)
from .histories import COMPLETED, REASONS
from .settings import by_year, setting, three_weeks, year_index

THREE_WEEKS = three_weeks()
PLANNED = ("completed", "transferred", "transferred_in_custody")


def discharge(episodes: Table, world) -> np.ndarray:
    """The discharge date; blank while the episode is open on the last day of the period."""
    return until(episodes["left"], world.end)


def first_modality(rng, episodes: Table, group, triage_only, world) -> Table:
    """Referral, first offer and start of the first modality, worked back from its start."""
    rule = setting("waits")
    n = len(group)
    length = episodes["left"] - episodes["triaged"]
    lag = np.minimum(between(rng, 0, rule["triage_to_start_most"], n), length)
    started = episodes["triaged"] + lag
    offered = started - between(rng, 0, rule["offer_to_start_most"], n)
    referred = offered - _wait(rng, episodes, group, started, rule, world)
    referral = np.minimum(referred, episodes["triaged"])
    referral = referral - between(rng, 0, rule["referral_before_most"], n)
    started = np.where(triage_only | (started > world.end), BLANK, started)
    return {
        "referral": referral.astype(np.int32),
        "referred": referred.astype(np.int32),
        "offered": offered.astype(np.int32),
        "started": started.astype(np.int32),
    }


def _wait(rng, episodes, group, started, rule, world) -> np.ndarray:
    """Days from referral to first offer."""
    n = len(group)
    share = by_year("within_three_weeks")[year_index(started), group] / 100
    share = np.where(episodes["place"] > 0, rule["later_within_percent"] / 100, share)
    area = world.providers.area[episodes["provider"]]
    odds = (1 - share) / share * np.exp(-world.wait_effect[area])
    within = rng.random(n) < 1 / (1 + odds)
    short = np.minimum(after(rng, rule["within_mean"], n), THREE_WEEKS)
    long = THREE_WEEKS + 1 + after(rng, rule["beyond_mean"], n)
    return np.where(within, short, long)


def prompt_start(rng, episodes: Table, rule, world) -> Table:
    """Times of a first modality where waits are short: `wait_mean` and `most_days_to_start` days of the rule."""
    n = len(episodes["triaged"])
    length = episodes["left"] - episodes["triaged"]
    lag = np.minimum(between(rng, 0, rule["most_days_to_start"], n), length)
    offered = episodes["triaged"] + lag
    referred = offered - after(rng, rule["wait_mean"], n)
    return {
        "referral": np.minimum(referred, episodes["triaged"]).astype(np.int32),
        "referred": referred.astype(np.int32),
        "offered": offered.astype(np.int32),
        "started": until(offered, world.end),
    }


def one_modality(rng, episodes: Table, first: Table, kinds: Coded, world) -> Table:
    """A table of modalities with one for each episode."""
    rows = np.arange(len(kinds))
    table = _first_times(first, rows) | {
        "episode": rows.astype(np.int32),
        "place": np.zeros(len(rows), dtype=np.int16),
        "kind": _shared_labels(kinds),
    }
    return _ended(rng, _seen(table, world), episodes, world)


def modalities(rng, episodes: Table, group, first: Table, world) -> Table:
    """All modalities: `episode` is the place of the episode, `place` the number within it."""
    counts = _how_many(rng, episodes, first)
    kinds = setting("modalities")
    tables = []
    for place in range(3):
        rows = np.flatnonzero(counts > place)
        times = (
            _first_times(first, rows)
            if place == 0
            else _further_times(rng, episodes, first, rows, place)
        )
        weights = {g: kinds["first" if place == 0 else "further"][g] for g in GROUPS}
        table = times | {
            "episode": rows.astype(np.int32),
            "place": np.full(len(rows), place, dtype=np.int16),
            "kind": _shared_labels(weighted_by_group(rng, group[rows], weights)),
        }
        tables.append(_seen(table, world))
    return _ended(rng, stack(tables), episodes, world)


def _shared_labels(kinds: Coded) -> Coded:
    """The kinds with the labels of all kinds, so that tables can be stacked."""
    labels = tuple(setting("interventions"))
    index = np.array([labels.index(x) for x in kinds.labels], dtype=np.int16)
    return Coded(index[kinds.index], labels)


def _how_many(rng, episodes, first) -> np.ndarray:
    kinds = setting("modalities")
    n = len(episodes["left"])
    long = episodes["left"] - episodes["triaged"] >= kinds["shortest_days_with_second"]
    started = filled(first["started"])
    second = long & started & (rng.random(n) < kinds["chance_of_second"])
    third = second & (rng.random(n) < kinds["chance_of_third"])
    return 1 + second.astype(int) + third


def _first_times(first, rows) -> Table:
    return {name: first[name][rows] for name in ("referred", "offered", "started")}


def _further_times(rng, episodes, first, rows, place) -> Table:
    """A later modality begins somewhere within the episode."""
    rule = setting("waits")
    n = len(rows)
    room = np.maximum(episodes["left"][rows] - first["started"][rows], 0)
    low, high = setting("details")["further_modality_begins"]
    share = low + (high - low) * rng.random(n)
    started = first["started"][rows] + np.floor(room * share)
    wait = np.minimum(after(rng, rule["within_mean"], n), THREE_WEEKS)
    offered = started - between(rng, 0, rule["offer_to_start_most"], n)
    referred = np.maximum(offered - wait, first["referred"][rows])
    return {
        "referred": referred.astype(np.int32),
        "offered": np.maximum(offered, referred).astype(np.int32),
        "started": started.astype(np.int32),
    }


def _seen(table: Table, world) -> Table:
    """Modalities that the provider knows of on the last day; a start still ahead is blank."""
    rows = np.flatnonzero(table["referred"] <= world.end)
    kept = {name: column[rows] for name, column in table.items()}
    kept["started"] = until(kept["started"], world.end)
    return kept


def _ended(rng, table: Table, episodes: Table, world) -> Table:
    """End and exit status: with the episode, or before it for some of the further ones."""
    n = len(table["episode"])
    left = discharge(episodes, world)[table["episode"]]
    last = episodes["left"][table["episode"]]
    rule = setting("details")
    low, high = rule["early_end"]
    share = low + (high - low) * rng.random(n)
    early = filled(table["started"]) & (
        rng.random(n)
        < np.where(
            table["place"],
            rule["further_modality_ends_early"],
            rule["first_modality_ends_early"],
        )
    )
    early_end = table["started"] + np.floor((last - table["started"]) * share)
    seen_early = early & (early_end <= np.minimum(last, world.end))
    table["ended"] = np.where(seen_early, early_end, left).astype(np.int32)
    reason = episodes["reason"][table["episode"]]
    planned = np.isin(reason, [REASONS.index(r) for r in PLANNED]) | seen_early
    withdrawn = (reason == REASONS.index("withdrawn")) & ~seen_early
    status = np.where(planned, 0, np.where(withdrawn, 2, 1)).astype(np.int16)
    status = np.where(filled(table["ended"]), status, 3).astype(np.int16)
    table["exit"] = Coded(status, ("A", "B", "C", ""))
    return table


def discharge_codes(rng, episodes: Table, disd) -> Coded:
    """DISRSN: completions are drug free or occasional use; blank while open."""
    codes = setting("exit_codes")
    labels = tuple(codes[r] for r in REASONS) + (codes["completed_occasional_user"], "")
    n = len(disd)
    occasional = (episodes["reason"] == COMPLETED) & (
        rng.random(n) >= setting("completed_drug_free")
    )
    index = np.where(occasional, len(REASONS), episodes["reason"])
    return Coded(
        np.where(filled(disd), index, len(REASONS) + 1).astype(np.int16), labels
    )


def referral_source(people: Table, episodes: Table) -> Coded:
    """RFLS: as at first, unless the person comes from prison or from another provider."""
    rule = setting("referral_source")
    source = people["RFLS"][episodes["person"]]
    source = source.where(episodes["after_transfer"], rule["after_transfer"])
    return source.where(episodes["after_custody"], rule["after_custody"])


def reviews(rng, episodes: Table, table: Table, world) -> Table:
    """From J: reviews of the first intervention every half year, and what was delivered."""
    rule = setting("reviews")
    firsts = np.flatnonzero((table["place"] == 0) & filled(table["started"]))
    rows, dates, places = [], [], []
    for place in range(rule["most"]):
        day = table["started"][firsts] + (place + 1) * rule["every_days"]
        end = np.where(
            filled(table["ended"][firsts]), table["ended"][firsts], world.end
        )
        day = np.where((place == 0) & (day > end), end, day)
        due = np.flatnonzero(day <= end)
        rows.append(firsts[due])
        dates.append(day[due])
        places.append(np.full(len(due), place))
    modality = np.concatenate(rows)
    return {
        "episode": table["episode"][modality],
        "place": np.concatenate(places).astype(np.int16),
        "date": np.concatenate(dates).astype(np.int32),
        "type": intervention(table["kind"][modality], "type"),
    }


def intervention(kinds: Coded, part: str) -> Coded:
    """Intervention type or setting (from J) of each modality."""
    values = [setting("interventions")[kind][part] for kind in kinds.labels]
    labels = tuple(dict.fromkeys(values))
    index = np.array([labels.index(v) for v in values], dtype=np.int16)
    return Coded(index[kinds.index], labels)


def review_flags(rng, found: Table) -> dict[str, Coded]:
    """The flags of each review: those of its own intervention are Y or N (one at least Y), the others blank."""
    rule = setting("reviews")
    flags = {}
    n = len(found["episode"])
    for kind, headers in rule["flags"].items():
        mine = found["type"].equals(kind)
        sure = rng.integers(0, len(headers), n)
        for place, header in enumerate(headers):
            yes = (rng.random(n) < rule["flag"]) | (sure == place)
            index = np.where(mine, np.where(yes, 0, 1), 2).astype(np.int16)
            flags[header] = Coded(index, ("Y", "N", ""))
    return flags


def weekly_band(rng, n: int) -> Coded:
    return weighted(rng, n, setting("reviews")["TITREAT"])
