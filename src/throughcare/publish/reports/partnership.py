"""The partnership report: an area with its providers, each counted on the people who live in the area."""

from throughcare import indicators
from throughcare.publish import words
from throughcare.publish.reports import beside, notes, periods
from throughcare.publish.reports.document import (
    COUNT,
    VALUE,
    Column,
    Report,
    Row,
    Section,
)
from throughcare.publish.reports.view import View, against

KIND = "partnership"
TITLE = "Partnership report"
UNITS = ("area",)
AREA = {
    "in_treatment": True,
    "new_presentations": True,
    "waiting_times": False,
    "retained": False,
    "completion_of_exits": True,
    "completion_without_representation": True,
}
"""Measures of the area, with whether they are told by substance group."""
OF_PROVIDERS = (
    ("in_treatment", "value", "In treatment"),
    ("new_presentations", "value", "New"),
    ("waiting_times", "numerator", "Within three weeks"),
    ("waiting_times", "denominator", "First interventions"),
    ("completion_of_exits", "numerator", "Completed"),
    ("completion_of_exits", "denominator", "Left"),
)
"""Indicator, the part of its figure, and the column's title."""
SHARED = (
    "Each provider is counted on the people who live in the area, and on its own episodes: people whom two providers share "
    "count at each, so that the lines sum to more than the area (indicators.md A1)."
)
FEW = "A provider with few people cannot be told apart from the area by more than chance; look at the numbers first."


def report(view: View) -> Report:
    """The partnership report of one area for the latest quarter that was over on the day of the cut."""
    return view.report(
        KIND,
        TITLE,
        view.quarter,
        summary=_summary(view),
        sections=[
            beside.section(view, "area", "The area", AREA),
            _providers(view),
            _apart(view),
        ],
        notes=[SHARED, FEW, notes.NOT_ADJUSTED],
    )


def _codes(view: View) -> list[str]:
    """The providers of the area's people, the one with the most first."""
    year, within = view.year("in_treatment"), view.within
    found = within.providers_of(view.unit.code)
    return sorted(found, key=lambda p: (-_value(view, "in_treatment", year, p), p))


def _value(view: View, slug: str, period, provider: str, part: str = "value"):
    return view.within.row(slug, period, view.unit.code, provider)[part] or 0


def _summary(view: View) -> list[str]:
    codes, year = _codes(view), view.year("in_treatment")
    if not codes:
        return ["No provider treated anybody who lives in the area."]
    first = codes[0]
    count = _value(view, "in_treatment", year, first)
    many = "1 provider" if len(codes) == 1 else f"{len(codes)} providers"
    return [
        f"{many} treated people of {view.unit.name} in the {periods.told(year)}; "
        f"most of them {first}, with {words.number(count)} people."
    ]


def _providers(view: View) -> Section:
    """A line a provider: who came, who was there, who left."""
    columns = [Column("provider", "Provider")]
    columns += [Column(f"{s}_{part}", t, COUNT) for s, part, t in OF_PROVIDERS]
    rows = [
        Row(
            (
                provider,
                *(
                    _value(view, s, view.year(s), provider, p)
                    for s, p, _ in OF_PROVIDERS
                ),
            )
        )
        for provider in _codes(view)
    ]
    rows = [row for row in rows if any(row.cells[1:])]
    told = () if rows else ("Nobody who lives in the area was in treatment.",)
    return Section(
        "providers",
        "Its providers in twelve months",
        told,
        tuple(columns) if rows else (),
        tuple(rows),
    )


APART = (
    Column("measure", "Measure"),
    Column("provider", "Provider"),
    Column("numerator", "Number", COUNT),
    Column("denominator", "Out of", COUNT),
    Column("value", "Value", VALUE),
    Column("lower", "95% interval, lower", VALUE),
    Column("upper", "95% interval, upper", VALUE),
    Column("area", "The area", VALUE),
    Column("verdict", "Beside the area"),
)


def _apart(view: View) -> Section:
    """The shares of each provider beside the area's, with intervals."""
    rows = [
        row
        for slug in ("waiting_times", "retained", "completion_of_exits")
        for provider in _codes(view)
        if (row := _share(view, slug, provider)) is not None
    ]
    return Section(
        "apart",
        "Providers beside the area",
        columns=APART if rows else (),
        rows=tuple(rows),
    )


def _share(view: View, slug: str, provider: str) -> Row | None:
    year = view.year(slug)
    own = view.within.row(slug, year, view.unit.code, provider)
    if not own["denominator"]:
        return None
    area = view.here(slug, year)
    names = ("numerator", "denominator", "value", "lower", "upper")
    cells = (
        indicators.get(slug).title,
        provider,
        *(own[n] for n in names),
        area["value"],
        against(own, area),
    )
    return Row(cells, "%", "", year.name)
