"""The whole thread, by the commands that anybody would type: submit, freeze, journeys, measure."""

import csv
import io
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import ibis

CUT = "real"
PROGRAM = "from throughcare.cli import main; main()"


class Stopped(Exception):
    """A command that did not do its work. The message is what it said."""


@dataclass(frozen=True)
class Sent:
    """What came out at the far end of the thread for one study.

    `returns` are one row a file (file, rows, accepted, rejected); `journeys` as `throughcare journeys` lists them;
    `measures` as `throughcare measure all`; `store` the folder, for whoever wants to look further.
    """

    store: Path
    returns: list[dict]
    journeys: list[dict]
    measures: list[dict]

    def table(self, name: str) -> ibis.Table:
        """A table of the cut (`modalities`, `profiles`): a pseudonym stands for the person."""
        path = self.store / "cuts" / CUT / "derived" / f"{name}.parquet"
        return ibis.duckdb.connect().read_parquet(str(path))


def rows_of(table: ibis.Table, *columns: str) -> list[dict]:
    return table.select(*columns).to_pyarrow().to_pylist()


def send(files: list[Path], store: Path, as_of: str, period: str) -> Sent:
    """Sends returns through the whole thread. A store of an earlier run is replaced. Raises Stopped."""
    shutil.rmtree(store, ignore_errors=True)
    _command("submit", *files, "--store", store, "--accept-part")
    _command("freeze", "--store", store, "--as-of", as_of, "--name", CUT)
    at = ["--store", store, "--cut", CUT]
    listed = _command("journeys", *at, "--format", "csv")
    measured = _command(
        "measure", "all", *at, "--period", period, "--format", "json", "--unprotected"
    )
    journeys = list(csv.DictReader(io.StringIO(listed)))
    return Sent(store, _received(store), journeys, json.loads(measured))


def _received(store: Path) -> list[dict]:
    """What the receipts of a store say, in part where the rules leave records out."""
    receipts = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in (store / "returns").glob("*/receipt.json")
    ]
    return [
        {
            "file": receipt["name"],
            "rows": receipt["rows"],
            "episodes": receipt["records"]["episode"],
            "rejected": sum(receipt["rejected_records"].values()),
        }
        for receipt in sorted(receipts, key=lambda r: r["name"])
    ]


def _command(*words: object) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
        raise Stopped(f"throughcare {words[0]}: {said[-1]}")
    return done.stdout
