"""Rules on the problem substances of an episode, on injecting and on drinking."""

import ibis

from throughcare import dates

from .rule import FILL_IN, rule

ALCOHOL = "7000"
NO_SUBSTANCE = ("9996", "9997")


def alcohol_cited(episode):
    """Whether any of the three problem substances is alcohol."""
    cited = (episode.drug_1, episode.drug_2, episode.drug_3)
    return ibis.or_(*((drug == ALCOHOL).fill_null(False) for drug in cited))


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
