"""Rules on the outcome profile (TOP) and on time in treatment."""

import ibis

from throughcare.dates import days_between

from .rule import rule

HEAD = ("completed_on", "profile_id", "stage")
ILLICIT = ("opiate", "crack", "cocaine", "amphetamine", "cannabis", "other_drug")
"""Substances of the outcome profile other than alcohol and tobacco."""


@rule(
    "T01",
    level="reject-record",
    record="outcome_profile",
    fields=["TOPID", "TOPDATE"],
    evidence="memory",
    do="Your software makes this key; ask its supplier why it is empty.",
)
def profile_without_identifier(outcome_profile):
    """The outcome profile has a date and no identifier."""
    return (
        outcome_profile.text("completed_on").notnull()
        & outcome_profile.profile_id.isnull()
    )


@rule(
    "T01",
    level="warn",
    record="outcome_profile",
    fields=["TRSTAGE", "TOPDATE"],
    evidence="memory",
    do="Say whether it was made at start, review, exit or after.",
)
def profile_without_stage(outcome_profile):
    """The outcome profile has a date and no treatment stage."""
    return (
        outcome_profile.text("completed_on").notnull() & outcome_profile.stage.isnull()
    )


@rule(
    "T02",
    level="reject-field",
    record="outcome_profile",
    evidence="memory",
    each=lambda spec: [f for f in spec.of("outcome_profile") if f.name not in HEAD],
    do="Days are 0 to 28, ratings 0 to 20, questions Y or N; NA means not answered.",
)
def answer_out_of_range(row, field, limits):
    """{field} holds an answer that the outcome profile does not have."""
    text, value = row.text(field), row.value(field)
    if field.type == "code":
        return ~text.isin(["Y", "N"])
    kind = "days" if field.name.endswith("_days") else "rating"
    return (text.notnull() & value.isnull()) | (value > limits[kind])


@rule(
    "T09",
    level="warn",
    record="outcome_profile",
    fields=["TOPDATE", "DISD", "TRSTAGE"],
    evidence="memory",
    do="Check TOPDATE and DISD: such a profile does not count as the one at exit.",
)
def exit_profile_far_from_discharge(outcome_profile, episode, limits):
    """The exit profile is more than two weeks before or after the discharge."""
    days = days_between(episode.discharged, outcome_profile.completed_on).abs()
    return (outcome_profile.stage == "E") & (days > limits["profile_window_days"])


@rule(
    "T10",
    level="warn",
    record="outcome_profile",
    fields=["SHARING", "IVDRGUSE"],
    evidence="memory",
    do="Check SHARING and IVDRGUSE.",
)
def shared_without_injecting(outcome_profile):
    """Injecting equipment was shared and nothing was injected."""
    return (outcome_profile.shared_equipment == "Y") & (
        outcome_profile.injecting_days == 0
    )


@rule(
    "T13",
    level="warn",
    record="outcome_profile",
    fields=[
        "IVDRGUSE",
        "OPIUSE",
        "CRAUSE",
        "COCAUSE",
        "AMPHUSE",
        "CANNUSE",
        "OTDRGUSE",
    ],
    evidence="proposed",
    do="Check IVDRGUSE, or name the substance that was injected under OTDRGUSE.",
)
def injected_without_using(outcome_profile):
    """Something was injected, and every illicit substance was used on no day."""
    days = [getattr(outcome_profile, f"{name}_days") for name in ILLICIT]
    return (outcome_profile.injecting_days > 0) & ibis.and_(*(d == 0 for d in days))


@rule(
    "T14",
    level="warn",
    record="outcome_profile",
    fields=["TOPDATE", "DOB"],
    evidence="proposed",
    do="Check TOPDATE and DOB.",
)
def profile_before_birth(outcome_profile, client):
    """The outcome profile is earlier than the date of birth."""
    return outcome_profile.completed_on < client.born


@rule(
    "X25",
    level="warn",
    record="episode",
    fields=["DISRSN", "TRSTAGE"],
    evidence="memory",
    do="Check the discharge reason against the exit profile.",
)
def drug_free_and_using_at_exit(outcome_profile, episode, limits):
    """The person left drug free, and the exit profile reports the use of a drug."""
    free = episode.discharge_reason.isin(limits["reasons"]["drug_free"])
    return free & _used_at_exit(outcome_profile, ILLICIT)


@rule(
    "X25",
    level="warn",
    record="episode",
    fields=["DISRSN", "TRSTAGE"],
    evidence="memory",
    do="Check the discharge reason against the exit profile.",
)
def occasional_user_of_heroin_or_crack(outcome_profile, episode, limits):
    """The person left as an occasional user, and the exit profile reports heroin or crack."""
    occasional = episode.discharge_reason.isin(limits["reasons"]["occasional_user"])
    return occasional & _used_at_exit(outcome_profile, ("opiate", "crack"))


def _used_at_exit(outcome_profile, substances):
    days = [getattr(outcome_profile, f"{name}_days") for name in substances]
    used = ibis.or_(*((d > 0).fill_null(False) for d in days))
    return (outcome_profile.stage == "E") & used


@rule(
    "T12",
    level="reject-record",
    record="time_in_treatment",
    fields=["TITID", "TITREAT"],
    evidence="memory",
    since="J",
    each=lambda spec: [spec.by_header[h] for h in ("TITID", "TITREAT")],
    do="Send TITDATE, TITREAT and TITID together.",
)
def part_of_time_in_treatment_missing(time_in_treatment, row, field):
    """{field} is missing from a time-in-treatment record that has its other parts."""
    other = (
        time_in_treatment.weekly_band
        if field.header == "TITID"
        else time_in_treatment.time_in_treatment_id
    )
    some = other.notnull() | time_in_treatment.text("assessed").notnull()
    return row.text(field).isnull() & some


@rule(
    "T12",
    level="warn",
    record="time_in_treatment",
    fields=["TITDATE"],
    evidence="memory",
    since="J",
    do="Send TITDATE, TITREAT and TITID together.",
)
def time_in_treatment_without_date(time_in_treatment):
    """The time-in-treatment record has no date."""
    some = (
        time_in_treatment.weekly_band.notnull()
        | time_in_treatment.time_in_treatment_id.notnull()
    )
    return time_in_treatment.text("assessed").isnull() & some


@rule(
    "T12",
    level="reject-record",
    record="time_in_treatment",
    fields=["TITREAT"],
    evidence="memory",
    since="J",
    each=lambda spec: [spec.by_header["TITREAT"]],
    do="Choose a code from the list TITREAT.",
)
def weekly_band_not_in_list(time_in_treatment, field):
    """The weekly time in treatment is not one of the three bands."""
    return ~time_in_treatment.weekly_band.isin(field.allowed)
