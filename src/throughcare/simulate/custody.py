"""Treatment in prison: where people of the community are treated between two journeys, and who is taken on outside.

Nobody is drawn anew: a prison return holds people whom the community returns know, so that one can be matched with the
other. Some come back to the community within three weeks of release, some later, most not at all.
"""

import numpy as np

from . import care, records
from .draws import (
    GROUPS,
    Table,
    after,
    between,
    pick,
    take,
    weight_matrix,
    weighted_by_group,
)
from .histories import IN_CUSTODY, REASONS
from .settings import setting

SETTING = "5"
"""Setting of interventions in prison (MODSET, from J)."""
NEVER = 10**6


def draw(rng, community: records.Block, world) -> records.Block:
    """The episodes in prison of the people of a block, with one modality each where it was begun."""
    rule = setting("custody")
    found, who = community.journeys, community.people
    spells = _spells(rng, community, world, rule)
    episodes = records.in_file_order(records.numbered(spells))
    group = who["group"][episodes["person"]]
    first = care.prompt_start(rng, episodes, rule, world)
    kinds = weighted_by_group(rng, group, rule["modalities"])
    modalities = care.one_modality(rng, episodes, first, kinds, world)
    return records.without_profiles(who, found, episodes, modalities, first)


def _spells(rng, community, world, rule) -> Table:
    found, who = community.journeys, community.people
    n = len(found["start"])
    group = who["group"][found["person"]]
    inside = rng.random(n) < _by_reason(rule["chance"])[found["reason"]]
    begun = found["end"] + 1 + after(rng, _days_until(found, rule), n)
    following = next_starts(found)
    is_back = following < NEVER
    left = np.where(
        is_back,
        following - _days_outside(rng, n, rule),
        begun + rule["shortest_days"] + after(rng, rule["mean_days"], n),
    )
    reason = _reasons(rng, group, is_back, rule)
    room = left - begun >= rule["shortest_days"]
    rows = np.flatnonzero(inside & room & (begun <= world.end) & (left >= world.start))
    spells = {
        "journey": np.arange(n, dtype=np.int32),
        "person": found["person"],
        "place": np.zeros(n, dtype=np.int16),
        "triaged": begun.astype(np.int32),
        "left": left.astype(np.int32),
        "reason": reason,
        "provider": world.providers.anywhere(rng.random(n)),
        "area": found["area"],
        "after_custody": np.ones(n, dtype=bool),
        "after_transfer": np.zeros(n, dtype=bool),
        "order": found["order"] + np.int16(1),
    }
    return take(spells, rows)


def _by_reason(chances: dict[str, float]) -> np.ndarray:
    return np.array([chances[reason] for reason in REASONS])


def _days_until(found: Table, rule) -> np.ndarray:
    means = rule["days_until"]
    straight = found["reason"] == IN_CUSTODY
    return np.where(straight, means["transferred_in_custody"], means["otherwise"])


def _days_outside(rng, n: int, rule) -> np.ndarray:
    """Days from release to the next triage in the community."""
    soon = rng.random(n) < rule["taken_on"]
    later = care.THREE_WEEKS + 1 + after(rng, rule["later_mean_days"], n)
    return np.where(soon, between(rng, 0, care.THREE_WEEKS, n), later)


def next_starts(found: Table) -> np.ndarray:
    """The start of the person's next journey, NEVER where there is none."""
    order = np.lexsort((found["start"], found["person"]))
    person, start = found["person"][order], found["start"][order]
    again = np.append(person[1:] == person[:-1], False)
    following = np.full(len(order), NEVER)
    following[order] = np.where(again, np.append(start[1:], NEVER), NEVER)
    return following


def _reasons(rng, group, is_back, rule) -> np.ndarray:
    """How treatment in prison ends; who is met again outside has not died."""
    labels, shares = weight_matrix([rule["exits"][g] for g in GROUPS])
    drawn = pick(rng.random(len(group)), shares, group)
    reason = np.array([REASONS.index(label) for label in labels])[drawn]
    died = reason == REASONS.index("died")
    return np.where(died & is_back, REASONS.index("other"), reason).astype(np.int16)
