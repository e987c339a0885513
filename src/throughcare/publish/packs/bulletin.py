"""The statistical bulletin of a year for England: main points, tables and drawings, regions, methods."""

from throughcare.publish import areas, definitions, sentences, words
from throughcare.publish.figures import ALL
from throughcare.publish.packs import pack, tables
from throughcare.publish.packs.source import Source
from throughcare.publish.reports.document import (
    COUNT,
    VALUE,
    Column,
    Report,
    Row,
    Section,
    Unit,
)

KIND = "bulletin"
TITLE = "Adult drug and alcohol treatment statistics"
POINTS = (
    "in_treatment",
    "new_presentations",
    "waiting_times",
    "retained",
    "completion_of_exits",
    "completion_of_all_in_treatment",
    "completion_without_representation",
    "abstinent_at_review",
)
SPREAD = (
    "waiting_times",
    "completion_of_exits",
    "completion_without_representation",
)
METHODS = (
    "Providers send a return of the people they treat. It is checked, and what is accepted is frozen in a cut; every figure "
    "is computed from one cut by the definitions below and can be computed again to the byte.",
    "People are told apart by a pseudonym made of initials, date of birth and sex, so that two people may be taken for one "
    "(indicators.md A1).",
    "A journey is a chain of episodes with no gap of more than 21 days (indicators.md A2; from memory).",
    "Substance groups are by all problem substances of the year: any opiate first, then non-opiates with alcohol, "
    "non-opiates only, alcohol only (indicators.md A3).",
    "Intervals are 95% Wilson score intervals. They say what chance does; they know nothing of errors of recording.",
    "Treatment in prison is not counted.",
)


def bulletin(source: Source) -> Report:
    """The bulletin of the year of a source."""
    code = areas.ENGLAND_CODE
    sections = [
        Section("main-points", "Main points", tuple(main_points(source))),
        *pack.treatment(source, code),
        regions(source),
        Section("methods", "Methods", METHODS),
        pack.defined(source),
    ]
    return Report(
        kind=KIND,
        title=f"{TITLE}: England, {source.period}",
        unit=Unit("england", code, areas.ENGLAND_NAME),
        period=source.period,
        cut=source.cut,
        code_version=source.version,
        summary=(pack.which(source),),
        sections=tuple(sections),
        notes=pack.CAVEATS[:2] + pack.CAVEATS[-1:],
    )


def main_points(source: Source) -> list[str]:
    """A sentence or two a measure, and how areas lie about England."""
    points = [
        " ".join(found)
        for slug in POINTS
        if (found := tables.told(source, slug, areas.ENGLAND_CODE))
    ]
    return points + [_spread(source, d) for d in tables.known(source, SPREAD)]


def _spread(source: Source, definition: definitions.Definition) -> str:
    period = source.latest(definition.key) or ""
    rows = source.release.rows(
        definition.key,
        period=period,
        geography="area",
        substance_group=ALL,
        part=definition.part,
    )
    england = tables.here(source, definition, areas.ENGLAND_CODE)
    told = sentences.spread(definition.unit, rows, england)
    return f"{definition.told}, {period}: {' '.join(told)}"


def regions(source: Source) -> Section:
    """Regions side by side: people in treatment, and the shares that areas are told apart by."""
    found = tables.known(source, ("in_treatment", *SPREAD))
    columns = [Column("region", "Region")]
    columns += [Column(d.key, d.title, VALUE if d.is_share else COUNT) for d in found]
    rows = []
    places = [*areas.region_names().items(), (areas.ENGLAND_CODE, areas.ENGLAND_NAME)]
    for code, name in sorted(places, key=lambda p: (p[0] == areas.ENGLAND_CODE, p[1])):
        cells = [_cell(tables.here(source, d, code)) for d in found]
        rows.append(Row((name, *cells), "%"))
    told = (
        "A person who was treated in two regions counts in each; England counts everybody once.",
    )
    return Section("regions", "Regions", told, tuple(columns), tuple(rows))


def _cell(row):
    if row is None:
        return None
    return words.CONFIDENTIAL if row.suppressed else row.value
