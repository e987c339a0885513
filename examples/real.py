"""Real people's records through the whole thread: `make real`, or `python -m examples.real [--data DIR]`.

Studies are turned into national returns by mappings, sent through the commands (submit, freeze, journeys, measure),
and their figures printed beside those published. Data is read where it lies; where it is absent the target says so and
goes on. Exits 1 where a figure does not agree or a command stops.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rich.markup import escape

from . import studies, thread
from .show import Page
from .tables import Absent

RECORDS = Path(__file__).parents[2] / "shared" / "data" / "real_records"

PARTS: dict[str, Callable[[studies.Run], None]] = {
    "Three opioid-treatment trials (CTN-0094)": studies.opioid_trials,
    "US discharges of 2014, in their codes (TEDS-D)": partial(
        studies.us_discharges, name="teds_2014"
    ),
    "US discharges of 2023, labelled (TEDS-D)": partial(
        studies.us_discharges, name="teds_2023"
    ),
    "People leaving detoxification in Boston (HELP)": studies.detoxification,
}


def main(arguments: list[str] | None = None) -> int:
    """Runs every part. Returns 0, or 1 where a figure does not agree with the one published."""
    options = _options(arguments)
    page = Page()
    with tempfile.TemporaryDirectory(prefix="throughcare-real-") as temporary:
        work = Path(options.keep or temporary)
        run = studies.Run(_trials(options.data), options.records, work, page)
        for title, part in PARTS.items():
            page.heading(title)
            _guarded(part, run)
    return 0 if page.agreed else 1


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make real", description=__doc__)
    parser.add_argument(
        "--data", type=Path, help="folder of the trials, laid out as ctn0094"
    )
    parser.add_argument(
        "--records", type=Path, default=RECORDS, help="folder of the other studies"
    )
    parser.add_argument("--keep", type=Path, help="keep returns and stores in here")
    return parser.parse_args(arguments)


def _trials(given: Path | None) -> Path:
    """The folder of the trials: the one given, or the `ctn0094` inside it."""
    folder = given or RECORDS
    inside = folder / "ctn0094"
    return inside if (inside / "everybody.csv").exists() else folder


def _guarded(part: Callable[[studies.Run], None], run: studies.Run) -> None:
    """A part whose data is absent says so and ends; a command that stopped says what it said."""
    try:
        part(run)
    except Absent as absent:
        run.page.say(f"[yellow]Not shown:[/] {escape(str(absent))}")
    except thread.Stopped as stopped:
        run.page.agreed = False
        run.page.say(f"[red]Stopped:[/] {escape(str(stopped))}")
    run.page.say("")


if __name__ == "__main__":
    sys.exit(main())
