"""Rules on health in the episode: pregnancy, hepatitis B and C, mental health."""

from .rule import rule


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
