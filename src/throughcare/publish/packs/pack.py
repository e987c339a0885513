"""The needs assessment pack of one area: need, treatment, flow, outcomes, and what rests on what."""

from throughcare.publish import areas, words
from throughcare.publish.figures import ALL
from throughcare.publish.packs import need, tables
from throughcare.publish.packs.source import NoPack, Source
from throughcare.publish.reports.document import (
    COUNT,
    Column,
    Report,
    Row,
    Section,
    Unit,
)

KIND = "pack"
TITLE = "Needs assessment pack"
HEADLINES = (
    "in_treatment",
    "new_presentations",
    "completion_without_representation",
    "abstinent_at_review",
)
COMING = {
    "new_presentations": "new presentations",
    "waiting_times": "waits",
    "treatment_naive": "people new to treatment",
}
STAYING = {
    "retained": "engagement",
    "time_in_treatment": "time in treatment",
    "early_unplanned_exits": "early unplanned exits",
}
LEAVING = {
    "completion_of_exits": "completions of exits",
    "completion_of_all_in_treatment": "completions of all in treatment",
    "completion_without_representation": "completions without return",
    "representations": "returns after completion",
    "deaths_in_treatment": "deaths in treatment",
}
OUTCOMES = {
    "abstinent_at_review": "abstinence at review",
    "reliably_improved_at_review": "reliable improvement at review",
    "stopped_injecting": "injecting",
    "working_at_exit": "work at exit",
    "housed_at_exit": "housing at exit",
}
HEALTH = {
    "hepatitis_b": "hepatitis B vaccination",
    "hepatitis_c": "hepatitis C tests",
    "naloxone": "naloxone",
    "criminal_justice": "people in contact with criminal justice",
    "continuity_of_care": "continuity of care from prison",
}
REFERRED = {
    "referralsource_self_family_friends_newtx": "Self, family and friends",
    "referralsource_criminal_justice_newtx": "Criminal justice",
    "referralsource_health_services_social_care_newtx": "Health services and social care",
    "referralsource_substance_misuse_service_newtx": "Substance misuse service",
    "referralsource_other_newtx": "Other",
}
LENGTHS = {
    f"lengthintreatment_{key}_allintx": name
    for key, name in {
        "under1year": "Under 1 year",
        "1to2years": "1 to 2 years",
        "2to4years": "2 to 4 years",
        "4to6years": "4 to 6 years",
        "over6years": "Over 6 years",
    }.items()
}
PARENTS = {
    "safeguarding_parentlivingwithchildren_allintx": "Parents living with children",
    "safeguarding_othercontactlivingwithchildren_allintx": "Living with children, not as their parents",
    "safeguarding_parentsnotwithchildren_allintx": "Parents not living with children",
    "safeguarding_notparentnocontactwithchildren_allintx": "No parent and no contact with children",
}
HOUSING = {
    "housingsituation_urgentproblem_newtx": "Urgent housing problem",
    "housingsituation_housingproblem_newtx": "Housing problem",
    "housingsituation_noproblem_newtx": "No housing problem",
    "housingsituation_other_newtx": "Other",
}
WORK = {
    "employmentstatus_regularemployment_newtx": "Regular employment",
    "employmentstatus_unemployedinactive_newtx": "Unemployed or inactive",
    "employmentstatus_longtermsickdisabled_newtx": "Long-term sick or disabled",
    "employmentstatus_ineducation_newtx": "In education",
    "employmentstatus_unpaidvoluntary_newtx": "Unpaid voluntary work",
    "employmentstatus_other_newtx": "Other",
}
CAVEATS = (
    "Counts are rounded to the nearest 5 and small ones withheld ([c]); shares are of rounded counts, so that parts need "
    "not sum to a total (indicators.md A5).",
    "A person counts once in each area and once in England; the areas sum to more than England.",
    "Nothing in the tables is adjusted for the needs of the people treated: a difference is a question, not a verdict.",
    "Beside England: higher or lower means that the 95% interval leaves England's value out; by chance alone about one "
    "comparison in twenty would.",
    "Similar areas: the median of those whose figure is shown, chosen as the comparisons of the release say.",
    "The mark of a definition says how sure it is: verified, from memory, or proposed by this project.",
)
VALUE = (
    "No figure on value for money is given here. Its measures are the cost of a completion, of a person effectively "
    "treated and of a week in treatment, by pathway (indicators.md H).",
    "They need spending of this area by pathway, which no release holds. A blank is meant: nothing is estimated in its "
    "place.",
)


def pack(source: Source, code: str) -> Report:
    """The pack of an area. Raises NoPack for a code that is no area."""
    area = areas.by_code().get(code)
    if area is None:
        raise NoPack(
            f"{code!r} is no area of the 152. Give a code as E08000037, or --all."
        )
    sections = [
        need.who_lives_here(source, code),
        need.need_against_treatment(source, code),
        *treatment(source, code),
        Section("value-for-money", "Value for money", VALUE),
        defined(source),
    ]
    return Report(
        kind=KIND,
        title=f"{TITLE}: {area.name}, {source.period}",
        unit=Unit("area", code, area.name),
        period=source.period,
        cut=source.cut,
        code_version=source.version,
        summary=(*headlines(source, code), which(source)),
        sections=tuple(sections),
        notes=CAVEATS,
    )


def headlines(source: Source, code: str) -> list[str]:
    """One or two sentences a measure: its value and its change, and where it lies beside England."""
    return [
        " ".join(found) for s in HEADLINES if (found := tables.told(source, s, code))
    ]


def which(source: Source) -> str:
    """Which release the figures are of."""
    release = source.release
    if source.state == "published":
        return (
            f"Figures of release {release.cut}, published on {words.date(release.published)} "
            f"(hash of the figures {release.mark[:12]})."
        )
    if source.state:
        return f"Draft: the release of cut {release.cut} is not published (hash of the figures {release.mark[:12]})."
    return f"Draft: no release of cut {release.cut} was built; its figures were protected for this document alone."


def treatment(source: Source, code: str) -> list[Section]:
    """The sections on treatment, of an area or of England."""
    return [
        in_treatment(source, code),
        tables.groups(source, code),
        people(source, code),
        tables.measures(source, code, "coming", "Coming into treatment", COMING),
        tables.parts(
            source,
            code,
            "referred",
            "Who referred people",
            REFERRED,
            "referralsource_missing_newtx",
        ),
        flow(source, code),
        tables.measures(source, code, "staying", "Staying in treatment", STAYING),
        tables.parts(source, code, "lengths", "Time in treatment", LENGTHS),
        tables.measures(source, code, "leaving", "Leaving treatment", LEAVING),
        reasons(source, code),
        tables.measures(source, code, "outcomes", "What changed for people", OUTCOMES),
        tables.measures(source, code, "health", "Health and justice", HEALTH),
        tables.parts(
            source,
            code,
            "parents",
            "Parents and children",
            PARENTS,
            "safeguarding_livingwithincompletedata_allintx",
        ),
        tables.parts(
            source,
            code,
            "housing",
            "Housing when treatment began",
            HOUSING,
            "housingsituation_notstatedormissing_newtx",
        ),
        tables.parts(
            source,
            code,
            "work",
            "Work when treatment began",
            WORK,
            "employmentstatus_notstatedmissing_newtx",
        ),
    ]


def in_treatment(source: Source, code: str) -> Section:
    """People in treatment over the years."""
    found = tables.measures(
        source, code, "in-treatment", "People in treatment", {"in_treatment": ""}
    )
    drawing = tables.years(source, code, "in_treatment", "People in treatment by year")
    sentences = tuple(tables.told(source, "in_treatment", code))
    return Section(
        found.name,
        found.heading,
        sentences,
        found.columns,
        found.rows,
        found.notes,
        (drawing,) if drawing else (),
    )


SEXES = {"M": "Men", "F": "Women"}
AGES = ("18-29", "30-49", "50+")


def people(source: Source, code: str) -> Section:
    """People in treatment by sex and age, from the ViewIt export."""
    column = "intreatment_allintx"
    rows = []
    for sex, name in SEXES.items():
        counts = [source.cell(code, column, sex, age) for age in AGES]
        rows.append(Row((name, *counts, source.cell(code, column, sex))))
    whole = [source.cell(code, column, "Total", age) for age in AGES]
    rows.append(Row(("All", *whole, source.cell(code, column))))
    columns = (
        Column("sex", "Sex"),
        *(Column(f"age_{age}", age, COUNT) for age in AGES),
        Column("all", "All ages", COUNT),
    )
    men, women = (rows[n].cells[-1] or 0 for n in (0, 1))
    share = tables.shares([men, women])[0]
    told = (
        f"About {words.amount(share, '%', 0)} of the people in treatment were men, and "
        f"{words.amount(100 - share, '%', 0)} women."
        if share is not None
        else tables.NOBODY
    )
    return Section("people", "Sex and age", (told,), columns, tuple(rows))


def flow(source: Source, code: str) -> Section:
    """The flow of people through the year, with its table."""
    heading, found = "Into, through and out of treatment", source.flows.get(code)
    if found is None:
        told = "Withheld, because some numbers are so small that they could point to people."
        return Section("flow", heading, (told,))
    name = dict(_names()).get(code, code)
    rows = [Row(("In", *line)) for line in found.into]
    rows += [Row(("Out", *line)) for line in found.out]
    rows.append(Row(("All", "In treatment in the year", found.total)))
    returned = (
        ()
        if found.returned is None
        else (
            f"About {found.returned:,} people came back within the year after they had left; they count once.",
        )
    )
    columns = (
        Column("side", "Side"),
        Column("part", "Where people stood"),
        Column("number", "People", COUNT),
    )
    return Section(
        "flow",
        heading,
        (found.sentence(name, source.period), *returned),
        columns,
        tuple(rows),
        FLOW_NOTES,
        (found.drawing(name, source.period),),
    )


FLOW_NOTES = (
    "Each part is rounded to the 5 below or above it so that both sides sum to the same total. Left in another way holds "
    "those who moved to another area. First time known: no earlier journey in the data of this cut; a longer look-back "
    "would know more people from before (proposed).",
)


def _names():
    yield areas.ENGLAND_CODE, areas.ENGLAND_NAME
    yield from areas.region_names().items()
    yield from ((area.code, area.name) for area in areas.all_areas())


def reasons(source: Source, code: str) -> Section:
    """How people left, by reason, in the latest year of exits."""
    year = source.latest("exits")
    rows = source.release.rows(
        "exits", code=code, period=year or "", substance_group=ALL
    )
    wider = source.release.rows(
        "exits", code=areas.ENGLAND_CODE, period=year or "", substance_group=ALL
    )
    england = {row.part: row.value for row in wider}
    lines = sorted(
        (
            (
                words.label(row.part),
                words.CONFIDENTIAL if row.suppressed else row.numerator,
                words.CONFIDENTIAL if row.suppressed else row.value,
                england.get(row.part),
            )
            for row in rows
        ),
        key=lambda line: (isinstance(line[2], str), -(_number(line[2]))),
    )
    is_england = code == areas.ENGLAND_CODE
    width = 3 if is_england else 4
    return Section(
        "reasons",
        "How people left",
        () if lines else (tables.NOBODY,),
        tables.PART_COLUMNS[:width] if lines else (),
        tuple(Row(line[:width], "%", "exits", year or "") for line in lines),
    )


def _number(cell) -> float:
    return cell if isinstance(cell, int | float) else 0


def defined(source: Source) -> Section:
    """Every definition that the document uses, with the mark of how sure it is."""
    wanted = ("in_treatment", *COMING, *STAYING, *LEAVING, "exits", *OUTCOMES, *HEALTH)
    rows = [
        Row((d.title, d.number, d.sentence, d.how_sure))
        for d in tables.known(source, wanted)
    ]
    columns = (
        Column("title", "Measure"),
        Column("number", "No."),
        Column("question", "What it asks"),
        Column("evidence", "How sure the definition is"),
    )
    return Section("definitions", "Definitions", (), columns, tuple(rows))
