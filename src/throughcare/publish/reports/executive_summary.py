"""The executive summary of an area, at a glance: each measure beside England and similar areas, with its direction.

Sections follow the quarterly summaries of the field (indicators.md F): completions, engagement, time in treatment, criminal
justice and others where they are measured. Colours never stand alone: the word is always there.
"""

from throughcare import comparison, indicators, parameters
from throughcare.indicators.periods import quarter
from throughcare.publish import drawings, words
from throughcare.publish.compared_words import DIRECTIONS
from throughcare.publish.reports import notes, periods
from throughcare.publish.reports.document import (
    COUNT,
    RATED,
    VALUE,
    Column,
    Report,
    Row,
    Section,
)
from throughcare.publish.reports.similar import together
from throughcare.publish.reports.view import View, against

KIND = "executive-summary"
TITLE = "Executive summary"
UNITS = ("area",)
PARTS = (
    (
        "completions",
        "Successful completions",
        ("completion_of_all_in_treatment", "completion_without_representation"),
        True,
    ),
    (
        "exits",
        "How people leave, and who comes back",
        (
            "completion_of_exits",
            "early_unplanned_exits",
            "representations",
            "growth_of_completions",
        ),
        False,
    ),
    (
        "engagement",
        "Getting in and staying",
        ("waiting_times", "retained", "growth_of_effective_treatment"),
        True,
    ),
    (
        "outcomes",
        "What changed for people",
        (
            "abstinent_at_review",
            "stopped_injecting",
            "working_at_exit",
            "housed_at_exit",
        ),
        False,
    ),
    (
        "health-and-justice",
        "Health and justice",
        (
            "hepatitis_b",
            "hepatitis_c",
            "naloxone",
            "criminal_justice",
            "continuity_of_care",
        ),
        False,
    ),
)
"""Sections: name, heading, measures, and whether they are told by substance group. Those that are not measured are named."""
COLUMNS = (
    Column("measure", "Measure"),
    Column("group", "Substance group"),
    Column("value", "Twelve months", VALUE),
    Column("numerator", "Number", COUNT),
    Column("denominator", "Out of", COUNT),
    Column("lower", "95% interval, lower", VALUE),
    Column("upper", "95% interval, upper", VALUE),
    Column("before", "A year before", VALUE),
    Column("similar", "Similar areas", VALUE),
    Column("england", "England", VALUE),
    Column("rating", "Beside England", RATED),
    Column("gap", "People more to reach the top quarter", COUNT),
)
RATING = (
    "Better, similar and worse say whether the 95% interval leaves England's value out (indicators.md A5, proposed); by "
    "chance alone about one measure in twenty would."
)
GAP = (
    "The top quarter is that of the similar areas, type 7 (indicators.md F, proposed); reaching it is a thought, not a "
    "target."
)
NO_INVESTMENT = (
    "Investment is not told: spending plans are no part of a return (indicators.md F)."
)


def report(view: View) -> Report:
    """The summary of one area for the latest quarter that was over on the day of the cut."""
    wanted = [(n, h, _known(view, slugs), grouped) for n, h, slugs, grouped in PARTS]
    parts = [_section(view, *part) for part in wanted if part[2]]
    sections = [_glance(view), _ratings(view, parts), *parts]
    return view.report(
        KIND,
        TITLE,
        view.quarter,
        summary=_summary(parts),
        sections=[*sections, _travel(view), _near(view)],
        notes=[RATING, GAP, *_missing(view), NO_INVESTMENT, notes.NOT_ADJUSTED],
    )


def _known(view: View, slugs) -> list[str]:
    """The measures that there are, and that can be given for their twelve months."""
    found = indicators.catalogue()
    return [s for s in slugs if s in found and found[s].is_known_in(view.year(s))]


def _missing(view: View) -> list[str]:
    wanted = [slug for _, _, slugs, _ in PARTS for slug in slugs]
    lacking = [s.replace("_", " ") for s in wanted if s not in _known(view, wanted)]
    if not lacking:
        return []
    return [f"Not measured for these twelve months: {', '.join(lacking)}."]


def _before(view: View, slug: str, group: str | None = None):
    """The value of the twelve months before; None where the definition did not hold then."""
    before = periods.year_before(view.year(slug))
    if not indicators.get(slug).is_known_in(before):
        return None
    return view.here(slug, before, group)["value"]


def _glance(view: View) -> Section:
    """People in treatment and new ones, in the quarter, in twelve months and a year before."""
    rows = []
    for slug in ("in_treatment", "new_presentations"):
        year = view.year(slug)
        now = [view.here(slug, p)["value"] for p in (view.quarter, year)]
        before = _before(view, slug)
        cells = (view.title(slug), *now, before, _change(now[1], before))
        rows.append(Row(cells, "persons", slug, year.name))
    columns = (
        Column("measure", "Measure"),
        Column("quarter", "Quarter", VALUE),
        Column("value", "Twelve months", VALUE),
        Column("before", "A year before", VALUE),
        Column("change", "Change"),
    )
    return Section("at-a-glance", "At a glance", (), columns, tuple(rows))


def _ratings(view: View, parts: list[Section]) -> Section:
    """Every measure of all people on one line, with its rating."""
    names = ("measure", "value", "similar", "england", "rating", "gap")
    rows = [
        Row(
            tuple(row.cells[COLUMNS_AT[name]] for name in names),
            row.unit,
            row.indicator,
            row.period,
        )
        for part in parts
        for row in part.rows
        if row.cells[COLUMNS_AT["group"]] == "All"
    ]
    columns = tuple(COLUMNS[COLUMNS_AT[name]] for name in names)
    return Section("ratings", "Measures beside England", (), columns, tuple(rows))


def _change(now: float, before: float) -> str:
    """Growth in a year in words; no share of nothing (indicators.md C7)."""
    if not before:
        return f"{words.NOT_AVAILABLE} nobody a year before"
    share = 100 * (now - before) / before
    if not round(share):
        return "About the same"
    return f"{abs(share):.0f}% {'more' if share > 0 else 'fewer'}"


def _section(view: View, name: str, heading: str, slugs: list[str], grouped: bool):
    rows = [
        row
        for slug in slugs
        for group in (None, *(words.GROUPS if grouped else ()))
        if (row := _row(view, slug, group)) is not None
    ]
    sentences = tuple(_sentence(view, slug) for slug in slugs)
    return Section(
        name,
        heading,
        sentences,
        COLUMNS,
        tuple(rows),
        (),
        _drawing(view, slugs, heading),
    )


def _row(view: View, slug: str, group: str | None) -> Row | None:
    """A measure of the twelve months beside the others; None for a group in which nobody is counted."""
    year = view.year(slug)
    now = view.here(slug, year, group)
    if group and not now["denominator"]:
        return None
    near = _near_value(view, slug) if group is None else None
    cells = (
        view.title(slug),
        words.label(group or "all"),
        *(now[n] for n in ("value", "numerator", "denominator", "lower", "upper")),
        _before(view, slug, group),
        near["value"] if near else None,
        view.england(slug, year, group)["value"],
        rating(view, slug, group),
        _gap(view, slug) if group is None else None,
    )
    return Row(cells, indicators.get(slug).unit, slug, year.name, group or "")


def rating(view: View, slug: str, group: str | None = None) -> str:
    """Better, Similar or Worse beside England; higher or lower where neither is better; blank without an interval."""
    year = view.year(slug)
    found = against(view.here(slug, year, group), view.england(slug, year, group))
    return rated(found, indicators.get(slug).direction)


def rated(found: str, better: str | None) -> str:
    """A verdict in the words of a rating.

    >>> rated("higher", "higher"), rated("higher", "lower"), rated("lower", None), rated("", None)
    ('Better', 'Worse', 'Lower', '')
    """
    if found in ("", "similar") or better is None:
        return found.capitalize()
    return "Better" if found == better else "Worse"


def _neighbours(view: View, slug: str) -> list[str]:
    return view.similar.of(view.unit.code, view.year(slug)) if view.similar else []


def _near_value(view: View, slug: str) -> dict | None:
    codes = _neighbours(view, slug)
    return together(view.measured, slug, view.year(slug), codes) if codes else None


def _gap(view: View, slug: str) -> int | None:
    """How many people more would reach the top quarter of the similar areas; None unless more is better."""
    if indicators.get(slug).direction != "higher" or not _is_share(slug):
        return None
    year = view.year(slug)
    here = view.here(slug, year)
    rows = [view.measured.row(slug, year, code) for code in _neighbours(view, slug)]
    shares = [r["value"] / 100 for r in rows if r["value"] is not None]
    if not here["denominator"] or not shares:
        return None
    quantile = parameters.at("comparison.top_quartile", year.start).value
    found = comparison.to_top_quartile(
        here["numerator"], here["denominator"], shares, quantile
    )
    return found.people if found else None


def _is_share(slug: str) -> bool:
    """Whether a measure is a share of people, with an interval."""
    return indicators.get(slug).interval == "wilson"


def _sentence(view: View, slug: str) -> str:
    told, gap, near = view.sentence(slug), _gap(view, slug), _near_value(view, slug)
    if near and near["value"] is not None:
        told += f" Similar areas together: {words.amount(near['value'], '%')}."
    if gap:
        people = "1 person" if gap == 1 else f"{words.number(gap)} people"
        told += f" About {people} more would reach the top quarter of similar areas."
    return told


def _drawing(view: View, slugs: list[str], heading: str) -> tuple[dict, ...]:
    lines = []
    for slug in slugs:
        now, year = view.here(slug, view.year(slug)), view.year(slug)
        if now["value"] is None or not _is_share(slug):
            continue
        near, england = _near_value(view, slug), view.england(slug, year)["value"]
        others = (england, near["value"] if near else None)
        lines.append(
            (view.title(slug), now["value"], now["lower"], now["upper"], *others)
        )
    if not lines:
        return ()
    told = "; ".join(f"{line[0]} {words.amount(line[1], '%')}" for line in lines)
    names = (
        "England",
        "Similar areas" if any(x[-1] is not None for x in lines) else "",
    )
    return (drawings.dots(f"{heading}: shares", f"{told}.", lines, names),)


# -- direction of travel ----------------------------------------------------------------------------------------


def _travel(view: View) -> Section:
    """Whether the latest quarters move by more than they ordinarily do."""
    slugs = _known(view, (slug for part in PARTS[:3] for slug in part[2]))
    rows = [_travelled(view, slug) for slug in slugs]
    columns = (
        Column("measure", "Measure"),
        Column("quarters", "Quarters judged", COUNT),
        Column("first", "Earliest quarter", VALUE),
        Column("last", "Latest quarter", VALUE),
        Column("direction", "Direction"),
    )
    return Section(
        "direction",
        "Direction of travel",
        (),
        columns,
        tuple(rows),
        (
            "Judged by a control chart of quarters (XmR); one quarter rests on small numbers.",
        ),
    )


def _travelled(view: View, slug: str) -> Row:
    when = _quarters(view, slug)
    known_in = indicators.get(slug).is_known_in
    values = [view.here(slug, q)["value"] if known_in(q) else None for q in when]
    known = [v for v in values if v is not None]
    least = parameters.at("comparison.least_points", view.quarter.start).value
    found = comparison.direction(
        [float("nan") if v is None else v for v in values],
        indicators.get(slug).direction,
        least,
    )
    told = DIRECTIONS.get(found.direction, f"Too few quarters: {least} are needed")
    ends = (known[0], known[-1]) if known else (None, None)
    cells = (view.title(slug), len(known), *ends, told[0].upper() + told[1:])
    return Row(cells, indicators.get(slug).unit, slug, when[-1].name)


def _quarters(view: View, slug: str) -> list:
    """The latest quarters that the cut can say the last word on, oldest first."""
    most = parameters.at("comparison.least_points", view.quarter.start).value
    found, at = [], view.quarter
    while len(found) < most:
        if indicators.get(slug).settled_on(at) <= view.origin.as_of:
            found.append(at)
        first = at.start
        number = (first.month - 4) % 12 // 3
        year = first.year - (first.month < 4)
        at = quarter(year, number) if number else quarter(year - 1, 4)
    return found[::-1]


# -- summary ----------------------------------------------------------------------------------------------------


def _summary(sections: list[Section]) -> list[str]:
    """How many measures are better, similar or worse than England, and the largest gap in people."""
    rows = [row for s in sections for row in s.rows if row.cells[1] == "All"]
    found = [row.cells[COLUMNS_AT["rating"]] for row in rows]
    told = {name: found.count(name) for name in ("Better", "Similar", "Worse")}
    counts = ", ".join(f"{n} {name.lower()}" for name, n in told.items())
    lines = [
        f"Of {sum(told.values())} measures that can be rated beside England: {counts}."
    ]
    gaps = [(row.cells[COLUMNS_AT["gap"]] or 0, row.cells[0]) for row in rows]
    people, title = max(gaps, default=(0, ""))
    if people:
        more = "1 person" if people == 1 else f"{words.number(people)} people"
        lines.append(
            f"The largest gap to the top quarter of similar areas is {more}: {title}."
        )
    return lines


COLUMNS_AT = {column.name: place for place, column in enumerate(COLUMNS)}


def _near(view: View) -> Section:
    """Which areas are the similar ones."""
    from throughcare.publish import areas

    codes = view.similar.of(view.unit.code, view.year("in_treatment"))
    if not codes:
        return Section("similar", "Similar areas", (NO_SIMILAR,))
    names = [areas.by_code()[code].name for code in codes if code in areas.by_code()]
    mark = parameters.at("comparison.similar_areas", view.quarter.start).evidence
    told = (
        f"{len(names)} areas (the number: {words.MARKS[mark].lower()}), nearest first: {', '.join(names)}.",
    )
    return Section("similar", "Similar areas", told)


NO_SIMILAR = (
    "No similar areas could be found: too few people to say what would be expected."
)
