"""A ViewIt export of one area: 244 columns, counts rounded to the nearest 5, NULL where a column did not exist that year.

Words for sex, age and drug group change their letter case from year to year; they are read as one.
"""

from collections.abc import Iterator

from throughcare.outside import periods
from throughcare.outside.figure import Figure, OutsideError
from throughcare.outside.sheet import Row, Sheet, normal

from .layout import OGL, Layout

WORDS = {
    "total": "all",
    "all": "all",
    "f": "female",
    "female": "female",
    "m": "male",
    "male": "male",
    "opiate": "opiate",
    "non-opiate only": "non_opiate_only",
    "alcohol only": "alcohol_only",
    "non-opiate and alcohol": "non_opiate_and_alcohol",
    "alcohol and non-opiate": "non_opiate_and_alcohol",
}
PLACE = ("ReportingPeriod", "Area", "sex", "age_group", "drug_group")
ROUNDED_TO = 5


def word(row: Row, column: str) -> str:
    """What a dimension says, in our words; an age as it is written."""
    said = row.text(column)
    plain = " ".join(said.casefold().replace("&", " and ").split())
    known = WORDS.get(plain.replace("opiates", "opiate"))
    if known is None and not said[:1].isdigit():
        raise OutsideError(
            f"Line {row.line}: {column} {said!r} is not known. Known: {', '.join(WORDS)}, or an age."
        )
    return known or said


def rounded_to(sheet: Sheet, columns: list[str]) -> int | None:
    """The base to which all counts of an export are rounded, None where they are not."""
    counts = (row.number(column) for row in sheet.rows for column in columns)
    return None if any(c % ROUNDED_TO for c in counts if c is not None) else ROUNDED_TO


def figures(sheet: Sheet, place: tuple[str, ...], code_of) -> Iterator[Figure]:
    """The counts of an export, whose dimensions are the columns `place`."""
    when, area, sex, age, group = place
    dimensions = {normal(name) for name in place}
    columns = [h for h in sheet.headers if normal(h) not in dimensions]
    base = rounded_to(sheet, columns)
    for row in sheet.rows:
        told = {"sex": word(row, sex), "age": word(row, age), "group": word(row, group)}
        told["sex"] = told["sex"].replace("all", "persons")
        told["age"] = told["age"].replace("all", "all ages")
        name = row.text(area)
        same = told | periods.financial(row.text(when), row.line)._asdict()
        same |= {"code": code_of(name), "name": name, "rounded_to": base}
        for column in columns:
            yield Figure(
                kind="treatment",
                measure=normal(column),
                unit="persons",
                value=row.number(column),
                status=row.status(column),
                line=row.line,
                series=f"ViewIt {name}",
                **same,
            )


def _code(name: str) -> str:
    from throughcare.dataset.areas import ENGLAND, areas
    from throughcare.outside.places import regions

    if name.casefold() == ENGLAND[1].casefold():
        return ENGLAND[0]
    names = {area.name.casefold(): code for code, area in areas().items()}
    names |= {region.casefold(): code for code, region in regions().items()}
    # An export names its area and gives no code. An unknown name keeps its figures without a place.
    return names.get(name.casefold(), "name only")


def read(sheet: Sheet) -> Iterator[Figure]:
    """One figure a cell."""
    return figures(sheet, PLACE, _code)


viewit = Layout(
    slug="viewit",
    title="ViewIt export of one area",
    columns=(*PLACE, "intreatment_allintx", "newpresentation_newtx"),
    read=read,
    source="National Drug Treatment Monitoring System, ViewIt",
    licence=OGL,
)
