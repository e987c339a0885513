"""Rules on the episode: its keys, referral, triage, consent, residence, care plan, discharge."""

import ibis

from throughcare import dates

from .rule import ADULT, FILL_IN, rule

OUTSIDE_ENGLAND = "Z00B"


@rule(
    "R06",
    level="reject-record",
    record="episode",
    fields=["REFLD"],
    evidence="source",
    do=FILL_IN,
)
def referral_date_missing(episode):
    """The referral date is missing."""
    return episode.text("referred").isnull()


@rule(
    "R07",
    level="reject-record",
    record="episode",
    fields=["TRIAGED"],
    evidence="source",
    do=FILL_IN,
)
def triage_date_missing(episode):
    """The triage date is missing."""
    return episode.text("triaged").isnull()


@rule(
    "R09",
    level="reject-record",
    record="episode",
    fields=["CONSENT"],
    evidence="source",
    on_refusals=True,
    do="Send Y or N; with N send only AGNCY, CLIENTID and CONSENT.",
)
def consent_missing_or_not_y_or_n(episode):
    """Consent is missing or neither Y nor N."""
    return episode.consent.isnull() | ~episode.consent.isin(["Y", "N"])


@rule(
    "R10",
    level="reject-record",
    record="episode",
    fields=["DAT"],
    evidence="memory",
    do=FILL_IN + " Use Z00B for a person who lives outside England.",
)
def partnership_missing(episode):
    """The partnership of residence is missing."""
    return episode.partnership.isnull()


@rule(
    "R11",
    level="reject-record",
    record="episode",
    fields=["AGNCY", "CLIENTID"],
    evidence="memory",
    on_refusals=True,
    each=lambda spec: [spec.by_header["AGNCY"], spec.by_header["CLIENTID"]],
    do="Your software makes this key; ask its supplier why it is empty. Without it the record is kept and counts in no figure.",
)
def key_of_the_client_missing(row, field):
    """{field}, part of the record's key, is missing."""
    return row.text(field).isnull()


@rule(
    "R11",
    level="reject-record",
    record="episode",
    fields=["EPISODID"],
    evidence="memory",
    do="Your software makes this key; ask its supplier why it is empty. Without it the episode's modalities and profiles count in no figure.",
)
def key_of_the_episode_missing(episode):
    """EPISODID, part of the record's key, is missing."""
    return episode.episode_id.isnull()


@rule(
    "R15",
    level="reject-field",
    record="episode",
    fields=["PC"],
    evidence="source",
    do="Send only the first half; the rest is cut off and does not reach the records.",
    shows_what_is_kept=True,
)
def more_than_an_outcode(episode):
    """The postcode is longer than its first half."""
    return episode.text("outcode").upper() != episode.outcode


@rule(
    "X01",
    level="reject-record",
    record="episode",
    fields=["DOB", "REFLD"],
    evidence="source",
    do="Check both dates.",
)
def born_after_referral(client, episode):
    """The date of birth is later than the referral date."""
    return client.born > episode.referred


@rule(
    "X02",
    level="reject-record",
    record="episode",
    fields=["TRIAGED", "REFLD"],
    evidence="source",
    do="Check TRIAGED and REFLD.",
)
def triage_before_referral(episode):
    """The triage date is earlier than the referral it answers."""
    return episode.triaged < episode.referred


@rule(
    "X03",
    level="warn",
    record="episode",
    fields=["DOB", "TRIAGED"],
    evidence="source",
    data_sets=ADULT,
    do="Check the dates; the setting, not the age, decides which data set is used.",
)
def under_18_in_an_adult_data_set(client, episode, limits):
    """The person was below the age of adults at triage."""
    return dates.age_on(client.born, episode.triaged) < limits["adult_age"]


@rule(
    "X04",
    level="reject-record",
    record="episode",
    fields=["LA", "DAT"],
    evidence="source",
    do="Leave LA empty where DAT is Z00B, or correct DAT.",
)
def local_authority_given_outside_england(episode):
    """DAT says outside England and a local authority is filled."""
    return (episode.partnership == OUTSIDE_ENGLAND) & episode.local_authority.notnull()


@rule(
    "X04",
    level="warn",
    record="episode",
    fields=["LA", "DAT"],
    evidence="memory",
    do="Fill in the local authority of residence.",
)
def local_authority_missing_in_england(episode):
    """DAT is in England and the local authority is blank."""
    return (episode.partnership != OUTSIDE_ENGLAND) & episode.local_authority.isnull()


@rule(
    "X05",
    level="reject-record",
    record="episode",
    fields=["DISRSN", "DISD"],
    evidence="memory",
    do="Send both, or neither while the episode is open.",
)
def discharged_without_reason(episode):
    """There is a discharge date and no discharge reason."""
    return episode.text("discharged").notnull() & episode.discharge_reason.isnull()


@rule(
    "X05",
    level="reject-record",
    record="episode",
    fields=["DISD", "DISRSN"],
    evidence="memory",
    do="Send both, or neither while the episode is open.",
)
def discharge_reason_without_date(episode):
    """There is a discharge reason and no discharge date."""
    return episode.text("discharged").isnull() & episode.discharge_reason.notnull()


@rule(
    "X12",
    level="warn",
    record="episode",
    fields=["CPLANDT", "TRIAGED"],
    evidence="memory",
    do="Check CPLANDT and TRIAGED.",
)
def care_plan_before_triage(episode):
    """The care plan started before the triage."""
    return episode.care_plan_started < episode.triaged


@rule(
    "X12",
    level="warn",
    record="episode",
    fields=["CPLANDT", "MODAL", "MODST"],
    evidence="memory",
    do="Fill in CPLANDT: structured treatment follows a care plan.",
)
def structured_treatment_without_care_plan(episode, modality, limits):
    """A structured modality has started and there is no care plan date."""
    structured = modality.modality.isin(limits["structured_modalities"])
    begun = modality.text("started").notnull() & structured
    return episode.text("care_plan_started").isnull() & begun


@rule(
    "X27",
    level="reject-field",
    record="episode",
    fields=["CONSENT"],
    evidence="source",
    on_refusals=True,
    do="Send only AGNCY, CLIENTID and CONSENT; what the other cells hold does not reach the records.",
)
def content_sent_without_consent(episode, row):
    """Consent is N and other cells are filled."""
    kept = ("AGNCY", "CLIENTID", "CONSENT")
    others = [f for f in row.spec.columns if f.header not in kept]
    return (episode.consent == "N") & ibis.or_(
        *(row.text(field).notnull() for field in others)
    )


@rule(
    "X28",
    level="reject-record",
    record="episode",
    fields=["DISD", "TRIAGED"],
    evidence="proposed",
    do="Check DISD and TRIAGED.",
)
def discharged_before_triage(episode):
    """The discharge date is earlier than the triage date."""
    return episode.discharged < episode.triaged
