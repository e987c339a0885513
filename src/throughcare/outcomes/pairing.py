"""Which two profiles of a journey are compared: the one at the start and the one at review, or at exit.

Of several at the start the nearest to the start of treatment counts, the earlier of two equally near; of several reviews in the
window, and of several at exit, the latest (outcomes.md 2; proposed).
"""

import ibis
import ibis.expr.types as ir

from throughcare.dates import days_between

from .timing import EXIT, REVIEW, START


def start_of(profiles: ir.Table, window_days: int) -> ir.Table:
    """One start profile a journey. `profiles` has person, journey, profile, structured_start, stage, completed_on."""
    days = days_between(profiles.structured_start, profiles.completed_on)
    inside = profiles.mutate(distance=days.abs()).filter(
        profiles.stage == START, days.between(-window_days, window_days)
    )
    return _first(inside, [inside.distance, inside.completed_on, inside.profile])


def review_of(profiles: ir.Table, window_days: tuple[int, int]) -> ir.Table:
    """One review a journey: the latest in the window, counted from the journey's `started`."""
    days = days_between(profiles.started, profiles.completed_on)
    inside = profiles.filter(profiles.stage == REVIEW, days.between(*window_days))
    return _first(inside, _latest(inside))


def exit_of(profiles: ir.Table, window_days: int) -> ir.Table:
    """One exit profile a journey: the latest around the journey's `ended`."""
    days = days_between(profiles.ended, profiles.completed_on)
    inside = profiles.filter(
        profiles.stage == EXIT, days.between(-window_days, window_days)
    )
    return _first(inside, _latest(inside))


def _latest(profiles: ir.Table) -> list:
    return [ibis.desc(profiles.completed_on), ibis.desc(profiles.profile)]


def _first(profiles: ir.Table, order: list) -> ir.Table:
    place = ibis.row_number().over(
        group_by=[profiles.person, profiles.journey], order_by=order
    )
    return profiles.mutate(place=place).filter(lambda t: t.place == 0).drop("place")


def pairs(first: ir.Table, later: ir.Table, items: tuple[str, ...]) -> ir.Table:
    """Journeys with both profiles: person, journey, and for each item `<item>_start` and `<item>_later`."""
    keys = ["person", "journey"]
    before = first.select(*keys, **{f"{i}_start": first[i] for i in items})
    after = later.select(*keys, **{f"{i}_later": later[i] for i in items})
    return before.join(after, keys)
