"""The needs assessment packs of all 152 areas as PDF, by one command, from a cut with a release."""

import datetime as dt
import shutil
import sys
import tempfile
from pathlib import Path

from .files import WORK
from .measuring import command
from .result import Result

ALLOWED = 60.0
PEOPLE = 30_000
CUT = "packs"
AS_OF = dt.date(2014, 6, 30)


def store() -> Path:
    """A store of simulated returns with a cut and its release; made once and kept."""
    folder = WORK / f"packs-{PEOPLE}"
    if (folder / "store" / "cuts" / CUT / "release" / "release.json").exists():
        return folder / "store"
    from throughcare.publish import publication
    from throughcare.simulate import England
    from throughcare.submissions import Store, cut_sources
    from throughcare.warehouse.cut import freeze

    shutil.rmtree(folder, ignore_errors=True)
    england = England(people=PEOPLE, seed=7, dataset="K")
    held = Store(folder / "store")
    for path in england.write_returns(folder / "returns"):
        held.accept(held.receive(path, by="bench").id, by="bench", part=True)
    cut = freeze(folder / "store", CUT, AS_OF, cut_sources(held))
    publication.build(cut, by="bench", attacked=False)
    return folder / "store"


def measure() -> list[Result]:
    """The command as a whole process: reading everything once, and 152 files."""
    held = store()
    program = shutil.which("throughcare", path=str(Path(sys.executable).parent))
    with tempfile.TemporaryDirectory() as out:
        words = [program, "pack", "--store", str(held), "--cut", CUT]
        run = command([*words, "--all", "--out", out])
        made = len(list(Path(out).glob("*.pdf")))
    assert made == 152, f"{made} packs were written"
    return [
        Result("packs", run.seconds / ALLOWED, run.seconds, run.peak_mb, "60 s", 1.0)
    ]
