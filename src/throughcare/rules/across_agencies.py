"""Rules on the journeys of a cut: what only shows across agencies and in time.

Each takes `episodes` (those of the cut with `journey`, `is_open` and `claims`), `journeys` (one line each, as `summed`
gives them), `profiles`, `as_of` (the day of the cut) and `limits`, and gives where the finding belongs: `return_no`,
`line`, `person`, `journey`, `episode` and `value`. What a value says names no other agency. The same numbers have a
form in `timing.py` that sees the file of one provider.
"""

import ibis
import ibis.expr.types as ir

from throughcare.dates import add_days, add_months, days_between

from .across import day_shown
from .rule import rule_on_journeys

JOURNEY = ("person", "journey")
PLACE = ("return_no", "line", *JOURNEY, "episode")
CLAIM = "top_care_coordination"


def linked(episodes: ir.Table, links: ir.Table, as_of) -> ir.Table:
    """The episodes with `journey`, `is_open` on the day of the cut, and `claims`: whether this provider holds TOPCC.

    While a journey is open the open episodes claim; of a closed one all do.
    """
    told = [PLACE[0], PLACE[1], "person", "episode", "agency", "triaged", "discharged"]
    claim = episodes[CLAIM] if CLAIM in episodes.columns else ibis.null("string")
    kept = episodes.select(*told, claim=claim)
    known = kept.join(links.select("episode", "journey"), "episode")
    until = known.discharged
    is_open = _number(until.isnull() | (until > as_of))
    opened = known.mutate(is_open=is_open)
    running = opened.is_open.sum().over(group_by=JOURNEY)
    said = (opened.claim == "Y").fill_null(False)
    counts = (opened.is_open == 1) | (running == 0)
    return opened.mutate(claims=_number(said & counts)).drop("claim")


def summed(
    episodes: ir.Table, modalities: ir.Table, profiles: ir.Table, limits: dict, as_of
) -> ir.Table:
    """One line a journey: person, journey, opened, left, is_open, episodes, agencies, holders (agencies that claim TOPCC), treatment_started,
    structured and running (structured modalities begun, and those without an end), last_ended, starts and reviews (profiles).
    """
    spans = episodes.group_by(JOURNEY).agg(
        opened=episodes.triaged.min(),
        left=episodes.discharged.max(),
        is_open=episodes.is_open.max(),
        episodes=episodes.count(),
        agencies=episodes.agency.nunique(),
        holders=ibis.ifelse(
            episodes.claims == 1, episodes.agency, ibis.null("string")
        ).nunique(),
    )
    treated = _treated(episodes, modalities, limits, as_of)
    made = _made(episodes, profiles, as_of)
    joined = spans.left_join(treated, JOURNEY).drop("person_right", "journey_right")
    joined = joined.left_join(made, JOURNEY).drop("person_right", "journey_right")
    counts = ("structured", "running", "starts", "reviews")
    return joined.mutate(**{name: joined[name].fill_null(0) for name in counts})


def _number(where: ir.BooleanValue) -> ir.IntegerValue:
    return ibis.ifelse(where, 1, 0)


def structured(
    episodes: ir.Table, modalities: ir.Table, limits: dict, as_of
) -> ir.Table:
    """Structured modalities that had started by the day of the cut, with the journey of their episode."""
    kinds = limits["structured_modalities"]
    begun = modalities.filter(
        modalities.modality_type.isin(kinds), modalities.started <= as_of
    ).select("episode", "started", "ended")
    return begun.join(episodes.select("episode", *JOURNEY), "episode")


def _treated(episodes, modalities, limits, as_of) -> ir.Table:
    begun = structured(episodes, modalities, limits, as_of)
    runs = begun.ended.isnull() | (begun.ended > as_of)
    return begun.group_by(JOURNEY).agg(
        treatment_started=begun.started.min(),
        structured=begun.count(),
        running=_number(runs).sum(),
        last_ended=begun.ended.max(),
    )


def _made(episodes, profiles, as_of) -> ir.Table:
    made = profiles.filter(profiles.completed_on <= as_of).select("episode", "stage")
    known = made.join(episodes.select("episode", *JOURNEY), "episode")
    return known.group_by(JOURNEY).agg(
        starts=_number(known.stage == "S").sum(),
        reviews=_number(known.stage == "R").sum(),
    )


def _of(journeys: ir.Table, episodes: ir.Table) -> ir.Table:
    """The chosen journeys with their episodes."""
    return episodes.join(journeys.drop("is_open"), list(JOURNEY))


def _first(found: ir.Table, *order) -> ir.Table:
    """One line a journey: the first in an order whose last key is unique."""
    place = ibis.row_number().over(group_by=JOURNEY, order_by=order)
    return found.mutate(place=place).filter(lambda t: t.place == 0)


def _told(found: ir.Table, value: ir.StringValue) -> ir.Table:
    return found.select(*PLACE, value=value)


def _reported(journeys: ir.Table, limits: dict) -> ir.BooleanValue:
    """Treatment that began before this day is on no exception report."""
    return journeys.treatment_started > ibis.literal(limits["profile_exceptions_since"])


@rule_on_journeys(
    "T04",
    level="warn",
    record="episode",
    fields=["TOPDATE", "TRSTAGE"],
    evidence="memory",
    do="Record the outcome profile at start if it was made; without it no review can count.",
)
def journey_without_start_profile(episodes, journeys, begun, limits, as_of):
    """Structured treatment has started, and no provider of the journey has sent a start profile."""
    due = add_days(journeys.treatment_started, limits["profile_window_days"])
    missing = (journeys.starts == 0) & (due < as_of)
    chosen = journeys.filter(missing & _reported(journeys, limits))
    first = begun.group_by("episode").agg(first_started=begun.started.min())
    starting = _of(chosen, episodes).join(first, "episode")
    told = _first(starting, starting.first_started, starting.episode)
    return _told(told, day_shown(told.treatment_started))


@rule_on_journeys(
    "T05",
    level="warn",
    record="episode",
    fields=["TOPCC", "TOPDATE", "TRSTAGE"],
    evidence="source",
    do="You alone coordinate: check the case file for a review, and record it.",
)
def coordinated_journey_without_review_profile(episodes, journeys, limits, as_of):
    """The person has been in treatment for six months, this provider alone coordinates, and nobody has sent a review profile."""
    until = ibis.ifelse(journeys.is_open == 1, as_of, journeys.left)
    due = add_months(journeys.treatment_started, limits["review_due_months"])
    missing = (journeys.reviews == 0) & (until >= due) & (journeys.holders == 1)
    chosen = journeys.filter(missing & _reported(journeys, limits))
    claiming = _of(chosen, episodes.filter(episodes.claims == 1))
    told = _first(claiming, ibis.desc(claiming.triaged), ibis.desc(claiming.episode))
    return _told(told, day_shown(told.treatment_started))


@rule_on_journeys(
    "T06",
    level="info",
    record="outcome_profile",
    fields=["TRSTAGE", "TOPDATE"],
    evidence="source",
    do="Nothing can be done now; record the profile at start next time.",
)
def review_profile_of_a_journey_without_start(
    episodes, journeys, profiles, limits, as_of
):
    """The review profile cannot count, because no provider of the journey has sent a start profile."""
    chosen = journeys.filter((journeys.starts == 0) & _reported(journeys, limits))
    reviews = profiles.filter(profiles.stage == "R", profiles.completed_on <= as_of)
    reviews = reviews.select("return_no", "line", "episode", "completed_on")
    known = _of(chosen, episodes).drop("return_no", "line")
    found = reviews.join(known, "episode")
    return _told(found, day_shown(found.completed_on))


@rule_on_journeys(
    "T07",
    level="warn",
    record="episode",
    fields=["TOPCC"],
    evidence="source",
    do="Agree with the other provider who coordinates; the others send N.",
)
def several_care_coordinators(episodes, journeys, limits):
    """More than one provider of the journey claims the coordination of outcome profiles."""
    several = (journeys.is_open == 1) & (journeys.holders > 1)
    chosen = journeys.filter(several & _reported(journeys, limits))
    found = _of(chosen, episodes.filter(episodes.claims == 1))
    return _told(found, found.holders.cast("string") + ibis.literal(" providers"))


@rule_on_journeys(
    "T08",
    level="warn",
    record="episode",
    fields=["TOPCC"],
    evidence="source",
    do="Agree who coordinates; that provider sends Y.",
)
def no_care_coordinator(episodes, journeys, limits):
    """No provider of the journey coordinates the outcome profiles."""
    nobody = (journeys.is_open == 1) & (journeys.holders == 0)
    chosen = journeys.filter(nobody & _reported(journeys, limits))
    found = _of(chosen, episodes.filter(episodes.is_open == 1))
    return _told(found, ibis.literal(""))


@rule_on_journeys(
    "L08",
    level="warn",
    record="episode",
    fields=["MODAL", "MODEND"],
    evidence="memory",
    do="Record the next modality, or the discharge.",
)
def journey_without_structured_modality(episodes, journeys, limits, as_of):
    """The journey is open, and for more than four weeks no provider has given a structured modality."""
    since = ibis.ifelse(journeys.structured == 0, journeys.opened, journeys.last_ended)
    asked = journeys.mutate(since=since)
    idle = (asked.is_open == 1) & (asked.running == 0)
    long = days_between(asked.since, as_of) > limits["days_without_modality"]
    found = _of(asked.filter(idle & long), episodes.filter(episodes.is_open == 1))
    return _told(found, day_shown(found.since))


@rule_on_journeys(
    "L10",
    level="info",
    record="episode",
    fields=["EPISODID"],
    evidence="memory",
    do="Nothing needs to be done: figures count the journey once.",
)
def episodes_of_one_journey(episodes, journeys):
    """The episode is part of a treatment journey with other episodes, perhaps at other agencies."""
    found = _of(journeys.filter(journeys.episodes > 1), episodes)
    text = [
        found.episodes.cast("string"),
        ibis.literal(" episodes, "),
        found.agencies.cast("string"),
        ibis.ifelse(
            found.agencies == 1, ibis.literal(" agency"), ibis.literal(" agencies")
        ),
    ]
    return _told(found, ibis.literal("").join(text))
