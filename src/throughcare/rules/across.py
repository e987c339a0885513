"""What rules across rows look at: a few typed columns of the rows, and one line for each episode.

Both are made once for a file, so that no rule reads the file again.
"""

from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from throughcare.dataset import Spec
from throughcare.dataset.typed import TYPES

CLIENT = ("client_agency", "client_client_id")
EPISODE = (*CLIENT, "episode_episode_id")
ATTRIBUTOR = (
    "client_first_initial",
    "client_last_initial",
    "client_born",
    "client_sex",
)
COMPARED = (
    *EPISODE,
    *ATTRIBUTOR,
    "episode_consent",
    "episode_triaged",
    "episode_discharged",
    "episode_discharge_reason",
    "episode_top_care_coordination",
    "modality_modality",
    "modality_modality_id",
    "modality_referred",
    "modality_started",
    "modality_ended",
    "review_review_id",
    "review_reviewed",
    "time_in_treatment_time_in_treatment_id",
    "outcome_profile_profile_id",
    "outcome_profile_completed_on",
    "outcome_profile_stage",
)
"""Typed columns that rules across rows compare; what a version has not is null."""

INTERVENTIONS = {"PH": "94", "PSY": "95", "REC": "96"}
"""Beginnings of the headers of a review's flags, and the intervention that each group describes."""


def compared(rows: ir.Table, spec: Spec) -> ir.Table:
    """The few columns of the typed rows that rules across rows look at.

    `line`, `submitted_on`, COMPARED, and `flags_94`, `flags_95`, `flags_96`: whether the row's review has a flag of
    that intervention.
    """
    typed = {name: _column(rows, spec, name) for name in COMPARED}
    flags = {
        f"flags_{code}": _any_flag(rows, spec, start)
        for start, code in INTERVENTIONS.items()
    }
    return rows.select("line", "submitted_on", **typed, **flags)


def _column(rows: ir.Table, spec: Spec, name: str) -> ir.Value:
    if name in spec.by_column:
        return rows[name]
    kind = "date" if name == "review_reviewed" else "text"
    return ibis.null(TYPES[kind])


def _any_flag(rows: ir.Table, spec: Spec, start: str) -> ir.BooleanValue:
    flags = [
        f
        for f in spec.of("review")
        if f.codes == "YNFLAG" and f.header.startswith(start)
    ]
    told = [(rows[f.column] == "Y").fill_null(False) for f in flags]
    return reduce(or_, told) if told else ibis.literal(False)


def consenting(rows: ir.Table) -> ir.Table:
    """The rows that are no refusal."""
    return rows.filter(rows.episode_consent.fill_null("") != "N")


def first_of(rows: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    """One row a key: the one that stands first in the file."""
    place = ibis.row_number().over(group_by=keys, order_by="line")
    return rows.mutate(place=place).filter(lambda t: t.place == 0).drop("place")


def episodes(rows: ir.Table, limits: dict) -> ir.Table:
    """One line for each episode that has its whole key and no refusal, from the compared rows.

    `line` of its first row, the keys, `submitted_on`, `triaged`, `discharged`, `discharge_reason`, `care_coordinated`
    (1 where this provider holds TOPCC); of its modalities `modalities`, `open_modalities`, `structured` (how
    many), `last_ended`, `started` (the first structured one) and `started_94`, `started_95`, `started_96`; of its
    profiles `starts`, `reviewed_by_profile`, `exits` and `review_line`; of its sub-intervention reviews
    `first_review` and `reviewed_94`, `reviewed_95`, `reviewed_96` (how many with such a flag).
    """
    keyed = consenting(rows).filter(lambda t: t.episode_episode_id.notnull())
    return keyed.group_by(EPISODE).agg(
        line=keyed.line.min(),
        submitted_on=keyed.submitted_on.max(),
        triaged=keyed.episode_triaged.min(),
        discharged=keyed.episode_discharged.min(),
        discharge_reason=keyed.episode_discharge_reason.min(),
        care_coordinated=_count(keyed.episode_top_care_coordination == "Y"),
        **_modalities(keyed, limits),
        **_profiles(keyed),
        **_reviews(keyed),
    )


def _count(where: ir.BooleanValue) -> ir.IntegerValue:
    return ibis.ifelse(where, 1, 0).sum()


def _modalities(rows: ir.Table, limits: dict) -> dict[str, ir.Value]:
    given = rows.modality_modality.notnull() | rows.modality_started.notnull()
    structured = rows.modality_modality.isin(limits["structured_modalities"])
    has_started = rows.modality_started.notnull()
    started = {
        f"started_{code}": _count((rows.modality_modality == code) & has_started)
        for code in INTERVENTIONS.values()
    }
    return {
        "modalities": _count(given),
        "open_modalities": _count(given & rows.modality_ended.isnull()),
        "structured": _count(structured),
        "last_ended": rows.modality_ended.max(),
        "started": rows.modality_started.min(where=structured),
    } | started


def _profiles(rows: ir.Table) -> dict[str, ir.Value]:
    stage, made = rows.outcome_profile_stage, rows.outcome_profile_completed_on
    review = (stage == "R") & made.notnull()
    return {
        "starts": _count((stage == "S") & made.notnull()),
        "reviewed_by_profile": _count(review),
        "exits": _count((stage == "E") & made.notnull()),
        "review_line": rows.line.min(where=review),
    }


def _reviews(rows: ir.Table) -> dict[str, ir.Value]:
    flagged = {
        f"reviewed_{code}": _count(rows[f"flags_{code}"])
        for code in INTERVENTIONS.values()
    }
    return {"first_review": rows.review_reviewed.min()} | flagged


def day_shown(day: ir.DateValue) -> ir.StringValue:
    """A date as a return writes it: YYYYMMDD."""
    return (day.year() * 10_000 + day.month() * 100 + day.day()).cast("string")
