"""`throughcare compare`, `case-mix`, `alarms`: areas beside each other, fairly."""

import json
from enum import StrEnum
from itertools import chain
from typing import Annotated

import typer

from throughcare.cli.opening import open_cut
from throughcare.cli.options import CutOption, FormatOption, StoreOption, TableFormat
from throughcare.cli.printing import fail, print_rows, print_table
from throughcare.cli.root import app

SHOWN = 40


class With(StrEnum):
    similar = "similar"
    region = "region"
    england = "england"


PeriodOption = Annotated[str, typer.Option(help="As in measure, as 2012-13.")]


@app.command()
def compare(
    indicator: Annotated[str, typer.Argument(help="Slug or number of a share.")],
    store: StoreOption,
    cut: CutOption,
    period: PeriodOption,
    area: Annotated[str, typer.Option(help="Code or name of an area.")],
    reference: Annotated[
        With, typer.Option("--with", help="What the area is compared with.")
    ] = With.similar,
    form: FormatOption = TableFormat.table,
    unprotected: Annotated[
        bool, typer.Option(help="Neither rounded nor suppressed: not for publication.")
    ] = False,
):
    """Compare an area with similar areas, its region or England: interval, people, expected, funnel, gap to the top quarter.

    Example: throughcare compare C5 --store store --cut 2012-13 --period 2011-12 --area E08000035 --with region
    """
    from throughcare.publish import comparing_live

    try:
        found = comparing_live.beside(
            open_cut(store, cut),
            indicator,
            period,
            area,
            reference.value,
            protected=not unprotected,
        )
    except (ValueError, LookupError) as error:
        raise fail(str(error.args[0] if error.args else error)) from None
    _print_compared(found, form, f"{indicator}, {period}, cut {cut}")


def _print_compared(found, form: TableFormat, title: str) -> None:
    from throughcare.publish.comparing_live import COLUMNS

    rows = [{c: row[c] for c in COLUMNS} for row in found.rows]
    if form is TableFormat.json:
        told = {
            "area": rows[0],
            "compared_with": rows[1:],
            "gap": found.gap,
            "says": found.sentences,
            "how": found.how,
            "cannot_say": found.cannot_say,
        }
        print(json.dumps(told, indent=1, ensure_ascii=False))
        return
    if form is TableFormat.csv:
        print_rows(rows, list(COLUMNS), form, "")
        return
    print_table(*_for_people(found.rows), title)
    for sentence in [*found.sentences, *found.how]:
        print(sentence)
    print("What this cannot say:")
    for caveat in found.cannot_say:
        print(f"  {caveat}")


def _for_people(rows: list[dict]) -> tuple[list[dict], list[str]]:
    """Fewer columns, with the interval in one and the verdict in words."""
    from throughcare.comparison import VERDICTS

    told = []
    for row in rows:
        hidden = "[c]" if row["suppressed"] else None
        verdict = row["verdict"] or row["funnel"]
        told.append(
            {
                "area": row["name"],
                "people": hidden or row["denominator"] and int(row["denominator"]),
                "share": hidden or row["value"],
                "95% interval": hidden or _interval(row["lower"], row["upper"], 1),
                "expected": row["expected"],
                "observed/ expected": hidden
                or (None if row["ratio"] is None else f"{row['ratio']:.2f}"),
                "its interval": _interval(row["ratio_lower"], row["ratio_upper"], 2),
                "funnel": hidden or VERDICTS[verdict],
            }
        )
    return told, list(told[0])


def _interval(lower: float | None, upper: float | None, decimals: int) -> str | None:
    if lower is None or upper is None:
        return None
    return f"{lower:.{decimals}f} to {upper:.{decimals}f}"


@app.command()
def case_mix(
    store: StoreOption,
    cut: CutOption,
    period: PeriodOption,
    indicator: Annotated[
        str, typer.Argument(help="Slug or number of a share.")
    ] = "completion-without-representation",
    form: FormatOption = TableFormat.table,
):
    """Print the card of a case-mix model: terms, people, discrimination, calibration, a check on a half, what it cannot say.

    Example: throughcare case-mix C5 --store store --cut 2012-13 --period 2011-12
    """
    from throughcare.indicators import Period, get
    from throughcare.publish import adjusting
    from throughcare.warehouse import engines

    try:
        inputs = open_cut(store, cut).inputs(engines.connect("duckdb"))
        when = Period.parse(period)
        card = adjusting.card_of(
            *adjusting.fitted(inputs, get(indicator).slug, when), when
        )
    except (ValueError, LookupError) as error:
        raise fail(str(error.args[0] if error.args else error)) from None
    told = adjusting.shown(card)
    if form is TableFormat.json:
        print(json.dumps(told, indent=1, ensure_ascii=False))
    elif form is TableFormat.csv:
        print_rows(told["terms"], list(told["terms"][0]), form, "")
    else:
        _print_card(told, f"Case-mix model of {indicator}, {period}, cut {cut}")


def _print_card(told: dict, title: str) -> None:
    terms = [
        {
            "factor": t["factor"],
            "level": t["level"],
            "people": "[c]" if t["n"] is None else t["n"],
            "odds ratio": f"{t['odds_ratio']:.2f}",
            "95% interval": _interval(t["lower"], t["upper"], 2) or "reference",
        }
        for t in told["terms"]
    ]
    print_table(terms, list(terms[0]), title)
    print(
        f"{told['n']:,} people, {told['events']:,} with the outcome, {told['events_per_term']:.0f} for each term; "
        f"discrimination (c-index) {told['c_index']:.3f}."
    )
    tenths = [
        {name: "[c]" if value is None else value for name, value in tenth.items()}
        for tenth in told["calibration"]
    ]
    print_table(
        tenths,
        ["decile", "n", "observed", "expected"],
        "Calibration: tenths of the people, the least likely first",
    )
    split = told["split_sample"]
    if split:
        print(
            f"Fitted on {split['fitted_on']:,} and judged on the other {split['judged_on']:,} people: c-index "
            f"{split['c_index']:.3f}, calibration slope {split['slope']:.2f} (1 is right), intercept {split['intercept']:.2f} (0 is right)."
        )
    for note in told["notes"]:
        print(note)
    print("What it cannot say:")
    for sentence in told["cannot_say"]:
        print(f"  {sentence}")


@app.command()
def alarms(store: StoreOption, cut: CutOption, form: FormatOption = TableFormat.table):
    """List the substances whose presentations rose by more than the weeks before make likely, and where.

    Example: throughcare alarms --store store --cut 2012-13
    """
    from throughcare.publish import compared, compared_words, watching
    from throughcare.warehouse import engines

    inputs = open_cut(store, cut).inputs(engines.connect("duckdb"))
    found, told = watching.alarms(inputs)
    columns = compared.SCHEMAS["alarms"].names
    if form is not TableFormat.table:
        print_rows(found, columns, form, "")
        return
    if found:
        shown = [
            {
                "week of": row["week"],
                "substance": row["substance"],
                "place": row["name"],
                "presented": row["count"],
                "expected at most": row["bound"],
                "method": row["method"],
            }
            for row in found[:SHOWN]
        ]
        print_table(shown, list(shown[0]), f"Alarms of cut {cut}")
    sentences = compared_words.of_alarms(found, told), compared_words.by_chance(told)
    for sentence in chain(*sentences):
        print(sentence)
    print("What alarms cannot say:")
    for sentence in compared_words.ALARM_CAVEATS:
        print(f"  {sentence}")
    if len(found) > SHOWN:
        print(f"{len(found) - SHOWN:,} alarms more: use --format csv.")
