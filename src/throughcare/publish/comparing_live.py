"""One area compared on one indicator, straight from a cut: for the command line."""

from dataclasses import dataclass

from throughcare import indicators
from throughcare.comparison import CannotCompare, caveats
from throughcare.disclosure import HIDDEN
from throughcare.indicators import Period
from throughcare.publish import (
    adjusting,
    areas,
    characteristics,
    compared_words,
    comparing,
    measuring,
)
from throughcare.publish.compared import ALL, REFERENCES, Comparison
from throughcare.publish.figures import Row
from throughcare.warehouse import engines
from throughcare.warehouse.cut import Cut

NUMBERS = ("numerator", "denominator", "value", "lower", "upper")
COLUMNS = (
    "code",
    "name",
    *NUMBERS,
    "expected",
    "ratio",
    "ratio_lower",
    "ratio_upper",
    "funnel",
    "verdict",
)


@dataclass(frozen=True)
class Beside:
    """The area, then those it is compared with (by name); sentences on it, on how, and on what they cannot say."""

    rows: list[dict]
    sentences: list[str]
    how: list[str]
    cannot_say: tuple[str, ...]
    gap: dict[str, float | None]


def beside(
    cut: Cut,
    slug: str,
    period: str,
    area: str,
    reference: str = "similar",
    *,
    protected: bool = True,
) -> Beside:
    """An area beside similar areas, those of its region, or all. Raises ValueError or LookupError in one sentence."""
    indicator, when, code = indicators.get(slug), Period.parse(period), _area(area)
    if not comparing.shares([indicator.slug]):
        raise CannotCompare(
            f"{indicator.slug} is not a share of people; only shares are compared, as completion-of-exits."
        )
    found = _compared(cut, indicator.slug, when, protected)
    here = found.find(indicator.slug, code)
    if here is None:
        raise CannotCompare(
            f"Nobody is counted for {areas.by_code()[code].name} in {period}, so that there is nothing to compare."
        )
    return Beside(
        [here, *_others(found, here, reference)],
        [
            *compared_words.of_area(here, indicator.title),
            *([] if here["suppressed"] else [compared_words.gap(here, reference)]),
        ],
        compared_words.how_similar(found) if reference == "similar" else [],
        caveats.of(here["verdict"] is not None),
        {n: here[f"{n}_{reference}"] for n in ("quartile", "gap", "areas")},
    )


def _area(code: str) -> str:
    known = areas.by_code()
    named = [a.code for a in known.values() if a.name.casefold() == code.casefold()]
    if code.upper() in known or named:
        return code.upper() if code.upper() in known else named[0]
    near = [f"{a.code} {a.name}" for a in areas.search(code)[:3]]
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    raise CannotCompare(
        f"{code!r} is no area. Give the code of an upper-tier authority, as E08000035.{hint}"
    )


def _compared(cut: Cut, slug: str, period: Period, protected: bool) -> Comparison:
    wanted = comparing.adjustable(cut.as_of)
    rows = {slug: rows_of(cut, slug, period, protected)}
    if slug != wanted[0]:
        rows[wanted[0]] = rows_of(cut, wanted[0], period, protected)
    inputs = cut.inputs(engines.connect("duckdb"))
    fitted = [s for s in wanted if s in rows]
    models = [adjusting.adjust(inputs, s, period) for s in fitted]
    known = characteristics.known(cut.store, cut.as_of)
    return comparing.compare(rows, {}, models, known)


def rows_of(cut: Cut, slug: str, period: Period, protected: bool) -> list[Row]:
    """The areas of an indicator as rows of a release."""
    found = measuring.measure(cut, slug, period.name, ["area"], protected=protected)
    names = areas.by_code()
    return [
        _row(row, slug, names[row["area"]])
        for row in found.rows
        if row["area"] in names
    ]


def _row(row: dict, slug: str, area) -> Row:
    hidden = HIDDEN in (row["numerator"], row["value"])
    return Row(
        indicator=slug,
        period=row["period"],
        period_kind="",
        geography="area",
        code=area.code,
        name=area.name,
        substance_group=ALL,
        part=ALL,
        suppressed=hidden,
        **{n: None if hidden or row[n] == HIDDEN else row[n] for n in NUMBERS},
    )


def _others(found: Comparison, here: dict, reference: str) -> list[dict]:
    if reference not in REFERENCES:
        raise CannotCompare(f"An area is compared with {', '.join(REFERENCES)}.")
    known = areas.by_code()
    near = {row["neighbour"] for row in found.similar(here["code"])}
    wanted = {
        "similar": lambda row: row["code"] in near,
        "region": lambda row: (
            known[row["code"]].region_code == known[here["code"]].region_code
        ),
        "england": lambda row: True,
    }[reference]
    rows = [r for r in found.areas(here["indicator"]) if r["code"] != here["code"]]
    return sorted((r for r in rows if wanted(r)), key=lambda r: r["name"])
