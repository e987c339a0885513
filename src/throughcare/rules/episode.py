"""Rules on the episode: referral, triage, consent, residence, discharge."""

import ibis

from throughcare import dates

from .rule import ADULT, rule

FILL_IN = "Fill in {field} in your system and send the record again."
OUTSIDE_ENGLAND = "Z00B"
ALCOHOL = "7000"
NO_SUBSTANCE = ("9996", "9997")


def alcohol_cited(episode):
    """Whether any of the three problem substances is alcohol."""
    cited = (episode.drug_1, episode.drug_2, episode.drug_3)
    return ibis.or_(*((drug == ALCOHOL).fill_null(False) for drug in cited))


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
    "R08",
    level="reject-record",
    record="episode",
    fields=["DRUG1"],
    evidence="source",
    do=FILL_IN,
)
def main_substance_missing(episode):
    """The main problem substance is missing."""
    return episode.drug_1.isnull()


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
    "R17",
    level="warn",
    record="episode",
    fields=["DRUG1AGE"],
    evidence="memory",
    do="Check DRUG1AGE, DOB and TRIAGED.",
)
def age_of_first_use_out_of_range(client, episode, limits):
    """The age of first use is below the earliest likely one, or above the age at triage."""
    age = episode.drug_1_first_used_age
    above = age > dates.age_on(client.born, episode.triaged)
    return (age < limits["earliest_use_age"]) | above.fill_null(False)


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
    "X13",
    level="warn",
    record="episode",
    fields=["PREGNANT", "SEX"],
    evidence="memory",
    do="Check PREGNANT and SEX.",
)
def pregnant_man(client, episode):
    """The person is recorded as pregnant and as male."""
    return (episode.pregnant == "Y") & client.sex.isin(["M", "1"])


@rule(
    "X14",
    level="warn",
    record="episode",
    fields=["INJSTAT", "ROUTE"],
    evidence="memory",
    do="Check ROUTE and INJSTAT.",
)
def injects_and_never_injected(episode):
    """The main substance is injected and the person has never injected."""
    return (episode.drug_1_route == "1") & (episode.injecting_status == "N")


@rule(
    "X15",
    level="warn",
    record="episode",
    fields=["DRUG2", "DRUG3"],
    evidence="memory",
    each=lambda spec: [spec.by_header["DRUG2"], spec.by_header["DRUG3"]],
    do="Send each problem substance once, and 9996 or 9997 where there is no other.",
)
def substance_cited_twice(episode, row, field):
    """The substance of {field} is cited already."""
    drug = row.text(field)
    before = [episode.drug_1] if field.header == "DRUG2" else _first_two(episode)
    same = ibis.or_(*((drug == other).fill_null(False) for other in before))
    return same & ~drug.isin(NO_SUBSTANCE)


def _first_two(episode):
    return [episode.drug_1, episode.drug_2]


@rule(
    "X15",
    level="warn",
    record="episode",
    fields=["DRUG3", "DRUG2"],
    evidence="memory",
    do="Send the second substance in DRUG2, and 9997 in DRUG3.",
)
def third_substance_without_second(episode):
    """There is a third substance, and DRUG2 says that there is no second one."""
    third = episode.drug_3.notnull() & ~episode.drug_3.isin(NO_SUBSTANCE)
    return third & (episode.drug_2 == "9996")


@rule(
    "X16",
    level="warn",
    record="episode",
    fields=["ALCUNITS", "ALCDDAYS"],
    evidence="memory",
    do="Check ALCDDAYS and ALCUNITS.",
)
def units_without_drinking_days(episode):
    """Units of alcohol are given for a person who drank on no day."""
    return (episode.drinking_units > 0) & (episode.drinking_days == 0)


@rule(
    "X16",
    level="warn",
    record="episode",
    fields=["ALCDDAYS", "DRUG1", "DRUG2", "DRUG3"],
    evidence="memory",
    do="Fill in the drinking days of the last 28.",
)
def drinking_days_missing(episode):
    """Alcohol is a problem substance and the drinking days are blank."""
    return alcohol_cited(episode) & episode.text("drinking_days").isnull()


@rule(
    "X17",
    level="warn",
    record="episode",
    fields=["HEPBVAC", "HEPBSTAT"],
    evidence="memory",
    do="Check HEPBSTAT: A where the vaccination was accepted, C where the person is immunised already.",
)
def vaccinated_without_acceptance(episode):
    """Vaccinations are counted and the offer was neither accepted nor made before."""
    accepted = episode.hep_b_intervention.fill_null("").isin(["A", "C"])
    return episode.hep_b_vaccinations.notnull() & ~accepted


@rule(
    "X17",
    level="warn",
    record="episode",
    fields=["HEPCTSTD", "HEPCTD"],
    evidence="memory",
    do="Check HEPCTD and HEPCTSTD.",
)
def tested_and_never_asked(episode):
    """There is a date of a hepatitis C test, and the person was not asked about one."""
    return episode.text("hep_c_tested").notnull() & (episode.hep_c_test_taken == "99")


@rule(
    "X17",
    level="warn",
    record="episode",
    fields=["HEPCTSTD", "DOB"],
    evidence="memory",
    do="Check HEPCTSTD and DOB.",
)
def tested_before_birth(client, episode):
    """The hepatitis C test is earlier than the date of birth."""
    return episode.hep_c_tested < client.born


@rule(
    "X18",
    level="warn",
    record="episode",
    fields=["CHILDWTH", "PRNTSTAT"],
    evidence="memory",
    do="Check PRNTSTAT and CHILDWTH.",
)
def parent_lives_with_no_child(episode):
    """Some or all of the children live with the person, and the number of children is 0."""
    with_them = episode.parental_status.isin(["11", "12"])
    return with_them & (episode.children_living_with == 0)


@rule(
    "X18",
    level="warn",
    record="episode",
    fields=["CHILDWTH", "PRNTSTAT"],
    evidence="memory",
    do="Check PRNTSTAT and CHILDWTH.",
)
def children_of_no_parent(episode):
    """The person is not a parent, and children live with them."""
    return (episode.parental_status == "14") & (episode.children_living_with > 0)


@rule(
    "X19",
    level="warn",
    record="episode",
    fields=["CRTMHN", "MTHTN"],
    evidence="memory",
    since="N",
    do="Leave CRTMHN empty where MTHTN is 2, or correct MTHTN.",
)
def treatment_without_mental_health_need(episode):
    """There is no mental health need, and treatment for one is given."""
    need = episode.mental_health_need == "2"
    return need & episode.mental_health_treatment.notnull()


@rule(
    "X19",
    level="warn",
    record="episode",
    fields=["CRTMHN", "MTHTN"],
    evidence="memory",
    since="N",
    do="Say whether the person is receiving treatment for the mental health need.",
)
def mental_health_need_without_answer(episode):
    """There is a mental health need, and the treatment for it is blank."""
    need = episode.mental_health_need == "1"
    return need & episode.mental_health_treatment.isnull()


@rule(
    "X20",
    level="warn",
    record="episode",
    fields=["EHCSC2", "EHCSC3"],
    evidence="proposed",
    since="P",
    each=lambda spec: [spec.by_header["EHCSC2"], spec.by_header["EHCSC3"]],
    do="Send each answer once.",
)
def same_answer_twice(episode, row, field):
    """{field} repeats an answer already given."""
    before = [episode.early_help]
    if field.header == "EHCSC3":
        before.append(episode.early_help_2)
    return ibis.or_(*((row.text(field) == b).fill_null(False) for b in before))


@rule(
    "X23",
    level="warn",
    record="episode",
    evidence="proposed",
    data_sets=ADULT,
    each=lambda spec: young_people_fields(spec, ("YPS", "YPE")),
    do="Leave it empty: it belongs to the young people's data set, and is not read here.",
)
def young_people_item_in_an_adult_file(row, field):
    """{field} is filled in an adult file."""
    return row.text(field).notnull()


@rule(
    "X24",
    level="warn",
    record="episode",
    evidence="memory",
    each=lambda spec: [
        *young_people_fields(spec, ("YPE",)),
        *filter(None, [spec.by_header.get("DISDEST")]),
    ],
    do="Add the discharge date, or leave {field} empty while the episode is open.",
)
def exit_item_without_discharge(episode, row, field):
    """{field} is asked at exit, and the episode has no discharge date."""
    return row.text(field).notnull() & episode.text("discharged").isnull()


def young_people_fields(spec, starts: tuple[str, ...]):
    """The young people's items whose header begins so."""
    return [f for f in spec.of("episode") if f.header.startswith(starts)]


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
