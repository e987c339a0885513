"""The demonstration: a small England through the very path that a real file takes, and the site on top.

Each step leaves whole results and is passed over when they are there, so that it can be stopped and started again.

    python -m throughcare.web.demo [--people N] [--listen HOST:PORT] [--prepare-only]
"""

import argparse
import datetime as dt
import multiprocessing
import os
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)

from throughcare.web.listening import CannotListen

HOME = Path("demo")
CUT = "demonstration"
PEOPLE = 45_000
SEED = 7
FAULT_RATE = 0.01
WORKERS = 2
SHORT = {"quarters": 1, "rolling_years": 1}
"""Fewer periods than a release has otherwise, so that the first start stays short."""
ADDRESS = "127.0.0.1:8000"
AREA = "E08000037"
"""Gateshead: the commissioner's area."""

console = Console()


def main() -> int:
    options = _options()
    os.environ.setdefault("THROUGHCARE_MODE", "demo")
    os.environ.setdefault("THROUGHCARE_HOME", str(HOME.resolve()))
    try:
        if not _is_ready(HOME):
            _prepare(HOME, options.people)
        if options.prepare_only:
            return 0
        _serve(options.listen)
    except CannotListen as fault:
        console.print(str(fault), markup=False)
        return 2
    except KeyboardInterrupt:
        console.print(
            "\nStopped. What was finished is kept; `make demo` goes on from there."
        )
        return 130
    return 0


def _options():
    parser = argparse.ArgumentParser(description="Throughcare's demonstration.")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--listen", default=ADDRESS)
    parser.add_argument("--prepare-only", action="store_true")
    return parser.parse_args()


def _ready(home: Path) -> Path:
    return home / "ready"


def _is_ready(home: Path) -> bool:
    """Whether a start before this one came to its end, by the lights of this version."""
    from throughcare.publish import figures

    return _ready(home).exists() and bool(figures.names(home / "store"))


def _prepare(home: Path, people: int) -> None:
    home.mkdir(exist_ok=True)
    store = home / "store"
    with _progress() as progress:
        returns = _simulate(home, people, progress)
        _submit(store, returns, progress)
        cut = _freeze(store, returns, progress)
        _publish(cut, progress)
    _ready(home).touch()


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description:28}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    )


def _simulate(home: Path, people: int, progress: Progress) -> list[Path]:
    """Returns of every provider in national format; those of young people's services and prisons in folders of their own."""
    from throughcare.simulate import England, apart

    folder, half = home / "returns", home / "returns.part"
    if not folder.exists():
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir()
        task = progress.add_task("Simulating a small England", total=None)
        england = England(people=people, seed=SEED, dataset="H", fault_rate=FAULT_RATE)
        england.write_returns(
            half,
            progress=lambda done, total: progress.update(
                task, completed=done, total=total
            ),
        )
        for data_set in apart.DATA_SETS:
            apart.write_returns(england, data_set, half / data_set)
        half.rename(folder)
    return sorted(folder.glob("*.csv")) + sorted(folder.glob("*/*.csv"))


def _submit(store: Path, returns: list[Path], progress: Progress) -> None:
    """Receive, check and accept each return; those accepted already say so at once."""
    task = progress.add_task("Sending the returns", total=len(returns))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
        for _ in pool.map(_submit_one, [store] * len(returns), returns):
            progress.advance(task)


def _submit_one(store: Path, file: Path) -> str:
    from throughcare.simulate import apart
    from throughcare.submissions import Store

    returns = Store(store)
    kind = file.parent.name
    dataset = f"H-{kind}" if kind in apart.DATA_SETS else None
    received = returns.receive(file, by="demonstration", dataset=dataset)
    return returns.accept(received.id, by="demonstration", part=True).id


def _freeze(store: Path, returns: list[Path], progress: Progress):
    from throughcare.dataset.file import FileName
    from throughcare.submissions import Store, cut_sources
    from throughcare.warehouse.cut import STEPS, Cut, freeze

    if CUT not in Cut.names(store):
        task = progress.add_task("Freezing a cut", total=len(STEPS))
        as_of = FileName.parse(returns[0].name).last + dt.timedelta(days=1)
        sources = cut_sources(Store(store))
        freeze(store, CUT, as_of, sources, progress=lambda step: progress.advance(task))
    return Cut.open(store, CUT)


def _publish(cut, progress: Progress) -> None:
    """Build the release, have it approved as by a second person, and publish it."""
    from throughcare.publish import figures, publication

    if cut.name in figures.names(cut.store):
        return
    task = progress.add_task("Measuring and publishing", total=None)
    publication.build(
        cut,
        by="demonstration",
        periods=_covered(cut),
        progress=lambda done, total: progress.update(task, completed=done, total=total),
        attacked=False,  # its people are made up, and a first start is to be short
    )
    publication.approve(cut, by="demonstration, second person")
    publication.publish(cut, by="demonstration")


def _covered(cut) -> list:
    """The periods of the release within the years that the simulated returns cover."""
    from throughcare.publish.release import between

    years = _whole_years(cut.as_of)
    return years + between(cut, years[0].start, SHORT)


def _whole_years(as_of: dt.date) -> list:
    """The financial years that the simulated returns cover from their first day to their last."""
    from throughcare.indicators import periods
    from throughcare.simulate import England

    start = England(dataset="H").day("start")
    first = start.year + ((start.month, start.day) > (4, 1))
    return periods.years(first, as_of.year - (as_of.month < 4) - 1)


def _serve(listen: str) -> None:
    from django.core.management import call_command

    from throughcare.web import serve

    serve.prepare()
    provider = _first_provider(HOME)
    console.print(f"\n[bold]Throughcare[/] is on http://{listen}  (Ctrl-C stops it)\n")
    console.print("The public pages need no account. To sign in:")
    call_command("demo_accounts", provider=provider, area=AREA)
    _relate(HOME / "store")
    serve.serve(listen)


def _relate(store: Path) -> None:
    """Let every provider work for the partnership of the area in which most of its people live."""
    from throughcare.publish.reports.units import main_areas
    from throughcare.warehouse.cut import Cut
    from throughcare.web.organisations.actions import add_provider, relate
    from throughcare.web.organisations.models import Partnership, Relation

    if Relation.objects.exists():
        return
    since = _whole_years(Cut.open(store, CUT).as_of)[0].start
    by_area = {p.area.code: p for p in Partnership.objects.select_related("area")}
    for code, area in main_areas(Cut.open(store, CUT)).items():
        provider = add_provider(code=code, by=None)
        relate(provider=provider, partnership=by_area[area], since=since, by=None)


def _first_provider(home: Path) -> str:
    """The provider whose data manager signs in."""
    return min((home / "returns").glob("*.csv")).name.split("-")[0]


if __name__ == "__main__":
    sys.exit(main())
