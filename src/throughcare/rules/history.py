"""Rules that compare a file with the last accepted return of the same provider and data set.

Each takes `now`, a few typed columns of the file's rows, and tables of the records of the former return. It gives
`line` and `value`; line 0 is something that is not in the file, line 1 the file as a whole.
"""

import ibis
import ibis.expr.types as ir

from throughcare.dataset import Spec

from .rule import rule_on_history

NOT_IN_THE_FILE = 0
THE_FILE = 1
"""Lines of findings that are about no row: the header is line 1."""

CLIENT = ("agency", "client_id")
EPISODE = (*CLIENT, "episode_id")
NOW = {
    "agency": "client_agency",
    "client_id": "client_client_id",
    "episode_id": "episode_episode_id",
    "first_initial": "client_first_initial",
    "last_initial": "client_last_initial",
    "born": "client_born",
    "sex": "client_sex",
    "consent": "episode_consent",
    "referred": "episode_referred",
    "triaged": "episode_triaged",
    "discharged": "episode_discharged",
    "modality_id": "modality_modality_id",
    "modality_referred": "modality_referred",
    "modality_started": "modality_started",
    "profile_id": "outcome_profile_profile_id",
    "completed_on": "outcome_profile_completed_on",
    "time_in_treatment_id": "time_in_treatment_time_in_treatment_id",
    "assessed": "time_in_treatment_assessed",
    "discharged_text": "DISD",
    "referred_text": "REFLD",
    "triaged_text": "TRIAGED",
}
"""What the rules look at in the rows of the file, and the typed column or header where it stands."""

_keys = dict.fromkeys(EPISODE, "string")
FORMER = {
    "client": ibis.schema(
        dict.fromkeys(CLIENT, "string")
        | {
            "reference": "string",
            "first_initial": "string",
            "last_initial": "string",
            "born": "date",
            "sex": "string",
        }
    ),
    "episode": ibis.schema(
        _keys
        | {
            "consent": "string",
            "referred": "date",
            "triaged": "date",
            "discharged": "date",
            "reported_until": "date",
        }
    ),
    "modality": ibis.schema(
        _keys | {"modality_id": "string", "referred": "date", "started": "date"}
    ),
    "outcome_profile": ibis.schema(
        _keys | {"profile_id": "string", "completed_on": "date"}
    ),
    "time_in_treatment": ibis.schema(
        _keys | {"time_in_treatment_id": "string", "assessed": "date"}
    ),
}
"""The records of the former return that the rules compare with, as `former_<record>`.

`reported_until`: the last day of the period that the former return reported.
"""
ATTRIBUTOR = ("first_initial", "last_initial", "born", "sex")


def rows_now(rows: ir.Table, spec: Spec) -> ir.Table:
    """`line` and the columns of NOW, from the typed rows of a file; what the version has not is left out."""
    known = {n: c for n, c in NOW.items() if c in spec.by_column or c in spec.by_header}
    return rows.select("line", **{name: rows[c] for name, c in known.items()})


def _consenting(now: ir.Table) -> ir.Table:
    return now.filter(now.consent.fill_null("") != "N")


def _first_of(now: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    """One row a whole key: the one that stands first in the file."""
    keyed = now.filter(*(now[key].notnull() for key in keys))
    place = ibis.row_number().over(group_by=keys, order_by="line")
    return keyed.mutate(place=place).filter(lambda t: t.place == 0).drop("place")


def _with_former(now: ir.Table, former: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    """Rows of records that the former return had, what it said named `former_...`."""
    told = {f"former_{name}": name for name in former.columns if name not in keys}
    return now.join(former.rename(told), list(keys))


def _told(found: ir.Table, column: str) -> ir.Table:
    return found.select("line", value=found[column].fill_null(""))


@rule_on_history(
    "L03",
    level="warn",
    record="client",
    fields=["CLIENTID", "FINITIAL", "SINITIAL", "DOB", "SEX"],
    evidence="memory",
    do="Check initials, birth date and sex: a change breaks the match with earlier returns.",
)
def identity_changed_since_the_last_return(now, former_client):
    """Initials, birth date or sex differ from the last accepted return."""
    both = _with_former(_first_of(_consenting(now), CLIENT), former_client, CLIENT)
    pairs = [(both[name], both[f"former_{name}"]) for name in ATTRIBUTOR]
    changed = ibis.or_(*(new.notnull() & (new != old) for new, old in pairs))
    return _told(both.filter(changed), "client_id")


@rule_on_history(
    "L05",
    level="warn",
    record="file",
    fields=["EPISODID"],
    evidence="memory",
    do="Send the episode again, or with its discharge; if it was sent by mistake, confirm that it is to go.",
)
def open_episode_missing(now, former_client, former_episode):
    """An episode that was open in the last accepted return is not in this file."""
    gone = _vanished(now, former_episode)
    return _not_in_the_file(gone.filter(gone.discharged.isnull()), former_client)


@rule_on_history(
    "F07",
    level="warn",
    record="file",
    fields=["EPISODID"],
    evidence="memory",
    do="Check that the export holds every open episode and not the new referrals alone; what would vanish is listed.",
)
def clearly_less_than_the_last_return(now, former_client, former_episode, limits):
    """Clients or episodes of the last accepted return are missing from this file in number."""
    told = _loss(now, former_client, former_episode, limits)
    return told.select(line=ibis.literal(THE_FILE, "int64"), value=told.value)


@rule_on_history(
    "F07",
    level="info",
    record="file",
    fields=["EPISODID"],
    evidence="memory",
    do="Send the episode again if it is to stay.",
)
def closed_episode_missing(now, former_client, former_episode, limits):
    """A discharged episode of the last accepted return would vanish with this file."""
    gone = _vanished(now, former_episode)
    fewer = _loss(now, former_client, former_episode, limits).select("value")
    closed = gone.filter(gone.discharged.notnull()).cross_join(fewer).drop("value")
    return _not_in_the_file(closed, former_client)


def _vanished(now: ir.Table, former_episode: ir.Table) -> ir.Table:
    """Episodes of the former return that the file has not, unless the client now refuses: a refusal names no episode."""
    known = former_episode.filter(
        former_episode.consent.fill_null("") != "N",
        *(former_episode[key].notnull() for key in EPISODE),
    )
    refusing = now.filter(now.consent == "N").select(*CLIENT).distinct()
    here = now.select(*EPISODE).distinct()
    return known.anti_join(here, list(EPISODE)).anti_join(refusing, list(CLIENT))


def _loss(now, former_client, former_episode, limits) -> ir.Table:
    """One row with `value` in words where clearly too much of the former return is missing, else none."""
    clients = former_client.filter(*(former_client[key].notnull() for key in CLIENT))
    here = now.select(*CLIENT).distinct()
    counts = [
        _count(clients.anti_join(here, list(CLIENT)), "clients_gone"),
        _count(clients, "clients"),
        _count(_vanished(now, former_episode), "episodes_gone"),
        _count(former_episode, "episodes"),
    ]
    one, *others = counts
    for other in others:
        one = one.cross_join(other)
    most = limits["clearly_fewer_percent"]
    missing = ibis.or_(
        one.clients_gone * 100 > one.clients * most,
        one.episodes_gone * 100 > one.episodes * most,
    )
    text = [
        one.clients_gone.cast("string"),
        ibis.literal(" of "),
        one.clients.cast("string"),
        ibis.literal(" clients and "),
        one.episodes_gone.cast("string"),
        ibis.literal(" of "),
        one.episodes.cast("string"),
        ibis.literal(" episodes missing"),
    ]
    return one.mutate(value=ibis.literal("").join(text)).filter(missing)


def _count(table: ir.Table, name: str) -> ir.Table:
    return table.agg(**{name: table.count()})


def _not_in_the_file(gone: ir.Table, former_client: ir.Table) -> ir.Table:
    """Each by the sender's own reference and the keys of the record."""
    named = gone.left_join(former_client.select(*CLIENT, "reference"), list(CLIENT))
    keys = ibis.literal("").join(
        [
            ibis.literal("CLIENTID "),
            named.client_id,
            ibis.literal(", EPISODID "),
            named.episode_id,
        ]
    )
    reference = ibis.literal("CLIENT ") + named.reference + ibis.literal(", ")
    return named.select(
        line=ibis.literal(NOT_IN_THE_FILE, "int64"),
        value=ibis.ifelse(
            named.reference.isnull(), ibis.literal(""), reference
        ).fill_null("")
        + keys,
    )


@rule_on_history(
    "L06",
    level="warn",
    record="episode",
    fields=["REFLD"],
    evidence="memory",
    do="Check the date; if this is another episode, give it a key of its own.",
)
def referral_date_changed(now, former_episode):
    """The referral date of an episode that was sent before has changed."""
    return _date_changed(now, former_episode, "referred")


@rule_on_history(
    "L06",
    level="warn",
    record="episode",
    fields=["TRIAGED"],
    evidence="memory",
    do="Check the date; if this is another episode, give it a key of its own.",
)
def triage_date_changed(now, former_episode):
    """The triage date of an episode that was sent before has changed."""
    return _date_changed(now, former_episode, "triaged")


def _date_changed(now: ir.Table, former_episode: ir.Table, name: str) -> ir.Table:
    """A date that was filled and now differs, or is gone. One that cannot be read is another rule's fault."""
    both = _known_episodes(now, former_episode)
    new, old = both[name], both[f"former_{name}"]
    removed = old.notnull() & both[f"{name}_text"].isnull()
    changed = removed | (new != old).fill_null(False)
    return _told(both.filter(changed), f"{name}_text")


def _known_episodes(now: ir.Table, former_episode: ir.Table) -> ir.Table:
    return _with_former(_first_of(_consenting(now), EPISODE), former_episode, EPISODE)


@rule_on_history(
    "L07",
    level="warn",
    record="episode",
    fields=["DISD"],
    evidence="memory",
    do="Check DISD: figures that count the person as discharged may be published; a new episode gets a key of its own.",
)
def discharge_removed(now, former_episode):
    """The episode was discharged in the last accepted return and is open now."""
    both = _known_episodes(now, former_episode)
    reopened = both.former_discharged.notnull() & both.discharged_text.isnull()
    return _told(both.filter(reopened), "discharged_text")


@rule_on_history(
    "L07",
    level="warn",
    record="episode",
    fields=["DISD"],
    evidence="memory",
    do="Check DISD: figures of that period may be published.",
)
def discharge_moved_back(now, former_episode):
    """The discharge was moved back into a period that the last accepted return has reported already."""
    both = _known_episodes(now, former_episode)
    back = both.discharged < both.former_discharged
    reported = both.discharged <= both.former_reported_until
    return _told(both.filter(back & reported), "discharged_text")


@rule_on_history(
    "L09",
    level="warn",
    record="client",
    fields=["CONSENT"],
    evidence="proposed",
    do="From now on send only AGNCY, CLIENTID and CONSENT; what was sent before stays under the consent of its time.",
)
def consent_withdrawn(now, former_episode):
    """The client consented in the last accepted return and refuses now."""
    consented = former_episode.filter(former_episode.consent == "Y")
    refused = _first_of(now.filter(now.consent == "N"), CLIENT)
    known = refused.semi_join(consented, list(CLIENT))
    return _told(known, "consent")


@rule_on_history(
    "L11",
    level="warn",
    record="modality",
    fields=["MODID", "REFMODDT", "MODST"],
    evidence="proposed",
    do="A new modality gets a key of its own; correct the date if it is the same one.",
)
def modality_identifier_with_another_date(now, former_modality):
    """The MODID was sent before, with another referral to the modality or another start."""
    both = _with_former(
        _first_of(_consenting(now), (*EPISODE, "modality_id")),
        former_modality,
        (*EPISODE, "modality_id"),
    )
    changed = (both.modality_referred != both.former_referred) | (
        both.modality_started != both.former_started
    )
    return _told(both.filter(changed.fill_null(False)), "modality_id")


@rule_on_history(
    "L11",
    level="warn",
    record="outcome_profile",
    fields=["TOPID", "TOPDATE"],
    evidence="proposed",
    do="A new profile gets a key of its own; correct the date if it is the same one.",
)
def profile_identifier_with_another_date(now, former_outcome_profile):
    """The TOPID was sent before with another date."""
    return _identifier_with_another_date(
        now, former_outcome_profile, "profile_id", "completed_on"
    )


@rule_on_history(
    "L11",
    level="warn",
    record="time_in_treatment",
    fields=["TITID", "TITDATE"],
    evidence="proposed",
    since="J",
    do="A new record gets a key of its own; correct the date if it is the same one.",
)
def time_in_treatment_identifier_with_another_date(now, former_time_in_treatment):
    """The TITID was sent before with another date."""
    return _identifier_with_another_date(
        now, former_time_in_treatment, "time_in_treatment_id", "assessed"
    )


def _identifier_with_another_date(now, former, identifier: str, date: str) -> ir.Table:
    keys = (*EPISODE, identifier)
    both = _with_former(_first_of(_consenting(now), keys), former, keys)
    changed = both[date] != both[f"former_{date}"]
    return _told(both.filter(changed), identifier)
