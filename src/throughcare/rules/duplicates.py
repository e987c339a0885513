"""Rules across rows: one key twice, one person twice, overlapping episodes, a changed identity."""

import ibis
import ibis.expr.types as ir

from .across import ATTRIBUTOR, CLIENT, EPISODE, consenting, day_shown, first_of
from .rule import rule_across

OPEN = ibis.date(9999, 12, 31)
"""Stands for the discharge of an open episode in an ordering."""


@rule_across(
    "L01",
    level="reject-record",
    record="episode",
    fields=["EPISODID"],
    evidence="memory",
    do="Send the same episode data on every row of the episode.",
)
def one_key_with_different_episodes(rows, spec):
    """An earlier row has the same key with different episode data."""
    keyed = consenting(rows).filter(lambda t: t.episode_episode_id.notnull())
    told = keyed.select("line", *EPISODE, told=_told(keyed, spec, "episode"))
    return _differing(told, EPISODE, "episode_episode_id")


def _told(rows: ir.Table, spec, record: str) -> ir.IntegerValue:
    """All that a row says of a record, as one number: equal texts give equal numbers."""
    texts = [rows[f.header].fill_null("") for f in spec.of(record)]
    return ibis.literal("\x1f").join(texts).hash()


def _differing(told: ir.Table, keys: tuple[str, ...], shown: str) -> ir.Table:
    """Rows that say something else than the first row with their key: `line` and `value`."""
    span = told.group_by([*keys]).agg(least=told.told.min(), most=told.told.max())
    differing = span.filter(span.least != span.most).drop("least", "most")
    repeated = told.join(differing, [*keys])
    first = ibis.window(group_by=keys, order_by="line")
    later = repeated.mutate(first_told=repeated.told.first().over(first))
    return later.filter(later.told != later.first_told).select("line", value=shown)


def _told_differently(rows, compared, spec, record: str, key: str) -> ir.Table:
    """Rows whose record has the key of an earlier row of the episode and other data.

    Only records whose key stands on several rows are read whole.
    """
    keys = (*EPISODE, spec.by_header[key].column)
    keyed = consenting(compared).filter(*(compared[k].notnull() for k in keys))
    place = keyed.mutate(rows=keyed.count().over(group_by=keys))
    several = place.filter(place.rows > 1).select("line")
    repeated = rows.semi_join(several, "line")
    told = repeated.select("line", *keys, told=_told(repeated, spec, record))
    return _differing(told, keys, keys[-1])


@rule_across(
    "L01",
    level="warn",
    record="modality",
    fields=["MODID"],
    evidence="proposed",
    do="Give each modality an identifier of its own; of one sent twice the first row counts.",
)
def one_key_with_different_modalities(rows, compared, spec):
    """An earlier row of the episode has the same MODID with different modality data."""
    return _told_differently(rows, compared, spec, "modality", "MODID")


@rule_across(
    "L01",
    level="warn",
    record="outcome_profile",
    fields=["TOPID"],
    evidence="proposed",
    do="Give each outcome profile an identifier of its own; of one sent twice the first row counts.",
)
def one_key_with_different_profiles(rows, compared, spec):
    """An earlier row of the episode has the same TOPID with different answers."""
    return _told_differently(rows, compared, spec, "outcome_profile", "TOPID")


@rule_across(
    "L01",
    level="warn",
    record="time_in_treatment",
    fields=["TITID"],
    evidence="proposed",
    since="J",
    do="Give each time-in-treatment record an identifier of its own; of one sent twice the first row counts.",
)
def one_key_with_different_times_in_treatment(rows, compared, spec):
    """An earlier row of the episode has the same TITID with different data."""
    return _told_differently(rows, compared, spec, "time_in_treatment", "TITID")


@rule_across(
    "L01",
    level="warn",
    record="review",
    fields=["SUBMID"],
    evidence="proposed",
    since="J",
    do="Give each review an identifier of its own; of one sent twice the first row counts.",
)
def one_key_with_different_reviews(rows, compared, spec):
    """An earlier row of the episode has the same SUBMID with different data."""
    return _told_differently(rows, compared, spec, "review", "SUBMID")


@rule_across(
    "L02",
    level="warn",
    record="client",
    fields=["CLIENTID"],
    evidence="memory",
    do="If it is one person, link the two records in your system.",
)
def one_person_under_two_references(rows):
    """The same initials, birth date and sex stand under another CLIENTID of this agency."""
    clients = first_of(consenting(rows), CLIENT)
    whole = clients.filter(*(clients[c].notnull() for c in ATTRIBUTOR))
    others = whole.mutate(
        clients=whole.client_client_id.count().over(
            group_by=("client_agency", *ATTRIBUTOR)
        )
    )
    return others.filter(others.clients > 1).select("line", value="client_client_id")


@rule_across(
    "L04",
    level="warn",
    record="episode",
    fields=["TRIAGED"],
    evidence="memory",
    do="Check TRIAGED and DISD of both episodes.",
)
def episodes_overlap(episodes):
    """The episode starts before an earlier episode of the same client at this agency has ended."""
    triaged = episodes.filter(episodes.triaged.notnull())
    ended = triaged.mutate(until=triaged.discharged.fill_null(OPEN))
    before = ibis.window(
        group_by=CLIENT, order_by=["triaged", "until", "line"], preceding=(None, 1)
    )
    chained = ended.mutate(open_until=ended.until.max().over(before))
    overlap = chained.filter(chained.triaged < chained.open_until)
    return overlap.select("line", value=day_shown(overlap.triaged))
