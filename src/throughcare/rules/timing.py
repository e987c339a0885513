"""Rules on what should have happened by now: waits, gaps in treatment, outcome profiles at start, review and exit.

They look at the episodes of one file. A treatment journey here is a chain of episodes of one client at one agency; what
other agencies sent is looked at elsewhere.
"""

import ibis
import ibis.expr.types as ir

from throughcare.dates import add_days, add_months, days_between

from .across import CLIENT, EPISODE, consenting, day_shown
from .rule import ADULT, rule_across


@rule_across(
    "X26",
    level="warn",
    record="modality",
    fields=["MODST", "REFMODDT"],
    evidence="proposed",
    do="Check both dates; a longer wait is not an error, and is reported.",
)
def first_intervention_after_a_long_wait(rows, episodes, limits):
    """The first intervention started more than three weeks after the referral to it."""
    wait = days_between(rows.modality_referred, rows.modality_started)
    long = consenting(rows).filter(wait > limits["wait_days"])
    first = episodes.select(*EPISODE, "started")
    both = long.join(first, [*EPISODE])
    waited = both.filter(both.modality_started == both.started)
    return waited.select("line", value=day_shown(waited.modality_started))


@rule_across(
    "L08",
    level="warn",
    record="episode",
    fields=["MODAL"],
    evidence="memory",
    do="Record the modality, or the discharge.",
)
def open_without_structured_modality(episodes, limits):
    """The episode has been open for more than four weeks and has no structured modality."""
    since = days_between(episodes.triaged, episodes.submitted_on)
    idle = episodes.discharged.isnull() & (episodes.structured == 0)
    return _told(episodes, idle & (since > limits["days_without_modality"]), "triaged")


@rule_across(
    "L08",
    level="warn",
    record="episode",
    fields=["MODEND", "MODAL"],
    evidence="memory",
    do="Record the next modality, or the discharge.",
)
def open_with_all_modalities_ended(episodes, limits):
    """Every modality ended more than four weeks ago, and the episode is still open."""
    since = days_between(episodes.last_ended, episodes.submitted_on)
    ended = (episodes.structured > 0) & (episodes.open_modalities == 0)
    idle = episodes.discharged.isnull() & ended
    return _told(
        episodes, idle & (since > limits["days_without_modality"]), "last_ended"
    )


def _told(table: ir.Table, where: ir.BooleanValue, day: str) -> ir.Table:
    """`line` and a date as the value seen, of the lines chosen."""
    found = table.filter(where)
    return found.select("line", value=day_shown(found[day]))


@rule_across(
    "T03",
    level="warn",
    record="outcome_profile",
    fields=["TOPDATE", "TRSTAGE"],
    evidence="memory",
    do="Check TOPDATE and MODST: such a profile does not count as the one at start.",
)
def start_profile_far_from_the_start(rows, episodes, limits):
    """The start profile is more than two weeks before or after the first structured modality."""
    made = rows.outcome_profile_completed_on
    at_start = consenting(rows).filter(
        (rows.outcome_profile_stage == "S") & made.notnull()
    )
    both = at_start.join(episodes.select(*EPISODE, "started"), [*EPISODE])
    days = days_between(both.started, both.outcome_profile_completed_on).abs()
    far = both.filter(days > limits["profile_window_days"])
    return far.select("line", value=day_shown(far.outcome_profile_completed_on))


@rule_across(
    "T04",
    data_sets=ADULT,
    level="warn",
    record="episode",
    fields=["TOPDATE", "TRSTAGE"],
    evidence="memory",
    do="Record the outcome profile at start; without it no review can count.",
)
def no_start_profile(episodes, limits):
    """Structured treatment has started, and the journey has no start profile."""
    journeys = _journeys(episodes, limits)
    due = add_days(journeys.started, limits["profile_window_days"])
    missing = (journeys.starts == 0) & (journeys.submitted_on > due)
    return _told(journeys, missing & _counts(journeys, limits), "started")


@rule_across(
    "T05",
    data_sets=ADULT,
    level="warn",
    record="episode",
    fields=["TOPCC", "TOPDATE", "TRSTAGE"],
    evidence="source",
    do="Check the case file for a review, and record it.",
)
def no_review_profile_after_six_months(episodes, limits):
    """The person has been in treatment for six months, this provider coordinates, and there is no review profile."""
    journeys = _journeys(episodes, limits)
    due = add_months(journeys.started, limits["review_due_months"])
    until = ibis.ifelse(journeys.open > 0, journeys.submitted_on, journeys.left)
    missing = (journeys.reviewed == 0) & (until >= due)
    ours = journeys.care_coordinated > 0
    return _told(journeys, missing & ours & _counts(journeys, limits), "started")


@rule_across(
    "T06",
    data_sets=ADULT,
    level="info",
    record="outcome_profile",
    fields=["TRSTAGE", "TOPDATE"],
    evidence="source",
    do="Nothing can be done now; record the profile at start next time.",
)
def review_profile_without_start(episodes, limits):
    """The review profile cannot count, because the journey has no start profile."""
    journeys = _journeys(episodes, limits)
    vain = (journeys.reviewed > 0) & (journeys.starts == 0)
    found = journeys.filter(vain & _counts(journeys, limits))
    return found.select(line="review_line", value=ibis.literal("R"))


@rule_across(
    "T09",
    data_sets=ADULT,
    level="warn",
    record="episode",
    fields=["TOPDATE", "DISD", "DISRSN"],
    evidence="memory",
    do="Record the outcome profile at exit.",
)
def no_exit_profile(episodes, limits):
    """The person left as planned, and there is no exit profile."""
    planned = episodes.discharge_reason.isin(limits["reasons"]["planned"])
    missing = planned & episodes.started.notnull() & (episodes.exits == 0)
    return _told(episodes, missing & episodes.discharged.notnull(), "discharged")


def _counts(journeys: ir.Table, limits: dict) -> ir.BooleanValue:
    """Treatment that began before this day is on no exception report."""
    return journeys.started > ibis.literal(limits["profile_exceptions_since"])


def _journeys(episodes: ir.Table, limits: dict) -> ir.Table:
    """Chains of one client's episodes at one agency, with what their profiles and modalities say together."""
    triaged = episodes.filter(episodes.triaged.notnull())
    ended = triaged.mutate(until=triaged.discharged.fill_null(ibis.date(9999, 12, 31)))
    order = {"group_by": CLIENT, "order_by": ["triaged", "until", "line"]}
    before = ibis.window(**order, preceding=(None, 1))
    closed = ended.until.max().over(before)
    gap = days_between(closed, ended.triaged)
    is_new = closed.isnull() | (gap > limits["gap_days"])
    marked = ended.mutate(opens=ibis.ifelse(is_new, 1, 0))
    so_far = ibis.window(**order, preceding=(None, 0))
    linked = marked.mutate(journey=marked.opens.sum().over(so_far))
    return linked.group_by([*CLIENT, "journey"]).agg(
        line=linked.line.min(),
        submitted_on=linked.submitted_on.max(),
        started=linked.started.min(),
        left=linked.discharged.max(),
        open=ibis.ifelse(linked.discharged.isnull(), 1, 0).sum(),
        starts=linked.starts.sum(),
        reviewed=linked.reviewed_by_profile.sum(),
        review_line=linked.review_line.min(),
        care_coordinated=linked.care_coordinated.sum(),
    )
