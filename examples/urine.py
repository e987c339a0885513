"""What the weekly urine tests of the opioid-treatment trials say: relapse, dropout, negative weeks.

Each person's weeks are written as a word of one letter a week: `+` an opioid was found, `-` none was found, `*` both
in one week, `o` a test was due and not given. How a week is read is data (mappings/ctn0094_urine.yaml); here stand the
word and the outcomes that follow from it.

Source of the rules: README of the study folder ("Rules behind four of the published outcomes"), and the description of
the weekly pattern in the documentation of the R package public.ctn0094extra.
"""

import ibis
from ibis import _

from .tables import beside

POSITIVE = "+*o"
"""A missed test counts as positive when relapse is judged."""


def run_of(letters: str, word: str, length: int = 4) -> int | None:
    """Position, from 1, of the first `length` weeks in a row that all show one of `letters`; None without such a run.

    >>> run_of("o", "-+oooo-")
    3
    >>> run_of("o", "ooo-ooo") is None
    True
    """
    marks = "".join("x" if letter in letters else "." for letter in word)
    found = marks.find("x" * length)
    return None if found < 0 else found + 1


def outcomes(word: str) -> dict[str, int]:
    """Relapse, dropout and negative weeks of one person's word.

    An event is four such weeks in a row and its time the first of them; without the event the time is the last week in
    which a run could still have begun, the length of the word less 3.

    >>> outcomes("-+o*o---")
    {'relapse_event': 1, 'relapse_time': 2, 'dropout_event': 0, 'dropout_time': 5, 'negative_weeks': 4}
    """
    relapse, dropout = run_of(POSITIVE, word), run_of("o", word)
    censored = len(word) - 3
    return {
        "relapse_event": int(relapse is not None),
        "relapse_time": relapse or censored,
        "dropout_event": int(dropout is not None),
        "dropout_time": dropout or censored,
        "negative_weeks": word.count("-"),
    }


def weekly_words(tables: dict, reading: dict) -> ibis.Table:
    """One word a person, from the urine tests, kept visits and randomisation days. Columns: who, word.

    `tables` holds everybody, randomization, visit and uds with `when` as a whole number. `reading` is one reading of
    mappings/ctn0094_urine.yaml: which substances count, where a week starts, how long each trial lasts.
    """
    days = _study_days(_people(tables, reading), reading)
    found = _days_with_opioid(tables["uds"], _people(tables, reading), reading)
    kept = tables["visit"].filter(_.what.isin(reading["kept_visits"]))
    kept = kept.select("who", day=_.when).distinct().mutate(kept=True)
    tested = beside(beside(days, found, ["who", "day"]), kept, ["who", "day"])
    weeks = tested.group_by("who", "week", "randomised").agg(
        found=_.found.fill_null(False).any(),
        clear=(_.kept.fill_null(False) & ~_.found.fill_null(False)).any(),
    )
    return _spelt(weeks)


def _people(tables: dict, reading: dict) -> ibis.Table:
    """One row a person: trial, first and second randomisation day, medicine of the first."""
    randomised = (
        tables["randomization"]
        .group_by("who")
        .agg(
            first=_.when.min(where=_.which == "1"),
            second=_.when.min(where=_.which == "2"),
            arm=_.treatment.min(where=_.which == "1"),
        )
    )
    people = beside(tables["everybody"], randomised, ["who"])
    medicine = ibis.literal("")
    for name, part_of_arm in reading["own_medicine"].items():
        medicine = people.arm.contains(part_of_arm).ifelse(name, medicine)
    return people.select(
        "who",
        "project",
        "second",
        first=_during_the_trial(people, reading).ifelse(people["first"], ibis.null()),
        medicine=medicine.fill_null(""),
    )


def _during_the_trial(people: ibis.Table, reading: dict) -> ibis.Value:
    """Whether the first randomisation came before the trial's last day; after it, it counts as none."""
    during = ibis.literal(True)
    for project, length in reading["days"].items():
        if length["counted_from"] == "consent":
            here = people["first"] <= int(length["first"])
            during = (people.project == project).ifelse(here, during)
    return during


def _study_days(people: ibis.Table, reading: dict) -> ibis.Table:
    """Every day of a person's study from its first week on, with the number of the week.

    People who were never randomised count their weeks from consent (day 0).
    """
    last = ibis.literal(0)
    for project, length in reading["days"].items():
        first_end = int(length["first"]) + (
            people["first"].fill_null(0)
            if length["counted_from"] == "randomisation"
            else 0
        )
        end = (
            (people.second + int(length["second"])).fill_null(first_end)
            if "second" in length
            else first_end
        )
        last = (people.project == project).ifelse(end, last)
    offset = int(reading["first_day_of_week_1"])
    start = (people["first"] + offset).fill_null(0)
    days = people.mutate(start=start, day=ibis.range(start, last + 1).unnest())
    return days.select(
        "who",
        "day",
        week=((_.day - _.start) / 7).floor().cast("int64") + 1,
        randomised=_["first"].notnull(),
    )


def _days_with_opioid(uds: ibis.Table, people: ibis.Table, reading: dict) -> ibis.Table:
    tests = uds.filter(_.what.isin(reading["opioids"])).join(
        people.select("who", "medicine"), "who"
    )
    if reading["own_medicine_counts"] == "no":
        tests = tests.filter(_.what != _.medicine)
    return tests.select("who", day=_.when).distinct().mutate(found=True)


def _spelt(weeks: ibis.Table) -> ibis.Table:
    """The letters of each week in order. Without randomisation no test was due, so none can be negative."""
    clear = weeks.clear & weeks.randomised
    letter = ibis.cases(
        (weeks.found & clear, "*"), (weeks.found, "+"), (clear, "-"), else_="o"
    )
    lettered = weeks.mutate(letter=letter)
    return lettered.group_by("who").agg(word=_.letter.group_concat("", order_by=_.week))
