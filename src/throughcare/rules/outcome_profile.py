"""Rules on the outcome profile (TOP) and on time in treatment."""

from .rule import rule

HEAD = ("completed_on", "profile_id", "stage")


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
