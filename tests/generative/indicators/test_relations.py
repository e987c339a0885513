"""What must hold of every indicator on random records: nobody elsewhere changes an area, parts make up the whole."""

import datetime as dt
from dataclasses import replace

import ibis
import numpy as np
import pyarrow as pa
import pytest

from tests.spec.conftest import DEFAULTS, SCHEMAS
from throughcare import indicators, journeys
from throughcare.indicators import Inputs, Period
from throughcare.indicators.naloxone import naloxone

YEAR = Period.parse("2012-13")
AREAS = {
    "E08000037": "North East",
    "E06000014": "Yorkshire and The Humber",
    "E08000035": "Yorkshire and The Humber",
}
HERE, ELSEWHERE = list(AREAS)[0], list(AREAS)[2]
FIRST = dt.date(2011, 6, 1)
CHOICES = {
    "sex": ["M", "F", None],
    "drug_1": ["1101", "5000", "7000", "3201", None],
    "drug_2": ["7000", "3200", "9996"],
    "referral_source": ["4", "13", "5", "16", None],
    "parental_status": ["11", "13", "14", "15", None],
    "accommodation_need": ["1", "2", "3", None],
    "employment": ["1", "12", "9", "99", None],
    "injecting_status": ["C", "P", "N", None],
    "hep_b_intervention": ["A", "B", "C", "D", None],
    "hep_b_vaccinations": ["1", "C", None],
}
REASONS = ["80", "81", "82", "83", "84", "87", "88"]


class Records:
    """Random records: up to four episodes a person, each with modalities and profiles, some in prison."""

    def __init__(self, seed: int):
        self.draw = np.random.default_rng(seed)
        self.rows = {name: [] for name in SCHEMAS}

    def person(self, name: str, areas: list[str]) -> None:
        age = int(self.draw.integers(14, 60))
        for _ in range(self.draw.integers(1, 5)):
            self._episode(name, self._one(areas), age)

    def _one(self, choices):
        return choices[self.draw.integers(len(choices))]

    def _day(self, first: dt.date, most: int) -> dt.date:
        return first + dt.timedelta(days=int(self.draw.integers(0, most)))

    def _episode(self, person: str, area: str, age: int) -> None:
        number = len(self.rows["episodes"])
        triaged = self._day(FIRST, 640)
        left = self._day(triaged, 400) if self.draw.random() < 0.7 else None
        self.rows["episodes"].append(
            DEFAULTS["episodes"]
            | {name: self._one(values) for name, values in CHOICES.items()}
            | {
                "episode": number,
                "line": number,
                "person": person,
                "agency": self._one(["N0001", "N0002", "HMP01"]),
                "area": area,
                "region": AREAS[area],
                "birth_cohort": triaged.year - age,
                "age_at_triage": age,
                "referred": triaged,
                "triaged": triaged,
                "discharged": left,
                "discharge_reason": left and self._one(REASONS),
                "hep_c_tested": self._one([triaged, None]),
            }
        )
        for _ in range(self.draw.integers(0, 3)):
            self._modality(number, person, triaged)
        self._profile(number, person, self._day(triaged, 30), "S")
        self._profile(number, person, self._day(triaged, 200), "R")
        if left:
            self._profile(number, person, self._day(left, 16), "E")

    def _modality(self, episode: int, person: str, triaged: dt.date) -> None:
        number, offered = len(self.rows["modalities"]), self._day(triaged, 40)
        self.rows["modalities"].append(
            {
                "return_no": 1,
                "modality": number,
                "episode": episode,
                "line": number,
                "person": person,
                "modality_type": self._one(["2", "4", "7"]),
                "setting": self._one(["1", None]),
                "referred": triaged,
                "first_offered": offered,
                "started": self._day(offered, 20),
            }
        )

    def _profile(self, episode: int, person: str, day: dt.date, stage: str) -> None:
        number = len(self.rows["profiles"])
        days = {
            name: self._one([None, 0, 0, 5, 20, 28])
            for name in SCHEMAS["profiles"].names
            if name.endswith("_days")
        }
        answers = {
            name: self._one(["Y", "N", None])
            for name in ("acute_housing_problem", "eviction_risk")
        }
        self.rows["profiles"].append(
            {
                "return_no": 1,
                "profile": number,
                "episode": episode,
                "line": number,
                "person": person,
                "completed_on": day,
                "stage": stage,
            }
            | days
            | answers
        )

    def inputs(self) -> Inputs:
        secure = {r["episode"] for r in self.rows["episodes"] if r["agency"] == "HMP01"}
        everyone = {r["episode"] for r in self.rows["episodes"]}
        inside = replace(self._of(secure), is_secure=True)
        return replace(self._of(everyone - secure), secure=inside)

    def _of(self, kept: set[int]) -> Inputs:
        tables = {
            name: ibis.memtable(
                pa.Table.from_pylist(
                    [
                        {f.name: row.get(f.name) for f in SCHEMAS[name]}
                        for row in rows
                        if row["episode"] in kept
                    ],
                    SCHEMAS[name],
                )
            )
            for name, rows in self.rows.items()
        }
        chains = journeys.build(tables["episodes"], 21)
        return Inputs(
            **tables,
            links=ibis.memtable(chains.links.to_pyarrow()),
            journeys=ibis.memtable(chains.journeys.to_pyarrow()),
            as_of=dt.date(2014, 3, 31),
        )


def every() -> list:
    """Every indicator and variant whose items the spec tables hold."""
    whole = [i for i in indicators.catalogue().values() if i is not naloxone]
    found = [*whole, *(v for i in whole for v in i.variants.values())]
    held = ("opiate", "crack", "opiate_deteriorated", "crack_deteriorated")
    profiled = ("abstinent_at_review:", "reliably_improved_at_review:")
    return [
        i
        for i in found
        if not i.slug.startswith(profiled) or i.slug.partition(":")[2] in held
    ]


SELDOM = (
    "young_people_waits",
    "young_people_representations",
    "young_people_length",
    "housed_at_exit",
)
"""Indicators that so few random people may have nobody for."""
all_of_them = pytest.mark.parametrize("indicator", every(), ids=lambda i: i.slug)


@pytest.fixture(scope="module")
def worlds():
    """The same people twice; the second time somebody more lives in another area and was never anywhere else."""
    made = []
    for more in (False, True):
        records = Records(seed=12)
        for number in range(120):
            records.person(f"p{number}", [*AREAS])
        for number in range(20 if more else 0):
            records.person(f"elsewhere{number}", [ELSEWHERE])
        made.append(records.inputs())
    return made


def counted(indicator, inputs, geography="england") -> list[dict]:
    rows = indicator.contributions(inputs, YEAR, geography).to_pyarrow().to_pylist()
    # Which of a person's rows comes first is nothing that anybody is told.
    return sorted(rows, key=lambda r: str(sorted(map(str, r.items()))))


def measured(indicator, inputs, by=()) -> list[dict]:
    return indicators.measure(indicator, inputs, YEAR, by).to_pyarrow().to_pylist()


@all_of_them
def test_somebody_elsewhere_changes_nothing_here(indicator, worlds):
    """Deaths expected come from all of England and are the one exception: there the people stay, not what is expected."""

    def here(inputs):
        rows = counted(indicator, inputs, "area")
        kept = [r for r in rows if r["area"] == HERE]
        if indicator.interval == "poisson":
            kept = [r | {"denominator": None} for r in kept]
        return sorted(map(str, kept))

    before, after = map(here, worlds)
    assert before == after


@all_of_them
def test_a_share_counts_nobody_above_its_base(indicator, worlds):
    rows = counted(indicator, worlds[0])
    assert rows or indicator.slug in SELDOM
    if indicator.interval == "wilson":
        assert all(0 <= r["numerator"] <= r["denominator"] == 1 for r in rows)
        for row in measured(indicator, worlds[0], ["sex"]):
            assert row["numerator"] <= row["denominator"]


@all_of_them
def test_parts_add_up_to_the_whole(indicator, worlds):
    """By sex and group of substances; a split's parts make up its base."""
    for name in ("sex", "substance_group"):
        parts = measured(indicator, worlds[0], [name])
        whole = measured(indicator, worlds[0])
        for part in ("numerator", "denominator"):
            if indicator.split and part == "denominator":
                continue
            told = [sum(r[part] or 0 for r in rows) for rows in (parts, whole)]
            assert told[0] == pytest.approx(told[1])
    if indicator.split:
        whole = measured(indicator, worlds[0])
        assert sum(r["numerator"] for r in whole) == whole[0]["denominator"]


@all_of_them
def test_nobody_counts_less_in_all_areas_than_in_england(indicator, worlds):
    """A person counts once in each area and once in England."""
    in_areas = len(counted(indicator, worlds[0], "area"))
    in_england = len(counted(indicator, worlds[0]))
    assert in_areas >= in_england
