"""When an outcome profile counts, by its stage and its distance from the start or the end of treatment.

The windows are passed in, in days: outcomes.md section 2 gives them, the parameters `outcomes.*` hold them.
"""

import ibis
import ibis.expr.types as ir

from throughcare.dates import days_between

START, REVIEW, EXIT = "S", "R", "E"
"""Stages of a profile (TRSTAGE; evidence: memory). The fourth, P, is taken after an exit and counts for no window."""


def is_start(
    profiles: ir.Table, treatment_started: ir.DateValue, window_days: int
) -> ir.BooleanValue:
    """A start profile up to `window_days` before or after the first structured modality started."""
    days = days_between(treatment_started, profiles.completed_on)
    return (profiles.stage == START) & days.between(-window_days, window_days)


def is_review(
    profiles: ir.Table, journey_started: ir.DateValue, window_days: tuple[int, int]
) -> ir.BooleanValue:
    """A review profile between the first and the last day of the window, counted from the start of the journey."""
    days = days_between(journey_started, profiles.completed_on)
    return (profiles.stage == REVIEW) & days.between(*window_days)


def is_exit(
    profiles: ir.Table, discharged: ir.DateValue, window_days: int
) -> ir.BooleanValue:
    """An exit profile up to `window_days` before or after the discharge."""
    days = days_between(discharged, profiles.completed_on)
    return (profiles.stage == EXIT) & days.between(-window_days, window_days)


def of_journeys(profiles: ir.Table, links: ir.Table, journeys: ir.Table) -> ir.Table:
    """Profiles of the episodes of `journeys`, with the columns of their journey. Which provider took one does not matter."""
    placed = profiles.drop("person", "return_no", "line").join(
        links.select("episode", "person", "journey"), "episode"
    )
    return placed.join(journeys, ["person", "journey"])


def having(journeys: ir.Table, found: ir.Table) -> ir.Table:
    """`journeys` with `has_profile`: 1 where `found` holds one of them, else 0."""
    some = found.select("person", "journey").distinct().mutate(found=ibis.literal(1))
    joined = journeys.left_join(some, ["person", "journey"])
    told = joined.mutate(has_profile=joined.found.fill_null(0).cast("int8"))
    return told.drop("found", "person_right", "journey_right")
