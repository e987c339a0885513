"""The figures that `make real` prints, and beside each what is expected of it.

Counted on the returns that were written, on the study's own tables, and on what came out of the thread, so that the
same figure can be seen to be the same at both ends.
"""

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import ibis
import pyarrow as pa
from ibis import _

from . import engine, forms, urine
from .tables import Absent, read

TWELVE_WEEKS = 84
SIX_MONTHS = (168, 196)
"""Days after the start in which an interview counts as the one at about six months: the seventh four weeks."""


@dataclass(frozen=True)
class Figure:
    """A figure, and what it should be. `expected` is None where nothing says so."""

    say: str
    value: float | int
    expected: float | int | None = None
    decimals: int = 0
    note: str = ""

    @property
    def agrees(self) -> bool | None:
        """Whether the figure is the expected one at the decimals that are shown; None without an expectation."""
        if self.expected is None:
            return None
        return round(self.value, self.decimals) == round(self.expected, self.decimals)


@dataclass(frozen=True)
class Compared:
    """One outcome computed from the tests beside the published one, over all people."""

    say: str
    equal: int
    people: int
    ours: int
    theirs: int


def urine_outcomes(folder: Path) -> list[Compared]:
    """Words, events, times and negative weeks of the trials, beside those published. Raises Absent."""
    plan = engine.mapping("ctn0094_urine")
    tables = read(ibis.duckdb.connect(), folder, plan["tables"])
    words = {name: _words(tables, plan, name) for name in plan["readings"]}
    found = []
    for name, reading in plan["readings"].items():
        published = _published(folder / reading["compare_with"]["file"])
        word_of = reading["compare_with"]["word"]
        theirs = {
            who: "".join(row[c] for c in word_of) for who, row in published.items()
        }
        found.append(_same_words(name, words[name], theirs))
    return found + _same_outcomes(folder, plan, words["outcomes_published"])


def _words(tables: dict, plan: dict, name: str) -> dict[str, str]:
    rows = urine.weekly_words(tables, plan["common"] | plan["readings"][name])
    columns = rows.to_pyarrow().to_pydict()
    return dict(zip(columns["who"], columns["word"], strict=True))


def _published(path: Path) -> dict[str, dict]:
    if not path.exists():
        raise Absent(f"{path} is not there.")
    with open(path, encoding="utf-8", newline="") as file:
        return {row["who"]: row for row in csv.DictReader(file)}


def _same_words(name: str, ours: dict, theirs: dict) -> Compared:
    equal = sum(ours.get(who) == word for who, word in theirs.items())
    letters = [sum(map(len, words.values())) for words in (ours, theirs)]
    return Compared(f"weekly word ({name})", equal, len(theirs), *letters)


def _same_outcomes(folder: Path, plan: dict, words: dict[str, str]) -> list[Compared]:
    published = _published(folder / "outcomes_published.csv")
    ours = {who: urine.outcomes(word) for who, word in words.items()}
    return [
        _same(theirs, {w: o[name] for w, o in ours.items()}, name, published)
        for theirs, name in plan["published"].items()
    ]


def _same(column: str, ours: dict, name: str, published: dict) -> Compared:
    theirs = {who: int(float(row[column])) for who, row in published.items()}
    equal = sum(ours.get(who) == number for who, number in theirs.items())
    say = name.replace("_", " ")
    return Compared(say, equal, len(theirs), sum(ours.values()), sum(theirs.values()))


def counted(rows: pa.Table, expected: list[dict]) -> list[Figure]:
    """How many rows of a return meet the conditions of each figure."""
    table = ibis.memtable(rows)
    return [
        Figure(
            f["say"],
            table.filter(forms.conditions(table, f["where"]))
            .count()
            .to_pyarrow()
            .as_py(),
            int(f["expected"]) if "expected" in f else None,
        )
        for f in expected
    ]


def mean_days(study: engine.Study, expected: dict[str, list[dict]]) -> list[Figure]:
    """Mean days of use in the past 30 as the study asked, for the copy of the table that was read."""
    interviews = study.tables["interviews"]
    people = interviews[study.key].nunique().to_pyarrow().as_py()
    return [
        figure
        for wanted in expected.get(str(people), [])
        for figure in _mean(interviews, wanted)
    ]


def _mean(interviews: ibis.Table, wanted: dict) -> list[Figure]:
    asked = interviews.filter(_.TIME == int(wanted["month"]))
    days = asked[wanted["days"]]
    answer = asked.agg(mean=days.mean(), n=days.count()).to_pyarrow().to_pylist()[0]
    say = f"{wanted['say']} at {wanted['month']} months"
    n = int(wanted["n"]) if "n" in wanted else None
    return [
        Figure(f"{say}: mean days of 30", answer["mean"], float(wanted["mean"]), 3),
        Figure(f"{say}: people who answered", answer["n"], n),
    ]


def retained(spans: list[dict]) -> int:
    """People with a span of twelve weeks. `spans` are rows of person, start and end, days as dates or text."""
    return len(
        {
            span["person"]
            for span in spans
            if span["end"]
            and (_date(span["end"]) - _date(span["start"])).days >= TWELVE_WEEKS
        }
    )


def _date(day: dt.date | str) -> dt.date:
    """A day as a date, from 20130401 or 2013-04-01."""
    if isinstance(day, dt.date):
        return day
    return dt.date.fromisoformat(day[:10])


def spans_of(rows: pa.Table, start: str, end: str) -> list[dict]:
    """Start and end of what a return's rows carry under two headers, where it started."""
    return [
        {"person": row["CLIENTID"], "start": row[start], "end": row[end]}
        for row in rows.select(["CLIENTID", start, end]).to_pylist()
        if row[start]
    ]


def opioid_days(profiles: list[dict]) -> dict[str, float | int]:
    """Days of opioid use in 28 at the start and at about six months, for people asked at both.

    `profiles` are rows of person, stage, completed_on and opiate_days. Gives `asked_at_start`, `mean_at_start`,
    `pairs`, and the means `first` and `later` over the pairs.
    """
    start = {p["person"]: p for p in profiles if p["stage"] == "S"}
    later = {}
    for p in sorted(profiles, key=lambda p: p["completed_on"], reverse=True):
        first = start.get(p["person"])
        if first and _about_six_months(first["completed_on"], p["completed_on"]):
            later[p["person"]] = p["opiate_days"]
    before = [start[person]["opiate_days"] for person in later]
    return {
        "asked_at_start": len(start),
        "mean_at_start": _average([p["opiate_days"] for p in start.values()]),
        "pairs": len(later),
        "first": _average(before),
        "later": _average(list(later.values())),
    }


def _about_six_months(first: dt.date, later: dt.date) -> bool:
    return SIX_MONTHS[0] <= (later - first).days < SIX_MONTHS[1]


def _average(numbers: list[int]) -> float:
    return sum(numbers) / len(numbers) if numbers else float("nan")


def profiles_of(rows: pa.Table) -> list[dict]:
    """The outcome profiles of a return, as opioid_days wants them."""
    return [
        {
            "person": row["CLIENTID"],
            "stage": row["TRSTAGE"],
            "completed_on": _date(row["TOPDATE"]),
            "opiate_days": int(row["OPIUSE"]),
        }
        for row in rows.to_pylist()
        if row["TOPDATE"] and row["OPIUSE"]
    ]
