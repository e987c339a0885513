"""Who lives in an area and what they need, by figures from outside; and need against treatment."""

from throughcare.publish import areas, drawings, words
from throughcare.publish.packs.source import NOT_TOLD, Outside, Source
from throughcare.publish.reports.document import VALUE, Column, Row, Section

CHARACTERS = {
    "population": ("People who live here", "persons"),
    "deprivation": ("Deprivation (average score of the index)", ""),
    "prevalence": (
        "Estimated opiate and crack users per 1,000 people of 15 to 64",
        "",
    ),
}
RINGS = {
    "in_treatment_now": "In treatment at the end of the year",
    "in_treatment_in_the_year": "In treatment in the year, not at its end",
    "known_earlier": "Known from before the year",
    "known_to_dip_or_prison_only": "Known to criminal justice or prison only",
    "not_known": "Not known to treatment",
}


def who_lives_here(source: Source, code: str) -> Section:
    """Population, deprivation, prevalence and deaths, each with its source; or what is missing and how to import it."""
    found = source.characters
    rows = [
        Row((title, one.period, _plain(name, one.values.get(code)), _range(one.values)))
        for name, (title, _) in CHARACTERS.items()
        if (one := found.get(name))
    ]
    deaths, notes = _deaths(source, code)
    lacking = [t for name, (t, _) in CHARACTERS.items() if name not in found]
    told = _lacking(lacking)
    columns = (
        Column("what", "What"),
        Column("period", "Period"),
        Column("value", "This area"),
        Column("areas", "Middle half of all areas"),
    )
    rows += deaths
    credits_ = tuple(
        dict.fromkeys(line for one in found.values() for line in one.credit)
    )
    return Section(
        "who-lives-here",
        "Who lives here",
        told or (_sentence(source, code),),
        columns if rows else (),
        tuple(rows),
        (*credits_, *notes),
    )


def _lacking(titles: list[str]) -> tuple[str, ...]:
    """A sentence on what no published figures were imported of; none where there is nothing of the kind.

    >>> _lacking(["People who live here", "Deprivation"])
    ('Not told here, because no published figures of it were imported: people who live here; deprivation.',)
    """
    names = "; ".join(title[0].lower() + title[1:] for title in titles)
    of_it = "no published figures of it were imported"
    return (f"{NOT_TOLD}, because {of_it}: {names}.",) if titles else ()


def _plain(name: str, value: float | None) -> str:
    """A characteristic in digits: people whole, scores and rates with one decimal."""
    if value is None:
        return words.NOT_AVAILABLE
    return words.number(value) if name == "population" else f"{value:,.1f}"


def _range(values: dict[str, float]) -> str:
    import numpy as np

    known = [v for c, v in values.items() if c in areas.by_code()]
    low, high = np.quantile(known, [0.25, 0.75])
    decimals = 0 if high > 1000 else 1
    return f"{low:,.{decimals}f} to {high:,.{decimals}f} ({len(known)} areas)"


def _sentence(source: Source, code: str) -> str:
    population = source.characters["population"]
    people = population.values.get(code)
    name = areas.by_code()[code].name
    if people is None:
        return f"The population of {name} is not among the figures that were imported."
    return (
        f"About {words.number(people)} people lived in {name} in {population.period}."
    )


def _deaths(source: Source, code: str) -> tuple[list[Row], tuple[str, ...]]:
    found = source.outside["drug_related_deaths"]
    if found.why:
        return [], (found.why,)
    rows = []
    for row in found.rows.get(code, ()):
        if isinstance(row["value"], int | float):
            limits = _limits(row, 1)
            cells = (found.title, str(row["years"]), f"{row['value']:.1f} {limits}", "")
            rows.append(Row(cells))
    return rows, found.notes


def _limits(row: dict, decimals: int, sign: str = "") -> str:
    low, high = row["lower"], row["upper"]
    if not all(isinstance(v, int | float) for v in (low, high)):
        return ""
    return f"(95% interval {low:.{decimals}f}{sign} to {high:.{decimals}f}{sign})"


def need_against_treatment(source: Source, code: str) -> Section:
    """How many of the people estimated to be in need are in treatment: penetration, unmet need, the bullseye."""
    told = [source.outside[slug] for slug in ("penetration", "unmet_need")]
    rings = source.outside["bullseye"]
    rows = [row for one in told for row in _shares(one, code)]
    rows += [_ring(row) for row in rings.rows.get(code, ())]
    reasons = tuple(dict.fromkeys(one.why for one in (*told, rings) if one.why))
    notes = tuple(dict.fromkeys(n for one in (*told, rings) for n in one.notes))
    known = [r for r in rows if r.cells[1] is not None]
    return Section(
        "need-against-treatment",
        "Need against treatment",
        (*reasons, *_need_sentence(told[0], code)),
        COLUMNS if known else (),
        tuple(rows) if known else (),
        notes if known else (),
        _bullseye(rings, code),
    )


COLUMNS = (
    Column("what", "What"),
    Column("number", "Number or share", VALUE),
    Column("estimate", "Out of an estimate of", VALUE),
    Column("lower", "95% interval, lower", VALUE),
    Column("upper", "95% interval, upper", VALUE),
)


def _need_sentence(found: Outside, code: str) -> tuple[str, ...]:
    if found.why:
        return ()
    for row in found.rows.get(code, ()):
        if isinstance(row["value"], int | float):
            return (
                f"Of about {words.number(row['denominator'])} people estimated to use opiates or crack, "
                f"{words.amount(row['value'], '%', 0)} were in treatment in the year "
                f"{_limits(row, 0, '%')}.",
            )
    return ("There is no estimate of need for this area among the imported figures.",)


def _shares(found: Outside, code: str) -> list[Row]:
    """The penetration of a place, its value and limits in per cent; nothing where there is no estimate."""
    return [
        Row((found.title, row["value"], None, row["lower"], row["upper"]), "%")
        for row in found.rows.get(code, ())
        if row["value"] is not None
    ]


def _ring(row: dict) -> Row:
    cells = (row["value"], row["denominator"], row["lower"], row["upper"])
    return Row((RINGS[row["ring"]], *cells), "persons")


def _bullseye(found: Outside, code: str) -> tuple[dict, ...]:
    rows = found.rows.get(code, ())
    lines = [
        (RINGS[row["ring"]], row["value"], None)
        for row in rows
        if isinstance(row["value"], int | float)
    ]
    if not lines or any(row["denominator"] is None for row in rows):
        return ()
    described = "; ".join(f"{name} {words.number(n)}" for name, n, _ in lines)
    title = "Opiate and crack users by what treatment knows of them"
    return (drawings.bars(title, f"{described}.", "persons", lines),)
