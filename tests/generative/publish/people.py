"""Random analytic tables: people with episodes and modalities around a year."""

import datetime as dt
import random

import pyarrow as pa
import pyarrow.parquet as pq

from tests.spec.conftest import EPISODES, MODALITIES
from throughcare.indicators import Inputs
from throughcare.journeys import build
from throughcare.warehouse import engines
from throughcare.warehouse.reading import reading_of

AREAS = {
    "E09000003": "London",
    "E08000035": "Yorkshire and the Humber",
    "nowhere": None,
}
TEXTS = {
    "accommodation_need": "123X",
    "employment": ("1", "2", "5", "6", "9", "10", "12", "14", "99", "77"),
    "parental_status": ("11", "12", "13", "14", "15"),
    "injecting_status": "PCNZ",
    "ethnicity": "ABDHMRSZ",
}
NUMBERS = {"children_living_with": 4, "drinking_days": 28, "drinking_units": 50}
DRUGS = ("1105", "3201", "3406", "5000", "7000", "2200", "9996", None)
REASONS = ("80", "81", "82", "83", "84", "5", "88", "10", None)
MORE = {
    **dict.fromkeys(TEXTS, pa.string()),
    **dict.fromkeys(NUMBERS, pa.int32()),
}
SCHEMA = pa.schema(
    [*EPISODES, *((n, t) for n, t in MORE.items() if n not in EPISODES.names)]
)


def tables(seed: int, people: int, stated: float) -> tuple[list[dict], list[dict]]:
    """Episodes and modalities of so many people; each thing is stated with the probability `stated`."""
    draw = random.Random(seed)
    episodes: list[dict] = []
    modalities: list[dict] = []
    for number in range(people):
        own = _person(draw, number)
        for _ in range(draw.randint(1, 4)):
            episode = _episode(draw, len(episodes) + 1, own, stated)
            episodes.append(episode)
            for _ in range(draw.randint(0, 3)):
                modalities.append(_modality(draw, len(modalities) + 1, episode))
    return episodes, modalities


def _person(draw, number: int) -> dict:
    born = draw.choice([1950, 1975, 1990, 1996, None])
    return {
        "person": f"p{number}",
        "sex": draw.choice(["F", "M", None]),
        "birth_cohort": born,
        "age_at_triage": None if born is None else 2011 - born,
    }


def _episode(draw, number: int, own: dict, stated: float) -> dict:
    triaged = dt.date(2010, 1, 1) + dt.timedelta(days=draw.randrange(1000))
    discharged = triaged + dt.timedelta(days=draw.randrange(500))
    is_open = draw.random() < 0.2
    area = draw.choice(list(AREAS))
    said = {n: draw.choice(list(v)) for n, v in TEXTS.items()}
    said |= {n: draw.randint(0, most) for n, most in NUMBERS.items()}
    said = {n: v if draw.random() < stated else None for n, v in said.items()}
    return (
        own
        | said
        | {
            "episode": number,
            "return_no": 1,
            "line": number,
            "agency": draw.choice(["N0001", "N0002"]),
            "area": area,
            "region": AREAS[area],
            "referred": triaged,
            "triaged": triaged,
            "discharged": None if is_open else discharged,
            "discharge_reason": None if is_open else draw.choice(REASONS),
            **{f"drug_{n}": draw.choice(DRUGS) for n in (1, 2, 3)},
            "referral_source": draw.choice(["4", "13", "3", "1", "15", "88", None]),
        }
    )


def _modality(draw, number: int, episode: dict) -> dict:
    referred = episode["triaged"] + dt.timedelta(days=draw.randrange(60))
    offered = referred + dt.timedelta(days=draw.randrange(-3, 60))
    started = draw.choice([None, offered, offered])
    ended = started and draw.choice([None, started + dt.timedelta(days=90)])
    kind = draw.choice(["1", "2", "4", "5", "7", "11", "94", "95", "96"])
    setting = draw.choice(["1", "2", "5", "6", "8", None]) if kind > "90" else None
    return {
        "modality": number,
        "episode": episode["episode"],
        "return_no": 1,
        "line": number,
        "person": episode["person"],
        "modality_type": kind,
        "setting": setting,
        "referred": referred,
        "first_offered": offered,
        "started": started,
        "ended": ended,
    }


def inputs(backend, folder, seed: int, people: int, stated: float = 0.8) -> Inputs:
    """The tables as the inputs of indicators, as of the end of 2013."""
    episodes, modalities = tables(seed, people, stated)
    named = {"episodes": (episodes, SCHEMA), "modalities": (modalities, MODALITIES)}
    read = {}
    for name, (rows, schema) in named.items():
        full = [{f.name: row.get(f.name) for f in schema} for row in rows]
        path = folder / f"{name}-{seed}-{people}-{stated}.parquet"
        pq.write_table(pa.Table.from_pylist(full, schema), path)
        read[name] = backend.read_parquet(path)
    chains = build(read["episodes"], 21)
    kept = {
        name: engines.materialise(
            backend, table, f"{name}_{seed}_{people}_{stated:.0%}"
        )
        for name, table in (("links", chains.links), ("journeys", chains.journeys))
    }
    return Inputs(
        **read,
        profiles=None,
        **kept,
        as_of=dt.date(2013, 12, 31),
        reading=reading_of(backend),
    )
