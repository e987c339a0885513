"""Tables and drawings that packs and bulletins share: measures beside others, and what parts people fall into."""

from throughcare import indicators
from throughcare.publish import areas, definitions, drawings, sentences, words
from throughcare.publish.definitions import Definition
from throughcare.publish.figures import ALL, Row
from throughcare.publish.packs.source import Source
from throughcare.publish.reports import document
from throughcare.publish.reports.document import COUNT, PERCENT, VALUE, Column, Section

SIMILAR, ENGLAND, BEFORE = "Similar areas (median)", "England", "A year before"
NOT_MEASURED = "Not measured by this version of the figures: {}."
NONE = words.NOT_APPLICABLE
SURE = {"verified": "Verified", "memory": "From memory", "proposed": "Proposed"}
"""How sure a definition is at its weakest part, in a column's width."""


def known(source: Source, slugs: tuple[str, ...]) -> list[Definition]:
    """Definitions of those indicators that the release has figures of."""
    found = definitions.catalogue()
    addresses = (slug.replace("_", "-") for slug in slugs)
    return [found[a] for a in addresses if a in found and source.latest(found[a].key)]


def missing(source: Source, wanted: dict[str, str]) -> tuple[str, ...]:
    """A sentence on what was meant to be there and is not measured, by what it is called."""
    there = {d.key for d in known(source, tuple(wanted))}
    names = [name for slug, name in wanted.items() if slug not in there]
    return (NOT_MEASURED.format("; ".join(names)),) if names else ()


def here(source: Source, definition: Definition, code: str, back: int = 0):
    """The figure of a place in the latest year of an indicator, or `back` years before it."""
    periods = [p for p in source.release.periods(definition.key) if p <= source.period]
    if len(periods) <= back:
        return None
    return source.row(definition.key, code, periods[-1 - back], part=definition.part)


def told(source: Source, slug: str, code: str) -> list[str]:
    """The headline of a measure: its value with interval, the change, and England."""
    for definition in known(source, (slug,)):
        england = here(source, definition, areas.ENGLAND_CODE)
        return sentences.headline(
            definition.told,
            definition.unit,
            here(source, definition, code),
            here(source, definition, code, back=1),
            england if code != areas.ENGLAND_CODE else None,
        )
    return []


def measures(
    source: Source, code: str, name: str, heading: str, wanted: dict[str, str]
) -> Section:
    """A section of measures: a headline each, a drawing of the shares, a table beside similar areas and England."""
    found = known(source, tuple(wanted))
    lines = [told(source, d.key, code)[:1] for d in found]
    return Section(
        name,
        heading,
        tuple(sentence for line in lines for sentence in line),
        _columns(code),
        tuple(_row(source, d, code) for d in found),
        missing(source, wanted),
        _drawings(source, found, code, heading),
    )


def _columns(code: str) -> tuple[Column, ...]:
    others = (
        [Column("before", BEFORE, VALUE)]
        if code == areas.ENGLAND_CODE
        else [
            Column("similar", SIMILAR, VALUE),
            Column("england", ENGLAND, VALUE),
            Column("against_england", "Beside England"),
        ]
    )
    return (
        Column("measure", "Measure"),
        Column("period", "Year"),
        Column("numerator", "Number", COUNT),
        Column("denominator", "Out of", COUNT),
        Column("value", "Value", VALUE),
        Column("lower", "95% interval, lower", VALUE),
        Column("upper", "95% interval, upper", VALUE),
        *others,
        Column("evidence", "Definition"),
    )


def _row(source: Source, definition: Definition, code: str) -> document.Row:
    row = here(source, definition, code)
    is_share = definition.is_share
    own = [_shown(row, n) for n in ("numerator", "denominator")] if is_share else []
    cells = (
        definition.told,
        source.latest(definition.key) or "",
        *(own or (NONE, NONE)),
        _shown(row, "value"),
        *((_shown(row, n) if is_share else NONE) for n in ("lower", "upper")),
        *_beside(source, definition, code, row),
        SURE[definition.evidence],
    )
    period = source.latest(definition.key) or ""
    return document.Row(cells, definition.unit, definition.key, period)


def _beside(source: Source, definition: Definition, code: str, row: Row | None):
    if code == areas.ENGLAND_CODE:
        return (_shown(here(source, definition, code, back=1), "value"),)
    england = here(source, definition, areas.ENGLAND_CODE)
    is_comparable = sentences.is_comparable(definition.unit, row, england)
    return (
        source.similar(definition.key, code, definition.part)[0],
        _shown(england, "value"),
        sentences.comparison(row, england) if is_comparable else NONE,
    )


def _shown(row: Row | None, part: str):
    """A number of a row, the sign of a withheld one, None where there is none."""
    if row is None:
        return None
    return words.CONFIDENTIAL if row.suppressed else getattr(row, part)


def _number(cell) -> float | None:
    return cell if isinstance(cell, int | float) else None


def _drawings(source, found, code: str, heading: str) -> tuple[dict, ...]:
    """The shares with their intervals, beside England and similar areas; none for a lone share or none at all."""
    lines = []
    for definition in (d for d in found if d.unit == "%"):
        row = here(source, definition, code)
        if row is None or row.value is None:
            continue
        if code == areas.ENGLAND_CODE:
            before = here(source, definition, code, back=1)
            others = (before.value if before else None, None)
        else:
            england = here(source, definition, areas.ENGLAND_CODE)
            near, _ = source.similar(definition.key, code, definition.part)
            others = (england.value if england else None, near)
        lines.append((definition.told, row.value, row.lower, row.upper, *others))
    if not lines:
        return ()
    names = _names_of_others(code, lines)
    described = "; ".join(f"{line[0]} {words.amount(line[1], '%')}" for line in lines)
    return (drawings.dots(f"{heading}: shares", f"{described}.", lines, names),)


def _names_of_others(code: str, lines) -> tuple[str, str]:
    if code == areas.ENGLAND_CODE:
        return BEFORE, ""
    has_similar = any(line[-1] is not None for line in lines)
    return ENGLAND, SIMILAR if has_similar else ""


# -- parts ------------------------------------------------------------------------------------------------------

PART_COLUMNS = (
    Column("part", "Group"),
    Column("number", "People", COUNT),
    Column("share", "Share", PERCENT),
    Column("england", "Share in England", PERCENT),
)


def parts(
    source: Source,
    code: str,
    name: str,
    heading: str,
    columns: dict[str, str],
    unknown: str = "",
    note: str = "",
) -> Section:
    """How people are divided, from the counts of the ViewIt export. `columns`: its columns with their names.

    Shares are of those of whom it is known; `unknown` is the column of the others, which is told in a sentence.
    """
    counts = [source.cell(code, column) for column in columns]
    wider = [source.cell(areas.ENGLAND_CODE, column) for column in columns]
    rows = list(zip(columns.values(), counts, shares(counts), shares(wider)))
    told_ = [document.Row(row, "%") for row in rows] if any(counts) else []
    is_england = code == areas.ENGLAND_CODE
    return Section(
        name,
        heading,
        (_largest(heading, rows),) if told_ else (NOBODY,),
        PART_COLUMNS[: 3 if is_england else 4] if told_ else (),
        tuple(document.Row(r.cells[:3], r.unit) if is_england else r for r in told_),
        tuple(filter(None, (_unknown(source, code, unknown), note))),
        (_bars(heading, rows, is_england),) if told_ else (),
    )


NOBODY = "There is nothing to tell: nobody is counted, or the numbers round to nothing."


def shares(counts: list[int | None]) -> list[float | None]:
    """Shares of hundred of rounded counts; None where nobody is counted.

    >>> shares([30, 10, None])
    [75.0, 25.0, None]
    """
    total = sum(n or 0 for n in counts)
    return [None if n is None or not total else 100 * n / total for n in counts]


def _largest(heading: str, rows) -> str:
    known_ = [row for row in rows if row[2] is not None]
    name, number, share, england = max(known_, key=lambda row: row[2])
    told_ = f"{heading}: the largest group is {_lower(name)}, about {words.number(number)} people ({words.amount(share, '%', 0)}"
    if england is None or share == england:
        return told_ + ")."
    return f"{told_}; in England {words.amount(england, '%', 0)})."


def _lower(name: str) -> str:
    return name[0].lower() + name[1:] if name[1:2].islower() else name


def _unknown(source: Source, code: str, column: str) -> str:
    number = source.cell(code, column) if column else None
    if not number:
        return ""
    return f"Not stated or missing, and left out of the shares: about {words.number(number)} people."


def _bars(heading: str, rows, is_england: bool) -> dict:
    lines = [(n, share, None if is_england else e) for n, _, share, e in rows]
    described = "; ".join(
        f"{name} {words.amount(share, '%', 0)}"
        for name, _, share, _ in rows
        if share is not None
    )
    beside = "" if is_england else ENGLAND
    return drawings.bars(f"{heading}: shares", f"{described}.", "%", lines, beside)


def catalogue_title(slug: str) -> str:
    """The title of an indicator that may not be there."""
    found = indicators.catalogue().get(slug)
    return found.title if found else slug.replace("_", " ").capitalize()


def groups(source: Source, code: str) -> Section:
    """People in treatment by substance group over the years of the release, and the division of the latest."""
    rows = [
        source.row("in_treatment", code, source.period, group=g)
        for g in (ALL, *words.GROUPS)
    ]
    wider = [
        source.row("in_treatment", areas.ENGLAND_CODE, source.period, group=g)
        for g in words.GROUPS
    ]
    numbers = [_number(_shown(row, "value")) for row in rows[1:]]
    is_whole = None not in numbers
    own = shares(numbers) if is_whole else [None] * len(numbers)
    england = shares([_number(_shown(row, "value")) for row in wider])
    names = [words.label(group) for group in words.GROUPS]
    told_ = list(zip(names, [_shown(r, "value") for r in rows[1:]], own, england))
    is_england = code == areas.ENGLAND_CODE
    width = 3 if is_england else 4
    return Section(
        "groups",
        "Substance groups",
        (_largest("Substance groups", told_),) if is_whole and any(numbers) else (),
        PART_COLUMNS[:width],
        tuple(
            document.Row(line[:width], "%", "in_treatment", source.period)
            for line in told_
        ),
        (),
        (_bars("Substance groups", told_, is_england),)
        if is_whole and any(numbers)
        else (),
    )


def years(source: Source, code: str, slug: str, heading: str) -> dict | None:
    """A drawing of a measure over the years up to that of the document; None where there are fewer than two."""
    for definition in known(source, (slug,)):
        rows = source.release.rows(
            definition.key,
            code=code,
            period_kind="year",
            substance_group=ALL,
            part=definition.part,
        )
        kept = [r for r in rows if r.period <= source.period]
        lines = [(r.period, r.value, None) for r in kept]
        if len(lines) > 1 and any(value is not None for _, value, _ in lines):
            described = "; ".join(
                f"{p} {words.NOT_AVAILABLE if v is None else words.amount(v, definition.unit, 0)}"
                for p, v, _ in lines
            )
            return drawings.bars(heading, f"{described}.", definition.unit, lines)
    return None
