"""Kill senders at random points of receive and accept, in real processes, and look at what they leave.

    python -m tests.hardening.kill --runs 1000

Each run starts a process that receives and accepts a return, and kills it (SIGKILL) after a random part of the time that
the work takes, counted from its start, from where it begins to write, from the acceptance itself, or from the ledger. What it leaves must be whole: nothing, a return received with its bytes, or a return accepted with all
its records, its receipt and, once somebody has looked, its line in the ledger. At the end every file is sent again.
"""

import argparse
import contextlib
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pyarrow.parquet as pq

from throughcare.submissions import Store

SENDERS = """
import os, sys, traceback
from throughcare.submissions import Store, files
import throughcare.warehouse.records

def send(store, path):
    store = Store(store)
    def told(word, does):
        def told_first(*given):
            os.write(1, word + b"\\n")
            return does(*given)
        return told_first
    store._write_return = told(b"writing", store._write_return)
    files.flush_files = told(b"finishing", files.flush_files)
    store.repair = told(b"accepted", store.repair)
    os.write(1, b"ready\\n")
    received = store.receive(path, by="sender")
    store.accept(received.id, by="sender", part=True, replace_fuller=True)

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        try:
            send(*line.rstrip("\\n").split("\\t"))
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.write(1, b"sender %d\\n" % child)
    os.write(1, b"left %d\\n" % os.waitpid(child, 0)[1])
"""
"""A process that has read its modules and forks one sender a line, so that a run costs no start of Python.

A sender says when it begins, when it begins to write what it accepts, when all is written but not yet accepted, and when
it is accepted but not yet in the ledger; the process says how it ended.
"""
MARKS = ("ready", "writing", "finishing", "accepted")
HEADER = "AGNCY,CLIENTID,EPISODID,CONSENT,FINITIAL,SINITIAL,DOB,SEX,REFLD,TRIAGED,DRUG1,DAT,LA"
ROW = "{agency},{n},{n},Y,{initial},B,19800131,F,20120402,20120405,1101,A09B,00CH"
CLIENTS = 300
FINISHED = "finished before the kill"
OUTCOMES = ("not received", "received", "accepted", FINISHED)


class Broken(AssertionError):
    """Something was lost or half accepted."""


def write_returns(folder: Path, count: int) -> list[Path]:
    """So many returns, each of a provider of its own or a later month of one."""
    made = []
    for run in range(count):
        agency, month = f"X{run // 6:04d}", 4 + run % 6
        name = f"{agency}-2012{month:02d}01-2012{month:02d}28-TREAT-IN-H.csv"
        rows = [
            ROW.format(agency=agency, n=n, initial=chr(65 + n % 26))
            for n in range(CLIENTS + run % 7)
        ]
        made.append(folder / name)
        made[-1].write_text("\n".join([HEADER, *rows]) + "\n")
    return made


class Senders:
    """Sends returns in processes of their own, one at a time; `script` is what the process that forks them runs."""

    def __init__(self, script: str = SENDERS):
        self.process = subprocess.Popen(
            [sys.executable, "-c", script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.stdin.close()
        self.process.wait()

    def send(self, store: Path, path: Path, mark: str, wait: float | None) -> bool:
        """Send a return and kill the sender `wait` seconds after `mark`, None for never; whether it finished before.

        Raises Broken where it failed by itself.
        """
        self.process.stdin.write(f"{store}\t{path}\n")
        self.process.stdin.flush()
        self.at = {}
        sender, marked, killed = None, False, wait is None
        for line in self.process.stdout:
            word, *number = line.split()
            self.at[word] = time.monotonic()
            if word == "left":
                return self._ended(int(number[0]))
            sender = int(number[0]) if word == "sender" else sender
            marked = marked or word == mark
            if sender and marked and not killed:
                time.sleep(wait)
                killed = True
                with contextlib.suppress(ProcessLookupError):  # it has finished
                    os.kill(sender, signal.SIGKILL)
        raise Broken("The process of the senders is gone")

    def times(self) -> dict[str, float]:
        """Seconds from each mark to the end of the last sender, which finished."""
        return {mark: self.at["left"] - self.at[mark] for mark in MARKS}

    def _ended(self, status: int) -> bool:
        if os.WIFSIGNALED(status):
            return False
        if os.waitstatus_to_exitcode(status):
            raise Broken("A sender failed by itself")
        return True


def run_one(senders: Senders, store: Path, path: Path, mark: str, wait: float) -> str:
    """Send a return, kill its sender `wait` seconds after `mark`, and say what it left."""
    finished = senders.send(store, path, mark, wait)
    left = what_is_left(Store(store), path)
    if finished and left != "accepted":
        raise Broken(f"{path.name} finished and is {left}")
    return FINISHED if finished else left


def what_is_left(store: Store, path: Path) -> str:
    """`not received`, `received` or `accepted`; raises Broken where it is anything between."""
    store.repair()
    [entry] = [e for e in store.history() if e["name"] == path.name] or [None]
    if entry is None:
        return "not received"
    folder = store.folder(entry["id"])
    if (folder / "original.csv").read_bytes() != path.read_bytes():
        raise Broken(f"The bytes of {path.name} are not those that were sent")
    if entry["state"] not in ("accepted", "superseded", "received", "checked"):
        raise Broken(f"{path.name} is {entry['state']}")
    if entry["state"] in ("received", "checked"):
        return "received"
    look_at(folder)
    lines = [line for line in store.ledger() if line["id"] == entry["id"]]
    if len(lines) != 1:
        raise Broken(f"{path.name} is accepted and has {len(lines)} lines")
    return "accepted"


def look_at(folder: Path) -> None:
    """An accepted return has every file of its receipt, with the hash and the number of records that it says."""
    receipt = json.loads((folder / "receipt.json").read_text())
    for name, told in receipt["files"].items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != told:
            raise Broken(f"{folder.name}/{name} is not as the receipt says")
    for kind, count in receipt["records"].items():
        if pq.read_metadata(folder / f"{kind}.parquet").num_rows != count:
            raise Broken(f"{folder.name}/{kind}.parquet lacks records")


def look_at_all(store: Store, sent: list[Path]) -> None:
    """After everything was sent again: every return accepted whole, each with one line, nothing left over."""
    for receipt in store.receipts():
        look_at(store.folder(receipt.id))
    lines = sorted(line["id"] for line in store.ledger())
    receipts = sorted(asdict(r)["id"] for r in store.receipts())
    if not len(sent) == len(receipts) == len(lines) or lines != receipts:
        raise Broken(f"{len(sent)} sent, {len(receipts)} kept, {len(lines)} in ledger")
    if list((store.path / "inbox").iterdir()):
        raise Broken("Something is still in the inbox")


def kill(
    folder: Path,
    runs: int,
    seed: int,
    told=lambda run, counts: None,
    script: str = SENDERS,
    look_further=lambda store, path: None,
) -> Counter:
    """So many runs in `folder`; gives how often each of OUTCOMES was left. Raises Broken.

    `look_further` looks at what else a killed sender of the file at `path` may have left.
    """
    chance, counts = random.Random(seed), Counter()
    sent = write_returns(folder, runs + 1)
    path = folder / "store"
    with Senders(script) as senders:
        senders.send(path, sent[0], "ready", None)  # compiles the rules, once for all
        senders.send(folder / "measured", sent[0], "ready", None)
        whole = senders.times()
        for run, file in enumerate(sent[1:], start=1):
            mark = chance.choice(MARKS)
            wait = chance.uniform(0, 1.2 * whole[mark])
            left = run_one(senders, path, file, mark, wait)
            counts[left] += 1
            if left == FINISHED:
                whole = senders.times()  # a machine is faster at one time than another
            look_further(Store(path), file)
            told(run, counts)
    store = Store(path)
    for file in sent:
        received = store.receive(file, by="sender")
        store.accept(received.id, by="sender", part=True, replace_fuller=True)
    look_at_all(store, sent)
    return counts


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    asked.add_argument("--runs", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=7)
    given = asked.parse_args()

    def told(run, counts):
        if run % 50 == 0:
            print(f"{run} runs: {dict(counts)}", flush=True)

    with tempfile.TemporaryDirectory(prefix="kill-") as folder:
        counts = kill(Path(folder), given.runs, given.seed, told)
    for outcome in OUTCOMES:
        print(f"{counts[outcome]:>6,}  {outcome}")
    print("Nothing lost, nothing half accepted; the ledger equals the store.")


if __name__ == "__main__":
    main()
