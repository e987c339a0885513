"""Rules on the modality: its parts, its end, and the order of its dates."""

from .rule import rule


@rule(
    "X06",
    level="warn",
    record="modality",
    fields=["MODEXIT", "MODEND"],
    evidence="memory",
    do="Add how the modality ended.",
)
def ended_without_exit_status(modality):
    """The modality has an end date and no exit status."""
    return modality.text("ended").notnull() & modality.exit_status.isnull()


@rule(
    "X06",
    level="reject-record",
    record="modality",
    fields=["MODEND", "MODEXIT"],
    evidence="memory",
    do="Add the end date, or remove the exit status.",
)
def exit_status_without_end(modality):
    """The modality has an exit status and no end date."""
    return modality.text("ended").isnull() & modality.exit_status.notnull()


@rule(
    "X07",
    level="reject-record",
    record="modality",
    fields=["MODAL", "MODID", "REFMODDT"],
    evidence="memory",
    each=lambda spec: [spec.by_header[h] for h in ("MODAL", "MODID", "REFMODDT")],
    do="Send MODAL, MODID and REFMODDT together.",
)
def part_of_the_modality_missing(modality, row, field):
    """{field} is missing from a modality that has its other parts."""
    started = modality.text("started").notnull()
    parts = modality.modality.notnull() | modality.modality_id.notnull()
    some = parts | modality.text("referred").notnull()
    needed = some | started if field.header == "MODAL" else some
    return row.text(field).isnull() & needed


@rule(
    "X08",
    level="warn",
    record="modality",
    fields=["MODEND", "DISD"],
    evidence="memory",
    do="End the modality, or remove the discharge.",
)
def left_open_at_discharge(modality, episode):
    """The episode is discharged while the modality has no end date."""
    started = modality.modality.notnull() | modality.text("started").notnull()
    return (
        episode.text("discharged").notnull() & started & modality.text("ended").isnull()
    )


@rule(
    "X09",
    level="warn",
    record="modality",
    fields=["FAOMODDT", "REFMODDT"],
    evidence="memory",
    do="Check both dates; the wait cannot be computed.",
)
def first_offered_before_referred(modality):
    """The first appointment was offered before the referral to the modality."""
    return modality.referred > modality.first_offered


@rule(
    "X09",
    level="warn",
    record="modality",
    fields=["REFMODDT", "REFLD"],
    evidence="memory",
    do="Check both dates; the wait cannot be computed.",
)
def referred_before_the_episode(modality, episode):
    """The referral to the modality is earlier than the referral of the episode."""
    return modality.referred < episode.referred


@rule(
    "X09",
    level="reject-record",
    record="modality",
    fields=["MODST", "REFMODDT"],
    evidence="memory",
    do="Check REFMODDT and MODST.",
)
def started_before_referred(modality):
    """The modality started before the referral to it."""
    return modality.started < modality.referred


@rule(
    "X09",
    level="reject-record",
    record="modality",
    fields=["MODEND", "MODST"],
    evidence="memory",
    do="Check MODST and MODEND.",
)
def ended_before_started(modality):
    """The modality ended before it started."""
    return modality.started > modality.ended


@rule(
    "X09",
    level="reject-record",
    record="modality",
    fields=["MODEND", "DISD"],
    evidence="memory",
    do="Check MODEND and DISD.",
)
def ended_after_discharge(modality, episode):
    """The modality ended after the discharge from the episode."""
    return modality.ended > episode.discharged


@rule(
    "X10",
    level="warn",
    record="modality",
    fields=["FAOMODDT", "MODST"],
    evidence="memory",
    do="Check FAOMODDT and MODST.",
)
def first_offered_after_the_start(modality):
    """The first appointment was offered for a day after the modality had started."""
    return modality.first_offered > modality.started


@rule(
    "X21",
    level="warn",
    record="modality",
    fields=["MODSET", "MODAL"],
    evidence="memory",
    since="J",
    do="Say in which setting the intervention is delivered.",
)
def setting_missing(modality):
    """The intervention has no setting."""
    return modality.modality.isin(["94", "95", "96"]) & modality.setting.isnull()
