"""Mutate returns, CSV and XML, and read them: each must end in rows, in findings or in one sentence, never in a traceback.

    python -m tests.hardening.fuzz --runs 100000

All in one process, on small files. Every return is inspected, its version found and its rows loaded, or converted to the
other form; every tenth (`--whole`) goes through all rules and is handed back as well. The same seed gives the same
files; one that fails is kept under its number, and its traceback is printed.
"""

import argparse
import csv
import datetime as dt
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress

from throughcare.dataset import Spec, UnknownDataSet, UnknownVersion
from throughcare.dataset import form as file_form
from throughcare.dataset.file import Unreadable
from throughcare.publish.xml_schema import example
from throughcare.submissions.check import check
from throughcare.submissions.convert import CannotConvert, convert
from throughcare.submissions.handed_back import hand_back
from throughcare.warehouse import looking
from throughcare.warehouse.load import load
from throughcare.warehouse.load_xml import load_xml

TODAY = dt.date(2026, 1, 1)
SENTENCES = (Unreadable, CannotConvert, UnknownVersion, UnknownDataSet)
LONGEST_SENTENCE = 500
COMMON = [
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xe9",
    b"\r",
    b"\n\n",
    b"\t",
    b"NA",
    b"20120230",
    b"9" * 40,
    b"=cmd|' /C calc'!A0",
    b"@SUM(1)",
    b"'; drop table raw; --",
    "\U0001f600\u202e\u2028".encode(),
    b"x" * 3_000,
]
OF_CSV = [
    b'"',
    b'""',
    b",",
    b",,,,",
    b";",
    b'\n"',
    b'", "',
    b"CLIENTID",
    b"-",
    b"AGNCY,",
]
OF_XML = [
    b"<",
    b">",
    b"&",
    b"&lol;",
    b"&#0;",
    b"&#x10FFFF;",
    b"&amp;",
    b'<!DOCTYPE x [<!ENTITY lol "ha">]>',
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<?pi ",
    b"?>",
    b"<client>",
    b"</client>",
    b"</client >",
    b"<client/>",
    b"<episode>",
    b"</episode>",
    b"<modality>",
    b"<top/>",
    b"<SEX>M</SEX>",
    b"<a><b><c>",
    b' xmlns="urn:x"',
    b' items="SEX DOB"',
    b' data-set="Q-young-people"',
    b'encoding="UTF-16"',
    b'encoding="windows-1252"',
    b"</submission>",
    b"<submission>",
]


def seeds() -> list[tuple[str, bytes]]:
    """Names and bytes of the sound returns that mutation begins with."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for letter in ("H", "K", "R"):
            name, content = example(Spec.at(letter))
            path = Path(folder) / name
            path.write_bytes(content)
            convert(path, path.with_suffix(".csv"))
            found += [
                (name, content),
                (path.with_suffix(".csv").name, path.with_suffix(".csv").read_bytes()),
            ]
    return found


def mutated(content: bytes, told: list[bytes], chance: random.Random) -> bytes:
    """The bytes with one to six of their places changed."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(made) + 1)
        end = min(len(made), place + chance.choice([1, 1, 4, 30, 400]))
        what = chance.randrange(7)
        if what == 0:
            made[place:end] = b""
        elif what == 1:
            made[place:place] = chance.choice(told)
        elif what == 2:
            made[place:end] = chance.choice(told)
        elif what == 3:
            made[place:place] = made[place:end] * chance.choice([1, 2, 30])
        elif what == 4:
            made[place:end] = bytes(chance.randrange(256) for _ in range(end - place))
        elif what == 5 and chance.random() < 0.2:
            del made[place:]
        elif what == 6:
            _swap(made, place, chance)
    return bytes(made)


def _swap(made: bytearray, place: int, chance: random.Random) -> None:
    """A part of the file moves elsewhere."""
    part = made[place : place + chance.choice([5, 50, 500])]
    del made[place : place + len(part)]
    there = chance.randrange(len(made) + 1)
    made[there:there] = part


def read(path: Path, folder: Path, con) -> str:
    """The rows of a file as the check loads them."""
    form = file_form.inspect(path)
    spec = Spec.at(file_form.guess_version(form))
    file_form.refuse_without_header(form, spec)
    if form.root is None:
        loaded = load(con, form, folder)
    else:
        loaded = load_xml(form, spec, folder)
    return "rows" if loaded.rows else "no rows"


def turned(path: Path, folder: Path) -> str:
    """The file in its other form, and that read again."""
    other = ".csv" if path.suffix == ".xml" else ".xml"
    target = folder / f"{path.stem}{other}"
    convert(path, target, force=True)
    form = file_form.inspect(target)
    assert form.suffix == other
    return "converted"


def checked(path: Path, folder: Path) -> str:
    """All rules, and the file handed back."""
    kept = folder / "findings.parquet"
    with check(path, submitted_on=TODAY) as result:
        told = result.findings()
        assert all(f["message"] and f["row"] >= 0 for f in told)
        looking.write_findings(result.con, kept)
        hand_back(result.form, kept, folder / "back.csv")
    with open(folder / "back.csv", encoding="utf-8", newline="") as file:
        assert next(iter(file)).strip().endswith('"')
    return "findings" if told else "clean"


def one(path: Path, number: int, whole: int, folder: Path, con) -> str:
    """What came of one file. Raises what should not be."""
    try:
        if whole and number % whole == 0:
            return checked(path, folder)
        if number % 3 == 1:
            return turned(path, folder)
        return read(path, folder, con)
    except SENTENCES as said:
        sentence = str(said)
        assert 10 < len(sentence) < LONGEST_SENTENCE and "\n" not in sentence, sentence
        return "a sentence"


def run(
    runs: int,
    seed: int,
    whole: int,
    keep: Path | None = None,
    seconds: float = float("inf"),
    progress: Callable[[int], object] = lambda done: None,
) -> Counter:
    """How many files ended how, by form, in at most so many seconds; `a traceback` should not be among them."""
    start = time.monotonic()
    chance = random.Random(seed)
    sound = seeds()
    ends: Counter = Counter()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        con = looking.open_workspace(folder)
        for number in range(runs):
            if time.monotonic() - start > seconds:
                break
            name, content = sound[number % len(sound)]
            told = COMMON + (OF_XML if name.endswith(".xml") else OF_CSV)
            path = folder / name
            path.write_bytes(mutated(content, told, chance))
            try:
                end = one(path, number // len(sound), whole, folder, con)
            except Exception:
                end = "a traceback"
                traceback.print_exc()
                if keep:
                    keep.mkdir(parents=True, exist_ok=True)
                    (keep / f"{number}-{name}").write_bytes(path.read_bytes())
            ends[name[-3:], end] += 1
            path.unlink(missing_ok=True)
            progress(number + 1)
        con.close()
    return ends


def _bar() -> Progress:
    """Progress apart from the table, which may be sent to a file."""
    columns = (*Progress.get_default_columns(), MofNCompleteColumn())
    return Progress(*columns, console=Console(stderr=True))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--whole", type=int, default=10, help="0 for none")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="at most")
    parser.add_argument("--keep", type=Path, default=None, help="folder for failures")
    asked = parser.parse_args()
    start = time.monotonic()
    with _bar() as bar:
        task = bar.add_task("Files", total=asked.runs)
        ends = run(
            asked.runs,
            asked.seed,
            asked.whole,
            asked.keep,
            asked.seconds,
            lambda done: bar.update(task, completed=done),
        )
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["form", "end", "files"])
    out.writerows([form, end, count] for (form, end), count in sorted(ends.items()))
    print(f"{sum(ends.values()):,} files in {time.monotonic() - start:,.0f} s.")
    return 1 if any(end == "a traceback" for _, end in ends) else 0


if __name__ == "__main__":
    sys.exit(main())
