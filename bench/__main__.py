"""`python -m bench`: measure, print a table, write bench/results.json."""

import argparse
from collections.abc import Callable

from rich.console import Console

from . import analytic, cold_start, one_record, report, validation
from .result import Result

Measurement = Callable[[], list[Result]]


def measurements(quick: bool, ten_million: bool) -> dict[str, Measurement]:
    """What can be measured, by name; `quick` takes smaller sizes and fewer runs."""
    times = 3 if quick else 5
    sizes = (10_000, 100_000) if quick else (100_000, 1_000_000)
    known = {
        f"validation_{rows}": lambda rows=rows: validation.measure(rows, times)
        for rows in sizes
    }
    rows, most = (100_000, 1_000_000) if quick else (1_000_000, 10_000_000)
    known[f"journeys_{rows}"] = lambda: analytic.measure_journeys(rows, times)
    known[f"indicators_{rows}"] = lambda: analytic.measure_indicators(rows, times)
    known[f"journeys_{most}_in_1_gb"] = lambda: analytic.measure_in_1_gb(most)
    known |= {
        f"one_record_{form}": lambda form=form: one_record.measure(form, 300)
        for form in one_record.FORMS
    }
    known["cold_start"] = lambda: cold_start.measure(2 * times)
    if ten_million:
        known["validation_10000000"] = lambda: validation.measure_in_1_gb(10_000_000)
    return known


def main() -> int:
    asked = _arguments()
    console = Console()
    results: list[Result] = []
    known = measurements(asked.quick, asked.ten_million)
    chosen = [name for name in known if not asked.only or asked.only in name]
    if not chosen:
        console.print(f"Nothing is called {asked.only}. Known: {', '.join(known)}.")
        return 2
    with console.status("") as status:
        for place, name in enumerate(chosen, start=1):
            status.update(f"{place} of {len(chosen)}: {name}")
            results += known[name]()
            console.print(f"measured {name}")
            report.write(results)
    report.show(results, console)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="smaller sizes, fewer runs"
    )
    parser.add_argument("--only", metavar="NAME", help="those with NAME in their name")
    parser.add_argument(
        "--ten-million",
        action="store_true",
        help="also validate a file of 10 million rows (6 GB in bench/work)",
    )
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
