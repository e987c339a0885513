"""`python -m bench`: measure, print a table, write bench/results.json."""

import argparse
import time
from collections.abc import Callable

from rich.console import Console
from rich.markup import escape

from . import (
    analytic,
    catalogue,
    cold_start,
    comparing,
    one_record,
    packs,
    protection,
    public_pages,
    report,
    statistics,
    validation,
    xml_returns,
)
from .measuring import Failed, Listener
from .peers import measure as peers
from .result import Result

Measurement = Callable[[], list[Result]]


def measurements(quick: bool, ten_million: bool) -> dict[str, Measurement]:
    """What can be measured, by name; `quick` takes smaller sizes and fewer runs."""
    times = 3
    sizes = (10_000, 100_000) if quick else (100_000, 1_000_000)
    known = {
        f"validation_{rows}": lambda rows=rows: validation.measure(rows, times)
        for rows in sizes
    }
    grown = (*sizes, 10_000_000) if ten_million else sizes
    known["validation_growth"] = lambda: validation.measure_growth(grown, times)
    known |= {
        f"twenty_rules_{other}": lambda other=other: peers.measure(
            other, sizes[0], times
        )
        for other in peers.OTHERS
    }
    for rows in sizes:
        known |= {
            f"journeys_{rows}": lambda rows=rows: analytic.measure_journeys(
                rows, times
            ),
            f"indicators_{rows}": lambda rows=rows: analytic.measure_indicators(
                rows, times
            ),
        }
    most = 1_000_000 if quick else 10_000_000
    known[f"journeys_{most}_in_1_gb"] = lambda: analytic.measure_in_1_gb(most)
    known |= {
        f"one_record_{form}": lambda form=form: one_record.measure(form, 300)
        for form in one_record.FORMS
    }
    ten_years = 100_000 if quick else 1_000_000
    known["catalogue"] = lambda: catalogue.measure(ten_years, times)
    known["statistics"] = lambda: statistics.measure(times)
    of_xml = 16_000 if quick else xml_returns.ROWS_OF_200_MB
    known[f"xml_{of_xml}"] = lambda: xml_returns.measure(of_xml, times)
    pages = 200 if quick else public_pages.PAGES
    known["public_pages"] = lambda: public_pages.measure(pages)
    known["case_mix_300000"] = comparing.measure
    known["packs"] = packs.measure
    years = 1 if quick else protection.YEARS
    known["protection"] = lambda: protection.measure(years)
    known["cold_start"] = lambda: cold_start.measure(9)
    if ten_million:
        known["validation_10000000"] = lambda: validation.measure_in_1_gb(10_000_000)
    return known


def main() -> int:
    asked = _arguments()
    console = Console()
    known = measurements(asked.quick, asked.ten_million)
    chosen = _chosen(known, asked.only or "")
    if not chosen:
        console.print(f"Nothing is called {asked.only}. Known: {', '.join(known)}.")
        return 2
    results, faults = _measured({name: known[name] for name in chosen}, console)
    report.show(results, console)
    for name, fault in faults.items():
        console.print(f"[bold red]{name} has no result.[/] {escape(str(fault))}")
    return 1 if faults else 0


def _chosen(known, wanted: str) -> list[str]:
    """The one of that name, else all that have it in their name."""
    return [wanted] if wanted in known else [n for n in known if wanted in n]


def _measured(chosen: dict[str, Measurement], console: Console):
    """Results in turn, and what kept a measurement from having one: answers that differ, or an error."""
    results: list[Result] = []
    faults: dict[str, Failed] = {}
    began = time.monotonic()
    with console.status("") as status:
        for place, (name, measure) in enumerate(chosen.items(), start=1):
            told = f"{place} of {len(chosen)}: {name}"
            Listener.hear = lambda step, told=told: status.update(
                escape(f"{told} ({step})")
            )
            Listener.hear("making its data")
            start = time.monotonic()
            try:
                results += measure()
            except Failed as fault:
                faults[name] = fault
            spent = time.monotonic() - start
            console.print(
                f"{told}: {'no result' if name in faults else f'{spent:,.0f} s'}"
            )
            report.write(results)
    console.print(f"{time.monotonic() - began:,.0f} s in all.")
    return results, faults


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="smaller sizes, fewer runs"
    )
    parser.add_argument(
        "--only",
        metavar="NAME",
        help="the one called NAME, or those with NAME in their name",
    )
    parser.add_argument(
        "--ten-million",
        action="store_true",
        help="also validate a file of 10 million rows (6 GB in bench/work)",
    )
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
