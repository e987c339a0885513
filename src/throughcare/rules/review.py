"""Rules on the sub-intervention review: whether there is one, when, and for the intervention that was given."""

import ibis

from throughcare.dates import add_months

from .across import EPISODE, consenting, day_shown
from .rule import rule_across

LATE = "Record the review in your system; reviews are due every six months."


def _without_review_of(code: str, episodes):
    """Episodes with this intervention started and no review that says what of it was delivered."""
    missing = (episodes[f"started_{code}"] > 0) & (episodes[f"reviewed_{code}"] == 0)
    return episodes.filter(missing).select("line", value=ibis.literal(code))


@rule_across(
    "X22",
    level="warn",
    record="episode",
    fields=["MODAL", "SUBMID"],
    evidence="memory",
    since="J",
    until="M",
    do="Record a review with what was prescribed for (a PH item).",
)
def pharmacological_without_review(episodes):
    """A pharmacological intervention has started and no review has a PH item.

    From N there is a flag for each drug and purpose, and their headers are not known.
    """
    return _without_review_of("94", episodes)


@rule_across(
    "X22",
    level="warn",
    record="episode",
    fields=["MODAL", "SUBMID"],
    evidence="memory",
    since="J",
    do="Record a review with what was delivered (a PSY item).",
)
def psychosocial_without_review(episodes):
    """A psychosocial intervention has started and no review has a PSY item."""
    return _without_review_of("95", episodes)


@rule_across(
    "X22",
    level="warn",
    record="episode",
    fields=["MODAL", "SUBMID"],
    evidence="memory",
    since="J",
    do="Record a review with what was delivered (a REC item).",
)
def recovery_support_without_review(episodes):
    """Recovery support has started and no review has a REC item."""
    return _without_review_of("96", episodes)


@rule_across(
    "T11",
    level="warn",
    record="review",
    fields=["SUBMODDT"],
    evidence="memory",
    since="J",
    do=LATE,
)
def reviews_too_far_apart(rows, limits):
    """The review before it is more than six months earlier."""
    dated = consenting(rows).filter(lambda t: t.review_reviewed.notnull())
    last = ibis.window(group_by=EPISODE, order_by=["review_reviewed", "line"])
    gaps = dated.mutate(last=dated.review_reviewed.lag().over(last))
    due = add_months(gaps.last, limits["review_due_months"])
    late = gaps.filter(gaps.review_reviewed > due)
    return late.select("line", value=day_shown(late.review_reviewed))


@rule_across(
    "T11",
    level="warn",
    record="episode",
    fields=["MODST", "SUBMODDT"],
    evidence="memory",
    since="J",
    do=LATE,
)
def first_review_too_late(episodes, limits):
    """Structured treatment started more than six months before the first review, or before today without one."""
    due = add_months(episodes.started, limits["review_due_months"])
    until = ibis.coalesce(
        episodes.first_review, episodes.discharged, episodes.submitted_on
    )
    late = episodes.filter(until > due)
    return late.select("line", value=day_shown(late.started))
